"""Family slips in the console (家庭反馈条): a class's sheets as a file to print, one changed, one closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.days import open_days
from homework.slips import paper_day, read_code, slips_until
from homework.wording import console_slips as wording
from models.families.places import Surplus, surplus_of
from models.families.slips import (
    MOST_A_CLASS,
    Slip,
    add_slips,
    close_class,
    close_slip,
    close_unused,
    count_slips,
    issue_slips,
    reissue_slip,
    replace_slip,
)
from models.schools import ClassKey, SchoolClass, classes_of, get_class
from models.staff.audit import record_act
from models.staff.people import Role
from models.staff.teaching import teaches
from paper.fonts import FontMissing, require_fonts
from wechat.account import AccountKind

bp = Blueprint("console_slips", __name__, url_prefix="/console/slips")
bp.before_request(require_viewer)

ISSUERS = frozenset({Role.DEAN, Role.ADMIN})
_USUAL_COUNT = 45


@bp.before_request
def require_issuer() -> None:
    """Slips are votes: two offices hand them out."""
    if get_viewer().person.role not in ISSUERS:
        abort(403)


@bp.get("/")
@bp.get("")
def show_slips() -> str:
    """What each class has, and the forms."""
    return _page({})


@bp.post("/")
@bp.post("")
def issue() -> AnyResponse | tuple[str, int]:
    """A class's slips as a PDF, this once; mistakes come back beside their field."""
    viewer, form = get_viewer(), request.form
    found = {each.slug(_day(viewer)): each for each in _classes(viewer)}
    school_class = found.get(form.get("class", ""))
    if school_class is None:
        return _page({"class": wording.NO_CLASS}), 422
    digits = form.get("count", "").strip()
    count = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
    if not 1 <= count <= MOST_A_CLASS:
        return _page({"count": wording.bad_count(MOST_A_CLASS)}), 422
    key, way = ClassKey(viewer.plan.id, school_class.id), form.get("way", "batch")

    def job(connection: sa.Connection) -> Sequence[Slip] | str:
        is_out = school_class.id in count_slips(connection, viewer.plan.id, _day(viewer))
        if is_out is (way == "batch"):
            return wording.ISSUED_BEFORE if is_out else wording.NOT_ISSUED
        if way == "again":
            close_unused(connection, key, viewer.now)
        if way == "anew":
            close_class(connection, key, viewer.now)
        make = add_slips if way == "more" else issue_slips
        _note(connection, viewer, "issue_slips", school_class, count)
        return make(connection, key, count, viewer.now)

    require_fonts()
    made = get_context().store.write(job)
    if isinstance(made, str):
        return _page({"way": made}), 409
    return _file(viewer, school_class, made)


@bp.post("/change")
def change() -> AnyResponse | tuple[str, int]:
    """One family's slip by its code: a new one as a PDF."""
    viewer, code = get_viewer(), read_code(request.form.get("code", ""))

    def job(connection: sa.Connection) -> tuple[SchoolClass, Slip] | None:
        found = reissue_slip(connection, viewer.plan.id, code, viewer.now)
        if found is None:
            return None
        school_class = get_class(connection, found[0])
        _note(connection, viewer, "reissue_slip", school_class, 1)
        return school_class, found[1]

    require_fonts()
    return _hand_out(viewer, get_context().store.write(job))


@bp.post("/replace")
def replace() -> AnyResponse | tuple[str, int]:
    """The same where a stranger may have used it: its phones are strangers again."""
    viewer, code = get_viewer(), read_code(request.form.get("code", ""))
    days = open_days(viewer.now, viewer.plan.calendar)

    def job(connection: sa.Connection) -> tuple[SchoolClass, Slip] | None:
        found = replace_slip(connection, viewer.plan.id, code, days, viewer.now)
        if found is None:
            return None
        school_class = get_class(connection, found[0])
        _note(connection, viewer, "replace_slip", school_class, 1)
        return school_class, found[1]

    require_fonts()
    return _hand_out(viewer, get_context().store.write(job))


@bp.post("/close")
def close() -> AnyResponse | tuple[str, int]:
    """One family's slip by its code: it ends, and its phones are strangers again."""
    viewer, code = get_viewer(), read_code(request.form.get("code", ""))

    def job(connection: sa.Connection) -> SchoolClass | None:
        key = close_slip(connection, viewer.plan.id, code, viewer.now)
        if key is None:
            return None
        school_class = get_class(connection, key)
        _note(connection, viewer, "close_slip", school_class, 1)
        return school_class

    closed = get_context().store.write(job)
    if closed is None:
        return _page({"code": wording.NO_CODE}), 422
    flash(wording.closed(closed.name(_day(viewer))), "done")
    return redirect(url_for("console_slips.show_slips"), 303)


@bp.errorhandler(FontMissing)
def say_font(error: FontMissing) -> AnyResponse:
    """Set-up has not fetched what printing needs; no slip was made."""
    flash(str(error), "problem")
    return redirect(url_for("console_slips.show_slips"), 303)


def _hand_out(
    viewer: Viewer, made: tuple[SchoolClass, Slip] | None
) -> AnyResponse | tuple[str, int]:
    if made is None:
        return _page({"code": wording.NO_CODE}), 422
    return _file(viewer, made[0], [made[1]])


def _page(mistakes: dict[str, str]) -> str:
    viewer = get_viewer()
    day = _day(viewer)
    with get_context().store.reading() as connection:
        counts = count_slips(connection, viewer.plan.id, day)
        surplus = surplus_of(connection, viewer.plan.id, day)
    lines = []
    for each in _classes(viewer):
        counted = counts.get(each.id)
        words = wording.count_words(counted.open, counted.used) if counted else wording.NONE_YET
        aside = "" if teaches(viewer.person, each, day, viewer.today) else _aside(surplus, each)
        lines.append((each.slug(day), each.name(day), words, aside))
    return show(
        "slips.html",
        page="posters",
        say=wording,
        lines=lines,
        has_surplus=any(aside for *_, aside in lines),
        mistakes=mistakes,
        typed=request.form,
        usual=_USUAL_COUNT,
        most=MOST_A_CLASS,
    )


def _aside(surplus: Mapping[int, Surplus], school_class: SchoolClass) -> str:
    found = surplus.get(school_class.id, Surplus())
    return wording.surplus_words(found.devices, found.people, found.most_slips)


def _classes(viewer: Viewer) -> list[SchoolClass]:
    with get_context().store.reading() as connection:
        classes = classes_of(connection, viewer.plan.id, _day(viewer))
    return [each for each in classes if each.grade(_day(viewer)) in viewer.plan.classes]


def _day(viewer: Viewer) -> date:
    return paper_day(viewer.today)


def _note(
    connection: sa.Connection, viewer: Viewer, act: str, school_class: SchoolClass, count: int
) -> None:
    about = f"class:{school_class.slug(_day(viewer))}"
    record_act(
        connection, viewer.plan.id, viewer.person.id, act, viewer.now, about=about, count=count
    )


def _file(viewer: Viewer, school_class: SchoolClass, slips: Sequence[Slip]) -> Response:
    # Late: most workers never print.
    from paper.apart import draw_apart
    from paper.slips import ClassSlips, PrintedSlip, SlipSheet, draw_slips

    context, day = get_context(), _day(viewer)
    kind = context.accounts[viewer.plan.account_id].kind
    shared = SlipSheet(
        viewer.plan.name, slips_until(viewer.today), has_chat=kind is not AccountKind.LINK
    )
    printed = [PrintedSlip(context.address(f"/h/{slip.link}"), slip.code) for slip in slips]
    pdf = draw_apart(draw_slips, shared, [ClassSlips(school_class.name(day), printed)])
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="slips-{school_class.slug(day)}.pdf"'
    )
    response.headers["Cache-Control"] = "no-store"
    return response
