"""Each delivery counts once (排重), whoever delivers it again, and nothing typed is lost."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from app import create_app
from handlers import webhook
from handlers.chat import reply_to
from handlers.chat.conversation import Chat
from homework.wording import parents
from models.account.inbound import InboundState
from models.database.lockfile import LockFile
from models.database.store import Store
from tests.handlers.wire import assignments_in, deliveries_in, reports_in
from tests.patience import PATIENCE
from tests.people import Cast
from wechat.message import Message

SAID = "数学30分钟"
RECEIPT = re.compile(r"三年级2班 11月23日\(周一\) 已记:数学 30分钟。")


def another_process(cast: Cast) -> tuple[Cast, Store]:
    """The same people on a second program with a store of its own on the same database."""
    store = Store(cast.context.store.url.render_as_string(hide_password=False))
    context = replace(cast.context, store=store)
    twin = object.__new__(Cast)
    twin.client, twin.context = create_app(context).test_client(), context
    return twin, store


def test_three_deliveries_at_once_are_one_report_and_one_reply(cast: Cast) -> None:
    with ThreadPoolExecutor(3) as pool:
        tries = [pool.submit(cast.say, "张", SAID, 7) for _ in range(3)]
        replies = {each.result(PATIENCE) for each in tries}

    assert len(replies) == 1
    assert RECEIPT.match(replies.pop())
    assert len(reports_in(cast.context.store)) == 1
    assert len(deliveries_in(cast.context.store)) == 1


def test_eight_first_messages_of_one_person_at_once_are_all_answered(cast: Cast) -> None:
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(cast.say, "新", f"三年级2班 {SAID}", 100 + n) for n in range(8)]
        replies = [each.result(PATIENCE) for each in tries]

    assert all(RECEIPT.match(reply) for reply in replies)
    assert len(reports_in(cast.context.store)) == 1
    assert {each["state"] for each in deliveries_in(cast.context.store)} == {InboundState.ANSWERED}


def test_a_redelivery_gets_the_reply_of_the_first_though_the_world_has_moved(cast: Cast) -> None:
    first = cast.say("张", SAID, 7)
    cast.say("张", "撤回", 8)

    assert cast.say("张", SAID, 7) == first
    assert reports_in(cast.context.store) == []


def test_a_redelivery_to_another_process_waits_for_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, go_on = threading.Event(), threading.Event()
    real = reply_to

    def slow_at_first(message: Message, chat: Chat) -> str:
        if not started.is_set():
            started.set()
            assert go_on.wait(PATIENCE)
        return real(message, chat)

    monkeypatch.setattr(webhook, "reply_to", slow_at_first)
    twin, store = another_process(cast)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cast.say, "张", SAID, 7)
        assert started.wait(PATIENCE)
        second = pool.submit(twin.say, "张", SAID, 7)
        with pytest.raises(StillWaiting):
            second.result(0.3)
        go_on.set()
        assert RECEIPT.match(first.result(PATIENCE))
        assert second.result(PATIENCE) == first.result()
    store.close()

    assert len(reports_in(cast.context.store)) == 1


def test_two_events_in_one_second_are_two_deliveries(cast: Cast) -> None:
    link = "c_" + cast.school_class(3, 3).public_link
    cast.event("新", "subscribe", f"qrscene_{link}")
    cast.event("新", "SCAN", link)
    cast.event("新", "SCAN", link)  # the platform repeats itself

    assert len(deliveries_in(cast.context.store)) == 2


def test_a_bug_gets_an_apology_and_keeps_what_was_typed_sealed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(message: Message, chat: Chat) -> str:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as patch, caplog.at_level(logging.INFO):
        patch.setattr(webhook, "reply_to", breaks)
        assert cast.say("张", SAID, 7) == parents.SORRY
    assert cast.say("张", SAID, 7) == parents.SORRY  # the redelivery

    (kept,) = deliveries_in(cast.context.store)
    assert kept["state"] == InboundState.FAILED
    assert cast.context.keys.unseal(kept["text_sealed"]) == SAID
    assert SAID not in caplog.text
    assert cast.openid("张") not in caplog.text
    assert kept["dedup_key"] in caplog.text


def test_a_bug_of_the_reader_is_no_different(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_words: object) -> Any:
        raise RecursionError("a bug")

    monkeypatch.setattr(webhook, "read_words", breaks)

    assert cast.say("张", SAID) == parents.SORRY
    assert deliveries_in(cast.context.store)[0]["state"] == InboundState.FAILED


def test_a_refused_statement_logs_no_words(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    cast.context.store.write(
        lambda connection: connection.execute(sa.text("DROP TABLE assignment"))
    )
    try:
        with caplog.at_level(logging.INFO):
            assert cast.say("张", "数学练习册30分钟") == parents.SORRY
    finally:
        from models.reporting.assignments import AssignmentRow

        table = AssignmentRow.metadata.tables["assignment"]
        cast.context.store.write(table.create)

    assert "assignment" in caplog.text
    assert "练习册" not in caplog.text
    assert reports_in(cast.context.store) == []


@contextmanager
def nothing_commits(store: Store) -> Iterator[None]:
    """Somebody else holds what every write needs."""
    if store.is_sqlite:
        lock = LockFile(store.lock_path)
        with lock.held():
            yield
        lock.close()
        return
    with store.engine.begin() as connection:
        connection.execute(sa.text("LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE"))
        yield


def test_what_cannot_be_kept_in_time_is_said_to_be_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An answer that waited longer than it may would wait for ever: the lock is let go of afterwards.
    with monkeypatch.context() as patch, nothing_commits(cast.context.store):
        patch.setattr(webhook, "COMMITTED_WITHIN", 0.4)
        assert cast.say("张", SAID) == parents.NOT_COMMITTED
        # Nobody reads an answer to this one.
        assert cast.event("王", "TEMPLATESENDJOBFINISH") == ""

    assert reports_in(cast.context.store) == []
    assert RECEIPT.match(cast.say("张", SAID))
    assert assignments_in(cast.context.store) == [("数学", 30)]


@pytest.mark.parametrize(
    "words",
    [
        "数学30分钟😀🧮",
        "数学30分钟\x00\x07",
        "数学30分钟 ]]> </xml>",
        "数学\u202e30\u200b分钟",
        "数学30分钟 %s %(x)s :x ?",
    ],
)
def test_odd_characters_neither_break_nor_lose_a_report(cast: Cast, words: str) -> None:
    safe = words.replace("]]>", "]]]]><![CDATA[>")

    reply = cast.say("张", safe)

    assert "已记:数学" in reply
    assert assignments_in(cast.context.store) == [("数学", 30)]


def test_a_very_long_text_is_answered_in_two_thousand_bytes(cast: Cast) -> None:
    words = "\n".join(f"语文抄写第{lesson}课生字新词和课文{lesson}分钟" for lesson in range(1, 400))

    reply = cast.say("张", words)

    assert len(reply.encode()) <= 2000
    assert reply.startswith("三年级2班 11月23日(周一) 已记:\n语文 抄写第1课")
    assert "另有" in reply
