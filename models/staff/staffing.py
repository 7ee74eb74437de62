"""Appointing staff (任用): added, changed, given a fresh code, dismissed and taken back; all audited."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.school import class_slug, read_slug
from models.staff.audit import record_act
from models.staff.people import (
    CODE_LASTS,
    Role,
    StaffMember,
    add_staff,
    find_staff,
    hash_secret,
    new_code,
)
from models.staff.sessions import end_sessions_of

MANAGERS = frozenset({Role.DEAN, Role.ADMIN})
"""Who appoints staff in the console."""

MOST_NAME = 40
_MOST_TAUGHT = 30


class StaffRefusal(StrEnum):
    """Why nothing was changed."""

    NOT_ALLOWED = "not_allowed"
    NO_SUCH = "no_such"
    OWN = "own"  # nobody changes their own office: another manager does
    PRINCIPAL = "principal"  # the principal alone reads what is confidential: not given out here
    NO_NAME = "no_name"
    BAD_CLASS = "bad_class"
    NEEDS_CLASS = "needs_class"
    NEEDS_GRADE = "needs_grade"


class StaffRefused(Exception):
    """A change that may not be made; nothing was."""

    def __init__(self, refusal: StaffRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is at the school: role and name, and the classes that follow from it."""

    role: Role
    name: str
    grade: int | None = None
    homeroom_class: str | None = None
    teaches: str = ""

    @property
    def columns(self) -> dict[str, object]:
        return {
            "role": self.role,
            "name": self.name,
            "grade": self.grade,
            "homeroom_class": self.homeroom_class,
            "teaches": self.teaches,
        }


@dataclass(frozen=True, slots=True)
class Manager:
    """The person who appoints, and when."""

    person: StaffMember
    now: datetime

    @property
    def school_id(self) -> str:
        return self.person.school_id


def read_office(role: Role, name: str, grade: str, homeroom: str, teaches: str, /) -> Office:
    """Read what was typed; what the role has no use for is dropped. Raises StaffRefused."""
    name = " ".join(name.split())[:MOST_NAME]
    _require(bool(name), StaffRefusal.NO_NAME)
    own = _slug(homeroom) if role is Role.HOMEROOM and homeroom.strip() else None
    _require(role is not Role.HOMEROOM or own is not None, StaffRefusal.NEEDS_CLASS)
    leads = grade.strip() if role is Role.GRADE_LEADER else ""
    is_grade = leads.isdecimal() and len(leads) == 1 and leads != "0"
    _require(role is not Role.GRADE_LEADER or is_grade, StaffRefusal.NEEDS_GRADE)
    taught = dict.fromkeys(_slug(each) for each in _pieces(teaches))
    _require(len(taught) <= _MOST_TAUGHT, StaffRefusal.BAD_CLASS)
    return Office(role, name, int(leads) if leads else None, own, ",".join(taught))


def _pieces(listed: str) -> list[str]:
    return [piece for piece in re.split(r"[,\uff0c;\uff1b\u3001\s]+", listed) if piece]


def _slug(text: str) -> str:
    try:
        return class_slug(*read_slug(text.strip()))
    except ValueError:
        raise StaffRefused(StaffRefusal.BAD_CLASS) from None


def require_classes(office: Office, known: Collection[str]) -> None:
    """Raises StaffRefused where the office names a class that the school does not have."""
    named = {slug for slug in office.teaches.split(",") if slug}
    named |= {office.homeroom_class} if office.homeroom_class else set()
    _require(named <= set(known), StaffRefusal.BAD_CLASS)


def hire(connection: sa.Connection, manager: Manager, office: Office) -> tuple[int, str]:
    """Add a person; returns (id, one-time code). Raises StaffRefused."""
    _require_manager(manager, office.role)
    details = {key: value for key, value in office.columns.items() if key not in ("role", "name")}
    staff_id, code = add_staff(
        connection, manager.school_id, office.role, office.name, manager.now, **details
    )
    _note(connection, manager, "staff_add", staff_id, role=office.role)
    return staff_id, code


def amend(connection: sa.Connection, manager: Manager, staff_id: int, office: Office) -> None:
    """Change a person's office; it holds from their next request. Raises StaffRefused."""
    person = _other(connection, manager, staff_id)
    _require_manager(manager, office.role, person.role)
    _update(connection, person, **office.columns)
    was = {"role": person.role, "teaches": person.teaches, "homeroom": person.homeroom_class}
    _note(connection, manager, "staff_change", staff_id, role=office.role, was=was)


def renew_code(connection: sa.Connection, manager: Manager, staff_id: int) -> str:
    """A fresh one-time code; whoever was bound by the old one no longer is, and is signed out.
    Raises StaffRefused."""
    person = _other(connection, manager, staff_id)
    _require_manager(manager, person.role)
    _require(person.left_at is None, StaffRefusal.NO_SUCH)
    code = new_code()
    _update(
        connection,
        person,
        code_hash=hash_secret(code),
        code_until=manager.now + CODE_LASTS,
        account_id=None,
        subject_id=None,
    )
    end_sessions_of(connection, person, manager.now)
    _note(connection, manager, "staff_code", staff_id)
    return code


def dismiss(connection: sa.Connection, manager: Manager, staff_id: int) -> None:
    """Revoke a person's access: sessions, codes and alerts end at once. Raises StaffRefused."""
    person = _other(connection, manager, staff_id)
    _require_manager(manager, person.role)
    _require(person.left_at is None, StaffRefusal.NO_SUCH)
    _update(connection, person, left_at=manager.now)
    _note(connection, manager, "staff_leave", staff_id)


def rehire(connection: sa.Connection, manager: Manager, staff_id: int) -> None:
    """Take a dismissal back: the person is bound as before. Raises StaffRefused."""
    person = _other(connection, manager, staff_id)
    _require_manager(manager, person.role)
    _update(connection, person, left_at=None)
    _note(connection, manager, "staff_return", staff_id)


def left_staff(connection: sa.Connection, school_id: str) -> Sequence[StaffMember]:
    """Who has left the school, the last to leave first."""
    query = (
        sa.select(*StaffMember.__table__.c)
        .where(StaffMember.school_id == school_id, StaffMember.left_at.is_not(None))
        .order_by(StaffMember.left_at.desc())
        .limit(50)
    )
    return [StaffMember(**row._mapping) for row in connection.execute(query)]


def names_of(connection: sa.Connection, school_id: str) -> dict[int, StaffMember]:
    """Everyone who works or ever worked at the school, by id."""
    query = sa.select(*StaffMember.__table__.c).where(StaffMember.school_id == school_id)
    return {row.id: StaffMember(**row._mapping) for row in connection.execute(query)}


def _require(condition: bool, refusal: StaffRefusal) -> None:
    if not condition:
        raise StaffRefused(refusal)


def _require_manager(manager: Manager, *roles: Role) -> None:
    _require(manager.person.role in MANAGERS, StaffRefusal.NOT_ALLOWED)
    _require(Role.PRINCIPAL not in roles, StaffRefusal.PRINCIPAL)


def _other(connection: sa.Connection, manager: Manager, staff_id: int) -> StaffMember:
    person = find_staff(connection, manager.school_id, staff_id)
    if person is None:
        raise StaffRefused(StaffRefusal.NO_SUCH)
    # Whoever could rewrite which classes they teach could check their own.
    _require(person.id != manager.person.id, StaffRefusal.OWN)
    return person


def _update(connection: sa.Connection, person: StaffMember, **values: object) -> None:
    connection.execute(
        sa.update(StaffMember)
        .where(StaffMember.school_id == person.school_id, StaffMember.id == person.id)
        .values(values)
    )


def _note(
    connection: sa.Connection, manager: Manager, act: str, staff_id: int, **detail: object
) -> None:
    record_act(
        connection,
        manager.school_id,
        manager.person.id,
        act,
        manager.now,
        about=f"staff:{staff_id}",
        **detail,
    )
