"""Deliveries in the console (送达): which alert went to whom, by which way, and how far it got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, request

from handlers.context import get_context
from handlers.pages.console.cards import person_words
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.days import SHANGHAI
from homework.wording import console as wording
from homework.wording import console_office as office_wording
from models.database.base import AnyRow
from models.pushes.deliveries import (
    ARRIVED,
    NOT_ARRIVED,
    WAITING,
    DeliveryFilter,
    deliveries_before,
)
from models.pushes.outbox import Channel, PushState
from models.schools import SchoolClass, classes_ever
from models.staff.people import StaffMember
from models.staff.staffing import names_of

bp = Blueprint("console_deliveries", __name__, url_prefix="/console/deliveries")
bp.before_request(require_viewer)

PAGE = 50
GROUPS = {
    "lost": ("未送达", NOT_ARRIVED),
    "waiting": ("等待中", WAITING),
    "arrived": ("已发出", ARRIVED),
}
_NOBODY = "群或邮件"


@dataclass(frozen=True, slots=True)
class PushLine:
    """One push as a line of the table."""

    who: str
    reason: str
    number: int | None
    class_name: str
    way: str
    state: str
    state_words: str
    at: datetime


@bp.before_request
def require_leading() -> None:
    """What was sent to whom is for the leading group."""
    if not get_viewer().is_leading:
        abort(403)


@bp.get("/")
@bp.get("")
def show_list() -> str:
    """The newest pushes, fifty a page; of a class one teaches, or of what is confidential, none."""
    viewer = get_viewer()
    group = request.args.get("state", "")
    recipient = request.args.get("to", "")
    wanted = DeliveryFilter(GROUPS[group][1] if group in GROUPS else (), recipient)
    before = read_before()
    with get_context().store.reading() as connection:
        rows = deliveries_before(connection, viewer.plan.id, wanted, before, PAGE + 1)
        classes = classes_ever(connection, viewer.plan.id)
        people = names_of(connection, viewer.plan.id)
    return show(
        "deliveries.html",
        page="deliveries",
        said=office_wording,
        lines=[
            _line(row, classes, people) for row in rows[:PAGE] if _may_see(viewer, row, classes)
        ],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        is_first=before is None,
        groups=[(key, words) for key, (words, _) in GROUPS.items()],
        group=group if group in GROUPS else "",
        recipient=recipient,
        recipients=_recipients(viewer, people),
    )


def read_before() -> int | None:
    """Where the page begins (?before=<id>), for lists that are read from the newest on."""
    text = request.args.get("before", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) >= 1 << 63:
        abort(404)
    return int(text)


def _may_see(viewer: Viewer, row: AnyRow, classes: Mapping[int, SchoolClass]) -> bool:
    if row.number is None:
        return True
    sight = viewer.sight(classes[row.school_class_id], row.case_day)
    return viewer.may_read_severity(row.severity) and sight is Sight.FULL


def _line(
    row: AnyRow, classes: Mapping[int, SchoolClass], people: Mapping[int, StaffMember]
) -> PushLine:
    kind, _, which = row.recipient.partition(":")
    is_person = kind == "staff" and which.isdecimal()
    at = row.acknowledged_at or row.delivered_at or row.sent_at or row.created_at
    return PushLine(
        who=person_words(people.get(int(which))) if is_person else _NOBODY,
        reason=wording.REASON[row.reason],
        number=row.number,
        class_name=classes[row.school_class_id].name(row.case_day) if row.number else "",
        way=_way(row),
        state=row.state,
        state_words=wording.PUSH[row.state],
        at=at.astimezone(SHANGHAI),
    )


def _way(row: AnyRow) -> str:
    if row.channel == Channel.SECOND:
        return office_wording.SECOND_CHANNEL
    if row.rung is not None:
        return office_wording.RUNG[row.rung]
    return "" if row.state in ARRIVED | {PushState.UNKNOWN} else office_wording.NOT_STARTED


def _recipients(viewer: Viewer, people: Mapping[int, StaffMember]) -> list[tuple[str, str]]:
    named = [(f"staff:{each.id}", person_words(each)) for each in people.values()]
    channels = [
        (f"channel:{number}", f"{_NOBODY}{number + 1}")
        for number in range(len(viewer.plan.channels))
    ]
    return [*named, *channels]
