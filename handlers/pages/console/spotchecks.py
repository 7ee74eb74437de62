"""Spot checks in the console (抽查): the seed, today's classes, what was found, who is on duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.reconciled import may_read_register
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.days import SHANGHAI, day_words
from homework.school import read_slug
from homework.wording import staff_spotcheck as wording
from homework.wording.console_register import NOT_YET, SEALED
from homework.wording.staff_register import sum_words
from models.registers.revisions import SavedRegister, registers_on
from models.schools import SchoolClass, classes_of, find_class
from models.spot_checks.cases import may_be_opened, may_open
from models.spot_checks.drawing import find_draw, find_seed, words_in
from models.spot_checks.findings import (
    Looked,
    SpotRefusal,
    SpotRefused,
    add_unannounced,
    may_check,
    record_finding,
    spot_checks_on,
)
from models.spot_checks.records import SpotCheck, SpotFinding
from models.spot_checks.salts import find_promise
from models.staff.duty import rostered, week_of

bp = Blueprint("console_spotchecks", __name__, url_prefix="/console/spot-checks")
bp.before_request(require_viewer)

DAYS_SHOWN = 10
_WORDS = {
    SpotRefusal.NO_SUCH: "这个班今天没有被抽到。",
    SpotRefusal.NOT_ALLOWED: "抽查由教导处或值周教师来做。",
    SpotRefusal.TEACHES: wording.TEACHES,
    SpotRefusal.NO_NOTE: wording.NEEDS_NOTE,
    SpotRefusal.ALREADY: wording.ALREADY,
    SpotRefusal.NO_DRAW: wording.NO_DRAW,
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
    case_later: str = ""  # from when on a case may be made of it
    is_by_hand: bool = False


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
        others = _others(connection, viewer, today)
        promise = find_promise(connection, viewer.plan.id, viewer.today)
        coming = find_promise(
            connection, viewer.plan.id, viewer.plan.calendar.next_school_day(viewer.today)
        )
        duty = [person.name for person in rostered(connection, viewer.plan.id, viewer.today)]
    return show(
        "spot_checks.html",
        page="spot_checks",
        said=wording,
        checks=checks,
        today=today,
        earlier=earlier,
        seed=seed,
        # The salt is the draw's alone: a promise still hides it.
        salt=drawn.salt if drawn else None,
        promise=promise,
        promised_at=promise.promised_at.astimezone(SHANGHAI) if promise else None,
        coming=coming,
        coming_day=day_words(coming.day) if coming else "",
        drawn_at=drawn.drawn_at.astimezone(SHANGHAI) if drawn else None,
        closed_day=day_words(seed.closed_day) if seed else "",
        published_at=seed.published_at.astimezone(SHANGHAI) if seed else None,
        is_school_day=viewer.plan.calendar.is_school_day(viewer.today),
        duty=duty,
        others=others,
        findings=list(wording.FINDING_WORDS.items()),
        week=day_words(week_of(viewer.today)),
    )


@bp.post("/add")
def add() -> AnyResponse:
    """Put a class on today's list by hand."""
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(403)
    now = viewer.now
    with get_context().store.reading() as connection:
        chosen = _drawn_class(connection, viewer, request.form.get("class", ""))
    try:
        get_context().store.write(
            lambda connection: add_unannounced(connection, viewer.plan, viewer.person, chosen, now)
        )
    except SpotRefused as refused:
        is_listed = refused.refusal is SpotRefusal.ALREADY
        flash(wording.ON_THE_LIST if is_listed else _WORDS[refused.refusal], "problem")
    else:
        flash(f"{chosen.name(viewer.today)}:{wording.ADDED}", "done")
    return redirect(url_for("console_spotchecks.show_today"), 303)


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


def _others(
    connection: sa.Connection, viewer: Viewer, today: Sequence[SpotLine]
) -> list[tuple[str, str]]:
    """The classes this person may still add today: (slug, name)."""
    if not (viewer.is_leading and today):
        return []
    listed = {line.slug for line in today} | viewer.person.taught_slugs
    classes = classes_of(connection, viewer.plan.id, viewer.today)
    found = [(each.slug(viewer.today), each.name(viewer.today)) for each in classes]
    return [(slug, name) for slug, name in found if slug not in listed]


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
    stored = find_draw(connection, viewer.plan.id, day)
    drawn_slugs = set(words_in(stored.drawn)) if stored else set()
    lines = []
    for check, school_class in checks:
        words = _register_words(viewer, school_class, day, registers.get(school_class.id))
        line = _line(viewer, check, school_class, words)
        lines.append(replace(line, is_by_hand=line.slug not in drawn_slugs))
    return lines


def _register_words(
    viewer: Viewer, school_class: SchoolClass, day: date, saved: SavedRegister | None
) -> str:
    """What the register adds up to; until its hour only that there is one, as everywhere."""
    if saved is None:
        return NOT_YET
    if not may_read_register(viewer, school_class, day):
        return SEALED
    return sum_words(saved.revision.register, is_late=saved.revision.is_late)


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
        case_later=_case_later(viewer, check, school_class),
        may_record=is_today and check.finding is None and slug not in viewer.person.taught_slugs,
    )


def _case_later(viewer: Viewer, check: SpotCheck, school_class: SchoolClass) -> str:
    is_due = may_be_opened(viewer.plan, check.day, viewer.now)
    if is_due or not may_open(viewer.person, school_class, check):
        return ""
    return wording.case_later(viewer.plan.register.adjust_until)


def _case_link(viewer: Viewer, check: SpotCheck, school_class: SchoolClass) -> str:
    """Where this person makes a case of what was found this week; "" where nothing is to be made."""
    if check.day < viewer.first_day or not may_open(viewer.person, school_class, check):
        return ""
    if not may_be_opened(viewer.plan, check.day, viewer.now):
        return ""
    slug = school_class.slug(check.day)
    return url_for("console_spot_cases.ask", day=check.day.isoformat(), slug=slug)
