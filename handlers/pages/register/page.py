"""The class register's page (作业登记页): on the classroom's computer, by the desk code, no login."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Blueprint, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from handlers.context import get_context
from handlers.floods import TooFast
from handlers.pages.register.desk import Desk, open_desk, read_day
from handlers.pages.register.fields import (
    Reading,
    Row,
    asks_difficulty,
    fields_of,
    is_filled,
    read_register,
    rows_of,
)
from homework.balancing import resting
from homework.days import SHANGHAI, day_words
from homework.policy import effective_rules
from homework.registers import MOST_ENTRIES, Register, adjustable_until
from homework.report import Subject
from homework.wording import register as wording
from homework.wording.staff_register import smallest_change
from models.database.writer import NotCommitted
from models.registers.revisions import Filing, SavedRegister, TooManyRevisions, revisions_of
from models.registers.teacher_entries import teacher_entries
from models.registers.warnings import file_register, smallest_changes, with_changes

bp = Blueprint("register", __name__)

_RULE = "/register/<desk>"
_WRITE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows."""

    desk: Desk
    rows: tuple[Row, ...]
    rules: str
    history: tuple[str, ...] = ()
    saved: str = ""
    is_over: bool = False
    change: str = ""  # the smallest that fits, while there is time for one
    mistakes: Mapping[int, str] = field(default_factory=dict)

    @property
    def usual_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.is_spare)

    @property
    def spare_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_spare)


@bp.get(_RULE)
def show_register(desk: str) -> str:
    """The day's register as it stands, ready to be put right."""
    at = open_desk(get_context(), desk, request.args.get("day", ""))
    revisions = _revisions(at)
    newest = revisions[-1].revision.register if revisions else _told(at)
    return _render(at, fields_of(newest, at.grade), revisions)


def _told(at: Desk) -> Register:
    """What teachers have entered already, for a class that has not: its monitor need not again."""
    with get_context().store.reading() as connection:
        return Register(tuple(teacher_entries(connection, at.key, at.day)[:MOST_ENTRIES]))


@bp.post(_RULE)
def save(desk: str) -> BaseResponse | tuple[str, int]:
    """Keep a revision, then send the browser back to the page, which says what was saved."""
    at = open_desk(get_context(), desk, request.form.get("day", ""))
    asked = read_day(request.form.get("day", ""))
    if asked is not None and asked != at.day:
        return _refuse(at, wording.closed(asked), 409)
    none = request.form.get("none", "")
    is_none = none in ("1", "sure")
    if none == "1" and is_filled(request.form):
        return _refuse(at, wording.FILLED_ALL_THE_SAME, 422)
    read = Reading(Register()) if is_none else read_register(request.form)
    if read.register is None:
        return _render(at, request.form, _revisions(at), read.mistakes), 422
    try:
        _file(at, read.register)
    except TooManyRevisions:
        return _refuse(at, wording.TOO_OFTEN, 429)
    except NotCommitted:
        return _refuse(at, wording.NOT_SAVED, 503)
    return redirect(at.address, 303)


@bp.errorhandler(CSRFError)
def say_page_waited(error: CSRFError) -> tuple[str, int]:
    """The page stood open since another day's login: again, everything typed still in it."""
    at = open_desk(get_context(), (request.view_args or {})["desk"], request.form.get("day", ""))
    return _refuse(at, wording.PAGE_WAITED, 400)


@bp.errorhandler(TooFast)
def say_wait(error: TooFast) -> tuple[str, int, dict[str, str]]:
    """Saved too often in a row: the page again, everything typed still in it."""
    at = open_desk(get_context(), (request.view_args or {})["desk"], request.form.get("day", ""))
    answer, status = _refuse(at, wording.too_fast(error.seconds), 429)
    return answer, status, {"Retry-After": str(error.seconds)}


@bp.errorhandler(NotFound)
def say_no_desk(error: NotFound) -> tuple[str, int]:
    """A desk code that opens nothing (any more): whom to ask for the right one."""
    words = {"title": wording.NO_DESK, "words": wording.NO_DESK_WHY}
    return render_template("error.html", **words), 404


def _file(at: Desk, register: Register) -> None:
    context = get_context()
    filing = Filing(at.plan, at.school_class, at.day, register)
    if filing.excesses:
        with context.store.reading() as connection:
            filing = with_changes(connection, filing)
    context.store.write(
        lambda connection: file_register(connection, filing, at.now), _WRITE_SECONDS
    )


def _refuse(at: Desk, words: str, status: int) -> tuple[str, int]:
    return _render(at, request.form, _revisions(at), {-1: words}), status


def _revisions(at: Desk) -> list[SavedRegister]:
    with get_context().store.reading() as connection:
        return revisions_of(connection, at.key, at.day)


def _render(
    at: Desk,
    fields: Mapping[str, str],
    revisions: Sequence[SavedRegister],
    mistakes: Mapping[int, str] | None = None,
) -> str:
    plan, mistakes = at.plan, mistakes or {}
    page = Page(
        desk=at,
        rows=rows_of(fields, at.grade, mistakes),
        rules=wording.caps(effective_rules(plan.packs, at.grade, at.day, plan.calendar)),
        history=tuple(_history_line(each) for each in revisions),
        mistakes=mistakes,
    )
    if revisions and not mistakes:
        newest = revisions[-1]
        change = _change_words(at, newest) if newest.is_over else ""
        page = replace(page, saved=_saved_words(at, newest), is_over=newest.is_over, change=change)
    return render_template(
        "register/desk.html",
        page=page,
        words=wording,
        day_words=day_words,
        subjects=list(Subject),
        asks_difficulty=asks_difficulty(at.grade),
        rest=_rest_words(at, revisions[-1].revision.register if revisions else None),
    )


def _rest_words(at: Desk, register: Register | None) -> str:
    """Of a day, or of a subject's day, without homework."""
    if at.plan.calendar.is_no_homework_day(at.day):
        return wording.NO_HOMEWORK_DAY
    return wording.rests(resting(at.plan.register.rotation, at.day), register)


def _saved_words(at: Desk, newest: SavedRegister) -> str:
    register = newest.revision.register
    excesses = Filing(at.plan, at.school_class, at.day, register).excesses
    hour = at.plan.register.adjust_until
    is_late = at.now >= adjustable_until(at.day, at.plan.register)
    return wording.saved(register, excesses, hour, is_late=is_late)


def _change_words(at: Desk, newest: SavedRegister) -> str:
    """What to change, for the teacher who is told at the desk; nothing once it is too late."""
    if at.now >= adjustable_until(at.day, at.plan.register):
        return ""
    filing = Filing(at.plan, at.school_class, at.day, newest.revision.register)
    with get_context().store.reading() as connection:
        changes = smallest_changes(connection, filing)
    next_day = at.plan.calendar.next_school_day(at.day)
    return smallest_change(changes[0], at.day, next_day) if changes else ""


def _history_line(saved: SavedRegister) -> str:
    revision = saved.revision
    at = revision.saved_at.astimezone(SHANGHAI)
    return wording.revision_line(revision.register, at, is_late=revision.is_late)
