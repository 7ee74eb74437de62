"""Families (家庭): finding a slip's household, and letting a device or a follower join it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from models.database.base import AnyRow, new_id
from models.database.prepared import Prepared
from models.families.places import Stranger, lock_household, lock_person, place_for
from models.families.reporters import SUBJECT_STEM, Door, Household, Reporter, identity_range
from models.families.slips import is_current
from models.families.units import Unit, count_in_unit, same_person
from models.reporting.intake import Speaker
from models.schools import ClassKey
from models.staff.people import hash_secret


class BoundElsewhere(Exception):
    """This reporter belongs to another household."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins which household of which class; reports of `open_days` then count as its own."""

    key: ClassKey
    household_id: int
    speaker: Speaker
    open_days: Collection[date]


def find_household_by_link(
    connection: sa.Connection, school_ids: Iterable[str], link: str, day: date
) -> AnyRow | None:
    """The household behind /h/<link> (columns of Household), if it is good on `day`, or None."""
    is_meant = Household.link_hash == hash_secret(link)
    return _find(
        connection, school_ids, sa.and_(is_meant, Household.closed_at.is_(None), is_current(day))
    )


def find_household_by_code(
    connection: sa.Connection, school_ids: Iterable[str], code: str, day: date
) -> AnyRow | None:
    """The household behind a slip's code (columns of Household), if it is good on `day`, or None."""
    is_meant = Household.code_hash == hash_secret(code)
    return _find(
        connection, school_ids, sa.and_(is_meant, Household.closed_at.is_(None), is_current(day))
    )


def _find(
    connection: sa.Connection, school_ids: Iterable[str], condition: sa.ColumnElement[bool]
) -> AnyRow | None:
    return connection.execute(
        sa.select(*Household.__table__.c).where(
            Household.school_id.in_(list(school_ids)), condition
        )
    ).first()


def join_household(connection: sa.Connection, joining: Joining, now: datetime) -> bool:
    """Bind a reporter to a household; False where it was bound to it already.

    Its reports of this class on open days count for the household from now on; or nowhere, where
    its place is none of the heard, which nobody is told. Raises BoundElsewhere for a reporter of
    another household.
    """
    school_id, household_id = joining.key.school_id, joining.household_id
    lock_person(connection, joining.speaker.subject_id)
    lock_household(connection, school_id, household_id)
    reporter = _reporter(connection, school_id, joining.speaker.subject_id)
    if reporter is not None and reporter.household_id is not None:
        if reporter.household_id != household_id:
            raise BoundElsewhere
        return False
    stranger = Stranger(school_id, household_id, joining.speaker.subject_id)
    place = place_for(connection, stranger, joining.open_days, now)
    bound = {"household_id": household_id, "bound_at": now, "place": place}
    reporter_id = _bind(connection, reporter, joining, bound)
    unit = Unit(household_id, now, place)
    for each in (reporter_id, *_bind_linked(connection, school_id, reporter_id, bound)):
        count_in_unit(connection, joining.key, joining.open_days, each, unit)
    return True


@dataclass(frozen=True, slots=True)
class _Known:
    """A reporter that is there already, and its household."""

    id: int
    household_id: int | None


_REPORTER = Prepared(
    sa.select(Reporter.id, Reporter.household_id).where(
        Reporter.school_id == sa.bindparam("of_school"),
        Reporter.subject_id == sa.bindparam("of_subject"),
    )
)


def _reporter(connection: sa.Connection, school_id: str, subject_id: str) -> _Known | None:
    row = _REPORTER.first(connection, {"of_school": school_id, "of_subject": subject_id})
    return None if row is None else _Known(*row)


def _bind(
    connection: sa.Connection,
    reporter: _Known | None,
    joining: Joining,
    bound: Mapping[str, object],
) -> int:
    school_id, now = joining.key.school_id, bound["bound_at"]
    if reporter is not None:
        connection.execute(
            sa.update(Reporter)
            .where(Reporter.school_id == school_id, Reporter.id == reporter.id)
            .values(bound)
        )
        return int(reporter.id)
    reporter_id = new_id()
    connection.execute(
        sa.insert(Reporter).values(
            school_id=school_id,
            id=reporter_id,
            subject_id=joining.speaker.subject_id,
            door=joining.speaker.door,
            first_seen_at=now,
            **bound,
        )
    )
    return reporter_id


def _bind_linked(
    connection: sa.Connection, school_id: str, reporter_id: int, bound: Mapping[str, object]
) -> Sequence[int]:
    """Bind what a chat link made the same person: a phone's chat and page are one device."""
    others = same_person(connection, school_id, reporter_id)
    connection.execute(
        sa.update(Reporter)
        .where(Reporter.school_id == school_id, Reporter.id.in_(others))
        .values(bound)
    )
    return others


def speaker_for(
    connection: sa.Connection, school_id: str, household_id: int, subject_id: str
) -> Speaker:
    """Who a device is when it speaks for this household.

    A device that belongs to another household already (a second child) speaks for this one under
    an identity of its own, so that each child's class counts its own family once.
    """
    reporter = _reporter(connection, school_id, subject_id)
    if reporter is None or reporter.household_id in (None, household_id):
        return Speaker(subject_id, Door.PAGE)
    second = hashlib.sha256(f"{subject_id}:{household_id}".encode()).hexdigest()
    return Speaker(subject_id[:SUBJECT_STEM] + second[: 32 - SUBJECT_STEM], Door.PAGE)


def identities_of(
    connection: sa.Connection, school_ids: Iterable[str], subject_id: str
) -> Sequence[AnyRow]:
    """Every reporter that this device or follower is: (school_id, id, subject_id, door,
    consent_version)."""
    first, beyond = identity_range(subject_id)
    columns = (Reporter.school_id, Reporter.id, Reporter.subject_id, Reporter.door)
    return connection.execute(
        sa.select(*columns, Reporter.consent_version)
        .where(
            Reporter.school_id.in_(list(school_ids)),
            Reporter.subject_id >= first,
            Reporter.subject_id < beyond,
        )
        .order_by(Reporter.school_id, Reporter.id)
    ).all()
