"""One case (督办单): evidence, rule and source, split by subject, checks, notice, pushes, history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint

from handlers.context import get_context
from handlers.pages.console.acts import find_visible
from handlers.pages.console.cards import figures_shown, make_card, person_words
from handlers.pages.console.found import Found
from handlers.pages.console.loop import build_loop
from handlers.pages.console.plot import Strip, dot_strip
from handlers.pages.console.reconciled import Compared, compare, may_read_register
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, show
from homework.alerts import Reason
from homework.cases import CheckWay
from homework.days import closes_at
from homework.views import FLOOR, SubjectShare, band, by_tens, subject_split
from homework.wording import console as wording
from homework.wording import console_cases as wording_cases
from homework.wording import console_register
from models.cases.checks import NOBODY, checks_of
from models.cases.views import acts_on, assignments_of, pushes_about
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.hall.notices import notices_of
from models.registers.revisions import register_words
from models.schools import ClassKey
from models.staff.people import staff_of

bp = Blueprint("case", __name__)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the finding rests on; `strip` and `table` only for the leading group, from five units."""

    strip: Strip | None = None
    table: tuple[tuple[str, int, bool], ...] = ()
    interval: str = ""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One subject of the split: a bar of 100, the words beside it."""

    subject: str
    width: float
    minutes: str
    units: str


@dataclass(frozen=True, slots=True)
class Line:
    """One dated line of a list: who or what, and how it stands."""

    at: datetime | None
    who: str
    what: str
    mark: str = ""


@bp.get("/cases/<int:number>")
def show_case(number: int) -> str:
    """Everything this person may know of one case."""
    viewer = get_viewer()
    found = find_visible(viewer, number)
    with get_context().store.reading() as connection:
        values = _values(connection, viewer, found)
    return show(
        "case.html",
        back="case",
        found=found,
        said=wording_cases,
        said_of_register=console_register,
        **values,
    )


def _values(
    connection: sa.Connection, viewer: Viewer, found: Found
) -> dict[str, object]:  # what a template is handed: values of many types
    case, is_full = found.case, found.sight is Sight.FULL
    names = _names(connection, viewer.plan.id)
    sees_figures = figures_shown(viewer, found)
    return {
        "card": make_card(connection, viewer, found),
        "evidence": _evidence(case) if is_full else Evidence(),
        "loop_": build_loop(connection, viewer, found),
        "register": _register(connection, viewer, found),
        "compared": _compared(connection, viewer, found),
        "subjects": _subjects(connection, found) if sees_figures else (),
        "sees_figures": sees_figures,
        "closes": closes_at(case.day, viewer.plan.calendar),
        "is_closed": viewer.is_closed(case.day),
        "checks": [] if found.sight is Sight.OWN else _checks(connection, case, names),
        "pushes": _pushes(connection, case, names, viewer) if is_full else [],
        "history": _history(connection, case, names) if is_full else [],
        "notices": notices_of(connection, case.school_id, case.id),
    }


def _register(connection: sa.Connection, viewer: Viewer, found: Found) -> str | None:
    """What the class's register adds up to; sealed until its hour, as everywhere."""
    case = found.case
    if not may_read_register(viewer, found.school_class, case.day):
        return console_register.SEALED
    key = ClassKey(case.school_id, case.school_class_id)
    return register_words(connection, key, case.day)


def _compared(connection: sa.Connection, viewer: Viewer, found: Found) -> Compared | None:
    """What the register, its teachers and the families say of the case's day."""
    days = compare(connection, viewer, [(found.school_class, found.case.day)])
    return days.get((found.school_class.id, found.case.day))


def _names(connection: sa.Connection, school_id: str) -> dict[int, str]:
    return {person.id: person_words(person) for person in staff_of(connection, school_id)}


def _evidence(case: Overload) -> Evidence:
    lows: Sequence[int] = case.evidence.get("lows", [])
    highs: Sequence[int | None] = case.evidence.get("highs", [])
    if len(lows) < FLOOR:
        return Evidence()
    return Evidence(
        strip=dot_strip(lows, highs, case.permitted, case.measured),
        table=by_tens(lows, case.permitted) if case.unit == "分钟" else _by_value(lows, case),
        interval=_interval(case),
    )


def _by_value(lows: Iterable[int], case: Overload) -> tuple[tuple[str, int, bool], ...]:
    counts: dict[int, int] = {}
    for low in lows:
        counts[low] = counts.get(low, 0) + 1
    return tuple(
        (str(value), count, value > case.permitted) for value, count in sorted(counts.items())
    )


def _interval(case: Overload) -> str:
    interval = case.evidence.get("interval")
    if not interval:
        return ""
    low, high = interval
    return f"{low}{case.unit}以上" if high is None else f"{low}–{high}{case.unit}"


def _subjects(connection: sa.Connection, found: Found) -> tuple[SubjectLine, ...]:
    case = found.case
    key = ClassKey(case.school_id, case.school_class_id)
    split = subject_split(assignments_of(connection, key, case.day))
    heaviest = max((share.minutes or 0 for share in split), default=0) or 1
    return tuple(_subject_line(share, heaviest, found.sight) for share in split)


def _subject_line(share: SubjectShare, heaviest: int, sight: Sight) -> SubjectLine:
    is_full = sight is Sight.FULL
    # A subject that two families name would point at them, whoever reads it.
    is_hidden = share.units < FLOOR
    minutes = share.minutes
    words = "时间未填" if minutes is None else f"{minutes}分钟"
    return SubjectLine(
        share.subject,
        0.0 if is_hidden or minutes is None else round(100 * minutes / heaviest, 1),
        "" if is_hidden else words,
        f"{share.units}户" if is_full else band(share.units),
    )


def _checks(connection: sa.Connection, case: Overload, names: dict[int, str]) -> list[Line]:
    return [
        Line(
            check.checked_at,
            _who(check.staff_id, names),
            f"属实,{check.found or wording.WAY_MEANS[CheckWay(check.way)]}"
            if check.is_confirmed
            else f"不成立:{check.reason}",
            "over" if check.is_confirmed else "within",
        )
        for check in checks_of(connection, case.school_id, case.id)
    ]


def _who(staff_id: int, names: dict[int, str]) -> str:
    return "系统" if staff_id == NOBODY else names.get(staff_id, "已离职人员")


def _pushes(
    connection: sa.Connection, case: Overload, names: dict[int, str], viewer: Viewer
) -> list[Line]:
    return [
        Line(
            push.acknowledged_at or push.delivered_at or push.sent_at or push.due_at,
            f"{_recipient(push, names)} · {wording.REASON[Reason(push.reason)]}",
            wording.PUSH[push.state],
            push.state,
        )
        for push in pushes_about(connection, viewer.plan.id, case.id)
    ]


def _recipient(push: AnyRow, names: dict[int, str]) -> str:
    kind, _, which = push.recipient.partition(":")
    if kind == "staff":
        return names.get(int(which), "已离职人员")
    return f"群机器人或邮箱{int(which) + 1}"


def _history(connection: sa.Connection, case: Overload, names: dict[int, str]) -> list[Line]:
    lines = [Line(case.opened_at, "系统", "反馈达到起判人数,立为待核实")]
    if case.strengthened_at:
        lines.append(Line(case.strengthened_at, "系统", "又有反馈支持"))
    if case.closed_at and case.closed_by == NOBODY:
        lines.append(Line(case.closed_at, "系统", "复测合格,销号"))
    if case.resolved_at:
        lines.append(Line(case.resolved_at, "系统", "最新反馈已不超标"))
    fell = [
        push.due_at
        for push in pushes_about(connection, case.school_id, case.id)
        if push.reason == Reason.FALLEN
    ]
    if fell:
        lines.append(Line(min(fell), "系统", "家长更正或删除后,反馈已不支持这个结论"))
    lines += [
        Line(act.at, _who(act.staff_id, names), wording.ACT.get(act.act, act.act))
        for act in acts_on(connection, case.school_id, case.number, case.opened_at)
    ]
    return sorted(lines, key=lambda line: line.at or case.opened_at)
