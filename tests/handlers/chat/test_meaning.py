"""Which class and which day are meant (哪个班, 哪一天)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import SchoolPlan
from homework.wording import parents
from tests.handlers.chat.conftest import cast_of
from tests.handlers.wire import reports_in
from tests.people import Cast


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("三年级2班 数学30分钟", "三年级2班"),
        ("我是三(2)班的,数学30分钟", "三年级2班"),
        ("302班 数学30分钟", "三年级2班"),
        ("2024级2班 数学30分钟", "三年级2班"),
        ("五年级1班数学30分钟", "五年级1班"),
    ],
)
def test_the_class_named_in_a_first_message_is_used(cast: Cast, words: str, begins: str) -> None:
    assert cast.say("陈", words).startswith(f"{begins} 11月23日(周一) 已记:")


def test_half_a_name_is_filled_in_from_the_class_spoken_of(cast: Cast) -> None:
    assert cast.say("张", "2班 数学30分钟").startswith("三年级2班")
    assert cast.say("张", "三年级 语文10分钟").startswith("三年级2班")
    assert cast.say("张", "四年级 英语10分钟") == (
        f"{parents.KEPT_FOR_YOU}四年级几班?回班级即可,如 四年级2班"
    )
    assert cast.say("张", "四年级3班").startswith("四年级3班 11月23日(周一) 已记:英语 10分钟。")


def test_a_class_that_does_not_exist_is_said_so_and_the_words_wait(cast: Cast) -> None:
    assert cast.say("陈", "三年级9班 数学30分钟").startswith(
        f"{parents.KEPT_FOR_YOU}示范小学三年级有1班到4班。孩子在几班?"
    )
    assert "没有找到九年级" in cast.say("陈", "九年级1班")
    assert cast.say("陈", "三年级4班").startswith("三年级4班 11月23日(周一) 已记:数学 30分钟。")


def plans(context: Context, count: int) -> list[SchoolPlan]:
    first = context.plans["shifan"]
    return [
        replace(first, id=f"school{place}", name=f"第{place}小学") for place in range(1, count + 1)
    ]


def test_an_account_of_several_schools_asks_which_and_keeps_the_words(
    context: Context, cast: Cast
) -> None:
    people = cast_of(context, *plans(context, 3))

    assert people.say("陈", "三年级2班数学30分钟") == (
        f"{parents.KEPT_FOR_YOU}孩子在哪所学校?回数字即可,如 1\n"
        f"1.第1小学 2.第2小学 3.第3小学\n{parents.PROMISE}"
    )
    assert people.say("陈", "2").startswith("三年级2班 11月23日(周一) 已记:数学 30分钟。")
    assert reports_in(context.store)[0]["school_id"] == "school2"
    assert people.say("陈", "语文20分钟").startswith("三年级2班")


def test_an_account_of_many_schools_asks_for_the_poster(context: Context, cast: Cast) -> None:
    people = cast_of(context, *plans(context, 10))

    assert parents.SCAN_POSTER in people.say("陈", "数学30分钟")


def test_a_poster_of_a_school_of_another_account_is_unknown(context: Context, cast: Cast) -> None:
    link = cast.school_class(3, 2).public_link
    people = cast_of(context, *plans(context, 1))

    assert "没有认出来" in people.event("陈", "subscribe", f"qrscene_c_{link}")


def own_words(plan: SchoolPlan) -> SchoolPlan:
    return replace(plan, private_subjects={"目": "数学"}, private_names={"百词": "written"})


def test_the_schools_own_words_are_understood(context: Context, cast: Cast) -> None:
    people = cast_of(context, own_words(context.plans["shifan"]))

    assert people.say("张", "目30分钟").startswith("三年级2班 11月23日(周一) 已记:数学 30分钟。")


def test_each_of_several_schools_has_its_own_words(context: Context, cast: Cast) -> None:
    first, second = plans(context, 2)
    people = cast_of(context, own_words(first), second)
    for person, place in (("陈", "1"), ("新", "2")):
        people.say(person, "三年级2班")
        people.say(person, place)
        people.say(person, "三年级2班")

    assert "已记:数学 30分钟" in people.say("陈", "目30分钟")
    assert "已记:数学" not in people.say("新", "目30分钟")


def test_after_midnight_last_evening_is_meant(cast: Cast, clock: FrozenClock) -> None:
    clock.jump(datetime(2026, 11, 24, 0, 30, tzinfo=SHANGHAI))

    assert cast.say("张", "数学30分钟").startswith("三年级2班 11月23日(周一) 已记:")


def test_yesterday_on_a_monday_morning_is_friday(cast: Cast, clock: FrozenClock) -> None:
    clock.jump(datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI))

    assert cast.say("张", "昨天的数学卷子写了90分钟").startswith("三年级2班 11月20日(周五) 已记:")
    assert reports_in(cast.context.store)[0]["counts"] is True


def test_a_day_that_is_closed_takes_a_first_word_as_a_lead_only(cast: Cast) -> None:
    said = cast.say("张", "昨天的数学卷子写了90分钟")

    assert said.startswith("三年级2班 11月20日(周五) 已记:数学 卷子 90分钟。")
    assert "作为线索留存,不再计入当天合计" in said
    assert reports_in(cast.context.store)[0]["counts"] is False
    assert cast.say("张", "撤回").startswith("11月20日(周五)的反馈已过截止时间")


def test_a_correction_is_about_the_day_last_spoken_of(cast: Cast, clock: FrozenClock) -> None:
    clock.jump(datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI))
    cast.say("张", "昨天数学卷子90分钟")

    assert cast.say("张", "数学不对,是60").startswith("已改:数学60分钟")
    (report,) = reports_in(cast.context.store)
    assert (report["day"], report["written_low"]) == (date(2026, 11, 23), 60)


def test_a_day_long_gone_is_not_taken(cast: Cast, clock: FrozenClock) -> None:
    assert cast.say("张", "11月10日数学卷子90分钟") == parents.day_too_old(date(2026, 11, 10))
    assert reports_in(cast.context.store) == []


def test_a_report_may_be_corrected_until_noon_of_the_next_school_day(
    cast: Cast, clock: FrozenClock
) -> None:
    cast.say("张", "数学30分钟")
    clock.jump(datetime(2026, 11, 24, 11, 59, 59, tzinfo=SHANGHAI))
    assert cast.say("张", "数学不对,是40").startswith("已改:")

    clock.forward(timedelta(seconds=1))
    assert cast.say("张", "昨天数学50分钟") == parents.day_closed(date(2026, 11, 23))
