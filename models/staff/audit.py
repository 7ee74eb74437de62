"""The audit log (操作记录): who of the staff did what, when; rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import AnyRow, Base, new_id


class AuditEntry(Base):
    """One act of one person."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_at", "school_id", "at"),)

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(40))
    about: Mapped[str] = mapped_column(sa.String(80), default="")
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]


def record_act(
    connection: sa.Connection,
    school_id: str,
    staff_id: int,
    act: str,
    now: datetime,
    **detail: Any,
) -> None:
    """Add an entry, in the transaction of the act itself.

    `about=` names what it was done to (text); whatever else is given is kept as its detail.
    """
    about = detail.pop("about", "")
    connection.execute(
        sa.insert(AuditEntry).values(
            school_id=school_id,
            id=new_id(),
            staff_id=staff_id,
            act=act,
            about=about,
            detail=detail,
            at=now,
        )
    )


@dataclass(frozen=True, slots=True)
class ActFilter:
    """Which acts to read: of whom, of which kinds (none: of all), from when to when (exclusive)."""

    staff_id: int | None = None
    acts: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def acts_before(
    connection: sa.Connection,
    school_id: str,
    wanted: ActFilter,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[AnyRow]:
    """The newest acts (columns of AuditEntry) older than the entry `before`, newest first."""
    query = sa.select(*AuditEntry.__table__.c).where(AuditEntry.school_id == school_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if wanted.staff_id is not None:
        query = query.where(AuditEntry.staff_id == wanted.staff_id)
    if wanted.acts:
        query = query.where(AuditEntry.act.in_(wanted.acts))
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    return connection.execute(query.order_by(AuditEntry.id.desc()).limit(limit)).all()
