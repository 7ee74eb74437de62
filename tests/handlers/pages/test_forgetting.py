"""Deleting everything leaves nothing of the person: no row, and on SQLite no byte; figures stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from context import Context
from handlers.links import Visitor, make_link_token
from homework.wording import parents
from models.account.inbound import Delivered, record_failure
from models.days.class_days import touched
from models.days.judging import judge_day
from models.days.verdicts import VerdictRow
from models.families.reporters import Reporter
from models.reporting.reports import ReportRow
from models.surveys.questionnaires import SurveyReply
from models.tables import Base
from tests.people import ACCOUNT, Cast
from tests.rounds import link as survey_link
from tests.rounds import start

MONDAY = "2026-11-23"
PLANTED = ("抄写孔雀开屏", "口算鲸鱼", "背诵蒲公英")


@pytest.fixture
def subject(context: Context, cast: Cast) -> str:
    """张's number as a follower."""
    return context.keys.subject_id(ACCOUNT, cast.openid("张"))


@pytest.fixture
def device(client: FlaskClient, context: Context, cast: Cast, subject: str) -> str:
    """张 says something in every way there is; the number of the phone."""
    path = f"/r/{cast.school_class(3, 2).public_link}"
    client.get(path)
    client.post(path, data={"day": MONDAY, "m-chinese": "20", "c-chinese": PLANTED[0]})
    cast.say("张", f"数学{PLANTED[1]}30分钟")
    cast.say("张", "绑定 wrongcode")
    questions = f"/q/{survey_link(context, start(context))}"
    client.get(questions)
    answers = {"role": "parent", "a-load": "fit", "a-minutes": "40", "a-mood": "4"}
    assert client.post(questions, data=answers).status_code == 303
    failed = Delivered(ACCOUNT, "of a bug", subject)
    context.store.write(
        lambda connection: record_failure(
            connection, failed, parents.SORRY + PLANTED[2], "sealed-words", context.clock.now()
        )
    )
    with context.store.reading() as connection:
        rows = connection.scalars(sa.select(Reporter.subject_id)).all()
    [found] = set(rows) - {subject}
    return found


def everything(context: Context) -> str:
    """Every value of every row, as one text."""
    with context.store.reading() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def judge(context: Context) -> None:
    with context.store.reading() as connection:
        waiting = touched(connection)
    for each in waiting:
        plan = context.plans[each.key.school_id]
        context.store.write(
            lambda connection, plan=plan, each=each: judge_day(  # type: ignore[misc]  # bound now
                connection, plan, each, context.clock.now()
            )
        )


def enter(client: FlaskClient, context: Context, subject: str) -> None:
    """The chat's link to /me, tapped."""
    token = make_link_token(context.keys, Visitor(ACCOUNT, subject), context.clock.now())
    client.post("/me/enter", data={"t": token})


def test_no_row_of_the_person_is_left_and_the_figures_stay(
    client: FlaskClient, context: Context, cast: Cast, subject: str, device: str
) -> None:
    cast.say("李家长", "三年级2班 数学卷子50分钟")
    judge(context)
    before = everything(context)
    assert all(word in before for word in (*PLANTED, subject, device))

    enter(client, context, subject)
    assert client.post("/me/delete").location == "/me/deleted"

    after = everything(context)
    assert [word for word in (*PLANTED, subject, device, "sealed-words") if word in after] == []
    judge(context)
    with context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(SurveyReply)) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(ReportRow)) == 1
        assert connection.scalar(sa.select(sa.func.max(VerdictRow.units))) == 1


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_no_byte_of_the_person_is_left_in_the_file(
    client: FlaskClient, context: Context, cast: Cast, subject: str, device: str
) -> None:
    judge(context)
    context.store.checkpoint()
    words = [word.encode() for word in (*PLANTED, subject, device, cast.openid("张"))]
    assert all(word in _bytes(context) for word in words[:-1])

    enter(client, context, subject)
    client.post("/me/delete")
    context.store.checkpoint()

    found = _bytes(context)
    assert [word.decode() for word in words if word in found] == []


def _bytes(context: Context) -> bytes:
    """The database and what SQLite keeps beside it."""
    path = Path(context.store.url.database or "")
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def test_leaving_the_account_deletes_the_words_of_the_chat_too(
    context: Context, cast: Cast, subject: str, device: str
) -> None:
    cast.event("张", "unsubscribe")

    after = everything(context)
    assert [word for word in (*PLANTED[1:], subject) if word in after] == []
    assert PLANTED[0] in after  # the phone's page is another's to delete: it was never linked


def test_taking_consent_back_deletes_what_was_said_and_the_form_asks_again(
    client: FlaskClient, context: Context, cast: Cast, device: str
) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    assert "同意并" not in client.get(path).get_data(as_text=True)

    answer = client.post("/me/withdraw-consent")

    assert "已撤回同意" in client.get(answer.location).get_data(as_text=True)
    assert PLANTED[0] not in everything(context)
    with context.store.reading() as connection:
        row = connection.execute(
            sa.select(Reporter.consent_version, Reporter.withdrew_at).where(
                Reporter.subject_id == device
            )
        ).one()
    assert tuple(row) == (None, context.clock.now())
    form = client.get(path).get_data(as_text=True)
    assert form.count("同意并发送") == 2  # in the sentence, on the button

    client.post(path, data={"day": MONDAY, "m-chinese": "20"})

    assert "同意并" not in client.get(path).get_data(as_text=True)


def test_the_chat_asks_again_whose_consent_was_taken_back(
    client: FlaskClient, context: Context, cast: Cast, subject: str, device: str
) -> None:
    enter(client, context, subject)

    client.post("/me/withdraw-consent")

    assert PLANTED[1] not in everything(context)
    said = cast.say("张", "三年级2班 数学口算30分钟")
    assert '继续发来,就是同意隐私说明:http://school.test/privacy 不同意请回"撤回"' in said
    assert "隐私说明" not in cast.say("张", "语文20分钟")


def test_a_new_version_of_the_notice_asks_everybody_again(
    client: FlaskClient, context: Context, cast: Cast, device: str
) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    context.store.write(
        lambda connection: connection.execute(sa.update(Reporter).values(consent_version=0))
    )

    assert "同意并" in client.get(path).get_data(as_text=True)
    # A form that was opened before the new version came shows it before anything is kept.
    old = {"day": MONDAY, "consent": "0", "m-maths": "40", "c-maths": "练习册第九页"}
    answer = client.post(path, data=old)
    assert answer.status_code == 409
    assert "隐私说明刚有更新" in answer.get_data(as_text=True)
    assert "练习册第九页" in answer.get_data(as_text=True)
    client.post(path, data={**old, "consent": "1"})

    assert "同意并" not in client.get(path).get_data(as_text=True)


def test_who_says_no_leaves_nothing_behind(
    client: FlaskClient, context: Context, cast: Cast
) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    client.get(path)
    assert client.get_cookie("hw_device") is not None

    answer = client.get(f"{path}/no")

    assert "没有记下任何内容" in answer.get_data(as_text=True)
    assert client.get_cookie("hw_device") is None
    with context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(Reporter)) == 0
