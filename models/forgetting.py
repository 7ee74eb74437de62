"""Forgetting a person (删除个人数据): everything of a follower or a device goes; aggregates stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from models.consents import withdraw_consent
from models.followers import delete_follower
from models.households import identities_of
from models.inbound import forget_words
from models.reminders import stop_reminding
from models.reply_windows import forget_windows
from models.reporters import Reporter
from models.staff import StaffMember, staff_behind
from models.withdrawals import delete_reports_of


def forget_follower(
    connection: sa.Connection, account_id: str, subject_id: str, school_ids: Iterable[str]
) -> int:
    """Delete a follower's identity, reports and staff binding; returns how many reports went.

    The classes the reports were about are judged again. A member of the staff stays on the list
    and needs a new code to be written to.
    """
    gone = forget_reporter(connection, subject_id, school_ids)
    connection.execute(
        sa.update(StaffMember)
        .where(StaffMember.account_id == account_id, StaffMember.subject_id == subject_id)
        .values(account_id=None, subject_id=None)
    )
    stop_reminding(connection, account_id, subject_id)
    _forget_chat(connection, account_id, subject_id)
    return gone


def forget_parent(
    connection: sa.Connection, account_id: str, subject_id: str, school_ids: Iterable[str]
) -> None:
    """Delete what a follower said as a parent, and who it was; staff are still reached."""
    forget_reporter(connection, subject_id, school_ids)
    forget_as_parent(connection, account_id, subject_id)


def forget_as_parent(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """Delete what the chat knows of a follower, unless the school has to reach its staff there."""
    stop_reminding(connection, account_id, subject_id)
    if staff_behind(connection, account_id, subject_id):
        forget_words(connection, account_id, subject_id)
    else:
        _forget_chat(connection, account_id, subject_id)


def _forget_chat(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    forget_words(connection, account_id, subject_id)
    forget_windows(connection, account_id, subject_id)
    delete_follower(connection, account_id, subject_id)


def forget_reporter(connection: sa.Connection, subject_id: str, school_ids: Iterable[str]) -> int:
    """Delete everything one device or follower reported, and the reporter; returns how many."""
    gone = 0
    for identity in identities_of(connection, school_ids, subject_id):
        gone += delete_reports_of(connection, identity.school_id, identity.id)
        of_school = Reporter.school_id == identity.school_id
        connection.execute(
            sa.update(Reporter)
            .where(of_school, Reporter.linked_to == identity.id)
            .values(linked_to=None)
        )
        connection.execute(sa.delete(Reporter).where(of_school, Reporter.id == identity.id))
    return gone


def withdraw_consent_of(
    connection: sa.Connection, subject_id: str, school_ids: Iterable[str], now: datetime
) -> int:
    """Delete everything that was reported; that consent was taken back is kept, and asked anew."""
    gone = 0
    for identity in identities_of(connection, school_ids, subject_id):
        gone += delete_reports_of(connection, identity.school_id, identity.id)
        withdraw_consent(connection, identity.school_id, identity.id, now)
    return gone
