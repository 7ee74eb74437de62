"""Trends in the console (走势): weeks, grades or classes, and subjects, each chart with its table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Blueprint, abort, request

from handlers.context import get_context
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.report import Subject
from homework.school import grade_name, school_year
from homework.trends import NOTHING, Bias, Summary, WeekSum, biases_by, summed_by
from homework.wording import console_trends as wording
from models.days.trends import Asked, minutes_rule, subject_sums, week_sums
from models.schools import SchoolClass, classes_of

bp = Blueprint("console_trends", __name__, url_prefix="/console/trends")
bp.before_request(require_viewer)

WEEKS = {"4": 4, "8": 8, "20": 20}
_USUAL_WEEKS = "8"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the school that can be chosen: "" for all of it, 3 for a grade, 3-2 for a class."""

    key: str
    name: str
    classes: tuple[SchoolClass, ...]
    cap: int | None  # of one grade only: several have several

    @property
    def ids(self) -> list[int]:
        return [each.id for each in self.classes]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    name: str
    found: Summary


@bp.get("/")
@bp.get("")
def show_trends() -> str:
    """The closed days of a span of weeks, for a part of the school that this person sees."""
    viewer = get_viewer()
    if not viewer.sees_grid:
        abort(403)
    with get_context().store.reading() as connection:
        places = _places(connection, viewer)
        chosen = _chosen(places)
        weeks = request.args.get("weeks", _USUAL_WEEKS)
        mondays = _mondays(viewer, weeks)
        asked = Asked(mondays[0], viewer.today, chosen.ids if chosen else ())
        sums = week_sums(connection, viewer.plan.id, asked)
        by_subject = subject_sums(connection, viewer.plan.id, asked)
    return show(
        "trends.html",
        page="trends",
        said=wording,
        places=places,
        chosen=chosen,
        weeks=weeks,
        spans=wording.SPANS,
        by_week=_by_week(sums, _since_first(sums, mondays)),
        parts=_parts(chosen, sums) if chosen else [],
        subjects=_subjects(by_subject, _since_first(by_subject, mondays)),
        bias=_bias(viewer, chosen, by_subject, sums) if chosen else None,
    )


def _places(connection: sa.Connection, viewer: Viewer) -> list[Place]:
    """What this person may choose; a class's own teachers have their own classes only."""
    day = viewer.today
    seen = [
        each
        for each in classes_of(connection, viewer.plan.id, day)
        if each.grade(day) in viewer.plan.classes
        and viewer.sight(each, day) not in (None, Sight.CHECKER)
    ]
    grades = sorted({each.grade(day) for each in seen})
    whole = [Place("", wording.WHOLE, tuple(seen), None)] if len(grades) > 1 else []
    found = whole
    for grade in grades:
        own = tuple(each for each in seen if each.grade(day) == grade)
        cap = _cap(viewer, grade)
        found.append(Place(str(grade), grade_name(grade), own, cap))
        found += [Place(each.slug(day), each.name(day), (each,), cap) for each in own]
    return found


def _cap(viewer: Viewer, grade: int) -> int | None:
    """The cap of a usual evening: a Friday's is for three."""
    day = viewer.plan.calendar.last_school_day(viewer.today)
    while viewer.plan.calendar.evenings_covered(day) > 1:
        day = viewer.plan.calendar.previous_school_day(day)
    rule = minutes_rule(viewer.plan, grade, day)
    return rule.limit if rule else None


def _chosen(places: Sequence[Place]) -> Place | None:
    if not places:
        return None
    wanted = request.args.get("of", places[0].key)
    found = next((each for each in places if each.key == wanted), None)
    if found is None:
        abort(404)
    return found


def _mondays(viewer: Viewer, weeks: str) -> list[date]:
    """The Mondays of the span, oldest first; "year" begins with the school year."""
    this = viewer.today - timedelta(days=viewer.today.weekday())
    if weeks == "year":
        begin = date(school_year(viewer.today), 9, 1)
        count = (this - (begin - timedelta(days=begin.weekday()))).days // 7 + 1
    elif weeks in WEEKS:
        count = WEEKS[weeks]
    else:
        abort(404)
    return [this - timedelta(weeks=back) for back in reversed(range(count))]


def _since_first(sums: Sequence[WeekSum], mondays: Sequence[date]) -> list[date]:
    """Without the weeks before anything was heard: a school that began last week has no gap."""
    first = min((each.monday for each in sums), default=mondays[0])
    return [each for each in mondays if each >= first]


def _by_week(sums: Sequence[WeekSum], mondays: Sequence[date]) -> list[Line]:
    found = summed_by(sums, lambda each: each.monday)
    if not found:
        return []
    return [Line(wording.week(each), found.get(each, NOTHING)) for each in mondays]


def _parts(chosen: Place, sums: Sequence[WeekSum]) -> list[Line]:
    """The chosen place's grades, or a grade's classes, by their numbers: never a ranking."""
    if len(chosen.classes) < 2:
        return []
    found = summed_by(sums, _part_of(chosen))
    return [Line(name, found.get(part, NOTHING)) for part, name in _part_names(chosen)]


def _part_of(chosen: Place) -> Callable[[WeekSum], int]:
    """Which part of the place a sum belongs to: its grade in the whole school, else its class."""
    if chosen.key:
        return lambda each: each.school_class_id
    day = get_viewer().today
    grade_of = {each.id: each.grade(day) for each in chosen.classes}
    return lambda each: grade_of[each.school_class_id]


def _part_names(chosen: Place) -> list[tuple[int, str]]:
    day = get_viewer().today
    if chosen.key:
        return [(each.id, each.name(day)) for each in chosen.classes]
    return [(grade, grade_name(grade)) for grade in sorted({e.grade(day) for e in chosen.classes})]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Minutes by week (rows) and subject (columns); None where no class had five families."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


def _subjects(sums: Sequence[WeekSum], mondays: Sequence[date]) -> Subjects | None:
    found = summed_by(sums, lambda each: (each.monday, each.subject))
    present = {subject for _, subject in found}
    names = tuple(str(each) for each in Subject if each in present)
    if not names:
        return None
    rows = tuple(
        (
            wording.week(monday),
            tuple(found.get((monday, name), NOTHING).minutes for name in names),
        )
        for monday in mondays
    )
    return Subjects(names, rows)


@dataclass(frozen=True, slots=True)
class BiasLine:
    """One line of a bias table; the minutes are None for who may read a band only."""

    name: str
    declared: int | None
    heard: int | None
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class BiasTables:
    """How registers stand to families over the span: by subject, and by part of the place."""

    subjects: tuple[BiasLine, ...]
    parts: tuple[BiasLine, ...]
    is_exact: bool


def _bias(
    viewer: Viewer, chosen: Place, by_subject: Sequence[WeekSum], sums: Sequence[WeekSum]
) -> BiasTables | None:
    """None where no line has five class days; never a ranking, and never a teacher's name."""
    is_exact = all(viewer.sight(each, viewer.today) is Sight.FULL for each in chosen.classes)
    subjects = biases_by(by_subject, lambda each: each.subject)
    parts = biases_by(sums, _part_of(chosen))
    names = _part_names(chosen)
    if not subjects and not parts:
        return None
    return BiasTables(
        tuple(
            _bias_line(str(each), subjects[each], is_exact=is_exact)
            for each in Subject
            if each in subjects
        ),
        tuple(
            _bias_line(name, parts[part], is_exact=is_exact)
            for part, name in names
            if part in parts
        ),
        is_exact,
    )


def _bias_line(name: str, bias: Bias, *, is_exact: bool) -> BiasLine:
    if not is_exact:
        return BiasLine(name, None, None, wording.bias_band(bias), bias.days)
    return BiasLine(name, bias.declared, bias.heard, wording.bias_percent(bias), bias.days)
