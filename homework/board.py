"""What the hall may show (大厅公示): checked findings, corrections, counts; never a person, never a rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from homework.outcomes import Outcome
from homework.school import class_name, class_slug
from homework.thresholds import Thresholds

STALE_AFTER = timedelta(minutes=2)
DEAD_AFTER = timedelta(minutes=10)


class Standing(StrEnum):
    """How a public finding stands: checked by a person, corrected (更正), or cured (销号)."""

    CHECKED = "checked"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Freshness(StrEnum):
    """Whether the figures are of now; a dead board accuses nobody."""

    FRESH = "fresh"
    STALE = "stale"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, order=True)
class ClassLabel:
    """A class as people call it on a day; sorts by grade and number."""

    grade: int
    number: int

    @property
    def name(self) -> str:
        return class_name(self.grade, self.number)

    @property
    def slug(self) -> str:
        return class_slug(self.grade, self.number)


@dataclass(frozen=True, slots=True)
class Finding:
    """One public finding; `measured` is None where a ban was broken and nothing is counted.

    `answer` is what the class says of it, one of five sentences; `relapsed_from` the day of a 销号
    that did not last.
    """

    label: ClassLabel
    day: date
    rule_name: str
    unit: str
    measured: int | None
    permitted: int
    standing: Standing
    answer: str = ""
    relapsed_from: date | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What judging found of one class under one rule."""

    outcome: Outcome
    units: int
    register_agrees: bool | None


@dataclass(frozen=True, slots=True)
class ClassDayFacts:
    """One class on one day: its results, and whether a person is still to check it."""

    label: ClassLabel
    results: tuple[RuleResult, ...] = ()
    is_checking: bool = False
    is_found: bool = False  # confirmed or public, for that day
    is_blind: bool = False  # too little is heard of it to call it clean
    is_practical: bool = False  # its register names practical homework (实践作业)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A school's day, every class once."""

    day: date
    classes: tuple[ClassDayFacts, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A school day of the month and how many findings of it stand or stood in the hall."""

    day: date
    findings: int


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Everything the store knows that the hall may need. `days`: the homework day, the one before."""

    findings: tuple[Finding, ...]
    days: tuple[DayFacts, ...]
    month: tuple[MonthDay, ...]
    data_at: datetime | None  # when reports were last judged; None: never


@dataclass(frozen=True, slots=True)
class Board:
    """What the hall shows now. A trial names no class; a dead board has nothing but its name.

    `practical` are those of the kept classes whose register names practical homework.
    """

    is_trial: bool
    day: date
    freshness: Freshness
    data_at: datetime | None
    findings: Sequence[Finding] = ()
    corrections: Sequence[Finding] = ()
    closed: Sequence[Finding] = ()
    kept: Sequence[ClassLabel] = ()
    practical: Sequence[ClassLabel] = ()
    checking_count: int = 0
    kept_count: int = 0
    undecided_count: int = 0
    month: Sequence[MonthDay] = field(default=())

    @property
    def is_quiet(self) -> bool:
        """Nothing to read but counts."""
        return not (self.findings or self.corrections or self.closed or self.kept)


def compose(facts: BoardFacts, thresholds: Thresholds, is_trial: bool, now: datetime) -> Board:
    """Decide what may be shown of what is known."""
    shown = _day_with_news(facts.days, thresholds)
    freshness = freshness_of(facts.data_at, now)
    if freshness is Freshness.DEAD:
        return Board(is_trial, shown.day, freshness, facts.data_at)
    kept = [each.label for each in shown.classes if is_kept(each, thresholds)]
    checking = sum(each.is_checking for each in shown.classes)
    found = sum(each.is_found and not each.is_checking for each in shown.classes)
    counts = Board(
        is_trial,
        shown.day,
        freshness,
        facts.data_at,
        checking_count=checking,
        kept_count=len(kept),
        undecided_count=len(shown.classes) - checking - len(kept) - found,
    )
    practical = [each.label for each in shown.classes if each.is_practical and each.label in kept]
    return counts if is_trial else _with_names(counts, facts, kept, practical)


def _with_names(
    counts: Board, facts: BoardFacts, kept: Iterable[ClassLabel], practical: Iterable[ClassLabel]
) -> Board:
    def standing(wanted: Standing) -> tuple[Finding, ...]:
        chosen = [each for each in facts.findings if each.standing is wanted]
        return tuple(sorted(chosen, key=lambda each: (each.label, each.day, each.rule_name)))

    return Board(
        counts.is_trial,
        counts.day,
        counts.freshness,
        counts.data_at,
        findings=standing(Standing.CHECKED),
        corrections=standing(Standing.CORRECTED),
        closed=standing(Standing.CLOSED),
        kept=tuple(sorted(kept)),
        practical=tuple(sorted(practical)),
        checking_count=counts.checking_count,
        kept_count=counts.kept_count,
        undecided_count=counts.undecided_count,
        month=facts.month,
    )


def is_kept(facts: ClassDayFacts, thresholds: Thresholds) -> bool:
    """Whether "未超标" may be said of a class aloud: every rule kept, each by enough units or the
    class's own register, and nothing open against it."""
    if facts.is_checking or facts.is_found or facts.is_blind or not facts.results:
        return False
    return all(
        result.outcome is Outcome.WITHIN
        and (result.register_agrees is True or result.units >= thresholds.public_within_units)
        for result in facts.results
    )


def freshness_of(data_at: datetime | None, now: datetime) -> Freshness:
    """How old the figures are, as a state."""
    if data_at is None or now - data_at >= DEAD_AFTER:
        return Freshness.DEAD
    return Freshness.STALE if now - data_at >= STALE_AFTER else Freshness.FRESH


def _day_with_news(days: Sequence[DayFacts], thresholds: Thresholds) -> DayFacts:
    """The homework day once it says anything; until then the day before, so that the morning's
    hall is not an empty wall."""
    for day in days:
        if any(each.is_checking or is_kept(each, thresholds) for each in day.classes):
            return day
    return days[0]
