"""Console sessions (控制台会话): kept on the server, so that signing out really ends them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.staff.audit import record_act
from models.staff.people import (
    SESSION_IDLE,
    SESSION_LASTS,
    ConsoleSession,
    StaffMember,
    find_staff,
    hash_secret,
    staff_behind,
)

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and the person behind it; `cookie` is what the browser sends. `stepped_at` is
    when it passed the second step, where anybody asked for one."""

    cookie: str
    person: StaffMember
    seen_at: datetime
    stepped_at: datetime | None = None


def begin_session(
    connection: sa.Connection, school_id: str, staff_id: int, now: datetime, way: str
) -> SignedIn | None:
    """Sign a person in under a new, unguessable id; None where the person has left the school."""
    person = find_working(connection, school_id, staff_id)
    if person is None:
        return None
    cookie = secrets.token_urlsafe(32)
    connection.execute(
        sa.insert(ConsoleSession).values(
            cookie_hash=hash_secret(cookie),
            school_id=school_id,
            staff_id=staff_id,
            began_at=now,
            seen_at=now,
        )
    )
    record_act(connection, school_id, staff_id, "sign_in", now, way=way)
    return SignedIn(cookie, person, now)


def find_session(connection: sa.Connection, cookie: str, now: datetime) -> SignedIn | None:
    """Who is behind a cookie: None once it ended, idled for 30 minutes, is 12 hours old, or the
    person has left."""
    row = connection.execute(
        sa.select(*ConsoleSession.__table__.c).where(
            ConsoleSession.cookie_hash == hash_secret(cookie),
            ConsoleSession.ended_at.is_(None),
            ConsoleSession.seen_at > now - SESSION_IDLE,
            ConsoleSession.began_at > now - SESSION_LASTS,
        )
    ).one_or_none()
    if row is None:
        return None
    person = find_working(connection, row.school_id, row.staff_id)
    return None if person is None else SignedIn(cookie, person, row.seen_at, row.stepped_at)


def needs_touch(session: SignedIn, now: datetime) -> bool:
    """Whether it is time to note that the session is in use; once a minute keeps pages cheap."""
    return now - session.seen_at >= _SEEN_EVERY


def touch_session(connection: sa.Connection, session: SignedIn, now: datetime) -> None:
    """Note that the session is in use, so that it does not idle out."""
    connection.execute(
        sa.update(ConsoleSession)
        .where(
            ConsoleSession.cookie_hash == hash_secret(session.cookie),
            ConsoleSession.ended_at.is_(None),
        )
        .values(seen_at=now)
    )


def renew_session(connection: sa.Connection, session: SignedIn, now: datetime) -> SignedIn | None:
    """Go on under a new cookie, the second step passed; None where the session ended meanwhile."""
    cookie = secrets.token_urlsafe(32)
    renewed = connection.execute(
        sa.update(ConsoleSession)
        .where(
            ConsoleSession.cookie_hash == hash_secret(session.cookie),
            ConsoleSession.ended_at.is_(None),
        )
        .values(cookie_hash=hash_secret(cookie), stepped_at=now, seen_at=now)
    )
    return SignedIn(cookie, session.person, now, now) if renewed.rowcount == 1 else None


def end_sessions_of(connection: sa.Connection, person: StaffMember, now: datetime) -> int:
    """Sign a person out everywhere; returns how many sessions ended."""
    ended = connection.execute(
        sa.update(ConsoleSession)
        .where(
            ConsoleSession.school_id == person.school_id,
            ConsoleSession.staff_id == person.id,
            ConsoleSession.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    return int(ended.rowcount)


def end_session(connection: sa.Connection, cookie: str, now: datetime) -> None:
    """Sign out: the cookie is worth nothing from here on, wherever it was copied to."""
    connection.execute(
        sa.update(ConsoleSession)
        .where(ConsoleSession.cookie_hash == hash_secret(cookie), ConsoleSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def find_working(connection: sa.Connection, school_id: str, staff_id: int) -> StaffMember | None:
    """One person of one school who has not left it, with what they teach in another office."""
    person = find_staff(connection, school_id, staff_id)
    if person is None or person.left_at is not None:
        return None
    if person.account_id is None or person.subject_id is None:
        return person
    offices = staff_behind(connection, person.account_id, person.subject_id)
    return next((each for each in offices if each.id == staff_id), person)
