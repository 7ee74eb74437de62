"""Taking reports in (接收反馈): one function for the page and the chat, so that both mean the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from homework.consent import CONSENT_VERSION, must_ask
from homework.measures import measure
from homework.plan import SchoolPlan, Trust
from homework.report import Report
from models.database.base import new_id
from models.database.prepared import Prepared
from models.families.reporters import Door, Household, Place, Reporter
from models.reporting.reports import NO_UNIT, Saying, find_report, save_report
from models.reporting.withdrawals import withdraw_report
from models.schools import ClassKey


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who reports, through which door: `subject_id` is a keyed hash, never an openid or a name."""

    subject_id: str
    door: Door


@dataclass(frozen=True, slots=True)
class About:
    """Which class, in which grade on that day, and which homework day."""

    key: ClassKey
    grade: int
    day: date


_FIND_REPORTER = Prepared(
    sa.select(
        Reporter.id,
        Reporter.household_id,
        Reporter.bound_at,
        Household.school_class_id,
        Reporter.linked_to,
        Reporter.consent_version,
        Reporter.place,
    )
    .outerjoin(
        Household,
        sa.and_(Household.school_id == Reporter.school_id, Household.id == Reporter.household_id),
    )
    .where(
        Reporter.school_id == sa.bindparam("of_school"),
        Reporter.subject_id == sa.bindparam("of_subject"),
    )
)


def _insert_new(
    insert: type[sqlite.Insert] | type[postgresql.Insert],
) -> Any:
    return insert(Reporter).on_conflict_do_nothing(index_elements=["school_id", "subject_id"])


_INSERT_REPORTER = Prepared(
    {"sqlite": _insert_new(sqlite.Insert), "postgresql": _insert_new(postgresql.Insert)},
    columns=(
        *("school_id", "id", "subject_id", "door", "first_seen_at"),
        *("consent_version", "consented_at"),
    ),
)


@dataclass(frozen=True, slots=True)
class KnownReporter:
    """A reporter's row, where the caller has read it already."""

    id: int
    household_id: int | None = None
    bound_at: datetime | None = None
    household_class_id: int | None = None
    linked_to: int | None = None
    consent_version: int | None = CONSENT_VERSION
    place: str = Place.SPEAKS


@dataclass(frozen=True, slots=True)
class Said:
    """One report as somebody says it now. `is_late`: the day is closed, so it can only be a lead."""

    speaker: Speaker
    about: About
    report: Report
    at: datetime
    is_late: bool = False


def take_in(
    connection: sa.Connection, plan: SchoolPlan, said: Said, known: KnownReporter | None = None
) -> int:
    """Store a report whole, as this speaker's only one of its class and day; returns its id.

    The reporter may be known already.
    """
    reporter = known or known_reporter(connection, plan.id, said.speaker, said.at)
    if must_ask(reporter.consent_version):
        _consent(connection, plan.id, reporter.id, said.at)
    # A slip binds a family to its own class; in another class its words are anyone's.
    is_bound = reporter.household_class_id == said.about.key.school_class_id
    place = Place(reporter.place) if is_bound else Place.SPEAKS
    unit_id = (reporter.household_id if is_bound else reporter.linked_to) or reporter.id
    bound_at = reporter.bound_at if is_bound else None
    saying = Saying(
        key=said.about.key,
        day=said.about.day,
        reporter_id=reporter.id,
        door=said.speaker.door,
        unit_id=unit_id if place.is_heard else NO_UNIT,
        unit_order=unit_order(bound_at, said.at, is_last=place is Place.LAST),
        counts=(plan.trust is Trust.CLASS or is_bound) and not said.is_late and place.is_heard,
    )
    measures = measure(said.report, said.about.grade)
    return save_report(connection, saying, said.report, measures, said.at)


def unit_order(bound_at: datetime | None, said_at: datetime, *, is_last: bool = False) -> int:
    """A report's order in its unit, the first of which counts: the device bound earliest; of one
    person's page and chat, bound at the same moment or not at all, whatever was said last."""
    bound = 0 if bound_at is None else int(bound_at.timestamp())
    bound = _AFTER_ALL if is_last else bound
    return (bound << 31) - int(said_at.timestamp() - _SAID_FROM)


_AFTER_ALL = (1 << 32) - 1  # the year 2106
_SAID_FROM = 1_700_000_000  # so that what is subtracted stays below 1 << 31 for sixty years


def said_before(connection: sa.Connection, speaker: Speaker, about: About) -> Report | None:
    """What this speaker has said of this class and day, or None."""
    reporter = _find_reporter(connection, about.key.school_id, speaker)
    if reporter is None:
        return None
    return find_report(connection, about.key, about.day, reporter.id)


def withdraw(connection: sa.Connection, speaker: Speaker, about: About) -> bool:
    """Delete what this speaker said of this class and day; False where there was nothing."""
    reporter = _find_reporter(connection, about.key.school_id, speaker)
    if reporter is None:
        return False
    return withdraw_report(connection, about.key, about.day, reporter.id)


def _find_reporter(
    connection: sa.Connection, school_id: str, speaker: Speaker
) -> KnownReporter | None:
    given = {"of_school": school_id, "of_subject": speaker.subject_id}
    row = _FIND_REPORTER.first(connection, given)
    return None if row is None else KnownReporter(*row)


def known_reporter(
    connection: sa.Connection, school_id: str, speaker: Speaker, now: datetime
) -> KnownReporter:
    """The speaker's row, made where there is none; of two first reports at once, one makes it."""
    fresh = KnownReporter(new_id())
    values = {
        "school_id": school_id,
        "id": fresh.id,
        "subject_id": speaker.subject_id,
        "door": speaker.door,
        "first_seen_at": now,
        "consent_version": CONSENT_VERSION,
        "consented_at": now,
    }
    if _INSERT_REPORTER.run(connection, values) == 1:
        return fresh
    found = _find_reporter(connection, school_id, speaker)
    assert found is not None, "the insert just said that it is there"
    return found


def _consent(connection: sa.Connection, school_id: str, reporter_id: int, now: datetime) -> None:
    """Note that the notice as it is now was agreed to: whoever is asked agrees by reporting."""
    connection.execute(
        sa.update(Reporter)
        .where(Reporter.school_id == school_id, Reporter.id == reporter_id)
        .values(consent_version=CONSENT_VERSION, consented_at=now, withdrew_at=None)
    )
