"""A register by itself: what it weighs, which revision stands, whose day of rest it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from clock import SHANGHAI
from homework.balancing import resting
from homework.registers import Register, RegisterEntry, Revision, stands, weigh_register
from homework.report import Kind, Subject

C, M, E = Subject.CHINESE, Subject.MATHS, Subject.ENGLISH
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI)
CHINESE = RegisterEntry(C, 30)
BEFORE = Register((CHINESE, RegisterEntry(M, 20, Kind.ORAL)))


def revision(register: Register, *, is_late: bool) -> Revision:
    return Revision(1, register, NOW, is_late)


@pytest.mark.parametrize(
    ("later", "counts", "remark"),
    [
        (BEFORE.entries, True, "the same"),
        ((*BEFORE.entries, RegisterEntry(E, 10)), True, "a piece more"),
        ((RegisterEntry(C, 60), RegisterEntry(M, 20, Kind.ORAL)), True, "a longer piece"),
        ((CHINESE,), False, "a piece less"),
        ((RegisterEntry(C, 29), RegisterEntry(M, 40, Kind.ORAL)), False, "written minutes moved"),
        ((RegisterEntry(C, 50), RegisterEntry(C, 20, Kind.ORAL)), False, "a subject gone"),
        ((replace(CHINESE, is_optional=True), BEFORE.entries[1]), False, "called optional"),
        ((), False, "everything taken back"),
    ],
)
def test_after_the_hour_only_what_takes_nothing_back_counts(
    later: tuple[RegisterEntry, ...], counts: bool, remark: str
) -> None:
    standing = revision(BEFORE, is_late=False)

    assert stands(revision(Register(later), is_late=True), standing) is counts, remark
    assert stands(revision(Register(later), is_late=False), standing), "until then the last word"
    assert stands(revision(Register(later), is_late=True), None), "late is better than nothing"


def test_noon_and_other_channels_cannot_be_unsaid_after_the_hour() -> None:
    for told in (replace(CHINESE, is_noon=True), replace(CHINESE, set_in_class=False)):
        standing = revision(Register((told,)), is_late=False)
        assert not stands(revision(Register((CHINESE,)), is_late=True), standing)


def test_no_homework_weighs_nothing_and_is_known() -> None:
    measures = weigh_register(Register(), 3)

    assert (measures.all_low, measures.all_high, measures.item_count) == (0, 0, 0)


def test_what_is_optional_is_in_no_sum() -> None:
    register = Register((CHINESE, RegisterEntry(M, 40, is_optional=True)))

    assert (register.all_minutes, weigh_register(register, 3).written_high) == (30, 30)


@pytest.mark.parametrize("minutes", [0, 481])
def test_minutes_nobody_can_mean_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        RegisterEntry(C, minutes)


def test_every_subject_rests_in_turn_and_none_keeps_its_weekday() -> None:
    monday = date(2026, 11, 23)
    weeks = [
        [
            next(iter(resting((C, M, E), monday + timedelta(days=7 * week + day))))
            for day in range(5)
        ]
        for week in range(3)
    ]

    assert all(set(week) == {C, M, E} for week in weeks)
    assert {week[0] for week in weeks} == {C, M, E}
    assert resting((), monday) == frozenset()
