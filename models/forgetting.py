"""Forgetting a person (删除个人数据): everything of a follower goes, as soon as they stop following."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from models.followers import delete_follower
from models.households import identities_of
from models.reply_windows import forget_windows
from models.reporters import Reporter
from models.staff import StaffMember
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
    forget_windows(connection, account_id, subject_id)
    delete_follower(connection, account_id, subject_id)
    return gone


def forget_reporter(connection: sa.Connection, subject_id: str, school_ids: Iterable[str]) -> int:
    """Delete everything one device or follower reported, and the reporter; returns how many."""
    gone = 0
    for identity in identities_of(connection, school_ids, subject_id):
        gone += delete_reports_of(connection, identity.school_id, identity.id)
        connection.execute(
            sa.delete(Reporter).where(
                Reporter.school_id == identity.school_id, Reporter.id == identity.id
            )
        )
    return gone
