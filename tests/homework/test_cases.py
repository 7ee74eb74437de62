"""The table of a case's moves, walked to its last corner: what can never happen to a class."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from homework.cases import (
    ENDS,
    MOVES,
    NEEDS,
    CaseState,
    Move,
    MoveNotAllowed,
    Need,
    after,
    public_hours,
)
from homework.days import SHANGHAI
from homework.plan import Alerts, Publication
from tests.homework.situations import CALENDAR

Path = tuple[Move, ...]


def walks(longest: int) -> Iterator[tuple[CaseState, Path]]:
    """Every walk of at most so many moves from SUSPECTED: its end and its moves."""
    waiting: list[tuple[CaseState, Path]] = [(CaseState.SUSPECTED, ())]
    while waiting:
        state, path = waiting.pop()
        yield state, path
        if len(path) < longest:
            waiting += [(to, (*path, move)) for (at, move), to in MOVES.items() if at is state]


def reachable(state: CaseState) -> set[CaseState]:
    found: set[CaseState] = set()
    waiting = [state]
    while waiting:
        onwards = {to for (at, _), to in MOVES.items() if at is waiting[-1]} - found
        waiting.pop()
        found |= onwards
        waiting += onwards
    return found


WALKS = tuple(walks(2 * len(CaseState)))
"""Long enough to pass every state twice."""


def test_the_walk_sees_every_state_and_every_move() -> None:
    assert {state for state, _ in WALKS} == set(CaseState)
    assert {move for _, path in WALKS for move in path} == set(Move) == set(NEEDS)


def test_no_way_to_the_public_is_without_a_check_and_the_hour_or_the_principals_reason() -> None:
    public = [path for state, path in WALKS if state is CaseState.PUBLIC]

    assert public
    for path in public:
        last = path[-1]
        assert Move.CONFIRM in path, path
        assert Need.CHECK in NEEDS[Move.CONFIRM]
        assert NEEDS[last] in ({Need.HOUR}, {Need.PRINCIPAL, Need.REASON}), path


def test_what_was_found_not_to_hold_never_becomes_public() -> None:
    for state in (CaseState.REFUTED, CaseState.CORRECTED):
        assert CaseState.PUBLIC not in reachable(state), state


def test_every_state_is_an_end_or_has_a_way_to_closed() -> None:
    for state in set(CaseState) - ENDS:
        assert CaseState.CLOSED in reachable(state), state
    for state in ENDS:
        assert reachable(state) == set(), state


def test_a_case_is_closed_only_when_cured_and_refuted_only_with_a_reason() -> None:
    for (_, move), to in MOVES.items():
        if to is CaseState.CLOSED:
            assert NEEDS[move] == {Need.CURED}
        if to in (CaseState.REFUTED, CaseState.CORRECTED):
            assert NEEDS[move] >= {Need.CHECK, Need.REASON}


def test_a_move_without_what_it_needs_is_refused_from_every_state() -> None:
    givens = [
        frozenset(chosen)
        for size in range(len(Need) + 1)
        for chosen in itertools.combinations(Need, size)
    ]
    for state, move, given in itertools.product(CaseState, Move, givens):
        allowed = (state, move) in MOVES and NEEDS[move] <= given
        if allowed:
            assert after(state, move, given) is MOVES[state, move]
        else:
            with pytest.raises(MoveNotAllowed):
                after(state, move, given)


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("confirmed", "until", "begins"),
    [
        ((23, 21, 0), "12:00", (24, 12, 0)),
        ((23, 10, 30), "12:00", (24, 12, 0)),  # of a day before: tomorrow all the same
        ((24, 9, 59), "09:00", (26, 9, 0)),  # one hour of tomorrow is less than two
        ((24, 9, 59), "10:00", (25, 10, 0)),
        ((27, 21, 0), "12:00", (30, 12, 0)),  # Friday evening: Monday
    ],
)
def test_a_class_has_two_school_hours_to_answer(
    confirmed: tuple[int, int, int], until: str, begins: tuple[int, int, int]
) -> None:
    at = datetime(2026, 11, *confirmed, tzinfo=SHANGHAI)
    publication = Publication(answer_until=time.fromisoformat(until))

    hours = public_hours(at, publication, CALENDAR)

    assert hours.begins_at == datetime(2026, 11, *begins, tzinfo=SHANGHAI)


def test_quiet_hours_that_end_late_give_the_class_another_day() -> None:
    at = datetime(2026, 11, 23, 23, 0, tzinfo=SHANGHAI)
    late = Alerts(quiet_until=time(9, 30))

    hours = public_hours(at, Publication(answer_until=time(11, 0)), CALENDAR, late)

    assert hours.begins_at == datetime(2026, 11, 25, 11, 0, tzinfo=SHANGHAI)


def test_a_notice_stands_three_school_days_over_a_weekend() -> None:
    at = datetime(2026, 11, 26, 13, 0, tzinfo=SHANGHAI)

    hours = public_hours(at, Publication(answer_until=None), CALENDAR)

    assert hours.ends_on == date(2026, 12, 1)  # Thursday, Friday, Monday
