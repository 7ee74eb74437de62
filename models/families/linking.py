"""Chat and page as one person (聊天与填报页合一): what a chat link joins is counted once.

A page that was opened by a link of the chat stays a device of its own, which sees and edits only
what was said on it; but it shares the follower's unit, in which whatever was said last counts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from models.database.base import AnyRow
from models.database.prepared import Prepared
from models.families.households import speaker_for
from models.families.identities import speaker_in_class
from models.families.reporters import Door, Place, Reporter
from models.families.units import Unit, count_in_unit
from models.reporting.intake import About, KnownReporter, Speaker, known_reporter
from models.reporting.reports import ReportRow
from models.schools import ClassKey

MOST_LINKED = 2
"""A phone and a computer. A link that went round the class's group must not fold the whole class
into one unit: from the third device on, each counts for itself as behind the poster."""


@dataclass(frozen=True, slots=True)
class Link:
    """A device that came through a follower's link to a class; reports of `open_days` count anew."""

    key: ClassKey
    device: str
    follower: str
    open_days: Collection[date]


_Row = AnyRow | KnownReporter


def link_device(connection: sa.Connection, link: Link, now: datetime) -> bool:
    """Make device and follower one unit in this class; False where they were, or may not be."""
    chat = speaker_in_class(connection, link.key, link.follower)
    page = replace(speaker_in_class(connection, link.key, link.device), door=Door.PAGE)
    follower = known_reporter(connection, link.key.school_id, chat, now)
    device = known_reporter(connection, link.key.school_id, page, now)
    if device.linked_to == follower.id or follower.linked_to == device.id:
        return False
    is_slip = _is_bound(device, link.key)
    if is_slip and _is_bound(follower, link.key):
        return False
    # Whom a slip binds draws the other into the family; else the page joins the chat.
    if is_slip:
        return _attach(connection, link, device, chat, now)
    return _attach(connection, link, follower, page, now)


def _is_bound(reporter: _Row, key: ClassKey) -> bool:
    return reporter.household_class_id == key.school_class_id


def _attach(
    connection: sa.Connection, link: Link, head: _Row, speaker: Speaker, now: datetime
) -> bool:
    school_id, household_id = link.key.school_id, head.household_id
    joiner = known_reporter(connection, school_id, speaker, now)
    values: dict[str, object] = {"linked_to": head.id}
    unit = Unit(head.id)
    if _is_bound(head, link.key) and household_id is not None:
        if joiner.household_id is not None:
            # It speaks for another child already: for this one it has an identity of its own.
            own = speaker_for(connection, school_id, household_id, speaker.subject_id)
            joiner = known_reporter(connection, school_id, replace(own, door=speaker.door), now)
        place = Place(head.place)
        values |= {"household_id": household_id, "bound_at": head.bound_at, "place": place}
        unit = Unit(household_id, head.bound_at, place)
    if joiner.linked_to is not None or _linked(connection, school_id, head.id) >= MOST_LINKED:
        return False
    connection.execute(
        sa.update(Reporter)
        .where(Reporter.school_id == school_id, Reporter.id == joiner.id)
        .values(values)
    )
    count_in_unit(connection, link.key, link.open_days, joiner.id, unit)
    return True


def _linked(connection: sa.Connection, school_id: str, head_id: int) -> int:
    query = sa.select(sa.func.count()).select_from(Reporter)
    linked = (Reporter.school_id == school_id, Reporter.linked_to == head_id)
    return connection.scalar(query.where(*linked)) or 0


_SAID_LAST = Prepared(
    sa.select(Reporter.subject_id)
    .join(
        ReportRow,
        sa.and_(ReportRow.school_id == Reporter.school_id, ReportRow.reporter_id == Reporter.id),
    )
    .where(
        Reporter.school_id == sa.bindparam("of_school"),
        sa.or_(
            Reporter.subject_id == sa.bindparam("of_device"),
            Reporter.subject_id == sa.bindparam("of_follower"),
        ),
        ReportRow.school_class_id == sa.bindparam("of_class"),
        ReportRow.day == sa.bindparam("of_day", type_=sa.Date),
    )
    .order_by(ReportRow.changed_at.desc())
    .limit(1)
)


def speaks_last(
    connection: sa.Connection, page: Speaker, follower: str, about: About
) -> tuple[Speaker, bool]:
    """Whose report of a day a follower's own device shows and corrects: the chat's where the chat
    was told last, which is the second value; else the device's."""
    chat = speaker_in_class(connection, about.key, follower)
    given = {
        "of_school": about.key.school_id,
        "of_class": about.key.school_class_id,
        "of_day": about.day,
        "of_device": page.subject_id,
        "of_follower": chat.subject_id,
    }
    last = _SAID_LAST.first(connection, given)
    is_chats = last is not None and last[0] == chat.subject_id
    return (replace(chat, door=Door.PAGE), True) if is_chats else (page, False)


def said_elsewhere(connection: sa.Connection, speaker: Speaker, about: About) -> bool:
    """Whether the same person has also spoken of this class and day in the chat."""
    key = about.key
    own = sa.alias(Reporter.__table__)
    found = connection.scalar(
        sa.select(ReportRow.id)
        .select_from(own)
        .join(
            Reporter,
            sa.and_(
                Reporter.school_id == own.c.school_id,
                sa.or_(Reporter.id == own.c.linked_to, Reporter.linked_to == own.c.id),
            ),
        )
        .join(
            ReportRow,
            sa.and_(
                ReportRow.school_id == own.c.school_id,
                ReportRow.reporter_id == Reporter.id,
                ReportRow.school_class_id == key.school_class_id,
                ReportRow.day == about.day,
            ),
        )
        .where(own.c.school_id == key.school_id, own.c.subject_id == speaker.subject_id)
        .limit(1)
    )
    return found is not None
