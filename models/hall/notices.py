"""Notices (公示): what the hall may read, from its hour to its last day, and corrections of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.cases import PublicHours
from models.database.base import AnyRow, Base, new_id
from models.days.overloads import Overload


class Notice(Base):
    """One public finding. No free text of any person, no name of a teacher, pupil or parent.

    It stands in the hall from `begins_at` until `ends_on` (exclusive) unless retracted; a
    retracted one leaves a correction that stands as long.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"], ["overload.school_id", "overload.id"]
        ),
        sa.UniqueConstraint("school_id", "overload_id", "begins_at"),
        sa.Index("ix_notice_standing", "school_id", "ends_on"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    overload_id: Mapped[int]
    school_class_id: Mapped[int]
    day: Mapped[date]
    rule_id: Mapped[str] = mapped_column(sa.String(60))
    rule_name: Mapped[str] = mapped_column(sa.String(40))
    unit: Mapped[str] = mapped_column(sa.String(8))
    measured: Mapped[int | None]
    permitted: Mapped[int]
    begins_at: Mapped[datetime]
    ends_on: Mapped[date]
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    retracted_at: Mapped[datetime | None]
    retracted_by: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a notice, when, and why where it was made before its hour; 0 is the two-days rule."""

    staff_id: int
    at: datetime
    reason: str = ""


def save_notice(
    connection: sa.Connection, case: Overload, hours: PublicHours, maker: Maker
) -> None:
    """Make the notice of a confirmed case; the hall reads it from its hour on."""
    connection.execute(
        sa.insert(Notice).values(
            school_id=case.school_id,
            id=new_id(),
            overload_id=case.id,
            school_class_id=case.school_class_id,
            day=case.day,
            rule_id=case.rule_id,
            rule_name=case.rule_name,
            unit=case.unit,
            measured=case.measured,
            permitted=case.permitted,
            begins_at=hours.begins_at,
            ends_on=hours.ends_on,
            made_by=maker.staff_id,
            made_at=maker.at,
            reason=maker.reason,
        )
    )


def standing_notices(connection: sa.Connection, school_id: str, now: datetime) -> Sequence[AnyRow]:
    """Notices in the hall at this moment, corrected ones included (`retracted_at` is set)."""
    return connection.execute(
        sa.select(*Notice.__table__.c)
        .where(
            Notice.school_id == school_id,
            Notice.begins_at <= now,
            Notice.ends_on > now.date(),
        )
        .order_by(Notice.day.desc(), Notice.school_class_id, Notice.rule_id)
    ).all()


def notices_of(connection: sa.Connection, school_id: str, overload_id: int) -> Sequence[AnyRow]:
    """The notices of one overload, oldest first."""
    return connection.execute(
        sa.select(*Notice.__table__.c)
        .where(Notice.school_id == school_id, Notice.overload_id == overload_id)
        .order_by(Notice.begins_at)
    ).all()


def live_notices(
    connection: sa.Connection, school_id: str, overload_ids: Sequence[int]
) -> dict[int, AnyRow]:
    """The newest notice that was not retracted of each of these overloads, by overload id."""
    if not overload_ids:
        return {}
    rows = connection.execute(
        sa.select(*Notice.__table__.c)
        .where(
            Notice.school_id == school_id,
            Notice.overload_id.in_(overload_ids),
            Notice.retracted_at.is_(None),
        )
        .order_by(Notice.begins_at)
    )
    return {row.overload_id: row for row in rows}


def find_live_notice(connection: sa.Connection, case: Overload) -> AnyRow | None:
    """A case's newest notice that was not retracted, whether or not its hour has come."""
    return live_notices(connection, case.school_id, [case.id]).get(case.id)


def drop_unshown(connection: sa.Connection, case: Overload, now: datetime) -> None:
    """Delete the notices whose hour has not come: nobody read them, so nothing is to correct."""
    connection.execute(
        sa.delete(Notice).where(
            Notice.school_id == case.school_id,
            Notice.overload_id == case.id,
            Notice.retracted_at.is_(None),
            Notice.begins_at > now,
        )
    )


def retract_notices(
    connection: sa.Connection, case: Overload, staff_id: int, now: datetime, down_on: date
) -> int:
    """Take a case's notices down; returns how many of them the hall had already shown.

    What had been shown stands as a correction until `down_on`, also where it had run out: the
    correction is as visible as the finding was.
    """
    drop_unshown(connection, case, now)
    shown = connection.execute(
        sa.update(Notice)
        .where(
            Notice.school_id == case.school_id,
            Notice.overload_id == case.id,
            Notice.retracted_at.is_(None),
        )
        .values(retracted_at=now, retracted_by=staff_id, ends_on=down_on)
    )
    return int(shown.rowcount)
