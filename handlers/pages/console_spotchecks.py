"""Spot checks in the console (抽查): the seed, today's classes, what was found, who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console_scope import Viewer
from handlers.pages.console_session import get_viewer, require_viewer, show
from homework.days import SHANGHAI, day_words
from homework.school import read_slug
from homework.wording import staff_spotcheck as wording
from homework.wording.staff_register import sum_words
from models.duty import rostered, week_of
from models.registers import registers_on
from models.schools import SchoolClass, find_class
from models.spot_cases import may_open
from models.spot_checking import find_draw, find_seed
from models.spot_checks import SpotCheck, SpotFinding
from models.spot_findings import (
    Looked,
    SpotRefusal,
    SpotRefused,
    may_check,
    record_finding,
    spot_checks_on,
)

bp = Blueprint("console_spotchecks", __name__, url_prefix="/console/spot-checks")
bp.before_request(require_viewer)

DAYS_SHOWN = 10
_WORDS = {
    SpotRefusal.NO_SUCH: "这个班今天没有被抽到。",
    SpotRefusal.NOT_ALLOWED: "抽查由教导处或值周教师来做。",
    SpotRefusal.TEACHES: wording.TEACHES,
    SpotRefusal.NO_NOTE: wording.NEEDS_NOTE,
    SpotRefusal.ALREADY: wording.ALREADY,
}


@dataclass(frozen=True, slots=True)
class SpotLine:
    """One drawn class as a line: its register's sum, what was found, whether this person may say."""

    day_words: str
    slug: str
    name: str
    register: str
    found: str
    note: str
    may_record: bool
    case_link: str = ""


@bp.get("/")
@bp.get("")
def show_today() -> str:
    """Today's drawn classes and the days before, for whoever checks; the seed, for everyone."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        checks = may_check(connection, viewer.plan, viewer.person, viewer.today)
        today = _lines(connection, viewer, viewer.today) if checks else []
        earlier = _earlier(connection, viewer) if checks else []
        seed = find_seed(connection, viewer.plan.id, viewer.today)
        drawn = find_draw(connection, viewer.plan.id, viewer.today)
        duty = [person.name for person in rostered(connection, viewer.plan.id, viewer.today)]
    return show(
        "spot_checks.html",
        page="spot_checks",
        said=wording,
        checks=checks,
        today=today,
        earlier=earlier,
        seed=seed,
        drawn_at=drawn.drawn_at.astimezone(SHANGHAI) if drawn else None,
        closed_day=day_words(seed.closed_day) if seed else "",
        published_at=seed.published_at.astimezone(SHANGHAI) if seed else None,
        is_school_day=viewer.plan.calendar.is_school_day(viewer.today),
        duty=duty,
        findings=list(wording.FINDING_WORDS.items()),
        week=day_words(week_of(viewer.today)),
    )


@bp.post("/<slug>")
def record(slug: str) -> AnyResponse:
    """Record what was found of a class drawn today."""
    viewer = get_viewer()
    if request.form.get("finding") not in set(SpotFinding):
        abort(400)
    with get_context().store.reading() as connection:
        school_class = _drawn_class(connection, viewer, slug)
    looked = Looked(
        plan=viewer.plan,
        person=viewer.person,
        day=viewer.today,
        school_class_id=school_class.id,
        finding=SpotFinding(request.form["finding"]),
        note=request.form.get("note", ""),
    )
    try:
        get_context().store.write(lambda connection: record_finding(connection, looked, viewer.now))
    except SpotRefused as refused:
        flash(_WORDS[refused.refusal], "problem")
    else:
        flash(f"{school_class.name(viewer.today)}:{wording.RECORDED}", "done")
    return redirect(url_for("console_spotchecks.show_today"), 303)


def _drawn_class(connection: sa.Connection, viewer: Viewer, slug: str) -> SchoolClass:
    try:
        grade, number = read_slug(slug)
    except ValueError:
        abort(404)
    found = find_class(connection, viewer.plan.id, grade, number, viewer.today)
    if found is None or not may_check(connection, viewer.plan, viewer.person, viewer.today):
        abort(404)
    return found


def _earlier(connection: sa.Connection, viewer: Viewer) -> list[SpotLine]:
    """The drawn classes of the school days before, newest first; this week's for a duty teacher."""
    found: list[SpotLine] = []
    day = viewer.today
    for _ in range(DAYS_SHOWN):
        day = viewer.plan.calendar.previous_school_day(day)
        if not viewer.is_leading and day < viewer.first_day:
            break
        found += _lines(connection, viewer, day)
    return found


def _lines(connection: sa.Connection, viewer: Viewer, day: date) -> list[SpotLine]:
    checks = spot_checks_on(connection, viewer.plan.id, day)
    drawn = [school_class.id for _, school_class in checks]
    registers = registers_on(connection, viewer.plan.id, day, drawn) if checks else {}
    lines = []
    for check, school_class in checks:
        saved = registers.get(school_class.id)
        words = (
            sum_words(saved.revision.register, is_late=saved.revision.is_late)
            if saved
            else "还没有登记"
        )
        lines.append(_line(viewer, check, school_class, words))
    return lines


def _line(viewer: Viewer, check: SpotCheck, school_class: SchoolClass, register: str) -> SpotLine:
    slug = school_class.slug(check.day)
    is_today = check.day == viewer.today
    return SpotLine(
        day_words=day_words(check.day),
        slug=slug,
        name=school_class.name(check.day),
        register=register,
        found=wording.FINDING_WORDS[check.finding] if check.finding else "",
        note=check.note,
        case_link=_case_link(viewer, check, school_class),
        may_record=is_today and check.finding is None and slug not in viewer.person.taught_slugs,
    )


def _case_link(viewer: Viewer, check: SpotCheck, school_class: SchoolClass) -> str:
    """Where this person makes a case of what was found this week; "" where nothing is to be made."""
    if check.day < viewer.first_day or not may_open(viewer.person, school_class, check):
        return ""
    slug = school_class.slug(check.day)
    return url_for("console_spot_cases.ask", day=check.day.isoformat(), slug=slug)
