"""What the hall may show: nothing unchecked, nobody's name, kept classes only on enough evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from homework.board import (
    Board,
    BoardFacts,
    ClassDayFacts,
    ClassLabel,
    DayFacts,
    Finding,
    Freshness,
    RuleResult,
    Standing,
    compose,
    freshness_of,
    is_kept,
)
from homework.outcomes import Outcome
from homework.thresholds import Thresholds
from homework.wording import hall as wording

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)
THRESHOLDS = Thresholds()
KEPT = (RuleResult(Outcome.WITHIN, 5, None),)


def label(slug: str) -> ClassLabel:
    grade, number = slug.split("-")
    return ClassLabel(int(grade), int(number))


def finding(slug: str, standing: Standing = Standing.CHECKED, **changes: object) -> Finding:
    values = {"day": MONDAY, "rule_name": "书面作业", "unit": "分钟", "measured": 80}
    return Finding(label(slug), **values | {"permitted": 60, "standing": standing} | changes)  # type: ignore[arg-type]


def a_class(slug: str, results: tuple[RuleResult, ...] = (), **marks: bool) -> ClassDayFacts:
    return ClassDayFacts(label(slug), results, **marks)


def board(
    *classes: ClassDayFacts,
    findings: tuple[Finding, ...] = (),
    before: tuple[ClassDayFacts, ...] = (),
    is_trial: bool = False,
    age: timedelta = timedelta(0),
) -> Board:
    days = (DayFacts(MONDAY, classes), DayFacts(FRIDAY, before))
    return compose(BoardFacts(findings, days, (), NOW - age), THRESHOLDS, is_trial, NOW)


def test_practical_homework_is_praised_of_kept_classes_only() -> None:
    shown = board(
        a_class("3-2", KEPT, is_practical=True),
        a_class("3-3", KEPT),
        a_class("4-1", is_practical=True),
        a_class("4-2", KEPT, is_practical=True, is_checking=True),
    )

    assert shown.practical == (label("3-2"),)
    assert not board(a_class("3-2", KEPT, is_practical=True), is_trial=True).practical


@pytest.mark.parametrize(
    ("results", "kept"),
    [
        ((), False),  # nobody said anything
        ((RuleResult(Outcome.WITHIN, 4, None),), False),  # too few to say it aloud
        ((RuleResult(Outcome.WITHIN, 5, None),), True),
        ((RuleResult(Outcome.WITHIN, 3, True),), True),  # the class's own register agrees
        ((RuleResult(Outcome.WITHIN, 3, False),), False),
        ((RuleResult(Outcome.UNDECIDED, 9, None),), False),
        ((RuleResult(Outcome.OVER, 9, None),), False),
        ((*KEPT, RuleResult(Outcome.UNDECIDED, 9, None)), False),  # every rule, not most of them
    ],
)
def test_a_class_is_called_within_only_on_enough_evidence(
    results: tuple[RuleResult, ...], kept: bool
) -> None:
    assert is_kept(a_class("3-2", results), THRESHOLDS) is kept


@pytest.mark.parametrize("mark", ["is_checking", "is_found"])
def test_a_class_with_a_case_is_not_among_the_kept(mark: str) -> None:
    assert not is_kept(a_class("3-2", KEPT, **{mark: True}), THRESHOLDS)


def test_classes_stand_by_grade_and_number_never_by_how_much() -> None:
    shown = board(findings=(finding("5-1", measured=70), finding("3-2", measured=200)))

    assert [each.label.slug for each in shown.findings] == ["3-2", "5-1"]


def test_every_class_is_counted_once() -> None:
    shown = board(
        a_class("1-1", KEPT),
        a_class("1-2", is_checking=True),
        a_class("1-3", is_found=True),
        a_class("1-4"),
        a_class("2-1", is_checking=True, is_found=True),
    )

    assert (shown.kept_count, shown.checking_count, shown.undecided_count) == (1, 2, 1)


def test_a_trial_names_no_class() -> None:
    shown = board(a_class("1-1", KEPT), findings=(finding("3-2"),), is_trial=True)

    assert not any([shown.findings, shown.corrections, shown.closed, shown.kept, shown.month])
    assert shown.kept_count == 1


@pytest.mark.parametrize(
    ("age", "freshness"),
    [
        (timedelta(seconds=119), Freshness.FRESH),
        (timedelta(minutes=2), Freshness.STALE),
        (timedelta(seconds=599), Freshness.STALE),
        (timedelta(minutes=10), Freshness.DEAD),
    ],
)
def test_old_figures_are_called_old(age: timedelta, freshness: Freshness) -> None:
    assert freshness_of(NOW - age, NOW) is freshness


def test_figures_nobody_ever_made_are_dead() -> None:
    assert freshness_of(None, NOW) is Freshness.DEAD


def test_a_dead_board_accuses_nobody() -> None:
    shown = board(a_class("1-1", KEPT), findings=(finding("3-2"),), age=timedelta(minutes=10))

    assert not any([shown.findings, shown.kept, shown.checking_count, shown.kept_count])


def test_the_morning_shows_the_day_before_until_today_says_something() -> None:
    silent, known = a_class("1-1"), a_class("1-1", KEPT)

    assert board(silent, before=(known,)).day == FRIDAY
    assert board(known, before=(known,)).day == MONDAY
    assert board(silent, before=(silent,)).day == MONDAY


@pytest.mark.parametrize(
    ("one", "figure", "permitted"),
    [
        (finding("3-2"), "书面作业约80分钟", "本校上限60分钟"),
        (
            finding("3-2", rule_name="作业科目", unit="科", measured=3, permitted=2),
            "作业科目3科",
            "本校上限2科",
        ),
        (
            finding("3-2", rule_name="中午作业", unit="项", measured=None, permitted=0),
            "中午作业",
            "按规定不应有",
        ),
        (
            finding("3-2", rule_name="中午作业", unit="项", measured=1, permitted=0),
            "中午作业",
            "按规定不应有",
        ),
    ],
)
def test_a_finding_reads_as_people_say_it(one: Finding, figure: str, permitted: str) -> None:
    assert (wording.figure(one), wording.permitted(one)) == (figure, permitted)


def test_the_counts_are_one_line() -> None:
    shown = board(
        a_class("1-1", KEPT), a_class("1-2", is_checking=True), a_class("1-3"),
        findings=(finding("3-2"),),
    )  # fmt: skip

    words = "另有1个班级正在核实 · 1个班级未超标 · 1个班级反馈不足,不作判断"
    assert wording.counts(shown) == words


def test_the_led_line_is_one_line_with_the_correction_in_it() -> None:
    shown = board(findings=(finding("3-2"), finding("5-1", Standing.CORRECTED)))

    assert wording.led_line("示范小学", shown) == (
        "示范小学作业公示:三年级2班11月23日书面作业约80分钟(本校上限60分钟),教导处已核实;"
        "更正:五年级1班11月23日书面作业超标不成立。"
    )


def test_the_classs_answer_and_a_relapse_stand_beside_the_finding() -> None:
    said = finding("3-2", answer="在校已完成大部分", relapsed_from=FRIDAY)

    assert wording.remarks(said) == "11月20日销号后再次超标 · 班级说明:在校已完成大部分"
    assert wording.remarks(finding("3-2")) == ""
    assert wording.led_line("示范小学", board(findings=(said,))).endswith(
        "教导处已核实,班级说明:在校已完成大部分。"
    )
