"""Which rules hold (生效规则) and where packs disagree (冲突)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from homework.days import SchoolCalendar
from homework.policy import (
    ConflictKind,
    PolicyPack,
    Rule,
    Severity,
    Statistic,
    conflicts,
    effective_rules,
)
from homework.policy.merge import is_as_strict, strictest
from tests.homework.situations import CALENDAR, FRIDAY, MONDAY, cap, pack, rules


def limits(*names: str, grade: int, day: date = MONDAY) -> dict[str, int]:
    return {each.key: each.limit for each in rules(*names, grade=grade, day=day)}


def test_of_two_packs_the_stricter_holds_and_names_both_sources() -> None:
    (held,) = [
        each for each in rules("plan-p2", "national-2021", grade=9) if each.key == "written_minutes"
    ]
    assert (held.limit, held.pack) == (90, "national-2021")
    assert [(other.pack, other.limit) for other in held.also] == [("plan-p2", 120)]


def test_a_ceiling_is_stricter_than_a_mean_of_the_same_figure() -> None:
    (held,) = [
        each for each in rules("national-2021", "plan-p1", grade=3) if each.key == "written_minutes"
    ]
    assert (held.pack, held.statistic) == ("plan-p1", Statistic.CEILING)


def test_the_order_of_the_packs_changes_no_limit() -> None:
    names = ("national-2021", "chongqing", "plan-p2", "moe-2025")
    assert limits(*names, grade=9) == limits(*names[::-1], grade=9)


def test_neither_of_two_rules_falls_away_where_each_is_stricter_in_something() -> None:
    soft = cap(60, Severity.PRINCIPLE)
    hard = replace(cap(62), id="hard")
    assert [rule.limit for rule in strictest([soft, hard])] == [60, 62]


def test_caution_wins_over_the_strictest_rule() -> None:
    careful = replace(cap(90), id="careful", needs_person=True)
    (held,) = strictest([cap(60), careful])
    assert (held.limit, held.needs_person) == (60, True)


RULES = some.builds(
    lambda limit, severity, statistic, name: replace(
        cap(limit, severity), statistic=statistic, id=str(name)
    ),
    some.integers(0, 4),
    some.sampled_from(Severity),
    some.sampled_from([Statistic.TYPICAL, Statistic.CEILING]),
    some.integers(),
)


@given(some.lists(RULES, min_size=1, max_size=6, unique_by=lambda rule: rule.id))
def test_every_rule_is_kept_by_whoever_keeps_the_standing_ones(given_rules: list[Rule]) -> None:
    standing = strictest(given_rules)
    for rule in given_rules:
        assert any(is_as_strict(one, rule) for one in standing)
    for one in standing:
        assert not any(is_as_strict(other, one) for other in standing if other is not one)


def test_a_past_day_is_judged_by_the_rules_valid_that_day() -> None:
    calendar = SchoolCalendar(known_years=frozenset({2021}))
    packs = [pack("national-2021")]
    before = effective_rules(packs, 3, date(2021, 4, 22), calendar)
    first = effective_rules(packs, 3, date(2021, 4, 26), calendar)
    assert "written_minutes" not in {rule.key for rule in before}
    assert "written_minutes" in {rule.key for rule in first}


def test_a_rule_holds_on_its_first_and_on_its_last_day() -> None:
    dated = replace(cap(), valid_from=date(2026, 9, 1), valid_to=date(2026, 11, 23))
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 11, 23), date(2026, 11, 24)]
    assert [dated.is_valid_on(day) for day in days] == [False, True, True, False]


def test_the_last_day_before_days_off_has_the_weekend_rule() -> None:
    assert limits("national-2021", grade=3)["written_minutes"] == 60
    assert limits("national-2021", grade=3, day=FRIDAY)["written_minutes"] == 180
    assert limits("national-2021", grade=8, day=FRIDAY)["written_minutes"] == 270


def test_a_long_holiday_multiplies_the_cap_and_a_vacation_silences_it() -> None:
    packs = [pack("national-2021")]
    holiday = SchoolCalendar(days_off=frozenset(date(2026, 10, day) for day in range(1, 8)))
    (held,) = [
        rule
        for rule in effective_rules(packs, 3, date(2026, 9, 30), holiday)
        if rule.key == "written_minutes"
    ]
    assert held.limit == 8 * 60
    winter = SchoolCalendar(
        terms=((date(2026, 9, 1), date(2027, 1, 22)), (date(2027, 2, 22), date(2027, 7, 2)))
    )
    in_vacation = effective_rules(packs, 3, date(2027, 1, 22), winter)
    assert "written_minutes" not in {rule.key for rule in in_vacation}


def test_the_no_homework_day_has_its_own_rule_where_the_school_keeps_one() -> None:
    wednesday = date(2026, 11, 25)
    calendar = replace(CALENDAR, no_homework_weekday=3)
    keys = {rule.key for rule in effective_rules([pack("shanghai-2025")], 3, wednesday, calendar)}
    assert "items" in keys
    assert "items" not in {
        rule.key for rule in effective_rules([pack("shanghai-2025")], 3, MONDAY, calendar)
    }
    assert "items" not in {
        rule.key for rule in effective_rules([pack("shanghai-2025")], 3, wednesday, CALENDAR)
    }


def sentences(*names: str, grades: tuple[int, ...]) -> list[str]:
    return [each.sentence for each in conflicts([pack(name) for name in names], grades, MONDAY)]


def test_plan_p2_against_the_state_names_the_ninth_grade() -> None:
    found = conflicts([pack("plan-p2"), pack("national-2021")], (7, 8, 9), MONDAY)
    (laxer,) = found
    assert laxer.grades == (9,)
    assert "120 分钟宽于国家 90 分钟" in laxer.sentence
    assert laxer.sentence.startswith("九年级")
    assert laxer.lax is not None
    assert laxer.strict is not None
    assert (laxer.lax.pack, laxer.strict.pack) == ("plan-p2", "national-2021")


def test_a_written_cap_above_the_cap_for_everything_is_laxer() -> None:
    (sentence,) = sentences("plan-p2", "chongqing", grades=(9,))
    assert "120 分钟宽于重庆 90 分钟" in sentence


def test_an_outdated_minimum_is_named() -> None:
    (sentence,) = sentences("plan-p3", "moe-2025", "national-2021", grades=(1, 3))
    assert "60 分钟低于教育部2025 120 分钟" in sentence


def test_a_school_stricter_than_the_state_is_no_conflict() -> None:
    assert sentences("plan-p1", "national-2021", grades=(1, 2, 3, 4, 5)) == []


@pytest.mark.parametrize(
    ("names", "grades", "silent"),
    [
        (("plan-p1",), (1, 2, 3, 4, 5, 6), (6,)),  # the plan stops at grade 5
        (("plan-p1", "national-2021"), (1, 2, 3, 4, 5, 6), ()),
        (("plan-p3",), (1, 3), (1, 3)),  # no number in the plan: it inherits the state's
        (("plan-p3", "national-2021"), (1, 3), ()),
    ],
)
def test_a_grade_without_any_cap_is_named(
    names: tuple[str, ...], grades: tuple[int, ...], silent: tuple[int, ...]
) -> None:
    found = conflicts([pack(name) for name in names], grades, MONDAY)
    named = [each.grades for each in found if each.kind is ConflictKind.SILENT]
    assert named == ([silent] if silent else [])


def test_a_conflict_is_dated_too() -> None:
    packs: list[PolicyPack] = [pack("plan-p2"), pack("national-2021")]
    assert conflicts(packs, (9,), date(2020, 11, 23)) == ()
