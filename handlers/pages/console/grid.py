"""The grid of classes (班级总览): one cell a class, a row a grade, for one homework day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from handlers.pages.console.scope import Sight, Viewer
from homework.cases import CaseState
from homework.outcomes import Outcome, Stage
from homework.policy import Rule, Severity
from homework.school import grade_name
from homework.silence import BlindSpot
from homework.views import CellState, Standing, cell_state, floored, headline, readable
from homework.wording import console as wording
from models.cases.views import standings_on
from models.database.base import AnyRow
from models.days.overloads import Overload, overloads_on
from models.days.silence import blind_classes
from models.schools import SchoolClass, classes_of

_PLAIN = frozenset({BlindSpot.NO_REGISTER, BlindSpot.NO_REPORTS})
_NOT_IN_GRID = frozenset({Severity.RECORD, Severity.CONFIDENTIAL})


@dataclass(frozen=True, slots=True)
class Cell:
    """One class: its state by colour and word, and the figure nearest its cap."""

    slug: str
    label: str
    name: str
    state: CellState
    word: str
    figure: str
    leads: tuple[str, ...]
    blind: tuple[str, ...]  # why the class cannot be seen


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade's classes."""

    name: str
    short: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All classes that a person may see, how many are in each state, the leads and the blind spots."""

    rows: tuple[GradeRow, ...]
    counts: tuple[tuple[CellState, int], ...]
    leads: tuple[tuple[str, str, tuple[str, ...]], ...]  # (class name, slug, lines)
    blind: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def has_figures(self) -> bool:
        return any(cell.figure for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class _Day:
    """Everything read about one school day, by class."""

    day: date
    verdicts: Mapping[int, Sequence[AnyRow]]
    cases: Mapping[tuple[int, str], Overload]
    blind: Mapping[int, tuple[BlindSpot, ...]]


def build_grid(connection: sa.Connection, viewer: Viewer, day: date) -> Grid:
    """The grid of a day."""
    seen = [
        (school_class, sight)
        for school_class in classes_of(connection, viewer.plan.id, day)
        if school_class.grade(day) in viewer.plan.classes
        and (sight := viewer.sight(school_class, day)) is not None
    ]
    facts = _read_day(connection, viewer, day, [school_class for school_class, _ in seen])
    rows: dict[int, list[Cell]] = {}
    for school_class, sight in seen:
        cell = _cell(viewer, facts, school_class, sight)
        rows.setdefault(school_class.grade(day), []).append(cell)
    cells = [cell for row in rows.values() for cell in row]
    counts = Counter(cell.state for cell in cells)
    return Grid(
        tuple(
            GradeRow(grade_name(grade), grade_name(grade)[0], tuple(row))
            for grade, row in sorted(rows.items())
        ),
        tuple((state, counts[state]) for state in CellState if counts[state]),
        tuple((cell.name, cell.slug, cell.leads) for cell in cells if cell.leads),
        tuple((cell.name, cell.slug, _blind_lines(cell)) for cell in cells if cell.blind),
    )


def _read_day(
    connection: sa.Connection, viewer: Viewer, day: date, classes: Sequence[SchoolClass]
) -> _Day:
    school_id = viewer.plan.id
    verdicts: dict[int, list[AnyRow]] = {}
    for row in standings_on(connection, school_id, day):
        verdicts.setdefault(row.school_class_id, []).append(row)
    cases = {
        (case.school_class_id, case.rule_id): case
        for case in overloads_on(connection, school_id, day)
    }
    blind = blind_classes(connection, viewer.plan, classes, day, viewer.now)
    return _Day(day, verdicts, cases, blind)


def _cell(viewer: Viewer, facts: _Day, school_class: SchoolClass, sight: Sight) -> Cell:
    day = facts.day
    standings = standings_from(
        facts.verdicts.get(school_class.id, ()),
        {rule: case for (of, rule), case in facts.cases.items() if of == school_class.id},
        viewer.rules(school_class, day),
    )
    state = _state(viewer, facts, school_class, sight, standings)
    is_full = sight is Sight.FULL
    best = headline(readable(standings)) if is_full else None
    return Cell(
        slug=school_class.slug(day),
        label=f"{school_class.number}班",
        name=school_class.name(day),
        state=state,
        word=wording.STATE[state],
        figure=f"{best.measured}/{best.permitted}" if best else "",
        leads=_lead_lines(standings) if is_full else (),
        blind=tuple(
            wording.blind(each, viewer.plan.thresholds.silent_school_days)
            for each in _seen_spots(facts, school_class, sight)
        ),
    )


def standings_from(
    rows: Sequence[AnyRow], cases: Mapping[str, Overload], rules: Mapping[str, Rule]
) -> list[Standing]:
    """A class's day, rule by rule; rules that are only recorded, or confidential, are left out."""
    standings = []
    for row in rows:
        rule = rules.get(row.rule_id)
        if rule is None or rule.severity in _NOT_IN_GRID:
            continue
        case = cases.get(row.rule_id)
        standings.append(
            Standing(
                rule_name=rule.name,
                unit=rule.unit,
                outcome=Outcome(row.outcome),
                is_lead=row.stage == Stage.LEAD and case is None,
                measured=row.measured,
                permitted=row.permitted,
                units=row.units,
                units_over=row.units_over,
                case=CaseState(case.state) if case else None,
            )
        )
    return standings


def _state(
    viewer: Viewer,
    facts: _Day,
    school_class: SchoolClass,
    sight: Sight,
    standings: Sequence[Standing],
) -> CellState:
    quorum = viewer.plan.thresholds.quorum
    is_blind = bool(_seen_spots(facts, school_class, sight))
    state = cell_state(standings, quorum=quorum, is_blind=is_blind)
    if sight is not Sight.OWN:
        return state
    if not viewer.is_closed(facts.day):
        return CellState.WAITING
    if state is CellState.WITHIN and school_class.id in facts.blind:
        return CellState.UNDECIDED
    return floored(state, max((each.units for each in standings), default=0))


def _seen_spots(facts: _Day, school_class: SchoolClass, sight: Sight) -> tuple[BlindSpot, ...]:
    """A class's own teachers do not read that its families fell silent, or all say the same: it
    would tell them that the school wonders about them."""
    spots = facts.blind.get(school_class.id, ())
    return spots if sight is Sight.FULL else tuple(each for each in spots if each in _PLAIN)


def _blind_lines(cell: Cell) -> tuple[str, ...]:
    """Why a class cannot be seen, and where the overview counts it if not as a blind spot."""
    if cell.state is CellState.BLIND:
        return cell.blind
    return (*cell.blind, wording.counted_as(cell.state))


def _lead_lines(standings: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(
        wording.lead(
            each.rule_name,
            each.units,
            each.units_over,
            f"{each.permitted}{each.unit}" if each.permitted > 0 else "",
        )
        for each in standings
        if each.is_lead
    )
