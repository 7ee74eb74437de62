"""Identities (身份) of one follower: a family with two children has one for each child's class."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from models.database.prepared import Prepared
from models.families.households import speaker_for
from models.families.reporters import Door, Household, Reporter, identity_range
from models.reporting.intake import Speaker
from models.schools import ClassKey

_BOUND = Prepared(
    sa.select(Reporter.subject_id)
    .join(
        Household,
        sa.and_(Household.school_id == Reporter.school_id, Household.id == Reporter.household_id),
    )
    .where(
        Reporter.school_id == sa.bindparam("of_school"),
        Reporter.subject_id >= sa.bindparam("first"),
        Reporter.subject_id < sa.bindparam("beyond"),
        Household.school_class_id == sa.bindparam("of_class"),
    )
    .order_by(Reporter.id)
)


_KNOWN = Prepared(
    sa.select(Reporter.id).where(
        Reporter.school_id == sa.bindparam("of_school"),
        Reporter.subject_id >= sa.bindparam("first"),
        Reporter.subject_id < sa.bindparam("beyond"),
    )
)


def is_known(connection: sa.Connection, school_id: str, subject_id: str) -> bool:
    """Whether this device or follower has ever spoken to the school."""
    first, beyond = identity_range(subject_id)
    given = {"of_school": school_id, "first": first, "beyond": beyond}
    return _KNOWN.first(connection, given) is not None


def speaker_in_class(connection: sa.Connection, key: ClassKey, subject_id: str) -> Speaker:
    """Who a follower is in a class: bound by a slip of it under an identity of its own, or plain."""
    return Speaker(_bound_subject(connection, key, subject_id) or subject_id, Door.CHAT)


def _bound_subject(connection: sa.Connection, key: ClassKey, subject_id: str) -> str | None:
    first, beyond = identity_range(subject_id)
    given = {"of_school": key.school_id, "of_class": key.school_class_id}
    bound = _BOUND.first(connection, {**given, "first": first, "beyond": beyond})
    return None if bound is None else str(bound[0])


def is_bound_in_class(connection: sa.Connection, key: ClassKey, subject_id: str) -> bool:
    """Whether a slip of the class binds this device or follower."""
    return _bound_subject(connection, key, subject_id) is not None


def speaker_for_slip(
    connection: sa.Connection, school_id: str, household_id: int, subject_id: str
) -> Speaker:
    """Who a follower is when binding a slip."""
    return replace(speaker_for(connection, school_id, household_id, subject_id), door=Door.CHAT)
