"""Slips in the chat (绑定): a family counts once, under its own class, from its open days on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from context import Context
from homework.plan import Trust
from homework.wording import parents
from models.reporting.reports import NO_UNIT
from tests.handlers.chat.conftest import cast_of, issue_slip
from tests.handlers.wire import reports_in
from tests.people import Cast

CODE = "k7m2xq4p"


@pytest.fixture
def slips(context: Context, cast: Cast) -> Cast:
    """The same people at a school where only families with a slip count."""
    people = cast_of(context, replace(context.plans["shifan"], trust=Trust.HOUSEHOLD))
    people._join()
    return people


def counted(cast: Cast) -> list[bool]:
    return [report["counts"] for report in reports_in(cast.context.store)]


def test_without_a_slip_a_report_is_a_lead_and_says_so_once_a_day(slips: Cast) -> None:
    said = slips.say("张", "数学30分钟")

    assert "已计入三年级2班的线索,学校会核实,未经人工核实不会公布。" in said
    assert "扫一下学校发的家庭反馈条" in said
    assert "线索" not in slips.say("张", "语文20分钟")
    assert counted(slips) == [False]


def test_binding_counts_what_was_said_today(slips: Cast) -> None:
    household_id = issue_slip(slips, 3, 2, CODE)
    slips.say("张", "数学30分钟")

    assert slips.say("张", f"绑定 {CODE}") == (
        f"已绑定三年级2班的家庭反馈条。从现在起,您家的反馈按一户一票计算。{parents.PROMISE}"
    )
    (report,) = reports_in(slips.context.store)
    assert (report["counts"], report["unit_id"]) == (True, household_id)
    assert "线索" not in slips.say("张", "语文20分钟")


@pytest.mark.parametrize(
    "typed", ["绑定k7m2xq4p", "绑定 K7M2-XQ4P", "绑定:k7m2 xq4p", "绑定 ｋ７ｍ２ｘｑ４ｐ"]
)
def test_the_code_is_read_however_it_is_typed(slips: Cast, typed: str) -> None:
    issue_slip(slips, 3, 2, CODE)

    assert slips.say("张", typed).startswith("已绑定三年级2班")
    assert slips.say("张", typed).startswith("这个家庭码您已经绑定过了")


def test_a_familys_fourth_device_is_answered_like_the_third_and_counts_nowhere(
    slips: Cast,
) -> None:
    household_id = issue_slip(slips, 3, 2, CODE)
    answers = []
    for person in ("妈妈", "爸爸", "奶奶", "外人"):
        bound = slips.say(person, f"绑定 {CODE}")
        again = slips.say(person, f"绑定 {CODE}")
        said = slips.say(person, "数学30分钟")
        answers.append((bound, again, said, slips.say(person, "语文20分钟")))

    assert set(answers) == {answers[0]}
    assert answers[0][0].startswith("已绑定三年级2班")
    units = [report["unit_id"] for report in reports_in(slips.context.store)]
    assert units == [household_id] * 3 + [NO_UNIT]
    assert counted(slips) == [True] * 3 + [False]


def test_a_wrong_code_five_times_waits_until_tomorrow_and_reports_still_work(slips: Cast) -> None:
    issue_slip(slips, 3, 2, CODE)
    for _ in range(5):
        assert slips.say("张", "绑定 wrongcode") == parents.WRONG_CODE

    assert slips.say("张", f"绑定 {CODE}") == parents.TOO_MANY_CODES
    assert "已记" in slips.say("张", "数学30分钟")


def test_two_children_have_two_slips(slips: Cast) -> None:
    first, second = issue_slip(slips, 3, 2, CODE), issue_slip(slips, 5, 1, "r4t8w2z6")
    slips.say("张", f"绑定 {CODE}")
    assert slips.say("张", "绑定 r4t8w2z6").startswith("已绑定五年级1班")

    slips.say("张", "三年级2班 数学30分钟")
    slips.say("张", "五年级1班 语文40分钟")

    units = {(report["counts"], report["unit_id"]) for report in reports_in(slips.context.store)}
    assert units == {(True, first), (True, second)}


def test_a_slip_of_one_class_does_not_count_in_another(slips: Cast) -> None:
    issue_slip(slips, 3, 2, CODE)
    slips.say("张", f"绑定 {CODE}")

    assert "线索" in slips.say("张", "五年级1班 语文40分钟")
    assert counted(slips) == [False]


def test_a_code_of_another_school_is_a_wrong_one(context: Context, cast: Cast) -> None:
    issue_slip(cast, 3, 2, CODE)
    elsewhere = cast_of(context, replace(context.plans["shifan"], id="other", name="实验小学"))

    assert elsewhere.say("张", f"绑定 {CODE}") == parents.WRONG_CODE
