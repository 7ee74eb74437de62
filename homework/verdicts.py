"""Whether a class kept a rule on a day (判定), how sure we are (阶段), and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, reduce
from operator import or_

from homework.days import SchoolCalendar
from homework.judging import NOTHING, weigh
from homework.measures import NO_HOMEWORK, Measures, row_of
from homework.outcomes import Outcome, Stage, Verdict
from homework.policy.merge import effective_rules
from homework.policy.rules import Measure, PolicyPack, Rule
from homework.thresholds import DEFAULTS, Thresholds
from homework.totals import UnitMeasures
from homework.weighing import Columns, Row, columns_of, ends_reader, figure_ends, named_breaches

__all__ = [
    "Outcome",
    "Prepared",
    "Stage",
    "Thresholds",
    "Verdict",
    "after_check",
    "clears",
    "judge",
    "judge_class_day",
    "judge_count",
    "judge_figures",
    "judge_rows",
    "prepare",
    "prepare_day",
]

NOTHING_SAID = row_of(NO_HOMEWORK)
MOST_KEPT = 2000  # verdicts of one rule: some hundred kilobytes


def judge(
    rule: Rule,
    units: Iterable[UnitMeasures],
    register: Measures | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> Verdict:
    """Judge one rule; raises ValueError for one that daily reports cannot answer."""
    if not rule.measure.is_reported:
        raise ValueError(f"{rule.id} is answered by a survey: judge_figures")
    return judge_class_day((rule,), units, register, thresholds)[0]


def judge_class_day(
    rules: Iterable[Rule],
    units: Iterable[UnitMeasures],
    register: Measures | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> tuple[Verdict, ...]:
    """Judge every rule that daily reports can answer; rules answered by surveys are passed over."""
    counting: list[Row] = []
    leads: list[Row] = []
    for unit in units:
        (counting if unit.counts else leads).append(row_of(unit.measures))
    row = None if register is None else row_of(register)
    return judge_rows(tuple(rules), counting, leads, row, thresholds)


def judge_rows(
    rules: tuple[Rule, ...],
    rows: Sequence[Row],
    leads: Sequence[Row] = (),
    register: Row | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> tuple[Verdict, ...]:
    """The same from rows in the order of MEASURE_FIELDS, as the store selects them.

    `rows` are the counting units, `leads` the others. Over many classes `prepare` once a grade.
    """
    return prepare(rules, thresholds).judge(rows, leads, register)


def judge_figures(
    rule: Rule,
    figures: Sequence[tuple[int, int | None]],
    thresholds: Thresholds = DEFAULTS,
) -> Verdict:
    """Judge figures that families were asked for apart, as low and high ends: sleep, exercise."""
    return weigh(rule, figure_ends(rule, figures), NOTHING, NOTHING, thresholds)


def judge_count(rule: Rule, count: int) -> Verdict:
    """Judge what staff themselves counted (exams in a term, workbooks): their count settles it."""
    verdict = weigh(rule, NOTHING, NOTHING, figure_ends(rule, [(count, count)]), DEFAULTS)
    if verdict.stage is not None:
        return verdict
    return replace(verdict, outcome=Outcome.WITHIN, register_agrees=True)


def clears(verdict: Verdict, thresholds: Thresholds = DEFAULTS) -> bool:
    """Whether a day judged again ends a suspicion that was open.

    Below the quorum it does not: one corrected report must not clear a class that the next one
    would alert again.
    """
    return not verdict.is_suspected and verdict.units >= thresholds.quorum


def after_check(verdict: Verdict, confirmed: bool) -> Verdict:
    """The verdict once a person who does not teach the class has checked it (证实 or 推翻)."""
    return replace(verdict, stage=Stage.CONFIRMED if confirmed else Stage.REFUTED)


class Prepared:
    """Rules made ready to judge class after class; `rules` are those that reports can answer."""

    def __init__(self, rules: tuple[Rule, ...], thresholds: Thresholds) -> None:
        reported = [rule for rule in rules if rule.measure.is_reported]
        self.rules = tuple(sorted(reported, key=lambda rule: rule.measure is Measure.BREACH))
        self._dockets = tuple(_Docket(rule, thresholds) for rule in self.rules)
        # The bans stand last in the order of measures, and on most days nobody names any.
        self._weighed = tuple(each for each in self._dockets if not each.bits)
        self._bans = self._dockets[len(self._weighed) :]
        self._banned = reduce(or_, (each.bits for each in self._bans), 0)
        self._quiet: dict[int, tuple[Verdict, ...]] = {}

    def judge(
        self, rows: Sequence[Row], leads: Sequence[Row] = (), register: Row | None = None
    ) -> tuple[Verdict, ...]:
        """One verdict a rule, in the order of `rules`: bans stand last."""
        columns = columns_of(rows)
        if leads or register is not None:
            others = columns_of(leads)
            declared = columns_of(() if register is None else (register,))
            return tuple([each.judge(columns, others, declared) for each in self._dockets])
        named = named_breaches(columns)
        judged = [each.judge_alone(columns) for each in self._weighed]
        unnamed = self._unnamed(columns)
        if not named & self._banned:
            return (*judged, *unnamed)
        for ban, verdict in zip(self._bans, unnamed, strict=True):
            judged.append(ban.judge_alone(columns) if ban.bits & named else verdict)
        return tuple(judged)

    def _unnamed(self, columns: Columns) -> tuple[Verdict, ...]:
        """The verdicts on bans that nobody names: they hang on the number of units alone."""
        units = len(columns[0])
        known = self._quiet.get(units)
        if known is None:
            nobody = columns_of([NOTHING_SAID] * units)
            known = self._quiet[units] = tuple([each.judge_alone(nobody) for each in self._bans])
        return known


@lru_cache(maxsize=4096)
def prepare(rules: tuple[Rule, ...], thresholds: Thresholds = DEFAULTS) -> Prepared:
    """Look at rules once; asked again for equal rules it gives the same answer."""
    return Prepared(rules, thresholds)


@lru_cache(maxsize=4096)
def prepare_day(
    packs: tuple[PolicyPack, ...],
    grade: int,
    day: date,
    calendar: SchoolCalendar,
    thresholds: Thresholds = DEFAULTS,
) -> Prepared:
    """The rules that hold for a grade on a day, ready; asked again for an equal school it is the same."""
    return Prepared(effective_rules(packs, grade, day, calendar), thresholds)


class _Docket:
    """What is known of one rule before any class is looked at."""

    __slots__ = ("bits", "is_minutes", "known", "read", "rule", "thresholds")

    def __init__(self, rule: Rule, thresholds: Thresholds) -> None:
        self.rule = rule
        self.thresholds = thresholds
        self.read = ends_reader(rule)
        self.is_minutes = rule.measure in (Measure.WRITTEN_MINUTES, Measure.ALL_MINUTES)
        self.bits = rule.bits if rule.measure is Measure.BREACH else 0
        # Counts are small, so that most classes look alike to a rule: what was decided is kept, by
        # the sorted counts.
        self.known: dict[object, Verdict] = {}

    def judge(self, columns: Columns, others: Columns, declared: Columns) -> Verdict:
        read = self.read
        return weigh(self.rule, read(columns), read(others), read(declared), self.thresholds)

    def judge_alone(self, columns: Columns) -> Verdict:
        """Without leads and register."""
        ends = self.read(columns)
        if self.is_minutes:
            return weigh(self.rule, ends, NOTHING, NOTHING, self.thresholds)
        lows = tuple(sorted(ends[0]))
        key = lows if ends[0] is ends[1] else (lows, tuple(sorted(ends[1])))
        return self.known.get(key) or self._keep(key, columns)

    def _keep(self, key: object, columns: Columns) -> Verdict:
        verdict = weigh(self.rule, self.read(columns), NOTHING, NOTHING, self.thresholds)
        if len(self.known) < MOST_KEPT:
            self.known[key] = verdict
        return verdict
