"""A school's week (一所学校的一周): read it from top to bottom to see what the product does.

Everything people say goes through the real webhook and the real pages; the clock is moved by hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from context import Context
from models.class_days import touched
from models.cures import close_cured
from models.judging import judge_day
from models.leases import take_lease
from models.outbox import Push
from tests.people import Cast

MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI)
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=SHANGHAI)


def tick(context: Context) -> None:
    """What the scheduler does every fifteen seconds: a sign of life, then judging."""
    lasts = timedelta(seconds=30)
    context.store.write(
        lambda connection: take_lease(connection, "scheduler", "one", lasts, context.clock.now())
    )
    with context.store.reading() as connection:
        waiting = touched(connection)
    for each in waiting:
        plan = context.plans[each.key.school_id]
        now = context.clock.now()
        context.store.write(partial(judge_day, plan=plan, touched=each, now=now))


def told(context: Context) -> list[str]:
    """Why pushes were queued, in order."""
    with context.store.reading() as connection:
        return [
            str(reason) for reason in connection.scalars(sa.select(Push.reason).order_by(Push.id))
        ]


def hall(client: FlaskClient) -> dict[str, Any]:
    facts: dict[str, Any] = client.get("/hall/shifan.json").get_json()
    return facts


def words(client: FlaskClient) -> str:
    """Everything the hall's page says."""
    return client.get("/hall/shifan").get_data(as_text=True)


def test_a_week_at_shifan(
    cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
) -> None:
    poster_of_3_2 = f"c_{cast.school_class(3, 2).public_link}"

    # Monday evening. Three families scan the poster of 三年级2班 and say what there was.
    for family in ("赵", "钱", "孙"):
        greeting = cast.event(family, "SCAN", poster_of_3_2)
        assert "三年级2班" in greeting
    receipt = cast.say("赵", "语文抄写第5课两遍40分钟,数学练习册45分钟")
    assert "11月23日(周一)" in receipt
    assert "语文" in receipt
    assert "40分钟" in receipt
    cast.say("钱", "语文抄写四十分钟 数学半小时")
    tick(context)

    # Two families are not enough to trouble anybody.
    assert told(context) == []

    # The third is. The 教导处 is told at once, and the class's grade leader asked to compare.
    cast.say("孙", "数学卷子一个半小时")
    tick(context)
    assert told(context)[:2] == ["suspected", "please_compare"]
    assert "三年级2班" in cast.say("王", "今日")

    # Nothing is public: the hall only says that something is being checked.
    assert "三年级2班" not in words(client)

    # A parent may not act on it, and is not told who may.
    assert "公示" not in cast.say("陈", "公示1")

    # The 教导处 takes the case, telephones three families, and says so.
    assert "由您核实" in cast.say("王", "收到1")
    assert "已证实" in cast.say("王", "核实1 电话")
    assert "三年级2班" not in words(client)

    # One more word, and the hall reads class, rule and figures, but nobody's name or words.
    assert "已公示" in cast.say("王", "公示1")
    shown = words(client)
    assert "三年级2班" in shown
    assert "60分钟" in shown
    assert "抄写" not in shown

    # Tuesday morning. It turns out that half of it was set at home: the finding falls.
    clock.jump(TUESDAY_MORNING)
    tick(context)
    assert "已更正" in cast.say("王", "误报1 其中30分钟为家庭自加")
    corrected = words(client)
    assert "更正" in corrected
    assert "三年级2班" in corrected

    # 赵 stops following: what 赵 said is gone, and the day is judged again without it.
    cast.event("赵", "unsubscribe")
    tick(context)
    assert reports_of_3_2(context) == 2

    # A week later the correction, too, has left the wall.
    clock.jump(MONDAY + timedelta(days=10))
    tick(context)
    assert "三年级2班" not in words(client)


def reports_of_3_2(context: Context) -> int:
    with context.store.reading() as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM report")) or 0)


def test_how_a_class_gets_better(
    cast: Cast, context: Context, client: FlaskClient, clock: FrozenClock
) -> None:
    def evening(day: int, *minutes: int) -> None:
        """Families of 三年级3班 say how long it took; the scheduler judges."""
        clock.jump(datetime(2026, 11, 1, 20, 0, tzinfo=SHANGHAI) + timedelta(days=day - 1))
        for family, each in zip("赵钱孙吴郑", minutes, strict=False):
            cast.say(family, f"三年级3班 数学卷子{each}分钟")
        tick(context)

    def noon(day: int) -> None:
        """The day before closes; the scheduler makes its round of open cases."""
        clock.jump(datetime(2026, 11, 1, 12, 5, tzinfo=SHANGHAI) + timedelta(days=day - 1))
        tick(context)
        plan = context.plans["shifan"]
        context.store.write(lambda connection: close_cured(connection, plan, clock.now()))

    # Monday is over the cap. Someone looks into the register; the class answers with one tap.
    evening(23, 80, 85, 90, 75, 80)
    cast.say("王", "核实1 登记表")
    assert "please_answer" in told(context)
    assert "1 两天的量" in cast.say("李", "说明1")
    assert "已记" in cast.say("李", "说明1 2")

    # The hall reads both: what was found, and what the class says of it.
    cast.say("王", "公示1")
    [finding] = hall(client)["findings"]
    assert (finding["class"], finding["answer"]) == ("三年级3班", "在校已完成大部分")

    # A notice goes to the subject concerned; the grade leader replies what was changed.
    assert "作改〔2026〕1号" in cast.say("王", "整改1 数学")
    assert "此后5个上学日" in cast.say("李", "回复1 练习册改到隔天")

    # The class is measured again. Four days within the cap are not five.
    for day in (24, 25, 26, 27):
        evening(day, 40, 45, 50, 35, 40)
    noon(30)
    assert hall(client)["closed"] == []
    evening(30, 50, 40, 30, 45, 40)
    noon(31)

    # Five are. The hall says so as plainly as it had said the other, for as long.
    [cured] = hall(client)["closed"]
    assert cured["class"] == "三年级3班"
    assert "销号" in words(client)
    assert "没有待办" in cast.say("王", "今日")

    # Two days later it is back. The old notice is open again, and everyone can read why.
    evening(32, 90, 95, 80, 85, 90)
    cast.say("王", "核实2 电话")
    cast.say("王", "公示2")
    [again] = hall(client)["findings"]
    assert again["relapsed_from"] == "2026-12-01"
    assert hall(client)["closed"] == []
    assert "销号后再次超标" in words(client)
