"""The duty roster (值周表): who of the staff is on duty in which week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base
from models.staff.people import Role, StaffMember, staff_of


class DutyWeek(Base):
    """One person on duty in the week of a Monday; a week may have several."""

    __tablename__ = "duty_week"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff_member.school_id", "staff_member.id"]
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(primary_key=True)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def save_duty(
    connection: sa.Connection, school_id: str, day: date, staff_ids: Iterable[int]
) -> None:
    """Put these people, and nobody else, on duty in the week of `day`."""
    monday = week_of(day)
    connection.execute(
        sa.delete(DutyWeek).where(DutyWeek.school_id == school_id, DutyWeek.monday == monday)
    )
    rows = [
        {"school_id": school_id, "monday": monday, "staff_id": each}
        for each in sorted(set(staff_ids))
    ]
    if rows:
        connection.execute(sa.insert(DutyWeek), rows)


def rostered(connection: sa.Connection, school_id: str, day: date) -> Sequence[StaffMember]:
    """Who stands on the roster in the week of `day`, in the order they joined the school."""
    query = sa.select(DutyWeek.staff_id).where(
        DutyWeek.school_id == school_id, DutyWeek.monday == week_of(day)
    )
    on_roster = set(connection.scalars(query))
    return [each for each in staff_of(connection, school_id) if each.id in on_roster]


def rosters(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> dict[date, list[int]]:
    """Ids of who stands on the roster, by the Mondays from `first` to `last`."""
    rows = connection.execute(
        sa.select(DutyWeek.monday, DutyWeek.staff_id)
        .where(DutyWeek.school_id == school_id, DutyWeek.monday.between(first, last))
        .order_by(DutyWeek.monday, DutyWeek.staff_id)
    )
    found: dict[date, list[int]] = {}
    for row in rows:
        found.setdefault(row.monday, []).append(row.staff_id)
    return found


def on_duty(connection: sa.Connection, school_id: str, day: date) -> Sequence[StaffMember]:
    """Who is on duty on `day`: by the roster, else everyone whose office it is, else the 教导处."""
    found = rostered(connection, school_id, day)
    if found:
        return found
    staff = staff_of(connection, school_id)
    for role in (Role.DUTY, Role.DEAN):
        if people := [each for each in staff if each.role == role]:
            return people
    return []
