"""Every order in which people and the clock can act on one case, until nothing new is reached.

What a state looks like is the case's state, its notices, the hour, and whether it was ever refuted;
from each of them every act is tried, through the product's own acts and the database's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time

import sqlalchemy as sa

from clock import SHANGHAI
from homework.cases import CaseState, CheckWay
from homework.class_answers import ClassAnswer
from homework.plan import Publication, PublicationMode
from models.cases.acts import acknowledge, confirm, publish, refute
from models.cases.answering import answer
from models.cases.checks import OverloadCheck
from models.cases.clock import publish_due
from models.cases.moves import Act, ActRefused
from models.cases.rectifying import close
from models.days.overloads import find_overload
from models.hall.notices import Notice
from tests.models.conftest import School

HOURS = [datetime(2026, 11, *at, tzinfo=SHANGHAI) for at in ((23, 20), (24, 11), (24, 12))]
Step = Callable[[sa.Connection, School, datetime], object]


def _act(school: School, who: str, now: datetime) -> Act:
    return Act(school.plan, getattr(school, who), 1, now)


STEPS: dict[str, Step] = {
    "take": lambda c, s, now: acknowledge(c, _act(s, "dean", now)),
    "confirm": lambda c, s, now: confirm(c, _act(s, "dean", now), CheckWay.PHONE),
    "own teacher confirms": lambda c, s, now: confirm(
        c, _act(s, "homeroom", now), CheckWay.OWN_WORD
    ),
    "refute": lambda c, s, now: refute(c, _act(s, "dean", now), "登记有误"),
    "refute without a reason": lambda c, s, now: refute(c, _act(s, "dean", now), ""),
    "publish": lambda c, s, now: publish(c, _act(s, "dean", now), "着急"),
    "principal publishes": lambda c, s, now: publish(c, _act(s, "principal", now)),
    "principal publishes with a reason": lambda c, s, now: publish(
        c, _act(s, "principal", now), "影响较大"
    ),
    "homeroom publishes": lambda c, s, now: publish(c, _act(s, "homeroom", now), "着急"),
    "dispute": lambda c, s, now: answer(c, _act(s, "homeroom", now), ClassAnswer.TWO_DAYS),
    "close": lambda c, s, now: close(c, _act(s, "dean", now), "看过了"),
    "tick": lambda c, s, now: publish_due(c, s.plan, now),
}
WAIT = "wait"
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as far as anybody outside could tell it from another."""

    state: CaseState
    hour: int
    notices: tuple[tuple[bool, bool, bool], ...]  # begun, retracted, with a reason
    was_confirmed: bool
    was_refuted: bool


def look(connection: sa.Connection, school: School, hour: int) -> Seen:
    now = HOURS[hour]
    case = find_overload(connection, school.plan.id, 1, now.date())
    assert case is not None
    notices = connection.execute(
        sa.select(Notice.begins_at, Notice.retracted_at, Notice.reason).order_by(Notice.id)
    )
    checks = connection.scalars(sa.select(OverloadCheck.is_confirmed)).all()
    return Seen(
        CaseState(case.state),
        hour,
        tuple((row[0] <= now, row[1] is not None, bool(row[2])) for row in notices),
        True in checks,
        False in checks,
    )


def explore(
    connection: sa.Connection, school: School, known: dict[Seen, Path], hour: int, path: Path
) -> None:
    """Try every step from here, and go on from each state that is new; all of it is undone."""
    known.setdefault(look(connection, school, hour), path)
    for step in STEPS:
        undo = connection.begin_nested()
        try:
            STEPS[step](connection, school, HOURS[hour])
        except ActRefused:
            undo.rollback()  # a refused step changes nothing
            continue
        if look(connection, school, hour) not in known:
            explore(connection, school, known, hour, (*path, step))
        undo.rollback()
    later = hour + 1
    if later < len(HOURS) and look(connection, school, later) not in known:
        explore(connection, school, known, later, (*path, WAIT))


def test_no_order_of_acts_shows_a_class_unchecked_too_early_or_after_it_was_cleared(
    school: School,
) -> None:
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    school.plan = replace(school.plan, publication=publication)
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()

    known: dict[Seen, Path] = {}
    school.store.write(lambda connection: explore(connection, school, known, 0, ()))

    states = {seen.state for seen in known}
    assert states == set(CaseState) - {CaseState.RESOLVED, CaseState.CLOSED}
    for seen, path in known.items():
        standing = [note for note in seen.notices if note[0] and not note[1]]
        if standing or seen.state is CaseState.PUBLIC:
            assert seen.was_confirmed, path
            assert not seen.was_refuted, path
            is_early = seen.hour < len(HOURS) - 1
            assert not is_early or all(with_reason for _, _, with_reason in standing), path
            assert not is_early or "principal publishes with a reason" in path, path
        if seen.state is CaseState.PUBLIC:
            assert len(standing) == 1, path
        if seen.state in (CaseState.SUSPECTED, CaseState.REFUTED):
            assert not standing, path
        # What nobody ever read is not corrected either.
        assert not any(retracted and not begun for begun, retracted, _ in seen.notices), path
