"""One class over its last school days (班级走势): a row of days against the cap, a table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort

from handlers.context import get_context
from handlers.pages.console.cards import Card, look_up, make_cards
from handlers.pages.console.grid import standings_from
from handlers.pages.console.plot import DayFigure, DayRow, day_row
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, show
from homework.days import day_words, homework_day
from homework.policy import EXAM_MEASURES
from homework.school import read_slug
from homework.views import FLOOR, CellState, band, cell_state, floored, headline, readable
from homework.wording import console as wording
from homework.wording.burdens import exam_words, named_words, typical_difficulty
from models.cases.views import cases_of_class, standings_of
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.reporting.named_kinds import NamedKinds, exam_days, named_on
from models.schools import ClassKey, SchoolClass, find_class

bp = Blueprint("school_class", __name__)

DAYS_SHOWN = 20
_HEADED = "分钟"  # what the table's head says already


@dataclass(frozen=True, slots=True)
class DayLine:
    """One school day of a class as a line of the table."""

    day: date
    words: str
    state: CellState
    word: str
    figure: str
    cap: str
    units: str
    named: str  # irregularities, burdens, difficulty
    measured: int | None
    permitted: int | None


@bp.get("/classes/<slug>")
def show_class(slug: str) -> str:
    """The last twenty school days of one class, newest first."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        school_class = find_seen_class(connection, viewer, slug)
        days = _last_days(viewer)
        lines = _lines(connection, viewer, school_class, days)
        exams = _exams(connection, viewer, school_class, days[0])
        cards = _cards(connection, viewer, school_class, days)
    return show(
        "class.html",
        name=school_class.name(viewer.today),
        slug=slug,
        sight=viewer.sight(school_class, days[0]),
        lines=lines,
        row=_plot(lines),
        exams=exams,
        cards=cards,
        back="case",
    )


def find_seen_class(connection: sa.Connection, viewer: Viewer, slug: str) -> SchoolClass:
    """The class that people call 3-2 today, if this person may see it; 404 otherwise."""
    try:
        grade, number = read_slug(slug)
    except ValueError:
        abort(404)
    school_class = find_class(connection, viewer.plan.id, grade, number, viewer.today)
    if school_class is None or viewer.sight(school_class, viewer.today) is None:
        abort(404)
    return school_class


def _last_days(viewer: Viewer) -> list[date]:
    """Newest first; for a duty teacher no further back than this week."""
    calendar = viewer.plan.calendar
    days = [homework_day(viewer.now, calendar)]
    while len(days) < DAYS_SHOWN:
        days.append(calendar.previous_school_day(days[-1]))
    if viewer.sees_grid:
        return days
    return [day for day in days if day >= viewer.first_day] or days[:1]


def _lines(
    connection: sa.Connection, viewer: Viewer, school_class: SchoolClass, days: Sequence[date]
) -> list[DayLine]:
    key = ClassKey(viewer.plan.id, school_class.id)
    verdicts: dict[date, list[AnyRow]] = {}
    for row in standings_of(connection, key, days):
        verdicts.setdefault(row.day, []).append(row)
    cases: dict[date, dict[str, Overload]] = {}
    for case in cases_of_class(connection, key, days):
        cases.setdefault(case.day, {})[case.rule_id] = case
    named = named_on(connection, key, days)
    return [
        replace(
            _line(viewer, school_class, day, verdicts.get(day, ()), cases.get(day, {})),
            named=_named_words(viewer, school_class, day, named.get(day)),
        )
        for day in days
    ]


def _line(
    viewer: Viewer,
    school_class: SchoolClass,
    day: date,
    verdicts: Sequence[AnyRow],
    cases: Mapping[str, Overload],
) -> DayLine:
    standings = standings_from(verdicts, cases, viewer.rules(school_class, day))
    units = max((each.units for each in standings), default=0)
    state = cell_state(standings, quorum=viewer.plan.thresholds.quorum, is_blind=not standings)
    is_own = viewer.sight(school_class, day) is not Sight.FULL
    if is_own:
        state = floored(state, units) if viewer.is_closed(day) else CellState.WAITING
    may_read = not is_own or (
        viewer.is_closed(day) and floored(CellState.WITHIN, units) is CellState.WITHIN
    )
    best = headline(readable(standings)) if may_read else None
    unit = best.unit if best and best.unit != _HEADED else ""
    return DayLine(
        day=day,
        words=day_words(day),
        state=state,
        word="无反馈" if state is CellState.BLIND else wording.STATE[state],
        figure=f"{best.measured}{unit}" if best else "",
        cap=f"{best.permitted}{unit}" if best else "",
        units=_units_words(units, is_own=is_own, is_closed=viewer.is_closed(day)),
        named="",
        measured=best.measured if best else None,
        permitted=best.permitted if best else None,
    )


def _units_words(units: int, *, is_own: bool, is_closed: bool) -> str:
    if not is_own:
        return f"{units}户" if units else ""
    return band(units) if is_closed else ""


def _named_words(
    viewer: Viewer, school_class: SchoolClass, day: date, found: NamedKinds | None
) -> str:
    """What families named of a day; for the class's own teachers only what so many named that
    nobody can be guessed, and never what is confidential."""
    if found is None:
        return ""
    hidden = {
        rule.breach
        for rule in viewer.rules(school_class, day).values()
        if not viewer.may_read_rule(rule)
    }
    named = {kind: count for kind, count in found.named.items() if kind not in hidden}
    difficulties = found.difficulties
    is_full = viewer.sight(school_class, day) is Sight.FULL
    if not is_full:
        if not viewer.is_closed(day):
            return ""
        named = {kind: count for kind, count in named.items() if count >= FLOOR}
        difficulties = difficulties if len(difficulties) >= FLOOR else ()
    counted = named_words(named, (lambda count: f"{count}户") if is_full else band)
    return "、".join(filter(None, (counted, typical_difficulty(difficulties))))


def _exams(connection: sa.Connection, viewer: Viewer, school_class: SchoolClass, day: date) -> str:
    rules = [
        rule for rule in viewer.rules(school_class, day).values() if rule.measure in EXAM_MEASURES
    ]
    if not rules or viewer.sight(school_class, day) is not Sight.FULL:
        return ""
    key = ClassKey(viewer.plan.id, school_class.id)
    return exam_words(exam_days(connection, viewer.plan, key, day), rules)


def _plot(lines: Sequence[DayLine]) -> DayRow | None:
    if not any(line.measured for line in lines):
        return None
    return day_row(
        [
            DayFigure(
                line.measured,
                line.permitted,
                line.state,
                f"{line.day.month}/{line.day.day}",
                f"{line.words} {line.figure or line.word}",
            )
            for line in reversed(lines)
        ]
    )


def _cards(
    connection: sa.Connection, viewer: Viewer, school_class: SchoolClass, days: Sequence[date]
) -> list[Card]:
    key = ClassKey(viewer.plan.id, school_class.id)
    found = look_up(connection, viewer, cases_of_class(connection, key, days))
    return make_cards(connection, viewer, found)
