"""一步一步: one question at a time, for those who would rather be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from clock import FrozenClock
from homework.wording import steps
from tests.handlers.wire import assignments_in, reports_in
from tests.people import Cast


def test_subject_minutes_another_and_the_receipt(cast: Cast) -> None:
    assert cast.say("张", "一步一步") == steps.START
    assert cast.say("张", "数学 练习册") == (
        "三年级2班 11月23日(周一) 已记:\n"
        "数学 练习册 时间未填\n"
        '数学写了多久?回复分钟数即可,如 30;在学校写完的回"在校写完";不清楚回"不知道",我们不替您猜。'
    )
    assert cast.say("张", "30").endswith(steps.NEXT)
    assert "语文写了多久?" in cast.say("张", "语文 抄写")
    assert cast.say("张", "20").endswith(steps.NEXT)

    assert cast.say("张", "没有了") == (
        "三年级2班 11月23日(周一) 已记:\n"
        "数学 练习册 30分钟\n"
        "语文 抄写 20分钟\n"
        '共50分钟。改动直接再说,不留回"撤回"。'
    )
    assert assignments_in(cast.context.store) == [("数学", 30), ("语文", 20)]
    assert "还有吗" not in cast.say("张", "英语听读10分钟")  # it is over


@pytest.mark.parametrize(
    ("said", "kept"), [("数学", ("数学", None)), ("口算", ("数学", None)), ("数学30", ("数学", 30))]
)
def test_a_subject_alone_is_enough_where_one_was_asked_for(
    cast: Cast, said: str, kept: tuple[str, int | None]
) -> None:
    cast.say("张", "一步一步")
    cast.say("张", said)

    assert assignments_in(cast.context.store) == [kept]


def test_no_homework_is_one_word(cast: Cast) -> None:
    cast.say("张", "一步一步")

    assert cast.say("张", "没有") == "三年级2班 11月23日(周一) 已记:没有作业。谢谢。"
    assert reports_in(cast.context.store)[0]["no_homework"]


def test_a_newcomer_is_asked_for_the_class_first(cast: Cast) -> None:
    assert "孩子在哪个班?" in cast.say("新来的", "一步一步")
    assert cast.say("新来的", "三年级2班").endswith(steps.SUBJECT)
    assert "数学写了多久?" in cast.say("新来的", "数学 口算")
    assert cast.say("新来的", "10").endswith(steps.NEXT)


def test_there_is_a_way_out_that_loses_nothing(cast: Cast) -> None:
    cast.say("张", "一步一步")
    assert cast.say("张", "退出") == steps.NOTHING_YET
    cast.say("张", "填写")
    cast.say("张", "数学口算10分钟")

    assert cast.say("张", "算了") == steps.LEFT
    assert assignments_in(cast.context.store) == [("数学", 10)]
    assert cast.say("张", "没看过的话").startswith("没看懂这句。说科目和时间就行")


def test_what_is_not_understood_is_asked_again(cast: Cast) -> None:
    cast.say("张", "一步一步")
    assert cast.say("张", "那个那个") == f"没看懂这句。{steps.SUBJECT}"
    cast.say("张", "数学 练习册")
    assert cast.say("张", "那个那个").startswith("没看懂这句。数学写了多久?")
    assert cast.say("张", "不知道").endswith(steps.NEXT)
    assert cast.say("张", "那个那个") == f"没看懂这句。{steps.NEXT}"


def test_questions_and_commands_are_answered_in_between(cast: Cast) -> None:
    cast.say("张", "一步一步")

    assert "这里不能查" in cast.say("张", "今天作业是什么?")
    assert "今天适用的规定" in cast.say("张", "上限")
    assert cast.say("张", "数学口算10分钟").endswith(steps.NEXT)


def test_after_half_an_hour_nothing_is_asked_any_more(cast: Cast, clock: FrozenClock) -> None:
    cast.say("张", "一步一步")
    clock.forward(timedelta(minutes=31))

    assert "还有吗" not in cast.say("张", "数学口算10分钟")


def test_somebody_who_never_asked_is_never_led(cast: Cast) -> None:
    assert "还有吗" not in cast.say("张", "数学口算10分钟")
    assert cast.say("张", "没有了").startswith("好,就按说过的记,共10分钟。")
