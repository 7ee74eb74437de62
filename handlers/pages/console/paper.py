"""Paper days in the console (补录): blank sheets to print, and a table of what was written on them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from handlers.pages.register.desk import open_days, read_day
from homework.days import day_words
from homework.register_csv import COLUMNS
from homework.wording import console_register as wording
from models.registers.paper import TooManyRevisions, file_paper, read_paper, refused_day
from models.registers.sheets import sheet_values
from models.schools import SchoolClass, classes_of
from models.staff.audit import record_act
from models.staff.people import Role

bp = Blueprint("console_paper", __name__, url_prefix="/console/registers")
bp.before_request(require_viewer)

_OWN = frozenset({Role.HOMEROOM, Role.GRADE_LEADER})


@bp.before_request
def require_balancer() -> None:
    """Paper is typed in by the leading group, or for their own classes by who balances them."""
    viewer = get_viewer()
    if not viewer.is_leading and viewer.person.role not in _OWN:
        abort(403)


def _classes(connection: sa.Connection, viewer: Viewer, day: date) -> list[SchoolClass]:
    """The classes this person may type in for."""
    return [
        each
        for each in classes_of(connection, viewer.plan.id, day)
        if each.grade(day) in viewer.plan.classes
        and (viewer.is_leading or viewer.sight(each, day) is Sight.OWN)
    ]


@bp.get("/sheets")
def print_sheets() -> str:
    """Blank sheets of this person's classes, ready for A4."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        classes = _classes(connection, viewer, viewer.today)
    return render_template(
        "print/register.html", **sheet_values(viewer.plan, classes, viewer.today)
    )


@bp.get("/paper")
def show_form() -> str:
    """Which days can be typed in, and in what shape."""
    return _page(())


def _page(mistakes: tuple[str, ...]) -> str:
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        names = [each.slug(viewer.today) for each in _classes(connection, viewer, viewer.today)]
    return show(
        "paper.html",
        page="registers",
        said=wording,
        days=[(day, day_words(day)) for day in open_days(viewer.plan, viewer.now)],
        columns=COLUMNS,
        names=names,
        mistakes=mistakes,
    )


@bp.post("/paper")
def take_in() -> AnyResponse | tuple[str, int]:
    """Save the table, all of it or nothing; mistakes come back with their lines."""
    viewer = get_viewer()
    day, file = read_day(request.form.get("day", "")), request.files.get("file")
    if day is None or file is None or not file.filename:
        return _page((wording.NO_FILE,)), 422
    if refusal := refused_day(viewer.plan, day, viewer.now):
        return _page((refusal,)), 422
    with get_context().store.reading() as connection:
        known = {each.slug(day) for each in _classes(connection, viewer, day)}
    table = read_paper(file.stream.read(), viewer.plan.name, known)
    if table.mistakes or not table.registers:
        return _page(table.mistakes or (wording.EMPTY_FILE,)), 422

    def job(connection: sa.Connection) -> int:
        saved = file_paper(connection, viewer.plan, table.registers, day, viewer.now)
        about = day.isoformat()
        record_act(
            connection, viewer.plan.id, viewer.person.id, "register_paper", viewer.now, about=about
        )
        return saved

    try:
        saved = get_context().store.write(job)
    except TooManyRevisions:
        return _page((wording.TOO_OFTEN,)), 422
    flash(wording.taken_in(day, saved, len(table.registers) - saved), "done")
    return redirect(url_for("console_registers.show_list"), 303)
