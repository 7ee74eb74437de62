"""Every cap, ban and burden of the three plans (docs/policy-rows.md), a test a row."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from homework.measures import Measures, measure
from homework.policy import Severity
from homework.report import Assignment, Burden, Irregularity, Kind, Minutes, Report, Slot, Subject
from homework.totals import UnitMeasures, day_total
from homework.verdicts import Outcome, Stage, Verdict, judge, judge_count, judge_figures
from tests.homework.situations import (
    FRIDAY,
    PACKS,
    at_noon,
    minutes,
    oral,
    pack,
    report,
    rule,
    rules,
    units_of,
    written,
)

SUSPECTED, LEAD = Stage.SUSPECTED, Stage.LEAD
ROWS = Path(__file__).resolve().parents[2] / "docs" / "policy-rows.md"
CHINESE, MATHS, ENGLISH = Subject.CHINESE, Subject.MATHS, Subject.ENGLISH
ETHICS, SCIENCE = Subject.ETHICS, Subject.SCIENCE


def judged(name: str, key: str, said: Report, *, grade: int, families: int = 4) -> Verdict:
    """Four families say the same."""
    return judge(rule(name, key, grade=grade), units_of([said] * families, grade))


def named(name: str, breach: str, *, grade: int, families: int = 4) -> Verdict:
    """Four of nine families tick or name a breach."""
    burdened = Measures(breaches=rule(name, f"breach:{breach}", grade=grade).bits)
    units = [UnitMeasures(n, burdened if n < families else Measures()) for n in range(9)]
    return judge(rule(name, f"breach:{breach}", grade=grade), units)


@pytest.mark.parametrize("grade", range(1, 7))
def test_a1_01_no_homework_at_noon_in_any_grade(grade: int) -> None:
    assert judged("plan-p1", "noon_items", report(at_noon(MATHS)), grade=grade).stage is SUSPECTED
    one = judge(
        rule("plan-p1", "noon_items", grade=grade), units_of([report(at_noon(MATHS))], grade)
    )
    assert one.stage is LEAD


@pytest.mark.parametrize("grade", [1, 2])
def test_a1_02_no_written_homework_in_grades_1_and_2(grade: int) -> None:
    assert (
        judged("plan-p1", "written_items", report(written(MATHS)), grade=grade).stage is SUSPECTED
    )
    assert "written_items" not in {each.key for each in rules("plan-p1", grade=3)}


def test_a1_03_grades_1_and_2_get_oral_and_practical_kinds_only() -> None:
    practical = Assignment(SCIENCE, kind=Kind.PRACTICAL)
    kept = judged("plan-p1", "written_items", report(oral(CHINESE), practical), grade=1)
    assert kept.outcome is Outcome.WITHIN
    unsaid = judged("plan-p1", "written_items", report(Assignment(CHINESE)), grade=1)
    assert (unsaid.outcome, unsaid.stage) == (Outcome.UNDECIDED, None)


def test_a1_04_grades_1_and_2_get_one_subject_at_most() -> None:
    one, two = report(oral(CHINESE), oral(CHINESE)), report(oral(CHINESE), oral(ENGLISH))
    assert judged("plan-p1", "subjects", one, grade=2).outcome is Outcome.WITHIN
    assert judged("plan-p1", "subjects", two, grade=2).stage is SUSPECTED


@pytest.mark.parametrize("grade", [3, 4, 5])
def test_a1_05_grades_3_to_5_write_60_minutes_at_most(grade: int) -> None:
    held = rule("plan-p1", "written_minutes", grade=grade)
    assert held.limit == 60
    assert judge(held, minutes(60, 60, 60)).outcome is Outcome.WITHIN
    over = judge(held, minutes(61, 61, 61))
    assert over.stage is SUSPECTED
    assert over.evidence["statistic"] == "ceiling"
    assert over.evidence["p80"] == 61
    assert rule("plan-p1", "written_minutes", grade=grade, day=FRIDAY).limit == 180


def test_a1_06_grades_3_to_5_get_two_subjects_at_most() -> None:
    two = report(oral(CHINESE), written(ENGLISH))
    assert judged("plan-p1", "subjects", two, grade=4).outcome is Outcome.WITHIN
    three = report(oral(CHINESE), written(ENGLISH), written(MATHS))
    assert judged("plan-p1", "subjects", three, grade=4).stage is SUSPECTED


def test_a1_07_chinese_and_maths_take_turns() -> None:
    both, one = report(written(CHINESE), written(MATHS)), report(written(MATHS), written(ENGLISH))
    assert judged("plan-p1", "group:语文+数学", both, grade=3).stage is SUSPECTED
    assert judged("plan-p1", "group:语文+数学", one, grade=3).outcome is Outcome.WITHIN


def test_a1_08_ethics_science_and_english_take_turns() -> None:
    held = next(each for each in rules("plan-p1", grade=3) if each.id == "group-other")
    assert set(held.subjects) == {ETHICS, SCIENCE, ENGLISH}
    both, one = report(written(ETHICS), oral(SCIENCE)), report(written(ENGLISH), written(MATHS))
    assert judge(held, units_of([both] * 4, 3)).stage is SUSPECTED
    assert judge(held, units_of([one] * 4, 3)).outcome is Outcome.WITHIN


def test_a1_09_amount_and_time_are_two_measures() -> None:
    total = day_total(units_of([report(written(CHINESE, 20), oral(MATHS, 15))] * 3, 3))
    assert total.item_count == 2
    assert total.everything is not None
    assert total.everything.low == 35


@pytest.mark.parametrize("grade", [7, 8])
def test_a1_10_grades_7_and_8_write_90_minutes_in_principle(grade: int) -> None:
    held = rule("plan-p2", "written_minutes", grade=grade)
    assert (held.limit, held.severity) == (90, Severity.PRINCIPLE)
    assert judge(held, minutes(99, 99, 99)).stage is LEAD
    assert judge(held, minutes(100, 100, 100)).stage is SUSPECTED


def test_a1_11_grade_9_writes_120_minutes_in_principle_laxer_than_the_state() -> None:
    held = rule("plan-p2", "written_minutes", grade=9)
    assert (held.limit, held.severity) == (120, Severity.PRINCIPLE)
    assert "宽于国家" in held.note
    (merged,) = [
        each for each in rules("plan-p2", "national-2021", grade=9) if each.key == "written_minutes"
    ]
    assert merged.limit == 90


def test_a1_12_no_mechanical_repetition() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.MECHANICAL_COPY])
    assert judged("plan-p2", "breach:mechanical_copy", said, grade=8).stage is SUSPECTED


def test_a1_13_no_homework_as_punishment_and_never_published_without_a_person() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.PUNITIVE_COPY])
    verdict = judged("plan-p2", "breach:punitive_copy", said, grade=8)
    assert verdict.stage is SUSPECTED
    assert verdict.rule.needs_person


def test_a1_14_too_hard_is_recorded_for_the_teaching_group() -> None:
    assert named("plan-p1", "too_hard", grade=4).stage is LEAD
    assert Report(difficulty=5).difficulty == 5


def test_a1_15_no_homework_that_parents_must_do() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.PARENT_HELP])
    assert judged("plan-p1", "breach:parent_help", said, grade=2).stage is SUSPECTED


def test_a1_16_parents_are_not_asked_to_mark() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.PARENT_MARK])
    assert judged("plan-p1", "breach:parent_mark", said, grade=2).stage is SUSPECTED


def test_a1_17_no_setting_homework_in_groups() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.GROUP_ASSIGNED])
    assert judged("plan-p1", "breach:group_assigned", said, grade=2).stage is SUSPECTED


def test_a1_18_no_printing_at_home() -> None:
    said = report(written(CHINESE), irregularities=[Irregularity.PRINT_AT_HOME])
    assert judged("plan-p1", "breach:print_at_home", said, grade=2).stage is SUSPECTED
    assert judged("shanghai-2025", "breach:print_at_home", said, grade=2).stage is SUSPECTED


def test_a1_19_homework_is_set_in_class() -> None:
    assert named("plan-p1", "set_outside_class", grade=3).stage is SUSPECTED


def test_a1_21_practical_homework_is_counted_as_a_positive() -> None:
    weighed = measure(report(Assignment(SCIENCE, kind=Kind.PRACTICAL), written(MATHS)), 3)
    assert (weighed.practical_count, weighed.item_count) == (1, 2)


def test_a1_23_layered_homework_is_not_counted_in_the_cap() -> None:
    optional = replace(written(MATHS, 60), is_optional=True)
    verdict = judged("plan-p1", "written_minutes", report(written(CHINESE, 30), optional), grade=3)
    assert (verdict.outcome, verdict.measured) == (Outcome.WITHIN, 30)


@pytest.mark.parametrize(("name", "grade"), [("plan-p1", 3), ("plan-p2", 8)])
def test_a1_24_and_25_homework_not_marked_is_a_monthly_figure_never_an_alert(
    name: str, grade: int
) -> None:
    assert named(name, "not_marked", grade=grade, families=9).stage is LEAD


def test_a1_27_a_plan_without_a_number_inherits_the_states() -> None:
    assert "written_minutes" not in {each.key for each in rules("plan-p3", grade=4)}
    merged = {each.key: each for each in rules("plan-p3", "national-2021", grade=4)}
    assert merged["written_minutes"].limit == 60


def test_a5_67_junior_pupils_sleep_nine_hours() -> None:
    held = rule("plan-p2", "sleep_minutes", grade=8)
    assert judge_figures(held, [(539, 539)] * 3).stage is SUSPECTED
    assert judge_figures(held, [(540, 540)] * 3).outcome is Outcome.WITHIN


@pytest.mark.parametrize(("name", "grade"), [("plan-p2", 8), ("plan-p3", 3)])
def test_a5_68_and_69_an_hour_of_exercise_a_day_two_since_2025(name: str, grade: int) -> None:
    held = rule(name, "exercise_minutes", grade=grade)
    assert judge_figures(held, [(50, 50)] * 3).stage is SUSPECTED
    assert judge_figures(held, [(60, 60)] * 3).outcome is Outcome.WITHIN
    merged = {each.key: each for each in rules(name, "moe-2025", grade=grade)}
    assert merged["exercise_minutes"].limit == 120


def test_a5_70_six_hours_at_school_are_recorded() -> None:
    assert judge_figures(rule("plan-p3", "school_minutes", grade=3), [(420, 420)] * 3).stage is LEAD


@pytest.mark.parametrize(
    ("row", "breach"),
    [
        ("A5.71", Burden.OVERTIME_CLASS),
        ("A5.72", Burden.LESSON_GRAB),
        ("A5.73", Burden.LESSON_GRAB),
        ("A5.74", Burden.HOLIDAY_CLASS),
        ("A5.78", Burden.RANKING),
        ("A5.83", Burden.EXTRA_WORKBOOK),
    ],
)
def test_a5_71_to_74_78_83_other_burdens_are_suspected_by_ticks(row: str, breach: Burden) -> None:
    verdict = named("plan-p2", breach.value, grade=8)
    assert verdict.stage is SUSPECTED
    assert row in verdict.rule.rows


def test_a5_75_paid_tutoring_goes_to_the_principal_alone() -> None:
    held = rule("plan-p2", "breach:paid_tutoring", grade=8)
    assert (held.severity, held.needs_person) == (Severity.CONFIDENTIAL, True)


@pytest.mark.parametrize(
    ("name", "grade", "finals", "midterms", "others"),
    [("plan-p2", 8, 1, 1, 0), ("national-2021", 8, 1, 1, 0), ("national-2021", 4, 1, 0, 0)],
)
def test_a5_76_exams_are_counted_a_term(
    name: str, grade: int, finals: int, midterms: int, others: int
) -> None:
    limits = {each.key: each.limit for each in rules(name, grade=grade)}
    counted = (limits["final_exams"], limits["midterm_exams"], limits["other_exams"])
    assert counted == (finals, midterms, others)


def test_a5_76_a_third_exam_in_a_term_is_suspected_by_the_schools_own_count() -> None:
    midterms = rule("plan-p2", "midterm_exams", grade=8)
    assert judge_count(midterms, 1).outcome is Outcome.WITHIN
    second = judge_count(midterms, 2)
    assert (second.outcome, second.stage, second.measured) == (Outcome.OVER, SUSPECTED, 2)
    monthly = judge_count(rule("plan-p2", "other_exams", grade=8), 1)
    assert monthly.stage is SUSPECTED


def test_a_week_without_a_no_homework_day_is_recorded() -> None:
    held = rule("moe-2025", "no_homework_days", grade=3)
    missing = judge_count(held, 0)
    assert (missing.stage, missing.measured, missing.register_measured) == (LEAD, 0, 0)
    assert judge_count(held, 2).outcome is Outcome.WITHIN
    assert (judge_count(held, 2).measured, judge_count(held, 2).register_measured) == (2, 2)


def test_a5_77_primary_pupils_have_one_final_exam_a_term() -> None:
    limits = {each.key: each.limit for each in rules("plan-p3", grade=4)}
    assert (limits["final_exams"], limits["midterm_exams"]) == (1, 0)


def test_a5_79_checks_are_not_ranked() -> None:
    assert named("plan-p3", "ranking", grade=4).stage is SUSPECTED


def test_a6_86_family_added_minutes_never_count_against_a_class() -> None:
    added = Assignment(MATHS, minutes=Minutes.exactly(90), kind=Kind.WRITTEN, family_added=True)
    verdict = judged("plan-p1", "written_minutes", report(written(CHINESE, 30), added), grade=3)
    assert (verdict.outcome, verdict.measured) == (Outcome.WITHIN, 30)


def test_e1_the_state_asks_no_written_homework_then_60_then_90_minutes() -> None:
    caps = {}
    for grade in range(1, 10):
        held = {each.key: each.limit for each in rules("national-2021", grade=grade)}
        caps[grade] = held.get("written_minutes", held.get("written_items"))
    assert caps == {1: 0, 2: 0, 3: 60, 4: 60, 5: 60, 6: 60, 7: 90, 8: 90, 9: 90}


def test_e1_chongqing_caps_all_homework_not_a_mean() -> None:
    held = {each.key: each for each in rules("chongqing", grade=9)}
    assert (held["all_minutes"].limit, held["all_minutes"].statistic.value) == (90, "ceiling")
    assert held["first_lesson"].limit == 8 * 60
    assert rule("chongqing", "first_lesson", grade=3).limit == 8 * 60 + 30


def test_e1_shanghai_counts_grade_6_as_junior() -> None:
    assert rule("shanghai-2025", "written_minutes", grade=6).limit == 90


@pytest.mark.parametrize(
    ("grade", "sleep", "bedtime", "first_lesson"),
    [(4, 600, 21 * 60 + 20, 8 * 60 + 20), (8, 540, 22 * 60, 8 * 60)],
)
def test_e1_sleep_bedtime_and_first_lesson(
    grade: int, sleep: int, bedtime: int, first_lesson: int
) -> None:
    held = {each.key: each.limit for each in rules("national-2021", grade=grade)}
    assert (held["sleep_minutes"], held["bedtime"], held["first_lesson"]) == (
        sleep,
        bedtime,
        first_lesson,
    )


def test_noon_needs_no_kind_and_no_minutes() -> None:
    noon = Assignment(MATHS, slot=Slot.NOON)
    assert judged("plan-p1", "noon_items", report(noon), grade=5).stage is SUSPECTED


def test_every_row_that_a_pack_serves_is_in_the_documents_table() -> None:
    table = ROWS.read_text(encoding="utf-8")
    for path in PACKS.glob("*.toml"):
        for each in pack(path.stem).rules:
            assert f"`{path.stem}/{each.id}`" in table, f"{path.stem}/{each.id}"
            for row in each.rows:
                assert re.search(rf"^\| {re.escape(row)} \|", table, re.MULTILINE), row


def test_every_rule_and_test_that_the_documents_table_names_exists() -> None:
    table = ROWS.read_text(encoding="utf-8")
    shipped = {
        f"{path.stem}/{each.id}" for path in PACKS.glob("*.toml") for each in pack(path.stem).rules
    }
    tests = Path(__file__).read_text(encoding="utf-8")
    named_rules = re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", table)
    named_tests = re.findall(r"`(test_[a-z0-9_]+)`", table)
    assert len(named_rules) > 50
    assert set(named_rules) <= shipped
    for each in named_tests:
        assert f"def {each}(" in tests, each


def test_every_core_row_of_the_plans_has_a_test_named_after_it() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    core = [*range(1, 14), *range(15, 20), 27]
    for row in core:
        assert f"def test_a1_{row:02}_" in tests, row
