"""One case as the console shows it (督办卡): its words, figures by sight, and what may be done now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from handlers.pages.console.found import Acts, Found, allowed_acts
from handlers.pages.console.plot import Gauge, gauge
from handlers.pages.console.scope import Sight, Viewer
from homework.cases import CaseState, CheckWay
from homework.views import FLOOR, band
from homework.wording import console as wording
from models.cases.checks import last_checks
from models.database.base import AnyRow
from models.days.overloads import Overload
from models.hall.notices import live_notices
from models.schools import SchoolClass, classes_ever
from models.staff.people import StaffMember, staff_ever


@dataclass(frozen=True, slots=True)
class Card:
    """A case ready for a template; `figure`, `units` and `gauge` are empty where unseen, `ban` where
    the rule allows some."""

    number: int
    school_class: SchoolClass
    class_name: str
    slug: str
    day: date
    day_words: str
    rule_name: str
    state: CaseState
    state_words: str
    sight: Sight
    figure: str
    cap: str
    ban: str
    units: str
    gauge: Gauge | None
    note: str
    acts: Acts


def look_up(connection: sa.Connection, viewer: Viewer, cases: Sequence[Overload]) -> list[Found]:
    """Those of the cases that this person may see."""
    found = []
    classes = classes_ever(connection, viewer.plan.id) if cases else {}
    for case in cases:
        school_class = classes[case.school_class_id]
        sight = viewer.sight(school_class, case.day)
        rule = viewer.rules(school_class, case.day).get(case.rule_id)
        if sight is not None and viewer.may_read_rule(rule):
            found.append(Found(case, school_class, sight, rule))
    return found


def make_card(connection: sa.Connection, viewer: Viewer, found: Found) -> Card:
    """The card of one case."""
    return make_cards(connection, viewer, [found])[0]


def make_cards(connection: sa.Connection, viewer: Viewer, found: Sequence[Found]) -> list[Card]:
    """The cards of many cases, in as many queries as one takes."""
    read = _read(connection, viewer.plan.id, [each.case for each in found])
    return [_card(viewer, each, read) for each in found]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is told of cases beside their own rows: by overload, and people by their ids."""

    notices: Mapping[int, AnyRow]
    checks: Mapping[int, AnyRow]
    people: Mapping[int, StaffMember]


def _read(connection: sa.Connection, school_id: str, cases: Iterable[Overload]) -> _Read:
    ids = [case.id for case in cases]
    if not ids:
        return _Read({}, {}, {})
    return _Read(
        live_notices(connection, school_id, ids),
        last_checks(connection, school_id, ids),
        staff_ever(connection, school_id),
    )


def _card(viewer: Viewer, found: Found, read: _Read) -> Card:
    case = found.case
    notice = read.notices.get(case.id)
    figures = _figures(viewer, found)
    return Card(
        number=case.number,
        school_class=found.school_class,
        class_name=found.class_name,
        slug=found.school_class.slug(case.day),
        day=case.day,
        day_words=wording.day_name(case.day, viewer.today),
        rule_name=case.rule_name,
        state=found.state,
        state_words=_state_words(found, notice, viewer.now),
        sight=found.sight,
        figure=figures.figure,
        cap=figures.cap,
        ban="" if case.permitted > 0 else wording.BANNED,
        units=figures.units,
        gauge=figures.gauge,
        note=_note(viewer, found, read),
        acts=allowed_acts(viewer, found, notice),
    )


@dataclass(frozen=True, slots=True)
class _Figures:
    figure: str = ""
    cap: str = ""
    units: str = ""
    gauge: Gauge | None = None


def figures_shown(viewer: Viewer, found: Found) -> bool:
    """Own teachers read figures of closed days only, from five families up."""
    if found.sight is not Sight.OWN:
        return True
    return viewer.is_closed(found.case.day) and found.case.units >= FLOOR


def _figures(viewer: Viewer, found: Found) -> _Figures:
    case, unit = found.case, found.case.unit
    cap = f"{case.permitted}{unit}" if case.permitted > 0 else ""
    if not figures_shown(viewer, found):
        units = band(case.units) if viewer.is_closed(case.day) else ""
        return _Figures("", cap, units, None)
    has_figure = case.measured is not None and case.permitted > 0
    units = (
        wording.counted(case.units, case.units_over, cap)
        if found.sight is Sight.FULL
        else f"{band(case.units)}反馈"
    )
    return _Figures(
        f"{case.measured}{unit}" if has_figure else "",
        cap,
        units,
        gauge(case.measured or 0, case.permitted) if has_figure else None,
    )


def _state_words(found: Found, notice: AnyRow | None, now: datetime) -> str:
    if found.state is CaseState.CONFIRMED and notice is not None and notice.begins_at <= now:
        return wording.CASE[CaseState.PUBLIC]
    return wording.CASE[found.state]


def _note(viewer: Viewer, found: Found, read: _Read) -> str:
    """One line on where the case stands: who has it, how it was checked, when it is public."""
    case, state = found.case, found.state
    if state is CaseState.SUSPECTED:
        return _taken_by(viewer, found, read)
    parts = []
    check, notice = read.checks.get(case.id), read.notices.get(case.id)
    if check is not None and found.sight is not Sight.OWN:
        way = f"方式:{wording.WAY[CheckWay(check.way)]}" if check.way else f"原因:{check.reason}"
        parts.append(f"{person_words(read.people.get(check.staff_id))} {way}")
    if notice is not None:
        begins = notice.begins_at.astimezone(viewer.now.tzinfo)
        parts.append(
            wording.answer_hour(begins)
            if begins > viewer.now
            else wording.shown_until(notice.ends_on, viewer.today)
        )
    return " · ".join(parts)


def _taken_by(viewer: Viewer, found: Found, read: _Read) -> str:
    case = found.case
    if found.sight is Sight.OWN:
        return wording.COMPARE
    if case.acknowledged_by is None:
        return ""
    who = "您" if case.acknowledged_by == viewer.person.id else ""
    return f"由{who or person_words(read.people.get(case.acknowledged_by))}核实"


def person_words(person: StaffMember | None) -> str:
    """How staff are named on the console."""
    return "已离职人员" if person is None else wording.person(person.name, person.role)
