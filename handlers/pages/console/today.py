"""今日待办: the grid of classes, the cases that wait for a person, the leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort, request

from handlers.context import get_context
from handlers.pages.console.cards import Card, look_up, make_cards
from handlers.pages.console.class_tasks import class_tasks
from handlers.pages.console.grid import Grid, build_grid
from handlers.pages.console.reconciled import Compared, compare
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, show
from handlers.pages.console.slices import cut
from homework.cases import CaseState
from homework.days import day_words, homework_day
from homework.wording.staff_cases import step_words
from models.cases.steps import steps_for
from models.cases.views import cases_between, has_reports
from models.days.overloads import Overload, overloads_in, overloads_on
from models.staff.people import Role

bp = Blueprint("today", __name__)

_WAITING = frozenset({CaseState.SUSPECTED})


@dataclass(frozen=True, slots=True)
class DaySwitch:
    """The day on the page and its neighbours; `later` is None on the newest."""

    day: date
    words: str
    earlier: date
    later: date | None
    is_latest: bool


@bp.get("/")
@bp.get("")
def home() -> str:
    """The classes of a homework day and what is to be done about them."""
    viewer = get_viewer()
    switch = read_switch(viewer)
    with get_context().store.reading() as connection:
        is_new = not has_reports(connection, viewer.plan.id)
        grid = build_grid(connection, viewer, switch.day) if viewer.sees_grid else Grid((), (), ())
        cards = _cards(connection, viewer, switch)
        waiting = cut("waiting", [card for card in cards if card.state in _WAITING])
        agrees = _agreements(connection, viewer, waiting.items)
        is_now = not request.args.get("day")
        todos = _todos(connection, viewer) if is_now else []
        tasks = class_tasks(connection, viewer) if is_now else []
    return show(
        "today.html",
        switch=switch,
        grid=grid,
        waiting=waiting,
        agrees=agrees,
        settled=[card for card in cards if card.state not in _WAITING],
        todos=cut("steps", todos),
        tasks=tasks,
        is_new=is_new,
        back="list",
    )


def _agreements(
    connection: sa.Connection, viewer: Viewer, cards: Sequence[Card]
) -> dict[int, Compared]:
    """Whether the register agrees with the families, by case number, where this person may know."""
    checked = [card for card in cards if card.sight is Sight.FULL]
    days = compare(connection, viewer, {(card.school_class, card.day) for card in checked})
    return {
        card.number: days[card.school_class.id, card.day]
        for card in checked
        if (card.school_class.id, card.day) in days
    }


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One step of an open case: where it leads and what it asks."""

    number: int
    class_name: str
    rule_name: str
    words: str


def _todos(connection: sa.Connection, viewer: Viewer) -> list[TodoLine]:
    """What open cases ask of this person, beside checking."""
    steps = steps_for(connection, viewer.plan, viewer.person, viewer.now)
    return [
        TodoLine(
            each.case.number,
            each.class_name,
            each.case.rule_name,
            step_words(each.step, each.until),
        )
        for each in steps
        if viewer.may_read_rule(
            viewer.rules(each.school_class, each.case.day).get(each.case.rule_id)
        )
    ]


def read_switch(viewer: Viewer) -> DaySwitch:
    """The day asked for (?day=2026-11-20), else the newest this person has figures of."""
    calendar = viewer.plan.calendar
    latest = homework_day(viewer.now, calendar)
    day = _asked_day(viewer) or _home_day(viewer, latest)
    day = min(calendar.last_school_day(day), latest)
    return DaySwitch(
        day=day,
        words=day_words(day),
        earlier=calendar.previous_school_day(day),
        later=calendar.next_school_day(day) if day < latest else None,
        is_latest=day == latest,
    )


def _asked_day(viewer: Viewer) -> date | None:
    asked = request.args.get("day", "")
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        abort(404)
    if not 2000 <= day.year <= viewer.today.year + 1:
        abort(404)  # a calendar walked to the year 1 has no previous day
    return day


def _home_day(viewer: Viewer, latest: date) -> date:
    """A class's own teachers begin with the last closed day: of an open one they see nothing."""
    if viewer.is_leading or viewer.person.role == Role.DUTY:
        return latest
    day = latest
    while not viewer.is_closed(day):
        day = viewer.plan.calendar.previous_school_day(day)
    return day


def _cards(connection: sa.Connection, viewer: Viewer, switch: DaySwitch) -> list[Card]:
    found = look_up(connection, viewer, _cases(connection, viewer, switch))
    return make_cards(connection, viewer, found)


def _cases(connection: sa.Connection, viewer: Viewer, switch: DaySwitch) -> Sequence[Overload]:
    """The day's cases; on the newest page also every older one that still waits for a person."""
    school_id = viewer.plan.id
    if viewer.person.role == Role.DUTY:
        return cases_between(connection, school_id, viewer.first_day, viewer.today)
    if not viewer.is_leading:
        # Their first page is the last closed day, and tonight's 请核对 must not hide behind it.
        return cases_between(connection, school_id, switch.day, _last_day(viewer, switch))
    of_day = overloads_on(connection, school_id, switch.day)
    if not switch.is_latest:
        return of_day
    older = [
        case
        for case in overloads_in(connection, school_id, CaseState.SUSPECTED)
        if case.day < switch.day
    ]
    return [*of_day, *older]


def _last_day(viewer: Viewer, switch: DaySwitch) -> date:
    asked = request.args.get("day")
    return switch.day if asked else homework_day(viewer.now, viewer.plan.calendar)
