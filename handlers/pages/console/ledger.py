"""The ledger in the console (台账): every case of a span, and the same as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Blueprint, Response, abort, request

from handlers.context import get_context
from handlers.pages.console.deliveries import read_before
from handlers.pages.console.ledger_rows import LedgerRow, ledger_rows
from handlers.pages.console.nav import AUDITORS
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.cases import CaseState
from homework.class_answers import for_appraisal
from homework.school import grade_name, read_slug, school_year
from homework.wording import console as wording
from homework.wording import console_ledger as ledger_wording
from homework.wording import staff_spotcheck as spot_wording
from models.cases.ledger import Span, ledger_cases, spot_checks_between
from models.schools import classes_ever, find_class
from models.staff.audit import record_act
from models.staff.people import Role
from models.staff.staffing import names_of
from models.workbook import Value, to_xlsx

bp = Blueprint("console_ledger", __name__, url_prefix="/console/ledger")
bp.before_request(require_viewer)

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the ledger is asked for."""

    span: Span
    span_key: str
    state: str
    of: str


@bp.get("/")
@bp.get("")
def show_list() -> str:
    """The span's cases, newest first, fifty a page."""
    viewer = get_viewer()
    before = read_before()
    with get_context().store.reading() as connection:
        asked = _asked(connection, viewer)
        cases = ledger_cases(connection, viewer.plan.id, asked.span, before, PAGE + 1)
        rows = ledger_rows(connection, viewer, cases[:PAGE])
    return show(
        "ledger.html",
        page="ledger",
        said=ledger_wording,
        rows=rows,
        asked=asked,
        spans=ledger_wording.SPANS,
        states=[(state.value, wording.CASE[state]) for state in CaseState],
        grades=[(str(grade), grade_name(grade)) for grade in sorted(viewer.plan.classes)],
        older=cases[PAGE - 1].id if len(cases) > PAGE else None,
        is_first=before is None,
        query=request.query_string.decode(),
        may_appraise=viewer.person.role in AUDITORS,
    )


@bp.get("/<any('ledger', 'appraisal'):kind>.xlsx")
def export(kind: str) -> Response:
    """The span as a workbook, with what this person may read; noted in the log of acts.

    The one for appraisal holds only what is cured and was never disputed.
    """
    viewer = get_viewer()
    is_appraisal = kind == "appraisal"
    if is_appraisal and viewer.person.role not in AUDITORS:
        abort(403)
    with get_context().store.reading() as connection:
        asked = _asked(connection, viewer)
        rows = ledger_rows(connection, viewer, ledger_cases(connection, viewer.plan.id, asked.span))
        spots = [] if is_appraisal else _spot_cells(connection, viewer, asked.span)
    if is_appraisal:
        rows = [row for row in rows if for_appraisal(row.state, row.was_contested)]
    _note(viewer, f"export_{kind}", asked)
    response = Response(to_xlsx(_sheets(asked, rows, spots, is_appraisal)), mimetype=XLSX)
    span = asked.span
    name = ledger_wording.file_name(
        viewer.plan.id, kind, span.first.isoformat(), span.last.isoformat()
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _note(viewer: Viewer, act: str, asked: Asked) -> None:
    about = f"{asked.span.first.isoformat()}–{asked.span.last.isoformat()}"
    get_context().store.write(
        lambda connection: record_act(
            connection, viewer.plan.id, viewer.person.id, act, viewer.now, about=about
        )
    )


def _sheets(
    asked: Asked,
    rows: Sequence[LedgerRow],
    spots: Sequence[Sequence[Value]],
    is_appraisal: bool,
) -> dict[str, Sequence[Sequence[Value]]]:
    about = ledger_wording.APPRAISAL if is_appraisal else ledger_wording.ABOUT
    sheets: dict[str, Sequence[Sequence[Value]]] = {
        ledger_wording.CASES_SHEET: [ledger_wording.COLUMNS, *(row.cells for row in rows)]
    }
    if spots:
        sheets[ledger_wording.SPOT_SHEET] = [ledger_wording.SPOT_COLUMNS, *spots]
    first, last = asked.span.first.isoformat(), asked.span.last.isoformat()
    sheets[ledger_wording.ABOUT_SHEET] = [
        ("项目", "说明"),
        ("作业日", f"{first} 至 {last}"),
        ("内容", about),
    ]
    return sheets


def _asked(connection: sa.Connection, viewer: Viewer) -> Asked:
    """The filters of the page; 404 for what is none."""
    key = request.args.get("span", "month")
    state, of = request.args.get("state", ""), request.args.get("of", "").strip()
    if key not in dict(ledger_wording.SPANS) or (state and state not in set(CaseState)):
        abort(404)
    states = (CaseState(state),) if state else ()
    ids = _class_ids(connection, viewer, of)
    return Asked(Span(_first(viewer, key), viewer.today, states, ids), key, state, of)


def _first(viewer: Viewer, key: str) -> date:
    if viewer.person.role == Role.DUTY:
        return viewer.first_day
    if key == "year":
        return date(school_year(viewer.today), 9, 1)
    return viewer.today - timedelta(weeks=20 if key == "term" else 4)


def _class_ids(connection: sa.Connection, viewer: Viewer, of: str) -> frozenset[int] | None:
    """The classes of "3" or "3-2" as people call them today; None for all."""
    if not of:
        return None
    day = viewer.today
    if of.isdecimal() and len(of) == 1:
        classes = classes_ever(connection, viewer.plan.id).values()
        return frozenset(each.id for each in classes if each.grade(day) == int(of))
    try:
        grade, number = read_slug(of)
    except ValueError:
        abort(404)
    found = find_class(connection, viewer.plan.id, grade, number, day)
    return frozenset({found.id} if found else ())


def _spot_cells(connection: sa.Connection, viewer: Viewer, span: Span) -> list[tuple[Value, ...]]:
    """Spot checks of a span, for the leading group; not of a class one teaches."""
    if not viewer.is_leading:
        return []
    classes = classes_ever(connection, viewer.plan.id)
    people = names_of(connection, viewer.plan.id)
    found: list[tuple[Value, ...]] = []
    for row in spot_checks_between(connection, viewer.plan.id, span.first, span.last):
        if viewer.sight(classes[row.school_class_id], row.day) is not Sight.FULL:
            continue
        who = people.get(row.checked_by) if row.checked_by else None
        found.append(
            (
                row.day,
                classes[row.school_class_id].name(row.day),
                spot_wording.FINDING_WORDS[row.finding]
                if row.finding
                else ledger_wording.NOT_LOOKED,
                row.note,
                who.name if who else "",
                row.checked_at,
            )
        )
    return found
