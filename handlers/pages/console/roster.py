"""The duty roster in the console (值周表): who is on duty in which week, past and to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.nav import checks_classes
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from handlers.pages.console.undo import offer_undo
from homework.wording import console as wording
from homework.wording import console_office as office_wording
from homework.wording import staff_handover as handover_wording
from models.staff.audit import record_act
from models.staff.duty import rosters, save_duty, week_of
from models.staff.handing_over import last_week
from models.staff.people import StaffMember, staff_of
from models.staff.staffing import MANAGERS, names_of

bp = Blueprint("console_roster", __name__, url_prefix="/console/roster")
bp.before_request(require_viewer)

WEEKS_BACK = 2
WEEKS_AHEAD = 10
MOST_ON_DUTY = 12


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week: who is on duty, and every colleague with whether they are."""

    monday: date
    words: str
    is_current: bool
    is_past: bool
    names: str
    people: tuple[tuple[int, str, bool], ...]


@bp.before_request
def require_interest() -> None:
    """Who is on duty is the business of whoever checks."""
    if not checks_classes(get_viewer()):
        abort(403)


@bp.get("/")
@bp.get("")
def show_roster() -> str:
    """Two weeks back, this one, and ten ahead."""
    viewer = get_viewer()
    this = week_of(viewer.today)
    mondays = [this + timedelta(weeks=step) for step in range(-WEEKS_BACK, WEEKS_AHEAD + 1)]
    with get_context().store.reading() as connection:
        on_duty = rosters(connection, viewer.plan.id, mondays[0], mondays[-1])
        everyone = names_of(connection, viewer.plan.id)
        staff = staff_of(connection, viewer.plan.id)
        handover = last_week(connection, viewer.plan, viewer.person, viewer.today)
    return show(
        "roster.html",
        page="roster",
        said=office_wording,
        weeks=[_week(viewer, each, on_duty.get(each, ()), everyone, staff) for each in mondays],
        handover_said=handover_wording,
        handed_week=office_wording.week_words(handover.monday),
        handed=handover_wording.handover_lines(handover),
        may_edit=viewer.person.role in MANAGERS,
    )


def _week(
    viewer: Viewer,
    monday: date,
    ids: Sequence[int],
    everyone: Mapping[int, StaffMember],
    staff: Sequence[StaffMember],
) -> WeekLine:
    this = week_of(viewer.today)
    return WeekLine(
        monday=monday,
        words=office_wording.week_words(monday),
        is_current=monday == this,
        is_past=monday < this,
        names="、".join(everyone[each].name for each in ids if each in everyone),
        people=tuple(
            (each.id, wording.person(each.name, each.role), each.id in ids) for each in staff
        ),
    )


@bp.post("/<monday>")
def save(monday: str) -> AnyResponse:
    """Put these people, and nobody else, on duty in a week."""
    viewer = get_viewer()
    if viewer.person.role not in MANAGERS:
        abort(403)
    week = _read_week(viewer, monday)
    ids = _read_people(viewer)
    with get_context().store.reading() as connection:
        before = rosters(connection, viewer.plan.id, week, week).get(week, [])

    get_context().store.write(lambda connection: _save(connection, viewer, week, ids))
    flash(office_wording.ROSTER_SAVED.format(week=office_wording.week_words(week)), "done")
    offer_undo(
        url_for("console_roster.save", monday=week.isoformat()),
        [("person", str(each)) for each in before],
    )
    return redirect(url_for("console_roster.show_roster"), 303)


def _save(connection: sa.Connection, viewer: Viewer, week: date, ids: list[int]) -> None:
    school_id, person = viewer.plan.id, viewer.person
    save_duty(connection, school_id, week, ids)
    record_act(
        connection, school_id, person.id, "duty", viewer.now, about=week.isoformat(), people=ids
    )


def _read_week(viewer: Viewer, text: str) -> date:
    """A Monday from this week on, as far as the page shows; 404 for any other day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    this = week_of(viewer.today)
    if day.weekday() != 0 or not this <= day <= this + timedelta(weeks=WEEKS_AHEAD):
        abort(404)
    return day


def _read_people(viewer: Viewer) -> list[int]:
    with get_context().store.reading() as connection:
        known = {str(each.id): each.id for each in staff_of(connection, viewer.plan.id)}
    asked = request.form.getlist("person")
    if len(asked) > MOST_ON_DUTY or not set(asked) <= set(known):
        abort(400)
    return sorted({known[each] for each in asked})
