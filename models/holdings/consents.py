"""Consent (同意): who agreed to which version of the privacy notice, and taking it back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from homework.consent import CONSENT_VERSION
from models.database.prepared import Prepared
from models.families.places import leave_household
from models.families.reporters import Place, Reporter, identity_range

_VERSIONS = Prepared(
    sa.select(Reporter.consent_version).where(
        Reporter.school_id == sa.bindparam("of_school"),
        Reporter.subject_id >= sa.bindparam("first"),
        Reporter.subject_id < sa.bindparam("beyond"),
    )
)


def has_consented(connection: sa.Connection, school_id: str, subject_id: str) -> bool:
    """Whether this device or follower agreed to the notice as it is now."""
    return CONSENT_VERSION in _versions(connection, school_id, subject_id)


def has_withdrawn(connection: sa.Connection, school_id: str, subject_id: str) -> bool:
    """Whether somebody who is known agreed to no version of the notice, or not any more."""
    return None in _versions(connection, school_id, subject_id)


def _versions(connection: sa.Connection, school_id: str, subject_id: str) -> set[int | None]:
    first, beyond = identity_range(subject_id)
    given = {"of_school": school_id, "first": first, "beyond": beyond}
    return {version for (version,) in _VERSIONS.all(connection, given)}


def withdraw_consent(
    connection: sa.Connection, school_id: str, reporter_id: int, now: datetime
) -> None:
    """Note that consent was taken back, so that nothing more is kept before it is given again.

    The reporter leaves its household and stands for itself; the caller deletes what it said.
    """
    whose = (Reporter.school_id == school_id, Reporter.id == reporter_id)
    household_id = connection.scalar(sa.select(Reporter.household_id).where(*whose))
    connection.execute(
        sa.update(Reporter)
        .where(*whose)
        .values(
            consent_version=None,
            withdrew_at=now,
            household_id=None,
            bound_at=None,
            place=Place.SPEAKS,
            linked_to=None,
        )
    )
    leave_household(connection, school_id, household_id)
