"""Staff words after a check: the class answers, the notice is sent and replied to, the case closes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.class_answers import ANSWER_WORDS
from homework.plan import RectifyPlan
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from models.registers.revisions import Filing, save_register
from models.staff.people import Role
from tests.handlers.chat.conftest import Evening, judge
from tests.handlers.chat.test_staff_words import OVER, hire
from tests.people import Cast

WITHIN = [30, 35, 40, 30, 45]


@pytest.fixture
def confirmed(cast: Cast, evening: Evening) -> Cast:
    """Case 1 of 三年级2班 is checked; 林 is its homeroom teacher."""
    cast.say("林", f"我是 {hire(cast, '林', Role.HOMEROOM, homeroom_class='3-2')}")
    evening("三年级2班", OVER)
    cast.say("王", "核实1 登记表")
    return cast


def test_the_homeroom_teacher_answers_with_one_tap(confirmed: Cast) -> None:
    shown = confirmed.say("林", "今日")
    assert shown.splitlines()[:-1] == [
        "11月23日(周一) 待办1件:",
        "1号 三年级2班 书面作业 已证实;请说明",
    ]

    menu = confirmed.say("林", "说明1")
    taps = re.findall(r"msgmenucontent=([^&]+)&", menu)
    assert taps == [f"说明1 {place}" for place in (1, 2, 3, 4, 5)]
    assert len(menu.encode()) < 2000

    assert confirmed.say("林", taps[1]) == (
        "已记:三年级2班 在校已完成大部分,和核实结果放在一起。要改再选一次。"
    )
    assert "请说明" not in confirmed.say("林", "今日")
    assert "班级有说明,公示前请看" in confirmed.say("王", "今日")


@pytest.mark.parametrize("words", ANSWER_WORDS.values())
def test_the_words_alone_answer_the_one_case_that_waits(confirmed: Cast, words: str) -> None:
    assert confirmed.say("林", words).startswith(f"已记:三年级2班 {words},")


def test_a_bare_number_stays_a_parents_word(confirmed: Cast) -> None:
    assert "已记:三年级2班 两天的量" not in confirmed.say("林", "1")


def test_of_two_cases_the_teacher_is_asked_which(confirmed: Cast, evening: Evening) -> None:
    confirmed.say("赵", f"我是 {hire(confirmed, '赵', Role.GRADE_LEADER, grade=3)}")
    evening("三年级3班", OVER)

    asked = confirmed.say("赵", "属实已调整")

    assert asked.splitlines()[0] == "说明哪一件?回“说明 编号”:"
    assert len(asked.splitlines()) == 3
    assert confirmed.say("赵", "说明2 属实已调整").startswith("已记:三年级3班 属实已调整")


def test_nobody_else_speaks_for_the_class(confirmed: Cast) -> None:
    code = hire(confirmed, "孙", Role.HOMEROOM, homeroom_class="3-3")
    confirmed.say("孙", f"我是 {code}")

    assert confirmed.say("王", "说明1 1") == "说明由本班班主任或年级组长来填。"
    assert confirmed.say("王", "说明1") == "说明由本班班主任或年级组长来填。"
    assert confirmed.say("孙", "说明1 1").startswith("没有1号")
    assert confirmed.say("孙", "属实已调整") == "没有需要您班说明的内容。"
    assert "两天的量" not in confirmed.say("张", "说明1 1")


def test_the_notice_goes_out_is_answered_and_talked_over(confirmed: Cast) -> None:
    assert confirmed.say("林", "回复1 数学改隔天") == "这件事还没有发整改通知书。"
    assert confirmed.say("王", "整改1") == "请写明内容,例如:整改1 语文 数学"
    assert confirmed.say("王", "整改1 语文、数学") == (
        "已发作改〔2026〕1号:语文、数学,11月25日16:30前回复。控制台可打印盖章。"
    )
    # Sent twice it is the same notice, and said to be.
    assert confirmed.say("王", "整改1 英语") == (
        "没有再发:11月23日20:00王已发作改〔2026〕1号,语文、数学,11月25日16:30前回复。"
        "任教本班的老师、班主任和年级组长都已通知。"
        "要加学科,请那位老师也回:回复1 措施;商定了什么,回:座谈1 要点;要作废,回:误报1 原因"
    )

    assert "请回复调整措施(11月25日16:30前)" in confirmed.say("林", "今日")
    assert confirmed.say("林", "回复1").startswith("请写明内容")
    assert confirmed.say("王", "回复1 改了") == "回复由通知书上的学科教师、班主任或年级组长来写。"
    assert confirmed.say("林", "回复1 数学练习册改隔天") == (
        "作改〔2026〕1号的回复已记下。此后5个上学日复测合格即销号。"
    )
    assert confirmed.say("王", "座谈1 与各科老师商定错开") == "1号的座谈已记下。"
    assert confirmed.say("王", "销号1") == "复测还没有满,暂不能销号。"


def test_a_late_reply_stands_in_todays_list(confirmed: Cast, clock: FrozenClock) -> None:
    confirmed.say("王", "整改1 数学")
    clock.jump(datetime(2026, 11, 25, 16, 31, tzinfo=SHANGHAI))

    assert "已证实 4/5户;整改回复逾期(11月25日16:30前)" in confirmed.say("王", "今日")
    assert "已记下(逾期)" in confirmed.say("林", "回复1 数学练习册改隔天")


def test_a_case_is_closed_with_one_word_when_the_days_are_full(
    confirmed: Cast, context: Context, clock: FrozenClock
) -> None:
    context.plans["shifan"] = replace(  # type: ignore[index]
        context.plans["shifan"], rectify=RectifyPlan(remeasure_days=1)
    )
    clock.jump(datetime(2026, 11, 24, 20, 0, tzinfo=SHANGHAI))
    for place, each in enumerate(WITHIN):
        confirmed.say(f"三年级2班家长{place}", f"三年级2班 数学卷子{each}分钟")
    judge(context)
    assert confirmed.say("王", "销号1") == "复测还没有满,暂不能销号。"  # the day is not closed

    clock.jump(datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI))

    assert "复测合格,可以销号" in confirmed.say("王", "今日")
    assert confirmed.say("王", "销号1").startswith("已销号:三年级2班连续1个上学日未超标。")


def test_help_lists_the_words_of_each_role(confirmed: Cast) -> None:
    dean = confirmed.say("王", "帮助")
    teacher = confirmed.say("林", "帮助")

    for word in ("收到3", "核实3", "误报3", "公示3", "整改3", "座谈3", "销号3", "登录"):
        assert word in dean
    assert "说明3" in teacher
    assert "回复3" in teacher
    assert "公示3" not in teacher
    assert "整改" not in confirmed.say("张", "帮助")


def test_a_subject_teacher_is_offered_only_what_they_may_do(cast: Cast) -> None:
    cast.say("孙", f"我是 {hire(cast, '孙', Role.TEACHER, teaches='3-2')}")

    said = cast.say("孙", "帮助")
    assert "今日" in said
    assert "回复3" in said
    assert "说明3" not in said


def test_who_comes_second_is_told_who_has_the_case(cast: Cast, evening: Evening) -> None:
    cast.say("周", f"我是 {hire(cast, '周', Role.PRINCIPAL)}")
    evening("三年级2班", OVER)

    assert cast.say("王", "收到1").startswith("1号由您核实。")
    assert cast.say("周", "收到1") == "1号已由教导处接手。要一起核实,请先跟教导处说一声。"
    assert cast.say("王", "收到1").startswith("1号由您核实。")


def test_a_register_that_says_otherwise_confirms_nothing(
    cast: Cast, evening: Evening, context: Context, clock: FrozenClock
) -> None:
    hire(cast, "林", Role.HOMEROOM, homeroom_class="3-2")
    evening("三年级2班", OVER)
    register = Register((RegisterEntry(Subject.MATHS, 35),))
    plan, day = context.plans["shifan"], clock.now().date()
    filing = Filing(plan, cast.school_class(3, 2), day, register)
    context.store.write(lambda connection: save_register(connection, filing, clock.now()))

    assert cast.say("王", "收到1") == (
        "1号由您核实。登记表:合计35分钟(迟登)。可回:核实1 电话 / 核实1 到班 / 误报1 原因"
    )
    assert cast.say("王", "核实1 登记表") == (
        "当天登记表:合计35分钟(迟登);书面作业上限60分钟,登记的没有超过,不能凭登记表证实。"
        "属实的可回:核实1 电话 / 核实1 自述 / 核实1 到班;不成立的回:误报1 原因"
    )
    assert cast.say("王", "核实1 电话").startswith("已证实")
