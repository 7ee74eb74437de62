"""Reporters and households (反馈人, 家庭): one device or follower, and the family that joins them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base

SUBJECT_STEM = 24
"""Hexadecimal digits of a subject id that all identities of one person share: 96 bits."""

_AFTER_HEX = "g"


class Door(StrEnum):
    """Which way a report came in."""

    PAGE = "page"
    CHAT = "chat"


class Place(StrEnum):
    """How a device or follower that a slip binds stands in its household; nobody is told."""

    SPEAKS = "speaks"  # one of the three
    LAST = "last"  # of a person with more than three slips: heard where no other of the family is
    WAITS = "waits"  # a fourth device: kept, never counted, moves up when one of the three leaves
    APART = "apart"  # a person's fourth slip: kept, never counted

    @property
    def is_heard(self) -> bool:
        """Whether what it says can count for the household."""
        return self in (Place.SPEAKS, Place.LAST)


class Household(Base):
    """One family of one class (家庭反馈条): a slip's link and short code, no name."""

    __tablename__ = "household"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.UniqueConstraint("school_id", "link_hash"),
        sa.UniqueConstraint("school_id", "code_hash"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_class_id: Mapped[int]
    link_hash: Mapped[str] = mapped_column(sa.String(64))
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    issued_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Reporter(Base):
    """One device or one follower that reports; `bound_at` is when it joined its household.

    `linked_to` is the follower whose chat link this device came through: the two are one person,
    and one unit. `place` says how it stands in its household. `consent_version` is the privacy
    notice agreed to, None once consent was withdrawn.
    """

    __tablename__ = "reporter"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "subject_id"),
        sa.Index("ix_reporter_linked", "school_id", "linked_to"),
        sa.Index("ix_reporter_household", "school_id", "household_id"),
        sa.CheckConstraint(
            "(household_id IS NULL) = (bound_at IS NULL)", name="bound_with_household"
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(sa.String(32))
    door: Mapped[Door] = mapped_column(sa.String(8))
    household_id: Mapped[int | None]
    bound_at: Mapped[datetime | None]
    place: Mapped[Place] = mapped_column(sa.String(8), server_default=Place.SPEAKS)
    first_seen_at: Mapped[datetime]
    linked_to: Mapped[int | None]
    consent_version: Mapped[int | None]
    consented_at: Mapped[datetime | None]
    withdrew_at: Mapped[datetime | None]


def identity_range(subject_id: str) -> tuple[str, str]:
    """The first subject id that is an identity of this person, and the first beyond them.

    A range, which an index can find, where LIKE would read every reporter.
    """
    stem = subject_id[:SUBJECT_STEM]
    return stem, stem + _AFTER_HEX
