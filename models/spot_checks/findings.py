"""What a spot check found (抽查结果): by a person who does not teach the class, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.plan import SchoolPlan
from models.cases.acts import LEADING_GROUP
from models.schools import ClassKey, SchoolClass, get_class
from models.spot_checks.records import SpotCheck, SpotFinding
from models.staff.audit import record_act
from models.staff.duty import rostered
from models.staff.people import Role, StaffMember
from models.staff.teaching import teaches

MOST_NOTE = 200


class SpotRefusal(StrEnum):
    """Why a finding was not recorded."""

    NO_SUCH = "no_such"
    NO_DRAW = "no_draw"  # today's draw comes first: nothing may look like a part of it
    NOT_ALLOWED = "not_allowed"
    TEACHES = "teaches"
    NO_NOTE = "no_note"
    ALREADY = "already"


class SpotRefused(Exception):
    """A finding that may not be recorded; nothing was."""

    def __init__(self, refusal: SpotRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Looked:
    """A person who looked at a drawn class now, and what they found."""

    plan: SchoolPlan
    person: StaffMember
    day: date
    school_class_id: int
    finding: SpotFinding
    note: str = ""


def may_check(connection: sa.Connection, plan: SchoolPlan, person: StaffMember, day: date) -> bool:
    """The leading group, the duty teachers, and whoever stands on this week's roster."""
    if person.role in LEADING_GROUP | {Role.DUTY}:
        return True
    return any(each.id == person.id for each in rostered(connection, plan.id, day))


def record_finding(connection: sa.Connection, looked: Looked, now: datetime) -> None:
    """Record what was found of a drawn class; it is never changed. Raises SpotRefused."""
    plan, person = looked.plan, looked.person
    of_this = sa.and_(
        SpotCheck.school_id == plan.id,
        SpotCheck.day == looked.day,
        SpotCheck.school_class_id == looked.school_class_id,
    )
    if connection.scalar(sa.select(SpotCheck.place).where(of_this)) is None:
        raise SpotRefused(SpotRefusal.NO_SUCH)
    if not may_check(connection, plan, person, looked.day):
        raise SpotRefused(SpotRefusal.NOT_ALLOWED)
    school_class = get_class(connection, ClassKey(plan.id, looked.school_class_id))
    if teaches(person, school_class, looked.day, now.date()):
        raise SpotRefused(SpotRefusal.TEACHES)
    note = looked.note.strip()[:MOST_NOTE]
    if looked.finding is not SpotFinding.AGREES and not note:
        raise SpotRefused(SpotRefusal.NO_NOTE)
    found = connection.execute(
        sa.update(SpotCheck)
        .where(of_this, SpotCheck.finding.is_(None))
        .values(finding=looked.finding, note=note, checked_by=person.id, checked_at=now)
    )
    if found.rowcount != 1:
        raise SpotRefused(SpotRefusal.ALREADY)
    about = f"{looked.day.isoformat()} {school_class.slug(looked.day)}"
    record_act(connection, plan.id, person.id, "spot_check", now, about=about, found=looked.finding)


def add_unannounced(
    connection: sa.Connection,
    plan: SchoolPlan,
    person: StaffMember,
    school_class: SchoolClass,
    now: datetime,
) -> None:
    """Put a class on today's list by hand (不定期检查), behind those that were drawn; audited.

    By the leading group, never by who teaches the class. The draw stays as it was, and is verified
    as it was. Raises SpotRefused.
    """
    day = now.date()
    if person.role not in LEADING_GROUP:
        raise SpotRefused(SpotRefusal.NOT_ALLOWED)
    if teaches(person, school_class, day, day):
        raise SpotRefused(SpotRefusal.TEACHES)
    of_today = sa.and_(SpotCheck.school_id == plan.id, SpotCheck.day == day)
    last = connection.scalar(sa.select(sa.func.max(SpotCheck.place)).where(of_today))
    if last is None:
        raise SpotRefused(SpotRefusal.NO_DRAW)
    new = {
        "school_id": plan.id,
        "day": day,
        "school_class_id": school_class.id,
        "place": last + 1,
        "note": "",
    }
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(SpotCheck).values(new))
    except sa.exc.IntegrityError:
        raise SpotRefused(SpotRefusal.ALREADY) from None
    about = f"{day.isoformat()} {school_class.slug(day)}"
    record_act(connection, plan.id, person.id, "add_spot_check", now, about=about)


def spot_checks_on(
    connection: sa.Connection, school_id: str, day: date
) -> Sequence[tuple[SpotCheck, SchoolClass]]:
    """A day's drawn classes, in the order of drawing."""
    rows = connection.execute(
        sa.select(*SpotCheck.__table__.c)
        .where(SpotCheck.school_id == school_id, SpotCheck.day == day)
        .order_by(SpotCheck.place)
    ).all()
    return [
        (SpotCheck(**row._mapping), get_class(connection, ClassKey(school_id, row.school_class_id)))
        for row in rows
    ]
