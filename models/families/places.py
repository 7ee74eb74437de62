"""Places in a household (一户三台): which devices are heard, which are kept and never counted.

A slip can be photographed. Whoever joins by it beyond the third device, or with more slips than a
family has children, is answered like everybody else, and counts nowhere: a refusal would tell a
stranger how many have joined (docs/decisions/0017).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from homework.days import SHANGHAI
from models.database.base import AnyRow
from models.families.reporters import SUBJECT_STEM, Household, Place, Reporter, identity_range
from models.families.slips import is_current
from models.families.units import Unit, count_in_unit
from models.schools import ClassKey

MAX_DEVICES = 3
MOST_SLIPS = 3
"""Two or three children are ordinary; more slips in one hand are a photographer's, or a helper's."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who asks for a place: `subject_id` at a household of a school."""

    school_id: str
    household_id: int
    subject_id: str


def lock_household(connection: sa.Connection, school_id: str, household_id: int) -> None:
    """Let nobody else join or leave until the transaction ends: two must not both be the third."""
    connection.execute(
        sa.select(Household.id)
        .where(Household.school_id == school_id, Household.id == household_id)
        .with_for_update()
    )


def lock_person(connection: sa.Connection, subject_id: str) -> None:
    """Let this person join nothing else until the transaction ends: of forty slips sent at once each
    must see the others. SQLite has one writer anyway. Taken before any household's lock."""
    if connection.dialect.name == "postgresql":
        stem = int(subject_id[:15], 16)  # 60 bits of it: a number that fits
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(stem)))


def place_for(
    connection: sa.Connection, who: Stranger, open_days: Collection[date], now: datetime
) -> Place:
    """The place a newcomer gets in a household, which is locked.

    At a person's fourth slip, the first three are heard last from now on: a family that speaks
    there is heard before them. Asks the same of the database whatever comes out.
    """
    devices = _devices(connection, who.school_id, who.household_id)
    slips = [
        each
        for each in _slips_of_person(connection, who.school_id, who.subject_id, now)
        if each.household_id != who.household_id
    ]
    if len({each.household_id for each in slips}) >= MOST_SLIPS:
        _hear_last(connection, who.school_id, slips, open_days)
        return Place.APART
    return Place.WAITS if devices >= MAX_DEVICES else Place.SPEAKS


def leave_household(connection: sa.Connection, school_id: str, household_id: int | None) -> None:
    """Somebody has left: the fourth device that has waited longest is heard from its next report on.

    Nothing it has said before counts after all: what was added up stays as it was.
    """
    if household_id is None:
        return
    lock_household(connection, school_id, household_id)
    if _devices(connection, school_id, household_id) >= MAX_DEVICES:
        return
    in_household = (Reporter.school_id == school_id, Reporter.household_id == household_id)
    first = connection.scalar(
        sa.select(Reporter.id)
        .where(*in_household, Reporter.place == Place.WAITS, Reporter.linked_to.is_(None))
        .order_by(Reporter.bound_at, Reporter.id)
        .limit(1)
    )
    if first is None:
        return
    is_moving = sa.or_(Reporter.id == first, Reporter.linked_to == first)
    connection.execute(
        sa.update(Reporter).where(*in_household, is_moving).values(place=Place.SPEAKS)
    )


@dataclass(frozen=True, slots=True)
class Surplus:
    """Of a class: devices beyond a slip's three, people with more than three slips, and the most
    slips that one of them has used at the school. None of it counts, or only last."""

    devices: int = 0
    people: int = 0
    most_slips: int = 0


def surplus_of(connection: sa.Connection, school_id: str, day: date) -> Mapping[int, Surplus]:
    """What was put aside behind the good slips of each class, by its id; classes without are not
    in it. No row tells which family it is."""
    rows = connection.execute(
        sa.select(
            Household.school_class_id,
            Household.id,
            Reporter.place,
            sa.func.substr(Reporter.subject_id, 1, SUBJECT_STEM).label("person"),
        )
        .join(
            Household,
            sa.and_(
                Household.school_id == Reporter.school_id, Household.id == Reporter.household_id
            ),
        )
        .where(
            Reporter.school_id == school_id,
            Reporter.place != Place.SPEAKS,
            Reporter.linked_to.is_(None),
            Household.closed_at.is_(None),
            is_current(day),
        )
    ).all()
    slips: dict[str, set[int]] = defaultdict(set)
    people: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.place != Place.WAITS:
            slips[row.person].add(row.id)
            people[row.school_class_id].add(row.person)
    waiting = Counter(row.school_class_id for row in rows if row.place == Place.WAITS)
    return {
        class_id: Surplus(
            waiting[class_id],
            len(people[class_id]),
            max((len(slips[each]) for each in people[class_id]), default=0),
        )
        for class_id in {row.school_class_id for row in rows}
    }


def _devices(connection: sa.Connection, school_id: str, household_id: int) -> int:
    """How many of the three are taken; a chat and the page linked with it are one."""
    query = sa.select(sa.func.count()).where(
        Reporter.school_id == school_id,
        Reporter.household_id == household_id,
        Reporter.place == Place.SPEAKS,
        Reporter.linked_to.is_(None),
    )
    return connection.scalar(query) or 0


def _slips_of_person(
    connection: sa.Connection, school_id: str, subject_id: str, now: datetime
) -> Sequence[AnyRow]:
    """Every binding of this person, with what a chat link has made the same person, to a slip of
    this school year: (id, household_id, place, bound_at, school_class_id)."""
    own, other = sa.alias(Reporter.__table__), sa.alias(Reporter.__table__)
    linked = connection.scalars(
        sa.select(other.c.subject_id)
        .join(
            own,
            sa.and_(
                own.c.school_id == other.c.school_id,
                sa.or_(own.c.linked_to == other.c.id, other.c.linked_to == own.c.id),
            ),
        )
        .where(own.c.school_id == school_id, _is_of(own.c.subject_id, subject_id))
    ).all()
    subjects = {subject_id[:SUBJECT_STEM], *(each[:SUBJECT_STEM] for each in linked)}
    return connection.execute(
        sa.select(
            Reporter.id,
            Reporter.household_id,
            Reporter.place,
            Reporter.bound_at,
            Household.school_class_id,
        )
        .join(
            Household,
            sa.and_(
                Household.school_id == Reporter.school_id, Household.id == Reporter.household_id
            ),
        )
        .where(
            Reporter.school_id == school_id,
            sa.or_(*(_is_of(Reporter.subject_id, each) for each in sorted(subjects))),
            Household.closed_at.is_(None),
            is_current(now.astimezone(SHANGHAI).date()),
        )
    ).all()


def _is_of(column: sa.SQLColumnExpression[str], subject_id: str) -> sa.ColumnElement[bool]:
    first, beyond = identity_range(subject_id)
    return sa.and_(column >= first, column < beyond)


def _hear_last(
    connection: sa.Connection,
    school_id: str,
    slips: Sequence[AnyRow],
    open_days: Collection[date],
) -> None:
    """Somebody of more slips than children: the family itself goes first in each of them."""
    for slip in slips:
        place = {Place.SPEAKS: Place.LAST, Place.WAITS: Place.APART}.get(Place(slip.place))
        if place is None:
            continue
        connection.execute(
            sa.update(Reporter)
            .where(Reporter.school_id == school_id, Reporter.id == slip.id)
            .values(place=place)
        )
        key = ClassKey(school_id, slip.school_class_id)
        unit = Unit(slip.household_id, slip.bound_at, place)
        count_in_unit(connection, key, open_days, slip.id, unit)
        leave_household(connection, school_id, slip.household_id)
