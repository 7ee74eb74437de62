"""A case out of a spot check (抽查立案): which rule, which figure, then the case's own page."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from handlers.context import get_context
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.cases import CaseState
from homework.days import day_words
from homework.school import read_slug
from homework.wording import staff_spotcheck as wording
from models.cases.moves import ActRefused
from models.days.overloads import rule_key
from models.schools import SchoolClass, find_class
from models.spot_checks.cases import (
    NoSpotCase,
    Seen,
    may_be_opened,
    may_open,
    open_seen,
    rules_to_see,
)
from models.spot_checks.findings import spot_checks_on

bp = Blueprint("console_spot_cases", __name__, url_prefix="/console/spot-checks")
bp.before_request(require_viewer)

MOST_MINUTES = 480


@bp.get("/<day>/<slug>/case")
def ask(day: str, slug: str) -> str:
    """Which rule of that day, and which figure; 404 where there is nothing to open."""
    viewer = get_viewer()
    school_class, on = _drawn(day, slug)
    return show(
        "spot_case.html",
        page="spot_checks",
        class_name=school_class.name(on),
        day=day_words(on),
        action=url_for("console_spot_cases.make", day=day, slug=slug),
        rules=[(rule_key(rule), rule) for rule in rules_to_see(viewer.plan, school_class, on)],
        said=wording,
    )


@bp.post("/<day>/<slug>/case")
def make(day: str, slug: str) -> Response:
    """Open the case, or say which figure is missing."""
    viewer = get_viewer()
    school_class, on = _drawn(day, slug)
    rule_id, measured = request.form.get("rule", ""), _figure()
    rules = {rule_key(each): each for each in rules_to_see(viewer.plan, school_class, on)}
    if rule_id not in rules:
        abort(400)
    if rules[rule_id].limit > 0 and (measured or 0) <= rules[rule_id].limit:
        flash(wording.NEEDS_FIGURE, "problem")
        return redirect(url_for("console_spot_cases.ask", day=day, slug=slug), 303)
    seen = Seen(school_class, on, rule_id, measured)
    try:
        case = get_context().store.write(
            lambda connection: open_seen(connection, viewer.plan, viewer.person, seen, viewer.now)
        )
    except (NoSpotCase, ActRefused):
        abort(404)
    flash(wording.opened(case.number, is_confirmed=case.state == CaseState.CONFIRMED), "done")
    return redirect(url_for("console.case.show_case", number=case.number), 303)


def _figure() -> int | None:
    text = request.form.get("measured", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:4]) <= MOST_MINUTES):
        abort(400)
    return int(text)


def _drawn(day: str, slug: str) -> tuple[SchoolClass, date]:
    """The drawn class of which this person may make a case; 404 for any other."""
    viewer = get_viewer()
    try:
        on, (grade, number) = date.fromisoformat(day), read_slug(slug)
    except ValueError:
        abort(404)
    if not viewer.first_day <= on <= viewer.today:
        abort(404)
    if not may_be_opened(viewer.plan, on, viewer.now):
        abort(404)
    with get_context().store.reading() as connection:
        school_class = find_class(connection, viewer.plan.id, grade, number, on)
        checks = spot_checks_on(connection, viewer.plan.id, on)
    if school_class is None:
        abort(404)
    checked = {each.id: check for check, each in checks}
    check = checked.get(school_class.id)
    if check is None or not may_open(viewer.person, school_class, check):
        abort(404)
    return school_class, on
