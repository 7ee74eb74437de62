"""What of the ledger a person may read (台账可见范围): one function for the page and for the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from handlers.pages.console.cards import person_words
from handlers.pages.console.scope import Sight, Viewer
from homework.cases import CaseState, CheckWay
from homework.class_answers import answer_words
from homework.views import FLOOR, band
from homework.wording import console as wording
from homework.wording import console_ledger as ledger_wording
from homework.wording.staff import unit_short
from models.cases.ledger import last_checks
from models.database.base import AnyRow
from models.schools import SchoolClass, classes_ever
from models.staff.people import StaffMember
from models.staff.staffing import names_of
from models.workbook import Value


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One case as a line: what a person may not read of it is empty."""

    id: int
    number: int
    day: date
    class_name: str
    rule_name: str
    unit: str
    measured: int | None
    permitted: int | None
    families: str
    state: CaseState
    state_words: str
    check: str
    checker: str
    checked_at: datetime | None
    answer: str
    closed_at: datetime | None
    was_contested: bool

    @property
    def cells(self) -> tuple[Value, ...]:
        """The line as a row of the file, in the order of `ledger_wording.COLUMNS`."""
        return (
            self.number,
            self.day,
            self.class_name,
            self.rule_name,
            self.measured,
            self.permitted,
            self.unit,
            self.families,
            self.state_words,
            self.check,
            self.checker,
            self.checked_at,
            self.answer,
            self.closed_at,
        )


@dataclass(frozen=True, slots=True)
class _Around:
    """What the lines of a page share."""

    viewer: Viewer
    classes: Mapping[int, SchoolClass]
    checks: Mapping[int, AnyRow]
    people: Mapping[int, StaffMember]


def ledger_rows(
    connection: sa.Connection, viewer: Viewer, cases: Sequence[AnyRow]
) -> list[LedgerRow]:
    """Those of the cases that this person may see, each with what they may read of it."""
    around = _Around(
        viewer,
        classes_ever(connection, viewer.plan.id),
        last_checks(connection, viewer.plan.id, [case.id for case in cases]),
        names_of(connection, viewer.plan.id),
    )
    found = []
    for case in cases:
        school_class = around.classes[case.school_class_id]
        sight = viewer.sight(school_class, case.day)
        rule = viewer.rules(school_class, case.day).get(case.rule_id)
        is_open_to = viewer.may_read_rule(rule) and viewer.may_read_severity(case.severity)
        if sight is not None and is_open_to:
            found.append(_row(around, case, school_class, sight))
    return found


def _row(around: _Around, case: AnyRow, school_class: SchoolClass, sight: Sight) -> LedgerRow:
    viewer, check = around.viewer, around.checks.get(case.id)
    state = CaseState(case.state)
    is_own = sight is Sight.OWN
    may_read = not is_own or (viewer.is_closed(case.day) and case.units >= FLOOR)
    return LedgerRow(
        id=case.id,
        number=case.number,
        day=case.day,
        class_name=school_class.name(case.day),
        rule_name=case.rule_name,
        unit=unit_short(case.unit),
        measured=case.measured if may_read else None,
        permitted=case.permitted if may_read and case.permitted > 0 else None,
        families=_families(viewer, case, sight),
        state=state,
        state_words=wording.CASE[state],
        check=_check_words(check),
        checker="" if is_own or check is None else person_words(around.people.get(check.staff_id)),
        checked_at=case.checked_at,
        answer=answer_words(case.answer),
        closed_at=case.closed_at,
        was_contested=case.was_contested,
    )


def _families(viewer: Viewer, case: AnyRow, sight: Sight) -> str:
    """Counts to the leading group, bands to a checker, bands of closed days to own teachers."""
    if sight is Sight.FULL:
        return ledger_wording.counted(case.units, case.units_over)
    if sight is Sight.CHECKER or viewer.is_closed(case.day):
        return band(case.units)
    return ""


def _check_words(check: AnyRow | None) -> str:
    """How it was checked. A reason is a person's own words: it stays on the case's page."""
    if check is None:
        return ""
    if check.is_confirmed:
        return f"属实:{wording.WAY[CheckWay(check.way)]}"
    return "误报"
