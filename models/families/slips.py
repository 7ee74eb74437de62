"""Family slips (家庭反馈条): issued by the class, reissued and closed one by one, for one school year."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from homework.days import SHANGHAI
from homework.slips import paper_day, slips_since
from models.database.base import AnyRow, new_id
from models.families.reporters import Household, Place, Reporter
from models.families.units import count_nowhere
from models.schools import ClassKey, SchoolClass, new_link
from models.staff.people import hash_secret

MOST_A_CLASS = 80
"""Slips made at once."""
_LINK_LENGTH = 16
_CODE_LENGTH = 8
_IS_HEARD = Reporter.place.in_([each for each in Place if each.is_heard])


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed on one 家庭反馈条; only hashes of it are kept."""

    link: str
    code: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class's good slips of this school year, and how many of them a phone that is heard has joined."""

    open: int = 0
    used: int = 0


def issue_slips(connection: sa.Connection, key: ClassKey, count: int, now: datetime) -> list[Slip]:
    """Make so many households of a class and return their slips, this once.

    Also notes the number as the class's size, which quorums are shares of, and closes the class's
    slips of earlier school years.
    """
    close_expired(connection, key.school_id, now, key.school_class_id)
    connection.execute(
        sa.update(SchoolClass)
        .where(SchoolClass.school_id == key.school_id, SchoolClass.id == key.school_class_id)
        .values(size=count)
    )
    return add_slips(connection, key, count, now)


def add_slips(connection: sa.Connection, key: ClassKey, count: int, now: datetime) -> list[Slip]:
    """Make a few more of a class, for new pupils and lost slips; its size stays as it was.

    Slips come shuffled: handed out in the order of the roll, they would else follow the order of
    the rows, and whoever reads the database would know whose is whose.
    """
    slips = [_new_slip() for _ in range(count)]
    connection.execute(
        sa.insert(Household),
        [
            {
                "school_id": key.school_id,
                "id": new_id(),
                "school_class_id": key.school_class_id,
                "issued_at": now,
                **_hashes(slip),
            }
            for slip in slips
        ],
    )
    secrets.SystemRandom().shuffle(slips)
    return slips


def reissue_slip(
    connection: sa.Connection, school_id: str, code: str, now: datetime
) -> tuple[ClassKey, Slip] | None:
    """Give a household a new link and code, and forget the old; None for a code that is not good.

    The phones that have joined it stay.
    """
    household = _find(connection, school_id, code, now)
    if household is None:
        return None
    slip = _new_slip()
    connection.execute(
        sa.update(Household)
        .where(Household.school_id == school_id, Household.id == household.id)
        .values(issued_at=now, **_hashes(slip))
    )
    return ClassKey(school_id, household.school_class_id), slip


def replace_slip(
    connection: sa.Connection, school_id: str, code: str, open_days: Collection[date], now: datetime
) -> tuple[ClassKey, Slip] | None:
    """Close a household that a stranger may have joined and make another for the same family.

    Its phones are strangers again, and what they said on open days counts nowhere until they
    join by a slip that is good, or speak again. None for a code that is not good.
    """
    household = _find(connection, school_id, code, now)
    if household is None:
        return None
    key = ClassKey(school_id, household.school_class_id)
    _close(connection, school_id, Household.id == household.id, now)
    count_nowhere(connection, key, open_days, household.id)
    return key, add_slips(connection, key, 1, now)[0]


def close_slip(
    connection: sa.Connection, school_id: str, code: str, now: datetime
) -> ClassKey | None:
    """Close the household of a code: its link ends and its phones are strangers again.

    What they have reported stays as it was. None for a code that is not good.
    """
    household = _find(connection, school_id, code, now)
    if household is None:
        return None
    _close(connection, school_id, Household.id == household.id, now)
    return ClassKey(school_id, household.school_class_id)


def close_unused(connection: sa.Connection, key: ClassKey, now: datetime) -> int:
    """Close a class's slips that no phone has joined; returns how many."""
    is_used = (
        sa.exists()
        .where(
            Reporter.school_id == key.school_id,
            Reporter.household_id == Household.id,
            _IS_HEARD,
        )
        .correlate(Household)
    )
    unused = sa.and_(Household.school_class_id == key.school_class_id, ~is_used)
    return _close(connection, key.school_id, unused, now)


def close_class(connection: sa.Connection, key: ClassKey, now: datetime) -> int:
    """Close every slip of a class, used or not, before it gets new ones; returns how many."""
    of_class = Household.school_class_id == key.school_class_id
    return _close(connection, key.school_id, of_class, now)


def close_expired(
    connection: sa.Connection, school_id: str, now: datetime, school_class_id: int | None = None
) -> int:
    """Close the slips of earlier school years, of a class or of the whole school; returns how many.

    In July and August the year that has just ended is an earlier one.
    """
    expired = ~is_current(paper_day(now.astimezone(SHANGHAI).date()))
    if school_class_id is not None:
        expired = sa.and_(expired, Household.school_class_id == school_class_id)
    return _close(connection, school_id, expired, now)


def is_current(day: date) -> sa.ColumnElement[bool]:
    """The condition that a household's slip was issued for the school year of `day`."""
    return Household.issued_at >= datetime.combine(slips_since(day), time(), SHANGHAI)


def count_slips(connection: sa.Connection, school_id: str, day: date) -> Mapping[int, ClassCount]:
    """How many good slips each class has, by the class's id; classes without any are not in it."""
    used = sa.select(Reporter.household_id).where(
        Reporter.school_id == school_id, Reporter.household_id.is_not(None), _IS_HEARD
    )
    rows = connection.execute(
        sa.select(
            Household.school_class_id,
            sa.func.count().label("open"),
            sa.func.sum(sa.case((Household.id.in_(used), 1), else_=0)).label("used"),
        )
        .where(Household.school_id == school_id, Household.closed_at.is_(None), is_current(day))
        .group_by(Household.school_class_id)
    )
    return {row.school_class_id: ClassCount(row.open, int(row.used)) for row in rows}


def _new_slip() -> Slip:
    return Slip(new_link(_LINK_LENGTH), new_link(_CODE_LENGTH))


def _hashes(slip: Slip) -> dict[str, str]:
    return {"link_hash": hash_secret(slip.link), "code_hash": hash_secret(slip.code)}


def _find(connection: sa.Connection, school_id: str, code: str, now: datetime) -> AnyRow | None:
    return connection.execute(
        sa.select(Household.id, Household.school_class_id)
        .where(
            Household.school_id == school_id,
            Household.code_hash == hash_secret(code),
            Household.closed_at.is_(None),
            is_current(now.astimezone(SHANGHAI).date()),
        )
        .with_for_update()
    ).one_or_none()


def _close(
    connection: sa.Connection, school_id: str, which: sa.ColumnElement[bool], now: datetime
) -> int:
    """Close open households and let their phones go, so that a new slip can bind them."""
    closing = sa.and_(Household.school_id == school_id, Household.closed_at.is_(None), which)
    connection.execute(
        sa.update(Reporter)
        .where(
            Reporter.school_id == school_id,
            Reporter.household_id.in_(sa.select(Household.id).where(closing)),
        )
        .values(household_id=None, bound_at=None, place=Place.SPEAKS)
    )
    return connection.execute(sa.update(Household).where(closing).values(closed_at=now)).rowcount
