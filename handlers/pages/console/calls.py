"""Calls from the console (电话核实): draw the order once, note how each call ended."""

from __future__ import annotations

from random import SystemRandom

import sqlalchemy as sa
from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from handlers.pages.console.acts import perform
from homework.calls import CallOutcome
from homework.wording import console_cases as wording
from models.cases.calls import MOST_PUPILS, draw_calls, record_call
from models.cases.moves import Act

bp = Blueprint("calls", __name__)


@bp.post("/cases/<int:number>/calls")
def draw(number: int) -> Response:
    """Draw the order in which the class list is rung; it is never drawn again."""
    size = _number(request.form.get("size", ""), MOST_PUPILS)

    def do(connection: sa.Connection, act: Act) -> bool:
        return draw_calls(connection, act, size, SystemRandom())

    return perform(number, do, lambda is_new: wording.SAID["draw" if is_new else "drawn_before"])


@bp.post("/cases/<int:number>/calls/<int:place>")
def note(number: int, place: int) -> Response:
    """Note how the call to this place of the order ended."""
    try:
        outcome = CallOutcome(request.form.get("outcome", ""))
    except ValueError:
        abort(400)

    def do(connection: sa.Connection, act: Act) -> bool:
        return record_call(connection, act, place, outcome)

    return perform(number, do, lambda ok: wording.SAID["call" if ok else "call_out_of_turn"])


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= most):
        abort(400)
    return int(text)
