"""Job runs (任务记录): a day's job is done once, whoever asks and however often."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base


class JobRun(Base):
    """A job that was done for a school's day, in the same transaction as what it did."""

    __tablename__ = "job_run"

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]


def begin_run(
    connection: sa.Connection, school_id: str, job: str, day: date, now: datetime
) -> bool:
    """Claim a day's job inside the transaction that does it; False where it was done before."""
    try:
        with connection.begin_nested():
            connection.execute(
                sa.insert(JobRun).values(school_id=school_id, job=job, day=day, done_at=now)
            )
    except sa.exc.IntegrityError:
        return False
    return True


def was_run(connection: sa.Connection, school_id: str, job: str, day: date) -> bool:
    """Whether a day's job is done."""
    query = sa.select(JobRun.done_at).where(
        JobRun.school_id == school_id, JobRun.job == job, JobRun.day == day
    )
    return connection.scalar(query) is not None


def days_run(connection: sa.Connection, school_id: str, job: str, since: date) -> frozenset[date]:
    """The days, from `since` on, for which a job is done."""
    query = sa.select(JobRun.day).where(
        JobRun.school_id == school_id, JobRun.job == job, JobRun.day >= since
    )
    return frozenset(connection.scalars(query))
