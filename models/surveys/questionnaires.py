"""Questionnaires (问卷): rounds, the links that lead to them, and replies that nobody's name is on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.days import SHANGHAI
from homework.surveys import Respondent
from models.database.base import Base


class Survey(Base):
    """One round (一轮) of a questionnaire; `definition` is its TOML file as it was when it began.

    `day` is the homework day a daily-load round is about. With `needs_code` a link alone is not
    enough: each unit has a one-time code.
    """

    __tablename__ = "survey"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "number"),
        sa.UniqueConstraint("school_id", "template_id", "round"),
        sa.CheckConstraint("opens_at <= closes_at", name="opens_before_it_closes"),
    )

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    template_id: Mapped[str] = mapped_column(sa.String(40))
    round: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(80))
    definition: Mapped[str] = mapped_column(sa.Text)
    roles: Mapped[str] = mapped_column(sa.String(60))
    needs_code: Mapped[bool]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    day: Mapped[date | None]

    @property
    def opened_on(self) -> date:
        """The school's day on which it began: classes are called as they were then."""
        return self.opens_at.astimezone(SHANGHAI).date()


class SurveyLink(Base):
    """What stands behind /q/: a class's own link, or the teachers' (of no class)."""

    __tablename__ = "survey_link"
    __table_args__ = (
        sa.ForeignKeyConstraint(["school_id", "survey_id"], ["survey.school_id", "survey.id"]),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.Index("ix_survey_link_survey", "school_id", "survey_id"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    link: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    survey_id: Mapped[int]
    school_class_id: Mapped[int | None]


class SurveyCode(Base):
    """A one-time code (填写码): only its hash is kept, and not whether it was used."""

    __tablename__ = "survey_code"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "link"], ["survey_link.school_id", "survey_link.link"]
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    link: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class SurveyReply(Base):
    """One unit's answers (答卷). Nothing in it leads back to whoever gave them.

    `unit_hash` and `author_hash` are keyed hashes of this round with the unit (household, code or
    device) and with the device: the first lets a unit answer once, the second lets the device that
    answered change its answers. The key is outside the database, and another round's hashes differ.
    A second device of a family that has answered is kept, uncounted (`is_counted`).
    `consent_version` is the privacy notice it was sent under; None before that was kept.
    There is no id and no time, which would line replies up with reports: only the `batch` of five
    arrivals it came in.
    """

    __tablename__ = "survey_reply"
    __table_args__ = (
        sa.ForeignKeyConstraint(["school_id", "survey_id"], ["survey.school_id", "survey.id"]),
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
        sa.UniqueConstraint("school_id", "survey_id", "author_hash"),
        # SQLite's own row numbers would tell the order in which families answered.
        {"sqlite_with_rowid": False},
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    survey_id: Mapped[int] = mapped_column(primary_key=True)
    unit_hash: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    author_hash: Mapped[str] = mapped_column(sa.String(32))
    school_class_id: Mapped[int | None]
    role: Mapped[Respondent] = mapped_column(sa.String(20))
    batch: Mapped[int]
    is_counted: Mapped[bool] = mapped_column(server_default=sa.true())
    answers: Mapped[dict[str, Any]]
    texts_sealed: Mapped[str] = mapped_column(sa.Text)
    consent_version: Mapped[int | None]
