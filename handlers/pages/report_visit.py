"""Who fills in the form (谁在填): a device, perhaps one that a chat link makes one with a follower."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from flask import request

from context import Context
from handlers.floods import NEW_IN_CLASS, client_address, wait_of
from handlers.links import FORM_COOKIE, Visitor, make_form_field, read_form_field, read_link_token
from handlers.pages.device import device_subject
from handlers.pages.entrance import Entrance
from homework.report import Report, Subject
from models.consents import has_consented
from models.households import Joining, identities_of, join_household, speaker_for
from models.identities import speaker_in_class
from models.intake import Said, Speaker, said_before, take_in
from models.linking import Link, link_device, said_elsewhere
from models.own_reports import subjects_said_last
from models.reporters import Door

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
    visitor = (
        read_link_token(context.keys, token, now)
        if token
        else read_form_field(context.keys, _carried(), device, now)
    )
    # Another account's follower says nothing about this school.
    if visitor is None or visitor.account_id != entrance.plan.account_id:
        return Visit(device, None, "")
    return Visit(device, visitor, make_form_field(context.keys, visitor, device, now))


def _carried() -> str:
    """What says who follows: the form's field, else the cookie of a tap on the menu."""
    return request.form.get("via") or request.cookies.get(FORM_COOKIE, "")


def asks_consent(context: Context, entrance: Entrance, device: str) -> bool:
    """Whether the notice as it is now has still to be agreed to."""
    with context.store.reading() as connection:
        return not has_consented(connection, entrance.plan.id, device)


def save_visit(
    context: Context, entrance: Entrance, visit: Visit, day: date, report: Report
) -> None:
    """Write the report, unless this device has already said exactly this (a double tap).

    Raises HouseholdFull, BoundElsewhere and NotCommitted.
    """
    now, about = context.clock.now(), entrance.about(day)
    is_aside = _is_aside(context, entrance, visit.device)

    def job(connection: sa.Connection) -> None:
        days = entrance.open_days(now)
        if entrance.household_id is not None:
            speaker = _speaker(connection, entrance, visit.device)
            joining = Joining(entrance.key, entrance.household_id, speaker, days)
            join_household(connection, joining, now)
        elif visit.follower is not None:
            link = Link(entrance.key, visit.device, visit.follower.subject_id, days)
            link_device(connection, link, now)
        speaker = _speaker(connection, entrance, visit.device)
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
        if identities_of(connection, [entrance.plan.id], device):
            return False
    sender = f"{address} {entrance.school_class.id}"
    is_one_too_many = wait_of(context, NEW_IN_CLASS, sender) > 0
    if is_one_too_many:
        context.floods.put_aside(device)
    return is_one_too_many


def _speaker(connection: sa.Connection, entrance: Entrance, device: str) -> Speaker:
    if entrance.household_id is None:
        # A device that joined a family of this class speaks for it by the poster's link too.
        return replace(speaker_in_class(connection, entrance.key, device), door=Door.PAGE)
    return speaker_for(connection, entrance.plan.id, entrance.household_id, device)


def said_here(context: Context, entrance: Entrance, day: date) -> Report | None:
    """What this device has said of the day."""
    device = device_subject(context)
    with context.store.reading() as connection:
        speaker = _speaker(connection, entrance, device)
        return said_before(connection, speaker, entrance.about(day))


def said_in_chat(context: Context, entrance: Entrance, day: date) -> bool:
    """Whether the person of this device has spoken of the day in the chat, too."""
    device = device_subject(context)
    with context.store.reading() as connection:
        speaker = _speaker(connection, entrance, device)
        return said_elsewhere(connection, speaker, entrance.about(day))


def said_and_usual(
    context: Context, entrance: Entrance, day: date
) -> tuple[Report | None, Collection[Subject]]:
    """What this device said of the day; where nothing, the subjects it reported last."""
    device = device_subject(context)
    with context.store.reading() as connection:
        speaker = _speaker(connection, entrance, device)
        said = said_before(connection, speaker, entrance.about(day))
        if said is not None:
            return said, ()
        return None, subjects_said_last(connection, entrance.plan.id, speaker.subject_id)
