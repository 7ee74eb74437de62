"""The audit log in the console (操作记录): who did what and when, filtered, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask import Blueprint, abort, request

from handlers.context import get_context
from handlers.pages.console.cards import person_words
from handlers.pages.console.deliveries import read_before
from handlers.pages.console.nav import AUDITORS
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.days import SHANGHAI
from homework.wording import console as wording
from homework.wording import console_office as office_wording
from homework.wording import sensitive as sensitive_wording
from models.cases.ledger import confidential_numbers
from models.database.base import AnyRow
from models.staff.audit import ActFilter, acts_before
from models.staff.people import Role, StaffMember
from models.staff.sensitive import SENSITIVE
from models.staff.staffing import names_of

bp = Blueprint("console_audit", __name__, url_prefix="/console/audit")
bp.before_request(require_viewer)

PAGE = 50
ALL_SENSITIVE = "sensitive"
"""In the filter: whatever shows people's own words, or leaves the console as a file."""


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as a line of the table."""

    who: str
    act: str
    about: str
    more: str
    at: datetime


@bp.before_request
def require_auditor() -> None:
    """What everybody did is for the principal, the deputies, the 教导处 and the IT teacher."""
    if get_viewer().person.role not in AUDITORS:
        abort(403)


@bp.get("/")
@bp.get("")
def show_log() -> str:
    """The newest acts, fifty a page; what concerns a confidential case is for the principal."""
    viewer = get_viewer()
    before = read_before()
    with get_context().store.reading() as connection:
        rows = acts_before(connection, viewer.plan.id, _filter(), before, PAGE + 1)
        people = names_of(connection, viewer.plan.id)
        secret = _secret_numbers(connection, viewer, rows)
    shown = [row for row in rows[:PAGE] if (row.about, row.at.year) not in secret]
    return show(
        "audit.html",
        page="audit",
        said=office_wording,
        lines=[_line(row, people) for row in shown],
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        is_first=before is None,
        people=[(each.id, wording.person(each.name, each.role)) for each in people.values()],
        kinds=_kinds(),
        chosen=request.args,
    )


def _kinds() -> list[tuple[str, str]]:
    """Every kind of act once by its words."""
    seen: dict[str, str] = {}
    for act, words in office_wording.ACT.items():
        seen.setdefault(words, act)
    return [(ALL_SENSITIVE, sensitive_wording.KIND), *((act, words) for words, act in seen.items())]


def _filter() -> ActFilter:
    asked = request.args
    who, act = asked.get("who", ""), asked.get("act", "")
    if who and not (who.isdecimal() and int(who) < 1 << 63):
        abort(404)
    until = _day(asked.get("to", ""))
    return ActFilter(
        staff_id=int(who) if who else None,
        acts=SENSITIVE if act == ALL_SENSITIVE else (act,) if act in office_wording.ACT else (),
        since=_midnight(_day(asked.get("from", ""))),
        until=_midnight(until + timedelta(days=1) if until else None),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if not 2000 <= day.year <= 2200:
        abort(404)
    return day


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(0), SHANGHAI)


def _secret_numbers(
    connection: sa.Connection, viewer: Viewer, rows: Sequence[AnyRow]
) -> set[tuple[str, int]]:
    """Cases (by number and year) whose very existence is for the principal alone."""
    if viewer.person.role == Role.PRINCIPAL:
        return set()
    numbers = {int(row.about) for row in rows if row.about.isdecimal() and len(row.about) < 10}
    found = confidential_numbers(connection, viewer.plan.id, numbers)
    return {(str(number), year + step) for number, year in found for step in (0, 1)}


def _line(row: AnyRow, people: Mapping[int, StaffMember]) -> ActLine:
    names = {each.id: each.name for each in people.values()}
    detail = row.detail if isinstance(row.detail, dict) else {}
    return ActLine(
        who=person_words(people.get(row.staff_id)),
        act=office_wording.ACT.get(row.act, row.act),
        about=office_wording.about_words(row.about, names),
        more=str(detail.get("reason") or ""),
        at=row.at.astimezone(SHANGHAI),
    )
