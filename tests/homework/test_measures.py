"""What one report weighs (度量)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homework.measures import (
    BREACH_BIT,
    MEASURE_FIELDS,
    NO_HOMEWORK,
    breach_kinds,
    measure,
    subjects_in,
)
from homework.report import Assignment, Burden, Irregularity, Kind, Minutes, Report, Slot, Subject
from tests.homework.situations import oral, report, written


def test_minutes_and_subjects_add_up() -> None:
    weighed = measure(report(written(Subject.CHINESE, 20), oral(Subject.ENGLISH, 15)), 3)
    assert (weighed.all_low, weighed.all_high) == (35, 35)
    assert (weighed.written_low, weighed.written_high) == (20, 20)
    assert subjects_in(weighed.subjects) == (Subject.CHINESE, Subject.ENGLISH)
    assert subjects_in(weighed.written_subjects) == (Subject.CHINESE,)


def test_no_homework_is_zeros() -> None:
    assert measure(Report(no_homework=True), 3) == NO_HOMEWORK


def test_a_report_that_says_nothing_of_homework_is_not_zero() -> None:
    weighed = measure(Report(irregularities=frozenset({Irregularity.GROUP_CHECKIN})), 3)
    assert (weighed.all_low, weighed.all_high) == (0, None)


@pytest.mark.parametrize(
    ("assignment", "ends", "remark"),
    [
        (Assignment(Subject.MATHS), (0, None), "nobody said how long: open, never guessed"),
        (Assignment(Subject.MATHS, done_at_school=True), (0, None), "在校已写完: unknown, never 0"),
        (Assignment(Subject.MATHS, minutes=Minutes(30, 60)), (30, 60), "半小时到一小时"),
        (Assignment(Subject.MATHS, minutes=Minutes(40, None)), (40, None), "没写完: at least 40"),
        (Assignment(Subject.MATHS, minutes=Minutes(9, 9), is_optional=True), (0, 0), "选做"),
    ],
)
def test_minutes_keep_both_ends(
    assignment: Assignment, ends: tuple[int, int | None], remark: str
) -> None:
    weighed = measure(report(assignment), 3)
    assert (weighed.written_low, weighed.written_high) == ends, remark
    assert (weighed.all_low, weighed.all_high) == ends, remark


def test_an_open_end_stays_open_in_the_sum() -> None:
    unknown = Assignment(Subject.ENGLISH, kind=Kind.WRITTEN)
    weighed = measure(report(written(Subject.MATHS, 50), unknown), 3)
    assert (weighed.written_low, weighed.written_high) == (50, None)


def test_family_added_homework_is_kept_apart() -> None:
    added = Assignment(Subject.MATHS, minutes=Minutes.exactly(60), family_added=True)
    weighed = measure(report(written(Subject.CHINESE, 20), added), 3)
    assert weighed.family_low == 60
    assert (weighed.all_low, weighed.item_count) == (20, 1)
    assert subjects_in(weighed.subjects) == (Subject.CHINESE,)


def test_homework_done_at_school_counts_for_subjects_and_kinds() -> None:
    done = Assignment(Subject.MATHS, kind=Kind.WRITTEN, done_at_school=True)
    weighed = measure(report(done), 2)
    assert subjects_in(weighed.subjects) == (Subject.MATHS,)
    assert weighed.written_count == 1


def test_optional_homework_counts_against_bans_but_not_against_caps() -> None:
    optional = Assignment(
        Subject.MATHS,
        minutes=Minutes.exactly(30),
        kind=Kind.WRITTEN,
        slot=Slot.NOON,
        is_optional=True,
    )
    weighed = measure(report(optional), 2)
    assert (weighed.all_low, weighed.all_high, weighed.subjects) == (0, 0, 0)
    assert (weighed.written_count, weighed.noon_count) == (1, 1)


def test_a_kind_not_said_counts_as_written_and_is_marked_assumed() -> None:
    weighed = measure(report(Assignment(Subject.MATHS, minutes=Minutes.exactly(30))), 3)
    assert (weighed.written_low, weighed.kind_assumed, weighed.written_count) == (30, True, 0)


def test_in_grades_1_and_2_an_assumed_kind_accuses_nobody() -> None:
    weighed = measure(report(Assignment(Subject.MATHS, minutes=Minutes.exactly(30))), 2)
    assert (weighed.written_low, weighed.written_high) == (0, 30)
    assert (weighed.written_count, weighed.assumed_count) == (0, 1)


def total(low: int, high: int | None, *assignments: Assignment) -> Report:
    return Report(assignments, stated_total=Minutes(low, high))


@pytest.mark.parametrize(
    ("said", "all_ends", "written_ends", "remark"),
    [
        (total(60, 60), (60, 60), (60, 60), "一共一小时, and nothing else"),
        (
            total(60, 60, Assignment(Subject.MATHS), Assignment(Subject.CHINESE)),
            (60, 60),
            (60, 60),
            "a total over assignments without minutes",
        ),
        (
            total(60, 60, written(Subject.MATHS, 20), Assignment(Subject.CHINESE)),
            (60, 60),
            (60, 60),
            "a total beside some minutes",
        ),
        (
            total(60, 60, written(Subject.MATHS, 20), written(Subject.CHINESE, 20)),
            (40, 40),
            (40, 40),
            "where every assignment has minutes these are believed",
        ),
        (
            total(60, 60, Assignment(Subject.MATHS), oral(Subject.ENGLISH, 20)),
            (60, 60),
            (40, 40),
            "what is left of the total is written",
        ),
        (
            total(60, 60, Assignment(Subject.MATHS), Assignment(Subject.ENGLISH, kind=Kind.ORAL)),
            (60, 60),
            (0, 60),
            "nobody knows how the total is shared",
        ),
        (
            total(60, 60, Assignment(Subject.MATHS, done_at_school=True)),
            (60, None),
            (60, None),
            "what was finished at school is in no total said at home",
        ),
        (
            total(
                60,
                60,
                Assignment(Subject.MATHS),
                Assignment(Subject.CHINESE, minutes=Minutes.exactly(25), family_added=True),
            ),
            (35, 60 - 25),
            (35, 35),
            "the family's own part is taken off the total",
        ),
        (
            total(
                60, 60, Assignment(Subject.MATHS), Assignment(Subject.CHINESE, family_added=True)
            ),
            (0, 60),
            (0, 60),
            "a family part of unknown length may be all of it",
        ),
    ],
)
def test_a_stated_total_fills_what_the_assignments_leave_open(
    said: Report,
    all_ends: tuple[int, int | None],
    written_ends: tuple[int, int | None],
    remark: str,
) -> None:
    weighed = measure(said, 3)
    assert (weighed.all_low, weighed.all_high) == all_ends, remark
    assert (weighed.written_low, weighed.written_high) == written_ends, remark


def test_irregularities_and_burdens_share_a_stored_integer() -> None:
    said = report(written(Subject.CHINESE), irregularities=[Irregularity.PUNITIVE_COPY])
    weighed = measure(replace(said, burdens=frozenset({Burden.RANKING})), 3)
    assert breach_kinds(weighed.breaches) == ("punitive_copy", "ranking")


def test_every_stored_bit_is_its_own_and_fits_a_32_bit_column() -> None:
    bits = list(BREACH_BIT.values())
    assert len(set(bits)) == len(Irregularity) + len(Burden)
    assert all(bit.bit_count() == 1 and bit < 1 << 31 for bit in bits)
    assert 1 << len(Subject) < 1 << 31


def test_stored_bits_never_move() -> None:
    # Rows already written would change their meaning.
    assert BREACH_BIT["punitive_copy"] == 1
    assert BREACH_BIT["online_app"] == 1 << 8
    assert BREACH_BIT["not_marked"] == 1 << 16
    assert BREACH_BIT["exam"] == 1 << 25


def test_the_order_of_a_row_is_the_order_of_the_fields() -> None:
    assert MEASURE_FIELDS[:4] == ("written_low", "written_high", "all_low", "all_high")
