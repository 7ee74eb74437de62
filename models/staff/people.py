"""Staff (教职工): roles, one-time codes that bind a person to WeChat, console sessions."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base, new_id

CODE_LASTS = timedelta(days=14)
LOGIN_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)
SESSION_IDLE = timedelta(minutes=30)


class Role(StrEnum):
    """What a person does at the school."""

    PRINCIPAL = "principal"
    DEPUTY = "deputy"
    DEAN = "dean"  # 教导处, the operator
    RESEARCH = "research"
    GRADE_LEADER = "grade_leader"
    HOMEROOM = "homeroom"
    TEACHER = "teacher"
    DUTY = "duty"
    ADMIN = "admin"


class StaffMember(Base):
    """One person in one role. `teaches` lists class slugs (3-2), since a check of a class is never
    done by someone who teaches it."""

    __tablename__ = "staff_member"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "code_hash"),
        sa.Index("ix_staff_member_subject", "account_id", "subject_id"),
    )

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(40))
    grade: Mapped[int | None]
    homeroom_class: Mapped[str | None] = mapped_column(sa.String(8))
    teaches: Mapped[str] = mapped_column(sa.String(200), default="")
    account_id: Mapped[str | None] = mapped_column(sa.String(40))
    subject_id: Mapped[str | None] = mapped_column(sa.String(32))
    code_hash: Mapped[str | None] = mapped_column(sa.String(64))
    code_until: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    elsewhere = frozenset[str]()
    """What the same person teaches in another office: no column, filled in where people are read."""

    @property
    def own_slugs(self) -> frozenset[str]:
        """Slugs of the classes taught in this office, or led as homeroom teacher."""
        own = {self.homeroom_class} if self.homeroom_class else set()
        return frozenset(own | {slug for slug in self.teaches.split(",") if slug})

    @property
    def taught_slugs(self) -> frozenset[str]:
        """Slugs of the classes this person teaches, in whichever of their offices: none of them is
        theirs to check."""
        return self.own_slugs | self.elsewhere


class LoginCode(Base):
    """A code shown on the console's login page; its owner sends 登录 123456 in the chat."""

    __tablename__ = "login_code"
    __table_args__ = (sa.UniqueConstraint("account_id", "code"),)

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(6))
    expires_at: Mapped[datetime]
    school_id: Mapped[str | None] = mapped_column(sa.String(40))
    staff_id: Mapped[int | None]


class ConsoleSession(Base):
    """A signed-in console, by the hash of its cookie."""

    __tablename__ = "console_session"

    cookie_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    school_id: Mapped[str] = mapped_column(sa.String(40))
    staff_id: Mapped[int]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    stepped_at: Mapped[datetime | None]  # when it passed the second step
    ended_at: Mapped[datetime | None]


def hash_secret(secret: str) -> str:
    """Hash a long random secret for storage (not for passwords that people choose)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """Make a one-time code of eight signs, none of which can be misread."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstvwxyz") for _ in range(8))


def add_staff(
    connection: sa.Connection, school_id: str, role: Role, name: str, now: datetime, **details: Any
) -> tuple[int, str]:
    """Add a person; returns (id, one-time code). The code binds whoever sends 我是 <code>."""
    staff_id = new_id()
    code = new_code()
    connection.execute(
        sa.insert(StaffMember).values(
            school_id=school_id,
            id=staff_id,
            role=role,
            name=name,
            code_hash=hash_secret(code),
            code_until=now + CODE_LASTS,
            **{"teaches": "", **details},
        )
    )
    return staff_id, code


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A one-time code and the follower who typed it. `school_ids` are the schools the account
    speaks for (None: all): a code of another's is a wrong one."""

    account_id: str
    subject_id: str
    code: str
    school_ids: Collection[str] | None = None


def bind_staff(connection: sa.Connection, typed: TypedCode, now: datetime) -> StaffMember | None:
    """Bind a follower to the person whose code this is; None for a wrong, used or expired code."""
    columns = StaffMember.__table__.c
    schools = typed.school_ids
    of_account = sa.true() if schools is None else StaffMember.school_id.in_(schools)
    row = connection.execute(
        sa.select(*columns).where(
            of_account,
            StaffMember.code_hash == hash_secret(typed.code.strip().lower()),
            StaffMember.code_until > now,
            StaffMember.left_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    bound = {"account_id": typed.account_id, "subject_id": typed.subject_id}
    connection.execute(
        sa.update(StaffMember)
        .where(StaffMember.school_id == row.school_id, StaffMember.id == row.id)
        .values(**bound, code_hash=None, code_until=None)
    )
    return StaffMember(**{**row._mapping, **bound})


def staff_of(connection: sa.Connection, school_id: str) -> Sequence[StaffMember]:
    """Everyone who works at the school now, in the order they were added."""
    query = (
        sa.select(*StaffMember.__table__.c)
        .where(StaffMember.school_id == school_id, StaffMember.left_at.is_(None))
        .order_by(StaffMember.id)
    )
    return _joined([StaffMember(**row._mapping) for row in connection.execute(query)])


def _joined(people: Sequence[StaffMember]) -> Sequence[StaffMember]:
    """The same people, each knowing what they teach in another office: one WeChat is one person."""
    together: dict[tuple[str, str | None, str], set[str]] = {}
    for each in people:
        if each.subject_id is not None:
            taught = together.setdefault(who(each), set())
            taught |= each.own_slugs
    for each in people:
        each.elsewhere = frozenset(together.get(who(each), ())) if each.subject_id else frozenset()
    return people


def who(each: StaffMember) -> tuple[str, str | None, str]:
    """The person behind an office, by their WeChat: the same in each of their offices."""
    return each.school_id, each.account_id, each.subject_id or ""


def staff_behind(
    connection: sa.Connection, account_id: str, subject_id: str
) -> Sequence[StaffMember]:
    """The roles a follower holds (usually one)."""
    query = sa.select(*StaffMember.__table__.c).where(
        StaffMember.account_id == account_id,
        StaffMember.subject_id == subject_id,
        StaffMember.left_at.is_(None),
    )
    return _joined([StaffMember(**row._mapping) for row in connection.execute(query)])


_RANK = (Role.DEAN, Role.PRINCIPAL, Role.DEPUTY, Role.RESEARCH, Role.ADMIN, Role.DUTY)


def highest_role(people: Iterable[StaffMember]) -> StaffMember:
    """Of a person's roles the one that may do most; raises ValueError where there is none."""
    return min(
        people, key=lambda each: _RANK.index(each.role) if each.role in _RANK else len(_RANK)
    )


def find_staff(connection: sa.Connection, school_id: str, staff_id: int) -> StaffMember | None:
    """One person of one school."""
    row = connection.execute(
        sa.select(*StaffMember.__table__.c).where(
            StaffMember.school_id == school_id, StaffMember.id == staff_id
        )
    ).one_or_none()
    return StaffMember(**row._mapping) if row else None


def staff_ever(connection: sa.Connection, school_id: str) -> dict[int, StaffMember]:
    """Everyone who ever worked at the school, by id, for what is told of the past."""
    query = sa.select(*StaffMember.__table__.c).where(StaffMember.school_id == school_id)
    return {row.id: StaffMember(**row._mapping) for row in connection.execute(query)}
