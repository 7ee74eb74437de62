"""What is held of whom right now (现存信息): for a breach report and for the yearly audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from homework.days import SHANGHAI
from models.account.followers import Follower
from models.families.reporters import Reporter
from models.holdings.columns import Holding, Whose
from models.holdings.everything import HOLDINGS
from models.holdings.retention import Ends, Step, steps_of_account, steps_of_school
from models.job_runs import JobRun
from models.staff.audit import AuditEntry
from models.staff.people import StaffMember
from models.tables import Base

_PERSON = """reporter_id subject_id unit_hash author_hash staff_id checked_by made_by issued_by
called_by acknowledged_by recipient""".split()
_TIME = """received_at first_seen_at issued_at at began_at created_at opened_at said_at checked_at
made_at asked_at last_message_at called_at enrolled_at closes_at expires_at day monday""".split()
"""The first of these that a table has tells its people apart, and dates its rows."""

_TOLD_APART_BY = {"staff_member": "id", "household": "id", "call": None}
"""Tables whose people are its rows, or are not told apart at all (a place on a list)."""


@dataclass(frozen=True, slots=True)
class School:
    """Whose data: a school, and the account it speaks through."""

    school_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of what is held: rows, how many people (None: the table names nobody), from when to
    when. `what` are its parts in words."""

    table: str
    title: str
    whose: Whose
    what: tuple[str, ...]
    rows: int
    people: int | None
    first: date | None
    last: date | None


def held_until(connection: sa.Connection, school: School, until: datetime) -> list[Held]:
    """Every kind that says something of people and had rows by then, in the notice's order.

    What was deleted since is not counted: it is not known any more.
    """
    kinds = [each for each in HOLDINGS if each.whose is not Whose.NOBODY]
    found = [_held(connection, school, each, until) for each in kinds]
    return [each for each in found if each.rows]


def _held(connection: sa.Connection, school: School, holding: Holding, until: datetime) -> Held:
    table = Base.metadata.tables[holding.table]
    at, person = _first_of(table, _TIME), _person_of(table)
    is_before = sa.true() if at is None else sa.or_(at.is_(None), at <= _like(at, until))
    rows, people, first, last = connection.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(sa.distinct(person)) if person is not None else sa.null(),
            sa.func.min(at) if at is not None else sa.null(),
            sa.func.max(at) if at is not None else sa.null(),
        ).where(_of(table, school), is_before)
    ).one()
    return Held(
        holding.table,
        holding.title,
        holding.whose,
        tuple(part.what for part in holding.held),
        int(rows),
        None if people is None else int(people),
        _day(first),
        _day(last),
    )


def _person_of(table: sa.Table) -> sa.ColumnElement[object] | None:
    if table.name in _TOLD_APART_BY:
        name = _TOLD_APART_BY[table.name]
        return table.c[name] if name else None
    person = _first_of(table, _PERSON)
    if person is None or person.name != "recipient":
        return person
    return sa.case((person.like("staff:%"), person))  # a group's robot is nobody


def _first_of(table: sa.Table, names: Iterable[str]) -> sa.Column[object] | None:
    return next((table.c[name] for name in names if name in table.c), None)


def _like(column: sa.Column[object], moment: datetime) -> date:
    return moment.date() if isinstance(column.type, sa.Date) else moment


def _of(table: sa.Table, school: School) -> sa.ColumnElement[bool]:
    if "school_id" in table.c:
        return table.c.school_id == school.school_id
    return table.c.account_id == school.account_id


def _day(moment: object) -> date | None:
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI).date()
    return moment if isinstance(moment, date) else None


def people_concerned(
    connection: sa.Connection, school: School, until: datetime
) -> dict[Whose, int]:
    """How many families' devices and followers, and how many of the staff, are known by then."""
    devices = sa.select(Reporter.subject_id).where(
        Reporter.school_id == school.school_id, Reporter.first_seen_at <= until
    )
    followers = sa.select(Follower.subject_id).where(
        Follower.account_id == school.account_id,
        sa.or_(Follower.school_id == school.school_id, Follower.school_id.is_(None)),
    )
    both = sa.union(devices, followers).subquery()
    staff = sa.select(sa.func.count()).where(StaffMember.school_id == school.school_id)
    parents = connection.scalar(sa.select(sa.func.count()).select_from(both))
    return {Whose.PARENT: int(parents or 0), Whose.STAFF: int(connection.scalar(staff) or 0)}


def overdue(connection: sa.Connection, school: School, ends: Ends) -> list[tuple[str, int]]:
    """Rows that the next run of retention will delete or empty, by table; more than a day's worth
    means that it does not run."""
    steps: Sequence[Step] = (
        *steps_of_school(school.school_id, ends),
        *steps_of_account(school.account_id, ends),
    )
    found: dict[str, int] = {}
    for step in steps:
        count = connection.scalar(
            sa.select(sa.func.count()).select_from(step.table).where(step.is_over)
        )
        if count:
            found[step.table.__tablename__] = found.get(step.table.__tablename__, 0) + int(count)
    return sorted(found.items())


def last_retention(connection: sa.Connection, school_id: str) -> date | None:
    """The last day on which retention ran."""
    day: date | None = connection.scalar(
        sa.select(sa.func.max(JobRun.day)).where(
            JobRun.school_id == school_id, JobRun.job == "retention"
        )
    )
    return day


def acts_between(
    connection: sa.Connection, school_id: str, first: date, last: date
) -> list[tuple[str, int, str]]:
    """(month, person, act) of every act between two days, both included."""
    since, until = (datetime.combine(day, time(0), SHANGHAI) for day in (first, last))
    rows = connection.execute(
        sa.select(AuditEntry.at, AuditEntry.staff_id, AuditEntry.act).where(
            AuditEntry.school_id == school_id,
            AuditEntry.at >= since,
            AuditEntry.at < until.replace(hour=23, minute=59, second=59, microsecond=999999),
        )
    )
    return [(f"{row[0].astimezone(SHANGHAI):%Y-%m}", row[1], row[2]) for row in rows]
