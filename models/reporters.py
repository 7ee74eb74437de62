"""Reporters and households (反馈人, 家庭): one device or follower, and the family that joins them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Door(StrEnum):
    """Which way a report came in."""

    PAGE = "page"
    CHAT = "chat"


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
    and one unit. `consent_version` is the privacy notice agreed to, None once consent was withdrawn.
    """

    __tablename__ = "reporter"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "subject_id"),
        sa.Index("ix_reporter_linked", "school_id", "linked_to"),
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
    first_seen_at: Mapped[datetime]
    linked_to: Mapped[int | None]
    consent_version: Mapped[int | None]
    consented_at: Mapped[datetime | None]
    withdrew_at: Mapped[datetime | None]
