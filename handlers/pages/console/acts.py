"""收到, 核实, 误报, 公示: what people do to a case from the console, each a POST."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from handlers.context import get_context
from handlers.pages.console.cards import look_up
from handlers.pages.console.found import Found
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer
from handlers.pages.console.typed import show_typed, typed_words
from homework.cases import MOST_SIGNS, CaseState, CheckWay, names_classes
from homework.wording import console as wording
from homework.wording import console_door as door
from models.cases import acts as case_acts
from models.cases.acts import Act, ActRefused, Done, Refusal
from models.cases.views import find_case

bp = Blueprint("acts", __name__)
T = TypeVar("T")
_WORDS_OF = {
    "confirm": "核实",
    "refute": "误报",
    "publish": "公示",
    "reply": "回复",
    "talk": "座谈",
    "close": "销号",
}
"""The same act as it is said in the chat."""


@bp.post("/cases/<int:number>/acknowledge")
def acknowledge(number: int) -> Response:
    """收到: this person takes the case."""
    return perform(
        number, case_acts.acknowledge, lambda done: wording.acknowledged(done.case.number)
    )


@bp.post("/cases/<int:number>/confirm")
def confirm(number: int) -> Response:
    """核实: the person checked, in the way named by the button, and found it so."""
    try:
        way = CheckWay(request.form.get("way", ""))
    except ValueError:
        abort(400)
    if way not in wording.WAYS_OF_PEOPLE:
        abort(400)
    is_trial = not names_classes(get_viewer().plan.publication)
    has_hour = get_viewer().plan.publication.answer_until is not None

    def said(done: Done) -> str:
        begins_at = done.hours.begins_at if done.hours and has_hour else None
        return wording.confirmed(done.class_name, begins_at, trial=is_trial)

    words = request.form.get("words", "")
    return perform(
        number, lambda connection, act: case_acts.confirm(connection, act, way, words), said
    )


@bp.post("/cases/<int:number>/refute")
def refute(number: int) -> Response:
    """误报: it does not hold, for the reason given."""
    reason = request.form.get("reason", "")
    return perform(
        number,
        lambda connection, act: case_acts.refute(connection, act, reason),
        lambda done: wording.refuted(
            done.case.number, was_public=done.case.state == CaseState.CORRECTED
        ),
    )


@bp.post("/cases/<int:number>/publish")
def publish(number: int) -> Response:
    """公示: put a confirmed finding in the hall."""
    reason = request.form.get("reason", "")
    return perform(
        number,
        lambda connection, act: case_acts.publish(connection, act, reason),
        lambda done: wording.published(done.class_name),
    )


def perform(
    number: int, do: Callable[[sa.Connection, Act], T], said: Callable[[T], str]
) -> Response:
    """Do something to a case this person may see and say so, or why not; then back to the page."""
    viewer = get_viewer()
    find_visible(viewer, number)
    act = Act(viewer.plan, viewer.person, number, viewer.now)
    doing = request.path.rpartition("/")[2]
    signs, most = len(typed_words()), MOST_SIGNS.get(_WORDS_OF.get(doing, ""), 0)
    if signs > most > 0:
        return show_typed(door.REFUSED, door.too_long(signs, most), _back(number))
    try:
        done = get_context().store.write(lambda connection: do(connection, act))
    except ActRefused as refused:
        if refused.refusal is Refusal.NO_SUCH_CASE:
            abort(404)
        why = f"{refused.words}{wording.refusal(refused.refusal, doing)}"
        if typed_words():
            return show_typed(door.REFUSED, why, _back(number))
        flash(why, "problem")
    else:
        flash(said(done), "done")
    return redirect(_back(number), 303)


def find_visible(viewer: Viewer, number: int) -> Found:
    """The case of this number if this person may see it; 404 otherwise, as for one that is not."""
    if number >= 1 << 31:
        abort(404)
    with get_context().store.reading() as connection:
        case = find_case(connection, viewer.plan.id, number, viewer.today)
        found = look_up(connection, viewer, [case] if case else [])
    if not found:
        abort(404)
    return found[0]


def _back(number: int) -> str:
    """Where the button stood: the list of a day, or the case's own page."""
    if request.form.get("back") != "list":
        return url_for("console.case.show_case", number=number)
    try:
        day = date.fromisoformat(request.form.get("day", "")).isoformat()
    except ValueError:
        day = None
    return url_for("console.today.home", day=day, _anchor=f"case-{number}")
