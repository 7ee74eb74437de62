"""Consent (同意): who agreed to which version of the privacy notice, and taking it back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from homework.consent import CONSENT_VERSION
from models.households import identities_of
from models.reporters import Reporter


def has_consented(connection: sa.Connection, school_id: str, subject_id: str) -> bool:
    """Whether this device or follower agreed to the notice as it is now."""
    return any(
        each.consent_version == CONSENT_VERSION
        for each in identities_of(connection, [school_id], subject_id)
    )


def has_withdrawn(connection: sa.Connection, school_id: str, subject_id: str) -> bool:
    """Whether somebody who is known agreed to no version of the notice, or not any more."""
    known = identities_of(connection, [school_id], subject_id)
    return any(each.consent_version is None for each in known)


def withdraw_consent(
    connection: sa.Connection, school_id: str, reporter_id: int, now: datetime
) -> None:
    """Note that consent was taken back, so that nothing more is kept before it is given again.

    The reporter leaves its household and stands for itself; the caller deletes what it said.
    """
    connection.execute(
        sa.update(Reporter)
        .where(Reporter.school_id == school_id, Reporter.id == reporter_id)
        .values(
            consent_version=None,
            withdrew_at=now,
            household_id=None,
            bound_at=None,
            linked_to=None,
        )
    )
