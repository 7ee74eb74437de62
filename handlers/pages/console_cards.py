"""One case as the console shows it (督办卡): its words, figures by sight, and what may be done now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from handlers.pages.console_plot import Gauge, gauge
from handlers.pages.console_scope import Sight, Viewer
from homework.cases import MOVES, CaseState, CheckWay, Move, names_classes
from homework.policy import Rule
from homework.views import FLOOR, band
from homework.wording import console as wording
from homework.wording.staff import unit_short
from models.base import AnyRow
from models.case_acts import LEADING_GROUP, PUBLISHERS
from models.checks import checks_of
from models.notices import notices_of
from models.overloads import Overload
from models.schools import ClassKey, SchoolClass, get_class
from models.staff import Role, StaffMember, find_staff


@dataclass(frozen=True, slots=True)
class Acts:
    """Which buttons a case offers this person, and a sentence where one is missing."""

    acknowledge: bool = False
    confirm: bool = False
    refute: bool = False
    publish: bool = False
    publish_early: bool = False
    why_not: str = ""

    @property
    def any(self) -> bool:
        return self.acknowledge or self.confirm or self.refute or self.publish or self.publish_early


@dataclass(frozen=True, slots=True)
class Card:
    """A case ready for a template; `figure`, `units` and `gauge` are empty where unseen."""

    number: int
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
    units: str
    gauge: Gauge | None
    note: str
    acts: Acts


@dataclass(frozen=True, slots=True)
class Found:
    """A case with its class, what this person may see of it, and the rule of that day."""

    case: Overload
    school_class: SchoolClass
    sight: Sight
    rule: Rule | None

    @property
    def state(self) -> CaseState:
        return CaseState(self.case.state)

    @property
    def class_name(self) -> str:
        return self.school_class.name(self.case.day)


def look_up(connection: sa.Connection, viewer: Viewer, cases: Iterable[Overload]) -> list[Found]:
    """Those of the cases that this person may see."""
    found = []
    classes: dict[int, SchoolClass] = {}
    for case in cases:
        key = ClassKey(viewer.plan.id, case.school_class_id)
        school_class = classes.get(case.school_class_id) or get_class(connection, key)
        classes[case.school_class_id] = school_class
        sight = viewer.sight(school_class, case.day)
        rule = viewer.rules(school_class, case.day).get(case.rule_id)
        if sight is not None and viewer.may_read_rule(rule):
            found.append(Found(case, school_class, sight, rule))
    return found


def make_card(connection: sa.Connection, viewer: Viewer, found: Found) -> Card:
    """The card of one case."""
    case = found.case
    notice = _live_notice(connection, case)
    figures = _figures(viewer, found)
    return Card(
        number=case.number,
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
        units=figures.units,
        gauge=figures.gauge,
        note=_note(connection, viewer, found, notice),
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
    case, unit = found.case, unit_short(found.case.unit)
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


def _live_notice(connection: sa.Connection, case: Overload) -> AnyRow | None:
    live = [
        notice
        for notice in notices_of(connection, case.school_id, case.id)
        if notice.retracted_at is None
    ]
    return live[-1] if live else None


def _state_words(found: Found, notice: AnyRow | None, now: datetime) -> str:
    if found.state is CaseState.CONFIRMED and notice is not None and notice.begins_at <= now:
        return wording.CASE[CaseState.PUBLIC]
    return wording.CASE[found.state]


def _note(connection: sa.Connection, viewer: Viewer, found: Found, notice: AnyRow | None) -> str:
    """One line on where the case stands: who has it, how it was checked, when it is public."""
    case, state = found.case, found.state
    if state is CaseState.SUSPECTED:
        return _taken_by(connection, viewer, found)
    parts = []
    checks = checks_of(connection, case.school_id, case.id)
    if checks and found.sight is not Sight.OWN:
        last = checks[-1]
        way = f"方式:{wording.WAY[CheckWay(last.way)]}" if last.way else f"原因:{last.reason}"
        parts.append(f"{_name(connection, case, last.staff_id)} {way}")
    if notice is not None:
        begins = notice.begins_at.astimezone(viewer.now.tzinfo)
        parts.append(
            wording.answer_hour(begins)
            if begins > viewer.now
            else wording.shown_until(notice.ends_on)
        )
    return " · ".join(parts)


def _taken_by(connection: sa.Connection, viewer: Viewer, found: Found) -> str:
    case = found.case
    if found.sight is Sight.OWN:
        return wording.COMPARE
    if case.acknowledged_by is None:
        return ""
    who = "您" if case.acknowledged_by == viewer.person.id else ""
    return f"由{who or _name(connection, case, case.acknowledged_by)}核实"


def _name(connection: sa.Connection, case: Overload, staff_id: int) -> str:
    person = find_staff(connection, case.school_id, staff_id)
    return person_words(person)


def person_words(person: StaffMember | None) -> str:
    """How staff are named on the console."""
    return "已离职人员" if person is None else wording.person(person.name, person.role)


def allowed_acts(viewer: Viewer, found: Found, notice: AnyRow | None) -> Acts:
    """What this person may do to the case now; the act itself checks it all again."""
    role, state = viewer.person.role, found.state
    if role not in LEADING_GROUP | {Role.DUTY}:
        return Acts()
    if found.sight is Sight.OWN:
        return Acts(why_not=wording.TEACHES)
    can = _moves(state)
    is_trial = not names_classes(viewer.plan.publication)
    wants_publishing = Move.PUBLISH in can and role in PUBLISHERS
    may_now = notice is None and viewer.plan.publication.answer_until is None
    return Acts(
        acknowledge=state is CaseState.SUSPECTED and found.case.acknowledged_at is None,
        confirm=Move.CONFIRM in can,
        refute=Move.REFUTE in can,
        publish=wants_publishing and not is_trial and may_now,
        publish_early=_may_publish_early(viewer, notice) and wants_publishing and not is_trial,
        why_not=wording.PUBLISH_IN_TRIAL if wants_publishing and is_trial else "",
    )


def _may_publish_early(viewer: Viewer, notice: AnyRow | None) -> bool:
    if viewer.plan.publication.answer_until is None or viewer.person.role != Role.PRINCIPAL:
        return False
    return notice is None or notice.begins_at > viewer.now


def _moves(state: CaseState) -> Mapping[Move, CaseState]:
    return {move: to for (begin, move), to in MOVES.items() if begin is state}
