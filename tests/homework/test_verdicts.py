"""Verdicts (判定) and stages (阶段): the decision tables, a remark a row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homework.measures import Measures, measure
from homework.policy import Severity
from homework.report import Assignment, Irregularity, Kind, Report, Subject
from homework.totals import UnitMeasures
from homework.verdicts import (
    Outcome,
    Stage,
    Thresholds,
    after_check,
    judge,
    judge_class_day,
    judge_figures,
    judge_rows,
)
from tests.homework.situations import (
    at_noon,
    cap,
    interval,
    minutes,
    oral,
    report,
    rule,
    rules,
    units_of,
    written,
)

W, O, U = Outcome.WITHIN, Outcome.OVER, Outcome.UNDECIDED  # noqa: E741 - columns of the tables
LEAD, SUSPECTED = Stage.LEAD, Stage.SUSPECTED


@pytest.mark.parametrize(
    ("lows", "outcome", "stage", "remark"),
    [
        ([], U, None, "nobody reported"),
        ([90], U, LEAD, "one report over the cap is a lead"),
        ([90, 90], U, LEAD, "two are still below the quorum"),
        ([90, 90, 90], O, SUSPECTED, "three families, all over"),
        ([61, 61, 61], O, SUSPECTED, "a hard cap has no margin"),
        ([60, 60, 60], W, None, "exactly the cap is within"),
        ([30, 90, 90], O, LEAD, "the median is over, but two families are too few to act on"),
        ([30, 30, 30, 90, 90, 90], U, SUSPECTED, "exactly half over: suspected, not decided"),
        ([30] * 4 + [90] * 3, W, LEAD, "three over among seven"),
        ([30] * 9 + [480], W, LEAD, "one loud parent in a quiet class"),
        ([30] * 20 + [90] * 5, W, LEAD, "five far over among many"),
        ([30] * 20 + [90] * 6, U, SUSPECTED, "six far over cannot be outvoted"),
        ([30] * 20 + [75] * 6, W, LEAD, "exactly 1.25 × cap is not far over"),
    ],
)
def test_minutes_are_judged_by_the_middle_and_by_counts(
    lows: list[int], outcome: Outcome, stage: Stage | None, remark: str
) -> None:
    verdict = judge(cap(), minutes(*lows))
    assert (verdict.outcome, verdict.stage) == (outcome, stage), remark


@pytest.mark.parametrize(
    ("units", "outcome", "stage", "remark"),
    [
        ([(50, None)] * 3, U, None, "没写完 below the cap: it may be over"),
        ([(70, None)] * 3, O, SUSPECTED, "没写完 above the cap is over"),
        ([(0, None)] * 5, U, None, "在校写完: unknown, not within"),
        ([(45, 75)] * 4, U, None, "the cap lies inside the intervals"),
        ([(30, 60)] * 3, W, None, "the upper ends are within"),
        ([(30, 30), (30, 30), (30, 30), (0, None), (0, None)], W, None, "a majority is certain"),
        ([(30, 30), (30, 30), (0, None), (0, None)], U, None, "half is no majority"),
    ],
)
def test_over_is_judged_on_lower_ends_and_within_on_upper_ends(
    units: list[tuple[int, int | None]], outcome: Outcome, stage: Stage | None, remark: str
) -> None:
    verdict = judge(cap(), [interval(low, high) for low, high in units])
    assert (verdict.outcome, verdict.stage) == (outcome, stage), remark


@pytest.mark.parametrize(
    ("lows", "register", "stage", "remark"),
    [
        ([64] * 5, None, LEAD, "inside the margin of a soft cap"),
        ([66] * 5, None, LEAD, "at its edge"),
        ([67] * 5, None, SUSPECTED, "beyond it"),
        ([64] * 5, 70, SUSPECTED, "inside, and the register says so too"),
        ([64] * 5, 50, LEAD, "inside, and the register says no"),
        ([58] * 3 + [80] * 3, None, LEAD, "half are over, the middle is not"),
        ([58] * 9 + [80] * 6, None, SUSPECTED, "six far over need no margin"),
    ],
)
def test_near_a_soft_cap_the_register_must_say_so_too(
    lows: list[int], register: int | None, stage: Stage, remark: str
) -> None:
    declared = None if register is None else Measures(register, register, register, register)
    verdict = judge(cap(severity=Severity.PRINCIPLE), minutes(*lows), declared)
    assert verdict.stage is stage, remark


@pytest.mark.parametrize(
    ("saying", "silent", "register", "outcome", "stage", "remark"),
    [
        (0, 3, None, W, None, "nobody names it"),
        (0, 2, None, U, None, "two families are too few to say so"),
        (1, 3, None, U, LEAD, "one of four"),
        (1, 4, None, W, LEAD, "one of five does not take a clean day away"),
        (2, 10, None, U, LEAD, "two of twelve"),
        (3, 6, None, O, SUSPECTED, "three, and a third"),
        (3, 7, None, U, LEAD, "three, and less than a third"),
        (4, 8, None, O, SUSPECTED, "a third of twelve is four"),
        (0, 0, True, O, SUSPECTED, "one item on the class's own register"),
        (0, 9, True, O, SUSPECTED, "the register against nine families: a person looks"),
        (3, 6, False, O, SUSPECTED, "three families against the register"),
    ],
)
def test_a_ban_needs_the_register_or_three_families_and_a_third(
    saying: int,
    silent: int,
    register: bool | None,
    outcome: Outcome,
    stage: Stage | None,
    remark: str,
) -> None:
    noon = report(at_noon(Subject.MATHS))
    evening = report(written(Subject.MATHS))
    declared = None if register is None else measure(noon if register else evening, 3)
    verdict = judge(
        rule("plan-p1", "noon_items", grade=3),
        units_of([noon] * saying + [evening] * silent, 3),
        declared,
    )
    assert (verdict.outcome, verdict.stage) == (outcome, stage), remark


def test_leads_weigh_nothing_but_are_listed() -> None:
    unbound = [UnitMeasures(f"x{n}", Measures(120, 120, 120, 120), counts=False) for n in range(30)]
    verdict = judge(cap(), [*minutes(30, 30, 30), *unbound])
    assert (verdict.outcome, verdict.stage) == (W, LEAD)
    assert (verdict.units, verdict.units_over, verdict.units_total) == (3, 0, 33)
    assert verdict.measured == 30


@pytest.mark.parametrize(
    ("lows", "register", "agrees", "remark"),
    [
        ([90] * 3, (75, 75), True, "both say over"),
        ([90] * 3, (50, 50), False, "families say over, the register does not"),
        ([30] * 3, (50, 50), True, "both say within"),
        ([30] * 3, (75, 75), False, "the register says over, families do not"),
        ([30] * 3, (0, None), None, "the register leaves the minutes open"),
    ],
)
def test_a_verdict_says_whether_the_register_agrees(
    lows: list[int], register: tuple[int, int | None], agrees: bool | None, remark: str
) -> None:
    low, high = register
    verdict = judge(cap(), minutes(*lows), Measures(low, high, low, high))
    assert verdict.register_agrees is agrees, remark


def test_within_is_said_in_public_from_five_families_or_with_the_register() -> None:
    register = Measures(40, 40, 40, 40)
    assert not judge(cap(), minutes(30, 30, 30, 30)).may_be_public()
    assert judge(cap(), minutes(30, 30, 30, 30, 30)).may_be_public()
    assert judge(cap(), minutes(30, 30, 30), register).may_be_public()
    assert not judge(cap(), minutes(90, 90, 90, 90, 90)).may_be_public()


def test_a_class_that_is_suspected_is_never_called_within() -> None:
    verdict = judge(cap(), minutes(*[30] * 20, *[90] * 6))
    assert verdict.is_suspected
    assert not verdict.may_be_public()


def test_the_figure_people_read_is_the_low_median() -> None:
    assert judge(cap(), minutes(70, 80, 90, 100)).measured == 80


def test_of_a_count_people_read_what_those_say_who_name_the_breach() -> None:
    three = report(written(Subject.CHINESE), written(Subject.MATHS), oral(Subject.ENGLISH))
    one = report(written(Subject.CHINESE))
    verdict = judge(rule("plan-p1", "subjects", grade=3), units_of([three] * 3 + [one] * 6, 3))
    assert (verdict.stage, verdict.measured) == (SUSPECTED, 3)


def test_an_assumed_kind_in_grade_1_is_undecided_and_not_even_a_lead() -> None:
    unsaid = report(Assignment(Subject.CHINESE))
    verdict = judge(rule("national-2021", "written_items", grade=1), units_of([unsaid] * 6, 1))
    assert (verdict.outcome, verdict.stage) == (U, None)


def test_written_homework_in_grade_1_is_suspected() -> None:
    said = report(Assignment(Subject.CHINESE, kind=Kind.WRITTEN))
    verdict = judge(rule("national-2021", "written_items", grade=1), units_of([said] * 3, 1))
    assert (verdict.outcome, verdict.stage) == (O, SUSPECTED)


def test_what_is_only_recorded_is_never_suspected() -> None:
    hard_for_them = [
        UnitMeasures(
            n, replace(Measures(), breaches=rule("plan-p1", "breach:too_hard", grade=3).bits)
        )
        for n in range(9)
    ]
    verdict = judge(rule("plan-p1", "breach:too_hard", grade=3), hard_for_them)
    assert (verdict.outcome, verdict.stage) == (O, LEAD)


def test_a_minimum_is_broken_from_below() -> None:
    sleep = rule("national-2021", "sleep_minutes", grade=7)
    short = judge_figures(sleep, [(500, 500)] * 3 + [(560, 560)] * 2)
    assert (short.outcome, short.stage, short.measured) == (O, SUSPECTED, 500)
    assert judge_figures(sleep, [(540, 540)] * 3).outcome is W


def test_a_rule_that_surveys_answer_is_refused_for_reports() -> None:
    with pytest.raises(ValueError, match="survey"):
        judge(rule("national-2021", "sleep_minutes", grade=7), [])


def test_a_class_day_has_a_verdict_for_every_rule_that_reports_answer() -> None:
    held = rules("national-2021", "plan-p1", grade=3)
    verdicts = judge_class_day(held, minutes(30, 40, 50))
    assert [each.rule for each in verdicts] == [each for each in held if each.measure.is_reported]


def test_rows_out_of_the_store_are_judged_like_units() -> None:
    held = rules("national-2021", "plan-p1", grade=3)
    units = units_of(
        [
            report(written(Subject.CHINESE, 50), oral(Subject.ENGLISH), at_noon(Subject.MATHS)),
            report(written(Subject.CHINESE, 70), irregularities=[Irregularity.PARENT_MARK]),
            Report(no_homework=True),
        ],
        3,
    )
    rows = [
        tuple(getattr(each.measures, name) for name in each.measures.__slots__) for each in units
    ]
    assert judge_rows(held, rows) == judge_class_day(held, units)
    assert judge_rows(held, rows[1:], rows[:1], rows[0]) == judge_class_day(
        held,
        [replace(units[0], counts=False), *units[1:]],
        units[0].measures,
    )


def test_every_number_is_a_setting() -> None:
    strict = Thresholds(min_over_units=5, over_share=0.75, strong_units=8)
    assert judge(cap(), minutes(*[90] * 4), thresholds=strict).stage is LEAD
    assert judge(cap(), minutes(*[90] * 5, 30, 30), thresholds=strict).stage is LEAD
    assert judge(cap(), minutes(*[90] * 6, 30, 30), thresholds=strict).stage is SUSPECTED


def test_the_evidence_names_clause_statistic_and_every_figure() -> None:
    evidence = judge(cap(), [interval(70, None), *minutes(80, 90)]).evidence
    assert evidence["rule"] == "national-2021/written-3-6"
    assert evidence["clause"]
    assert evidence["lows"] == [70, 80, 90]
    assert evidence["highs"] == [80, 90, None]
    assert (evidence["units"], evidence["units_over"]) == (3, 3)
    assert evidence["interval"] == [70, None]
    assert evidence["p80"] == 90


def test_only_a_person_confirms_or_refutes() -> None:
    verdict = judge(cap(), minutes(90, 90, 90))
    assert after_check(verdict, confirmed=True).stage is Stage.CONFIRMED
    assert after_check(verdict, confirmed=False).stage is Stage.REFUTED
