"""The parents' report page (作业反馈填报页): a row a subject, four taps, no login, no script needed."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, abort, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from context import Context
from handlers.context import get_context
from handlers.floods import TooFast
from handlers.links import LINK_LASTS, keep_follower, make_form_field
from handlers.pages.device import device_subject, forget_device
from handlers.pages.refusing import has_said_nothing
from handlers.pages.report.again import fields_of, without_row
from handlers.pages.report.entrance import Entrance, LinkEnded, open_entrance
from handlers.pages.report.fields import Filled, read_fields
from handlers.pages.report.receipt import receipt_of
from handlers.pages.report.rows import Fields
from handlers.pages.report.sheet import Sheet, draw, sheet_of
from handlers.pages.report.visit import (
    as_own,
    asks_consent,
    chat_words,
    is_lead,
    said_and_usual,
    said_here,
    save_visit,
    visit_of,
)
from handlers.pages.report.words import Place, Said, read_words, same_words
from homework.consent import CONSENT_VERSION
from homework.days import closes_at
from homework.report import Report
from homework.wording import pages as wording
from models.database.writer import NotCommitted
from models.families.households import BoundElsewhere

bp = Blueprint("report_form", __name__)

_RULE = "/<any('r', 'h'):door>/<link>"


@bp.get(_RULE)
def show_form(door: str, link: str) -> str:
    """The form, filled with what this device has said of the day."""
    context = get_context()
    entrance = open_entrance(context, door, link)
    day = _chosen_day(entrance, request.args.get("day", ""), context.clock.now())
    said, usual = said_and_usual(context, entrance, visit_of(context, entrance), day)
    fields = Fields() if said is None else fields_of(said, entrance.school_class.grade(day))
    ended = _ended_words(entrance, request.args.get("day", ""), day)
    sheet = Sheet(day, fields, is_edit=said is not None, usual=usual, ended=ended)
    return _render(context, entrance, sheet)


@bp.post(_RULE)
def submit(door: str, link: str) -> BaseResponse | tuple[str, int]:
    """Keep the report, then send the browser to the receipt; mistakes come back beside their field."""
    context = get_context()
    entrance = open_entrance(context, door, link)
    now = context.clock.now()
    posted, fields = _read_day(request.form.get("day", "")), Fields(request.form)
    day = _chosen_day(entrance, request.form.get("day", ""), now)
    if posted is not None and posted != day and entrance.plan.calendar.is_school_day(posted):
        ended = wording.closed(posted, closes_at(posted, entrance.plan.calendar), day)
        return _render(context, entrance, Sheet(day, fields, {"form": ended})), 409
    visit = visit_of(context, entrance)
    # Only words are compared with what was said before.
    before = said_here(context, entrance, visit, day) if fields.get("words") else None
    filled = _read(entrance, day, fields, now, before)
    if filled.report is None:
        return _render(context, entrance, _sheet(day, fields, filled)), 422
    if request.form.get("consent", str(CONSENT_VERSION)) != str(CONSENT_VERSION):
        changed = {"form": wording.CONSENT_CHANGED}
        return _render(context, entrance, Sheet(day, fields, changed)), 409
    try:
        save_visit(context, entrance, visit, day, filled.report)
    except (NotCommitted, BoundElsewhere):
        mistakes = {"form": wording.TRY_AGAIN}
        return _render(context, entrance, Sheet(day, fields, mistakes)), 503
    unread = "&unread=1" if filled.is_unread else ""
    answer = redirect(f"{entrance.path}/done?day={day}{unread}", 303)
    if visit.follower is not None and visit.follower.is_own:
        # The form may have lain open: the receipt shows what it corrected.
        field = make_form_field(context.keys, visit.follower, visit.device, now, LINK_LASTS)
        keep_follower(answer, field, is_secure=_is_secure(context))
    return answer


@bp.post(f"{_RULE}/mine")
def go_on_from_chat(door: str, link: str) -> BaseResponse:
    """接着改: the chat's link becomes a cookie on a tap, and the form shows what the chat was told."""
    context = get_context()
    entrance = open_entrance(context, door, link)
    day = _chosen_day(entrance, request.form.get("day", ""), context.clock.now())
    answer = redirect(f"{entrance.path}?day={day}", 303)
    field = as_own(context, entrance, request.form.get("t", ""))
    if field:
        keep_follower(answer, field, is_secure=_is_secure(context))
    return answer


@bp.get(f"{_RULE}/done")
def show_receipt(door: str, link: str) -> BaseResponse | str:
    """What was understood, what happens with it, how to correct it."""
    context = get_context()
    entrance = open_entrance(context, door, link)
    day = _read_day(request.args.get("day", ""))
    visit = visit_of(context, entrance)
    said = None if day is None else said_here(context, entrance, visit, day)
    if day is None or said is None:
        return redirect(entrance.path, 303)
    return render_template(
        "parent/receipt.html",
        receipt=receipt_of(
            entrance, day, said, context.clock.now(), is_lead=is_lead(context, entrance, visit)
        ),
        is_unread=bool(request.args.get("unread")),
        aside=wording.PUT_ASIDE if context.floods.is_aside(device_subject(context)) else "",
        in_chat=chat_words(context, entrance, visit, day),
    )


@bp.get(f"{_RULE}/no")
def show_refused(door: str, link: str) -> BaseResponse:
    """不同意: nothing was kept; a device that never reported is forgotten."""
    context = get_context()
    entrance = open_entrance(context, door, link)
    answer = make_response(render_template("parent/refused.html", path=entrance.path))
    return forget_device(answer) if has_said_nothing() else answer


@bp.errorhandler(CSRFError)
def say_page_waited(error: CSRFError) -> tuple[str, int]:
    """The form's token did not fit: show the form again, everything typed still in it."""
    view = request.view_args or {}
    context = get_context()
    entrance = open_entrance(context, view["door"], view["link"])
    day = _chosen_day(entrance, request.form.get("day", ""), context.clock.now())
    words = wording.PAGE_WAITED + (wording.NO_COOKIES if not request.cookies else "")
    return _render(context, entrance, Sheet(day, Fields(request.form), {"form": words})), 400


@bp.errorhandler(LinkEnded)
def show_way_on(error: LinkEnded) -> tuple[str, int]:
    """A link that has ended: why, and where to go on."""
    return render_template("parent/ended.html", words=error.words, onward=error.onward), 404


@bp.errorhandler(TooFast)
def say_wait(error: TooFast) -> tuple[str, int, dict[str, str]]:
    """Too many at once: the form again, everything typed still in it, and how long to wait."""
    view = request.view_args or {}
    context = get_context()
    entrance = open_entrance(context, view["door"], view["link"])
    day = _chosen_day(entrance, request.form.get("day", ""), context.clock.now())
    words = wording.too_fast(error.seconds, is_shared=error.is_shared)
    answer = _render(context, entrance, Sheet(day, Fields(request.form), {"form": words}))
    return answer, 429, {"Retry-After": str(error.seconds)}


def _read(
    entrance: Entrance, day: date, fields: Fields, now: datetime, before: Report | None
) -> Filled:
    grade = entrance.school_class.grade(day)
    text = fields.get("words", "")
    if before is not None and text and same_words(text, fields_of(before, grade).get("words", "")):
        # Words that were not touched mean what they meant: reading our own words again could
        # change them a little with every edit.
        return read_fields(fields, grade, Said(without_row(before, grade)))
    place = Place(entrance.plan, grade, entrance.school_class.number, day, now)
    return read_fields(fields, grade, read_words(text, place))


def _sheet(day: date, fields: Fields, filled: Filled) -> Sheet:
    return Sheet(day, fields, filled.mistakes, doubted=filled.doubted)


def _chosen_day(entrance: Entrance, text: str, now: datetime) -> date:
    days = entrance.open_days(now)
    if not days:
        abort(404)
    chosen = _read_day(text)
    return chosen if chosen in days else days[0]


def _ended_words(entrance: Entrance, text: str, day: date) -> str:
    """What a link to a day that has ended is told; empty for any other."""
    asked = _read_day(text)
    if asked is None or asked >= day or not entrance.plan.calendar.is_school_day(asked):
        return ""
    return wording.ended_before(asked, day)


def _is_secure(context: Context) -> bool:
    return context.base_url.startswith("https:")


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _render(context: Context, entrance: Entrance, sheet: Sheet) -> str:
    visit = visit_of(context, entrance)  # makes the device: the cookie comes with the form
    return render_template(
        "parent/form.html",
        page=sheet_of(entrance, sheet, context.clock.now()),
        draw=draw,
        words=wording,
        visit=visit,
        consent_version=CONSENT_VERSION,
        asks_consent=asks_consent(context, entrance, visit.device),
    )
