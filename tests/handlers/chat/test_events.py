"""Events (事件): following, scanning, leaving; and messages that hold no words."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from homework.wording import parents
from models.account.followers import find_follower
from models.account.inbound import Inbound
from models.account.memories import forget_expired
from models.days.class_days import touched
from models.families.reporters import Reporter
from models.staff.people import StaffMember
from models.tables import Base
from tests.handlers.chat.conftest import judge
from tests.handlers.wire import reports_in
from tests.people import ACCOUNT, Cast


def scene(cast: Cast, grade: int, number: int) -> str:
    return f"c_{cast.school_class(grade, number).public_link}"


def test_scanning_a_poster_to_follow_chooses_the_class(cast: Cast) -> None:
    link = cast.school_class(3, 2).public_link

    said = cast.event("新", "subscribe", f"qrscene_{scene(cast, 3, 2)}")

    assert re.sub(r"\?t=\S+", "", said) == (
        "您好,这里是示范小学作业反馈,已为您选好三年级2班。\n"
        f"点这里填最快:http://school.test/r/{link}\n"
        "也可以直接说,例如:语文抄词20分钟 数学练习册半小时\n"
        "不问姓名、电话、学号;系统不会告诉老师是谁填的。"
    )
    assert cast.say("新", "数学30分钟").startswith("三年级2班 11月23日(周一) 已记:")


def test_following_without_a_poster_asks_for_the_class(cast: Cast) -> None:
    assert cast.event("新", "subscribe") == (
        "您好,这里是示范小学作业反馈。孩子在哪个班?回班级即可,如 三年级2班\n"
        "不问姓名、电话、学号;系统不会告诉老师是谁填的。"
    )
    assert cast.say("新", "三2班").startswith("已为您选好三年级2班。\n点这里填最快:")


@pytest.mark.parametrize(
    "key", ["qrscene_c_shifan-nowhere", "qrscene_c_", "qrscene_x", "last_trade_no_1"]
)
def test_a_code_that_leads_nowhere_still_greets(cast: Cast, key: str) -> None:
    assert cast.event("新", "subscribe", key).startswith("您好,这里是示范小学作业反馈。")


def test_a_follower_who_scans_another_poster_changes_class(cast: Cast) -> None:
    assert cast.event("张", "SCAN", scene(cast, 5, 1)).startswith("已为您选好五年级1班。")

    assert cast.say("张", "数学30分钟").startswith("五年级1班")


def test_leaving_deletes_everything_and_the_class_is_judged_again(cast: Cast) -> None:
    cast.say("张", "数学80分钟")
    cast.say("张", "五年级1班 语文80分钟")
    judge(cast.context)

    assert cast.event("张", "unsubscribe") == ""

    subject = cast.context.keys.subject_id(ACCOUNT, cast.openid("张"))
    assert reports_in(cast.context.store) == []
    with cast.context.store.reading() as connection:
        assert find_follower(connection, ACCOUNT, subject) is None
        assert connection.scalar(sa.select(sa.func.count()).select_from(Reporter)) == 0
        assert len(touched(connection)) == 2
    assert cast.say("张", "数学30分钟").startswith(parents.KEPT_FOR_YOU)


def test_no_table_holds_an_openid_in_the_open(cast: Cast) -> None:
    for person in ("张", "李", "王", "陈"):
        cast.say(person, "三年级2班 数学30分钟")
        cast.say(person, "今日")
    wanted = {cast.openid(person) for person in ("张", "李", "王", "陈")}

    with cast.context.store.reading() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                assert not any(openid in str(tuple(row)) for openid in wanted), table.name


def test_a_teacher_who_leaves_is_not_written_to_any_more(cast: Cast) -> None:
    cast.event("李", "unsubscribe")

    with cast.context.store.reading() as connection:
        bound = connection.scalars(
            sa.select(StaffMember.name).where(StaffMember.subject_id.is_not(None))
        ).all()
    assert list(bound) == ["王"]
    assert "没看懂" in cast.say("李", "今日")


@pytest.mark.parametrize(
    "kind", ["image", "voice", "video", "shortvideo", "location", "link", "something_new"]
)
def test_what_holds_no_words_is_asked_for_in_words(cast: Cast, kind: str) -> None:
    said = cast.deliver("张", f"<MsgType><![CDATA[{kind}]]></MsgType><MsgId>{hash(kind)}</MsgId>")

    assert said.startswith("这里只看得懂文字。请打字说,例如:")
    assert "http://school.test/r/shifan-" in said


@pytest.mark.parametrize("event", ["VIEW", "LOCATION", "MASSSENDJOBFINISH", "anything"])
def test_events_nobody_waits_for_get_no_reply(cast: Cast, event: str) -> None:
    assert cast.event("张", event) == ""


def test_what_waits_for_a_class_is_not_kept_after_half_an_hour(cast: Cast) -> None:
    cast.say("陈", "数学练习册30分钟")
    cast.context.clock.sleep(1801)
    now = cast.context.clock.now()

    assert cast.context.store.write(lambda connection: forget_expired(connection, now)) == 1
    with cast.context.store.reading() as connection:
        said = connection.execute(sa.text("SELECT conversation FROM follower")).all()
        replies = connection.scalars(sa.select(Inbound.reply)).all()
    assert "练习册" not in str(said) + str(replies)
