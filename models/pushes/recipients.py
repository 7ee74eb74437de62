"""Recipients (收件人): where a person of the staff can be written to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from models.account.followers import Follower
from models.staff.people import StaffMember


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member of the staff as a follower of an account."""

    account_id: str
    subject_id: str
    openid_sealed: str = field(repr=False)


Place = tuple[str, int]
"""A school and the id of one of its staff."""


def find_recipients(
    connection: sa.Connection, places: Collection[Place]
) -> Mapping[Place, Recipient]:
    """Where each of these people can be written to; who is not bound, gone, or no longer following
    is not among them."""
    rows = connection.execute(
        sa.select(
            StaffMember.school_id,
            StaffMember.id,
            Follower.account_id,
            Follower.subject_id,
            Follower.openid_sealed,
        )
        .join(
            StaffMember,
            sa.and_(
                StaffMember.account_id == Follower.account_id,
                StaffMember.subject_id == Follower.subject_id,
            ),
        )
        .where(
            StaffMember.school_id.in_({school_id for school_id, _ in places}),
            StaffMember.id.in_({staff_id for _, staff_id in places}),
            StaffMember.left_at.is_(None),
            Follower.is_subscribed,
            Follower.openid_sealed.is_not(None),
        )
    )
    return {
        (row.school_id, row.id): Recipient(row.account_id, row.subject_id, row.openid_sealed)
        for row in rows
    }


def find_recipient(connection: sa.Connection, school_id: str, staff_id: int) -> Recipient | None:
    """Where one person can be written to, or None."""
    place = (school_id, staff_id)
    return find_recipients(connection, [place]).get(place)
