"""Spot checks (抽查): the seeds that were published, the day's draw, and what was found."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base


class SpotFinding(StrEnum):
    """What a spot check found."""

    AGREES = "agrees"  # 与登记一致
    DIFFERS = "differs"  # 与登记不一致
    OVER = "over"  # 现场超标


class SpotSeed(Base):
    """The seed of one day's draw, written down before it was used; a hash of closed registers."""

    __tablename__ = "spot_seed"

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # the day that it draws for
    closed_day: Mapped[date]  # the day whose registers it hashes
    lines: Mapped[str] = mapped_column(sa.Text)  # what was hashed, one a line
    seed: Mapped[str] = mapped_column(sa.String(64))
    published_at: Mapped[datetime]


class SpotPromise(Base):
    """A secret salt of one day's draw, promised by its hash before the draw; the draw reveals it."""

    __tablename__ = "spot_promise"

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # the day that it draws for
    salt: Mapped[str] = mapped_column(sa.String(64))
    salt_hash: Mapped[str] = mapped_column(sa.String(64))
    promised_at: Mapped[datetime]


class SpotDraw(Base):
    """One day's draw: what it was drawn from, so that anybody can draw again. Never changed."""

    __tablename__ = "spot_draw"
    __table_args__ = (
        sa.ForeignKeyConstraint(["school_id", "day"], ["spot_seed.school_id", "spot_seed.day"]),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime]
    salt: Mapped[str | None] = mapped_column(sa.String(64))  # None: drawn before there were salts
    classes: Mapped[str] = mapped_column(sa.Text)  # slugs, as in the pot
    had_turn: Mapped[str] = mapped_column(sa.Text)
    blind: Mapped[str] = mapped_column(sa.Text)
    drawn: Mapped[str] = mapped_column(sa.String(200))
    round_after: Mapped[str] = mapped_column(sa.Text)
    most_classes: Mapped[int]
    most_grades: Mapped[int]


class SpotCheck(Base):
    """One class drawn on one day; `finding` is None until somebody has looked."""

    __tablename__ = "spot_check"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.ForeignKeyConstraint(["school_id", "day"], ["spot_draw.school_id", "spot_draw.day"]),
        sa.CheckConstraint("finding IS NULL OR checked_at IS NOT NULL", name="found_has_time"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]
    finding: Mapped[SpotFinding | None] = mapped_column(sa.String(8))
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    checked_by: Mapped[int | None]
    checked_at: Mapped[datetime | None]
