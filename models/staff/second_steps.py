"""Who has a second step (两步验证), and whether a session has passed it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.plan import SchoolPlan
from homework.second_step import MOST_TRIES, SECRET_BYTES, TRIES_WITHIN, matching_step
from models.database.base import Base
from models.keys import Keys
from models.staff.audit import record_act
from models.staff.people import StaffMember
from models.staff.sessions import SignedIn, end_sessions_of, renew_session


class SecondStep(Base):
    """One person's authenticator. The secret is sealed; `enrolled_at` is None until a first code
    proved that the phone has it."""

    __tablename__ = "second_step"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff_member.school_id", "staff_member.id"]
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    staff_id: Mapped[int] = mapped_column(primary_key=True)
    secret_sealed: Mapped[str] = mapped_column(sa.String(200))
    enrolled_at: Mapped[datetime | None]
    used_step: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    tries_since: Mapped[datetime | None]


class Stand(StrEnum):
    """Where a session stands before the second step."""

    FREE = "free"  # nothing is asked
    OWES = "owes"  # enrolled, and this session has not shown a code
    MUST_ENROL = "must_enrol"  # the school asks it of this role


class Typed(StrEnum):
    """What became of a typed code."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"  # ten wrong ones in a quarter of an hour


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a code; `session` is the renewed one where it was right."""

    typed: Typed
    session: SignedIn | None = None


def find_step(connection: sa.Connection, person: StaffMember) -> SecondStep | None:
    """A person's authenticator, enrolled or begun."""
    row = connection.execute(sa.select(*SecondStep.__table__.c).where(_of(person))).one_or_none()
    return SecondStep(**row._mapping) if row else None


def stand_of(connection: sa.Connection, plan: SchoolPlan, session: SignedIn) -> Stand:
    """What this session still owes."""
    if session.stepped_at is not None:
        return Stand.FREE
    return asked_of(connection, plan, session.person)


def asked_of(connection: sa.Connection, plan: SchoolPlan, person: StaffMember) -> Stand:
    """What this person owes wherever nothing was shown yet: a fresh session, a word in the chat."""
    step = find_step(connection, person)
    if step is not None and step.enrolled_at is not None:
        return Stand.OWES
    return Stand.MUST_ENROL if person.role in plan.second_step else Stand.FREE


def begin_enrolment(connection: sa.Connection, keys: Keys, person: StaffMember) -> None:
    """Make a fresh secret; one that is in use is left alone."""
    step = find_step(connection, person)
    if step is not None and step.enrolled_at is not None:
        return
    connection.execute(sa.delete(SecondStep).where(_of(person)))
    connection.execute(
        sa.insert(SecondStep).values(
            school_id=person.school_id,
            staff_id=person.id,
            secret_sealed=keys.seal(secrets.token_hex(SECRET_BYTES)),
            used_step=0,
            tries=0,
        )
    )


def secret_of(keys: Keys, step: SecondStep) -> bytes:
    """The secret in the clear; raises ValueError under other keys."""
    return bytes.fromhex(keys.unseal(step.secret_sealed))


def try_code(
    connection: sa.Connection, keys: Keys, session: SignedIn, typed: str, now: datetime
) -> Tried:
    """Show a code: enrols where it is the first, lets the session on, works once.

    The session gets a new cookie: one that was copied before the second step is worth nothing.
    """
    what = spend_code(connection, keys, session.person, typed, now)
    if what is not Typed.RIGHT:
        return Tried(what)
    return Tried(what, renew_session(connection, session, now))


def spend_code(
    connection: sa.Connection, keys: Keys, person: StaffMember, typed: str, now: datetime
) -> Typed:
    """Use a person's code up, once; the first one enrols.

    A wrong code is counted, and the tenth in a quarter of an hour stops the person's tries, from
    whatever address.
    """
    step = find_step(connection, person)
    if step is None:
        return Typed.WRONG
    since = step.tries_since
    is_running = since is not None and now - since < TRIES_WITHIN
    if is_running and step.tries >= MOST_TRIES:
        return Typed.WAIT
    found = matching_step(secret_of(keys, step), typed, now.timestamp(), step.used_step)
    if found is None or not _spend(connection, person, step, found):
        _count_wrong(connection, person, step, now, is_running=is_running)
        return Typed.WRONG
    if step.enrolled_at is None:
        connection.execute(sa.update(SecondStep).where(_of(person)).values(enrolled_at=now))
        record_act(connection, person.school_id, person.id, "second_step_on", now)
    return Typed.RIGHT


def _spend(connection: sa.Connection, person: StaffMember, step: SecondStep, found: int) -> bool:
    """Use a code up; False where the same one was used between our look and now."""
    spent = connection.execute(
        sa.update(SecondStep)
        .where(_of(person), SecondStep.used_step == step.used_step)
        .values(used_step=found, tries=0, tries_since=None)
    )
    return spent.rowcount == 1


def _count_wrong(
    connection: sa.Connection,
    person: StaffMember,
    step: SecondStep,
    now: datetime,
    *,
    is_running: bool,
) -> None:
    tries = SecondStep.tries + 1 if is_running else 1
    since = step.tries_since if is_running else now
    connection.execute(
        sa.update(SecondStep).where(_of(person)).values(tries=tries, tries_since=since)
    )
    if is_running and step.tries + 1 == MOST_TRIES:
        record_act(connection, person.school_id, person.id, "second_step_locked", now)


def take_off(connection: sa.Connection, person: StaffMember, now: datetime, by: int) -> bool:
    """Forget a person's authenticator (a lost phone) and end every session of theirs; False where
    there was none. `by` is who did it, 0 the command line."""
    gone = connection.execute(sa.delete(SecondStep).where(_of(person)))
    if gone.rowcount != 1:
        return False
    end_sessions_of(connection, person, now)
    record_act(connection, person.school_id, by, "second_step_off", now, about=f"staff:{person.id}")
    return True


def enrolled(connection: sa.Connection, school_id: str) -> set[int]:
    """Ids of the staff who have a second step."""
    rows = connection.scalars(
        sa.select(SecondStep.staff_id).where(
            SecondStep.school_id == school_id, SecondStep.enrolled_at.is_not(None)
        )
    )
    return set(rows)


def _of(person: StaffMember) -> sa.ColumnElement[bool]:
    return sa.and_(SecondStep.school_id == person.school_id, SecondStep.staff_id == person.id)
