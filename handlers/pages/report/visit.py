"""Who fills in the form (谁在填): a device, perhaps one that a chat link makes one with a follower."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from flask import request

from context import Context
from handlers.floods import NEW_IN_CLASS, client_address, wait_of
from handlers.links import (
    FORM_COOKIE,
    LINK_LASTS,
    Visitor,
    make_form_field,
    read_form_field,
    read_link_token,
)
from handlers.pages.device import device_subject, known_device_subject
from handlers.pages.report.entrance import Entrance
from homework.plan import Trust
from homework.report import Report, Subject
from homework.wording import pages as wording
from models.families.households import Joining, join_household, speaker_for
from models.families.identities import is_bound_in_class, is_known, speaker_in_class
from models.families.linking import Link, link_device, said_elsewhere, speaks_last
from models.families.own_reports import subjects_said_last
from models.families.reporters import Door
from models.holdings.consents import has_consented
from models.reporting.intake import About, Said, Speaker, said_before, take_in

_WRITE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A device at an opened link. `follower` came by a link of the chat; `field` carries that in
    the form, signed for this device alone."""

    device: str
    follower: Visitor | None
    field: str


def visit_of(context: Context, entrance: Entrance) -> Visit:
    """Who is here: by the device's cookie, the chat's token (?t=), the field it became, the menu."""
    device, now = device_subject(context), context.clock.now()
    token = request.args.get("t", "")
    visitor = read_form_field(context.keys, _carried(), device, now)
    if token:
        handed = read_link_token(context.keys, token, now)
        # Its own device has been said to be so: no link takes that back.
        visitor = visitor if handed is None or _is_own(visitor, handed) else handed
    # Another account's follower says nothing about this school.
    if visitor is None or visitor.account_id != entrance.plan.account_id:
        return Visit(device, None, "")
    return Visit(device, visitor, make_form_field(context.keys, visitor, device, now))


def _is_own(visitor: Visitor | None, handed: Visitor) -> bool:
    return visitor == replace(handed, is_own=True)


def _carried() -> str:
    """What says who follows: the form's field, else the cookie of a tap on the menu."""
    return request.form.get("via") or request.cookies.get(FORM_COOKIE, "")


def as_own(context: Context, entrance: Entrance, token: str) -> str:
    """The field for a device whose holder says with a tap that the chat's link is their own; empty
    where the link is over."""
    now = context.clock.now()
    visitor = read_link_token(context.keys, token, now)
    if visitor is None or visitor.account_id != entrance.plan.account_id:
        return ""
    own = replace(visitor, is_own=True)
    return make_form_field(context.keys, own, device_subject(context), now, LINK_LASTS)


def asks_consent(context: Context, entrance: Entrance, device: str) -> bool:
    """Whether the notice as it is now has still to be agreed to."""
    if _is_new(context):
        return True
    with context.store.reading() as connection:
        return not has_consented(connection, entrance.plan.id, device)


def _is_new(context: Context) -> bool:
    """Whether nobody was ever here with this browser: then nothing has to be looked for."""
    return known_device_subject(context) is None


def save_visit(
    context: Context, entrance: Entrance, visit: Visit, day: date, report: Report
) -> None:
    """Write the report, unless this device has already said exactly this (a double tap).

    Raises BoundElsewhere and NotCommitted.
    """
    now, about = context.clock.now(), entrance.about(day)
    is_aside = _is_aside(context, entrance, visit.device)

    def job(connection: sa.Connection) -> None:
        days = entrance.open_days(now)
        if entrance.household_id is not None:
            speaker = _device(connection, entrance, visit.device)
            joining = Joining(entrance.key, entrance.household_id, speaker, days)
            join_household(connection, joining, now)
        elif visit.follower is not None:
            link = Link(entrance.key, visit.device, visit.follower.subject_id, days)
            link_device(connection, link, now)
        speaker, _ = _speaker(connection, entrance, visit, about)
        if said_before(connection, speaker, about) != report:
            said = Said(speaker, about, report, now, is_late=is_aside)
            take_in(connection, entrance.plan, said)

    context.store.write(job, _WRITE_SECONDS)


def _is_aside(context: Context, entrance: Entrance, device: str) -> bool:
    """Whether this is one of more new devices than a class has families, behind one address."""
    address = client_address(context)
    if context.floods.is_aside(device):
        return True
    if entrance.household_id is not None or address is None:
        return False
    with context.store.reading() as connection:
        if is_known(connection, entrance.plan.id, device):
            return False
    sender = f"{address} {entrance.school_class.id}"
    is_one_too_many = wait_of(context, NEW_IN_CLASS, sender) > 0
    if is_one_too_many:
        context.floods.put_aside(device)
    return is_one_too_many


def _device(connection: sa.Connection, entrance: Entrance, device: str) -> Speaker:
    if entrance.household_id is None:
        # A device that joined a family of this class speaks for it by the poster's link too.
        return replace(speaker_in_class(connection, entrance.key, device), door=Door.PAGE)
    return speaker_for(connection, entrance.plan.id, entrance.household_id, device)


def _speaker(
    connection: sa.Connection, entrance: Entrance, visit: Visit, about: About
) -> tuple[Speaker, bool]:
    """Whose report is shown and corrected here, and whether it is the chat's."""
    page = _device(connection, entrance, visit.device)
    if visit.follower is None or not visit.follower.is_own:
        return page, False
    return speaks_last(connection, page, visit.follower.subject_id, about)


def said_here(context: Context, entrance: Entrance, visit: Visit, day: date) -> Report | None:
    """What this device has said of the day; on a follower's own device what the chat was told."""
    about = entrance.about(day)
    if _is_new(context):
        return None
    with context.store.reading() as connection:
        speaker, _ = _speaker(connection, entrance, visit, about)
        return said_before(connection, speaker, about)


def chat_words(context: Context, entrance: Entrance, visit: Visit, day: date) -> str:
    """What a receipt says of the chat; empty where the day was not spoken of there."""
    about = entrance.about(day)
    with context.store.reading() as connection:
        speaker, is_chats = _speaker(connection, entrance, visit, about)
        if is_chats:
            return wording.SAME_AS_CHAT
        return wording.ALSO_IN_CHAT if said_elsewhere(connection, speaker, about) else ""


def is_lead(context: Context, entrance: Entrance, visit: Visit) -> bool:
    """Whether only slips count at this school and none of this class binds the device."""
    if entrance.plan.trust is not Trust.HOUSEHOLD or entrance.household_id is not None:
        return False
    with context.store.reading() as connection:
        return not is_bound_in_class(connection, entrance.key, visit.device)


def said_and_usual(
    context: Context, entrance: Entrance, visit: Visit, day: date
) -> tuple[Report | None, Collection[Subject]]:
    """What this device said of the day; where nothing, the subjects it reported last."""
    about = entrance.about(day)
    if _is_new(context):
        return None, ()
    with context.store.reading() as connection:
        speaker, _ = _speaker(connection, entrance, visit, about)
        said = said_before(connection, speaker, about)
        if said is not None:
            return said, ()
        return None, subjects_said_last(connection, entrance.plan.id, speaker.subject_id)
