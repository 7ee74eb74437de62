"""Families (家庭): finding a slip's household, and letting a device or a follower join it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from models.base import AnyRow, new_id
from models.class_days import touch
from models.intake import Speaker
from models.reporters import Door, Household, Reporter
from models.reports import ReportRow
from models.schools import ClassKey, SchoolClass, new_link
from models.staff import hash_secret

MAX_DEVICES = 3
_STEM = 24  # hexadecimal digits of a subject id that all identities of one device share: 96 bits


class HouseholdFull(Exception):
    """The household has its three devices already."""


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
    connection: sa.Connection, school_ids: Iterable[str], link: str
) -> AnyRow | None:
    """The open household behind /h/<link> (columns of Household), or None."""
    return _find(connection, school_ids, Household.link_hash == hash_secret(link))


def find_household_by_code(
    connection: sa.Connection, school_ids: Iterable[str], code: str
) -> AnyRow | None:
    """The open household behind a slip's short code (columns of Household), or None."""
    return _find(connection, school_ids, Household.code_hash == hash_secret(code))


def _find(
    connection: sa.Connection, school_ids: Iterable[str], condition: sa.ColumnElement[bool]
) -> AnyRow | None:
    return connection.execute(
        sa.select(*Household.__table__.c).where(
            Household.school_id.in_(list(school_ids)), condition, Household.closed_at.is_(None)
        )
    ).first()


def join_household(connection: sa.Connection, joining: Joining, now: datetime) -> bool:
    """Bind a reporter to a household; False where it was bound to it already.

    Its reports of this class on open days count for the household from now on. Raises
    HouseholdFull at a fourth device and BoundElsewhere for a reporter of another household.
    """
    school_id, household_id = joining.key.school_id, joining.household_id
    _lock(connection, school_id, household_id)
    reporter = _reporter(connection, school_id, joining.speaker.subject_id)
    if reporter is not None and reporter.household_id is not None:
        if reporter.household_id != household_id:
            raise BoundElsewhere
        return False
    _require_room(connection, school_id, household_id)
    reporter_id = _bind(connection, reporter, joining, now)
    _count_for_household(connection, joining, reporter_id, now)
    return True


def _lock(connection: sa.Connection, school_id: str, household_id: int) -> None:
    # Two devices that scan at once must not both be the third.
    connection.execute(
        sa.select(Household.id)
        .where(Household.school_id == school_id, Household.id == household_id)
        .with_for_update()
    )


def _reporter(connection: sa.Connection, school_id: str, subject_id: str) -> AnyRow | None:
    return connection.execute(
        sa.select(Reporter.id, Reporter.household_id).where(
            Reporter.school_id == school_id, Reporter.subject_id == subject_id
        )
    ).one_or_none()


def _require_room(connection: sa.Connection, school_id: str, household_id: int) -> None:
    devices = connection.scalar(
        sa.select(sa.func.count())
        .select_from(Reporter)
        .where(Reporter.school_id == school_id, Reporter.household_id == household_id)
    )
    if (devices or 0) >= MAX_DEVICES:
        raise HouseholdFull


def _bind(
    connection: sa.Connection, reporter: AnyRow | None, joining: Joining, now: datetime
) -> int:
    bound = {"household_id": joining.household_id, "bound_at": now}
    school_id = joining.key.school_id
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


def _count_for_household(
    connection: sa.Connection, joining: Joining, reporter_id: int, now: datetime
) -> None:
    key = joining.key
    days = connection.scalars(
        sa.update(ReportRow)
        .where(
            ReportRow.school_id == key.school_id,
            ReportRow.school_class_id == key.school_class_id,
            ReportRow.day.in_(list(joining.open_days)),
            ReportRow.reporter_id == reporter_id,
        )
        .values(unit_id=joining.household_id, unit_order=int(now.timestamp()), counts=True)
        .returning(ReportRow.day)
    ).all()
    for day in days:
        touch(connection, key, day)


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
    return Speaker(subject_id[:_STEM] + second[: 32 - _STEM], Door.PAGE)


def identities_of(
    connection: sa.Connection, school_ids: Iterable[str], subject_id: str
) -> Sequence[AnyRow]:
    """Every reporter that this device or follower is: (school_id, id, subject_id, door)."""
    return connection.execute(
        sa.select(Reporter.school_id, Reporter.id, Reporter.subject_id, Reporter.door)
        .where(
            Reporter.school_id.in_(list(school_ids)),
            Reporter.subject_id.startswith(subject_id[:_STEM], autoescape=True),
        )
        .order_by(Reporter.school_id, Reporter.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed on one 家庭反馈条; only hashes of it are kept."""

    link: str
    code: str


def issue_slips(connection: sa.Connection, key: ClassKey, count: int, now: datetime) -> list[Slip]:
    """Make so many households of a class and return their slips, this once.

    Also notes the number as the class's size, which quorums are shares of.
    """
    slips = [Slip(new_link(16), new_link(8)) for _ in range(count)]
    connection.execute(
        sa.insert(Household),
        [
            {
                "school_id": key.school_id,
                "id": new_id(),
                "school_class_id": key.school_class_id,
                "link_hash": hash_secret(slip.link),
                "code_hash": hash_secret(slip.code),
                "issued_at": now,
            }
            for slip in slips
        ],
    )
    connection.execute(
        sa.update(SchoolClass)
        .where(SchoolClass.school_id == key.school_id, SchoolClass.id == key.school_class_id)
        .values(size=count)
    )
    return slips
