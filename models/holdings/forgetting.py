"""Forgetting a person (删除个人数据): everything of a follower or a device goes; aggregates stay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from models.account.followers import Follower, delete_follower
from models.account.inbound import forget_words
from models.account.reply_windows import forget_windows
from models.families.households import identities_of
from models.families.places import leave_household
from models.families.reminders import stop_reminding
from models.families.reporters import Reporter
from models.holdings.consents import withdraw_consent
from models.reporting.reports import ReportRow
from models.reporting.withdrawals import delete_reports_of
from models.staff.people import StaffMember, staff_behind


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
        left = connection.execute(
            sa.delete(Reporter)
            .where(of_school, Reporter.id == identity.id)
            .returning(Reporter.household_id, Reporter.linked_to)
        ).first()
        if left is not None:
            leave_household(connection, identity.school_id, left.household_id)
            _forget_silent(connection, identity.school_id, left.linked_to)
    return gone


def _forget_silent(connection: sa.Connection, school_id: str, reporter_id: int | None) -> None:
    """Delete a follower who never spoke and whom only a page that is gone was linked with."""
    other = sa.alias(Reporter.__table__)
    connection.execute(
        sa.delete(Reporter).where(
            Reporter.school_id == school_id,
            Reporter.id == reporter_id,
            Reporter.household_id.is_(None),
            ~sa.exists().where(
                ReportRow.school_id == school_id, ReportRow.reporter_id == reporter_id
            ),
            ~sa.exists().where(other.c.school_id == school_id, other.c.linked_to == reporter_id),
            ~sa.exists().where(Follower.subject_id == Reporter.subject_id).correlate(Reporter),
        )
    )


def withdraw_consent_of(
    connection: sa.Connection, subject_id: str, school_ids: Iterable[str], now: datetime
) -> int:
    """Delete everything that was reported; that consent was taken back is kept, and asked anew."""
    gone = 0
    for identity in identities_of(connection, school_ids, subject_id):
        gone += delete_reports_of(connection, identity.school_id, identity.id)
        withdraw_consent(connection, identity.school_id, identity.id, now)
    return gone
