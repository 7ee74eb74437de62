"""Identities (身份) of one follower: a family with two children has one for each child's class."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from models.households import identities_of, speaker_for
from models.intake import Speaker
from models.reporters import Door, Household, Reporter
from models.schools import ClassKey


def speaker_in_class(connection: sa.Connection, key: ClassKey, subject_id: str) -> Speaker:
    """Who a follower is in a class: bound by a slip of it under an identity of its own, or plain."""
    identities = identities_of(connection, [key.school_id], subject_id)
    bound = connection.scalar(
        sa.select(Reporter.subject_id)
        .join(
            Household,
            sa.and_(
                Household.school_id == Reporter.school_id, Household.id == Reporter.household_id
            ),
        )
        .where(
            Reporter.school_id == key.school_id,
            Reporter.id.in_([each.id for each in identities]),
            Household.school_class_id == key.school_class_id,
        )
        .order_by(Reporter.id)
        .limit(1)
    )
    return Speaker(bound or subject_id, Door.CHAT)


def speaker_for_slip(
    connection: sa.Connection, school_id: str, household_id: int, subject_id: str
) -> Speaker:
    """Who a follower is when binding a slip."""
    return replace(speaker_for(connection, school_id, household_id, subject_id), door=Door.CHAT)
