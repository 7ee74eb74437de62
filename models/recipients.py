"""Recipients (收件人): where a person of the staff can be written to."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from models.followers import Follower
from models.staff import StaffMember


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member of the staff as a follower of an account."""

    account_id: str
    subject_id: str
    openid_sealed: str = field(repr=False)


def find_recipient(connection: sa.Connection, school_id: str, staff_id: int) -> Recipient | None:
    """Where a person can be written to, or None: not bound, gone, or no longer following."""
    row = connection.execute(
        sa.select(Follower.account_id, Follower.subject_id, Follower.openid_sealed)
        .join(
            StaffMember,
            sa.and_(
                StaffMember.account_id == Follower.account_id,
                StaffMember.subject_id == Follower.subject_id,
            ),
        )
        .where(
            StaffMember.school_id == school_id,
            StaffMember.id == staff_id,
            StaffMember.left_at.is_(None),
            Follower.is_subscribed,
            Follower.openid_sealed.is_not(None),
        )
    ).one_or_none()
    return None if row is None else Recipient(row.account_id, row.subject_id, row.openid_sealed)
