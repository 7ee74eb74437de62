"""Signing in to the console (登录控制台): codes claimed in the chat, and one-time links."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base
from models.staff.people import LOGIN_LASTS, LoginCode, StaffMember, hash_secret
from models.staff.sessions import SignedIn, begin_session, find_working

LINK_LASTS = timedelta(minutes=30)
MOST_OPEN_CODES = 2000
"""Codes an account may have open: more is a flood, and would make a guessed code hit somebody's."""

_CODE_TRIES = 8


class EntryLink(Base):
    """A one-time link into the console (管理员链接), by the hash of its secret."""

    __tablename__ = "entry_link"

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    link_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    staff_id: Mapped[int]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TooManyCodes(Exception):
    """The account has so many open login codes that no more are given out for now."""


def claim_login(
    connection: sa.Connection, account_id: str, code: str, person: StaffMember, now: datetime
) -> bool:
    """登录 <code>: let the browser that shows this code in as `person`.

    False for a wrong, expired or already claimed code.
    """
    claimed = connection.execute(
        sa.update(LoginCode)
        .where(
            LoginCode.account_id == account_id,
            LoginCode.code == code.strip(),
            LoginCode.expires_at > now,
            LoginCode.staff_id.is_(None),
        )
        .values(school_id=person.school_id, staff_id=person.id)
    )
    return claimed.rowcount == 1


def find_login(
    connection: sa.Connection, account_id: str, browser: str, now: datetime
) -> LoginCode | None:
    """The code this browser (by its cookie) shows now; with `staff_id` once it was claimed."""
    row = connection.execute(
        sa.select(*LoginCode.__table__.c).where(
            LoginCode.account_id == account_id,
            LoginCode.browser_hash == hash_secret(browser),
            LoginCode.expires_at > now,
        )
    ).one_or_none()
    return LoginCode(**row._mapping) if row else None


def offer_login(
    connection: sa.Connection, account_id: str, browser: str, now: datetime
) -> LoginCode:
    """Give this browser a fresh code for ten minutes. Raises TooManyCodes."""
    of_account = LoginCode.account_id == account_id
    browser_hash = hash_secret(browser)
    connection.execute(
        sa.delete(LoginCode).where(
            of_account,
            sa.or_(LoginCode.expires_at <= now, LoginCode.browser_hash == browser_hash),
        )
    )
    open_codes = connection.scalar(sa.select(sa.func.count()).where(of_account))
    if int(open_codes or 0) >= MOST_OPEN_CODES:
        raise TooManyCodes(account_id)
    for _ in range(_CODE_TRIES):
        offer = {
            "account_id": account_id,
            "browser_hash": browser_hash,
            "code": f"{secrets.randbelow(1_000_000):06d}",
            "expires_at": now + LOGIN_LASTS,
        }
        try:
            with connection.begin_nested():
                connection.execute(sa.insert(LoginCode).values(offer))
        except sa.exc.IntegrityError:
            continue  # another browser shows this code just now
        return LoginCode(**offer)
    raise TooManyCodes(account_id)


def enter_by_code(
    connection: sa.Connection, account_id: str, browser: str, now: datetime
) -> SignedIn | None:
    """Open a session for the browser whose code was claimed; the code works once."""
    row = connection.execute(
        sa.delete(LoginCode)
        .where(
            LoginCode.account_id == account_id,
            LoginCode.browser_hash == hash_secret(browser),
            LoginCode.expires_at > now,
            LoginCode.staff_id.is_not(None),
        )
        .returning(LoginCode.school_id, LoginCode.staff_id)
    ).one_or_none()
    if row is None:
        return None
    return begin_session(connection, row.school_id, row.staff_id, now, "code")


def make_entry_link(connection: sa.Connection, school_id: str, staff_id: int, now: datetime) -> str:
    """Make the token of a one-time link (/console/enter?t=<token>), good for thirty minutes."""
    secret = secrets.token_urlsafe(24)
    connection.execute(
        sa.insert(EntryLink).values(
            school_id=school_id,
            link_hash=hash_secret(secret),
            staff_id=staff_id,
            expires_at=now + LINK_LASTS,
        )
    )
    return f"{school_id}.{secret}"


def who_enters(connection: sa.Connection, token: str, now: datetime) -> StaffMember | None:
    """Whom an entry link would let in; None for a wrong, used or expired one. Changes nothing."""
    row = connection.execute(
        sa.select(EntryLink.school_id, EntryLink.staff_id).where(_is_open(token, now))
    ).one_or_none()
    return None if row is None else find_working(connection, row.school_id, row.staff_id)


def enter_by_link(connection: sa.Connection, token: str, now: datetime) -> SignedIn | None:
    """Open a session by an entry link; the link works once, whoever of two comes first."""
    row = connection.execute(
        sa.update(EntryLink)
        .where(_is_open(token, now))
        .values(used_at=now)
        .returning(EntryLink.school_id, EntryLink.staff_id)
    ).one_or_none()
    if row is None:
        return None
    return begin_session(connection, row.school_id, row.staff_id, now, "link")


def _is_open(token: str, now: datetime) -> sa.ColumnElement[bool]:
    school_id, _, secret = token.rpartition(".")
    return sa.and_(
        EntryLink.school_id == school_id,
        EntryLink.link_hash == hash_secret(secret),
        EntryLink.expires_at > now,
        EntryLink.used_at.is_(None),
    )
