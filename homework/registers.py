"""The class's own register (作业登记表): what the class itself says was set today, and what that weighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from homework.days import SHANGHAI
from homework.measures import Measures, measure, row_of
from homework.plan import RegisterPlan
from homework.policy.rules import Bound, Measure, Rule, Severity
from homework.report import MAX_MINUTES, Assignment, Burden, Kind, Minutes, Report, Slot, Subject
from homework.weighing import columns_of, ends_reader

MOST_ENTRIES = 12
"""No class is set more pieces a day; the exact search for a change that fits relies on it."""

MOST_CONTENT = 60
"""Characters of what an entry says of itself."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One assignment as the class declares it; `minutes` is what it should take, 1 to 480.

    `set_in_class` is False for what came another way than in class (群里、口信).
    """

    subject: Subject
    minutes: int
    kind: Kind = Kind.WRITTEN
    content: str = ""
    is_noon: bool = False
    is_optional: bool = False
    set_in_class: bool = True
    difficulty: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MAX_MINUTES:
            raise ValueError(f"minutes out of range: {self.minutes}")
        if len(self.content) > MOST_CONTENT:
            raise ValueError("too long a content")
        if self.difficulty is not None and not 1 <= self.difficulty <= 5:
            raise ValueError(f"difficulty out of range: {self.difficulty}")

    @property
    def assignment(self) -> Assignment:
        """The same piece as a report speaks of it."""
        return Assignment(
            subject=self.subject,
            content=self.content,
            minutes=Minutes.exactly(self.minutes),
            kind=self.kind,
            slot=Slot.NOON if self.is_noon else None,
            is_optional=self.is_optional,
        )

    @property
    def name(self) -> str:
        """数学练习册, or the subject alone where nothing more was said."""
        return f"{self.subject}{self.content}"


@dataclass(frozen=True, slots=True)
class Register:
    """One revision of a class's day; no entry at all means 没有作业."""

    entries: tuple[RegisterEntry, ...] = ()

    def __post_init__(self) -> None:
        if len(self.entries) > MOST_ENTRIES:
            raise ValueError(f"too many entries: {len(self.entries)}")

    @property
    def all_minutes(self) -> int:
        """What it adds up to without what is optional (选做)."""
        return sum(each.minutes for each in self.entries if not each.is_optional)

    @property
    def written_minutes(self) -> int:
        """The written part of it, which caps count."""
        return sum(
            each.minutes
            for each in self.entries
            if each.kind is Kind.WRITTEN and not each.is_optional
        )


@dataclass(frozen=True, slots=True)
class Revision:
    """A register as it stood from `saved_at`; `is_late` where that was after the deadline."""

    number: int
    register: Register
    saved_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Excess:
    """A rule that a register does not keep: what it declares, against the rule's limit."""

    rule: Rule
    declared: int

    @property
    def beyond(self) -> int:
        """By how much, in the rule's unit."""
        return self.declared - self.rule.limit


def weigh_register(register: Register, grade: int) -> Measures:
    """The register's measures, as a report's are computed, to be judged beside the families'."""
    return weigh_entries(register.entries, grade)


def weigh_entries(entries: Iterable[RegisterEntry], grade: int) -> Measures:
    """The measures of some of a register's entries."""
    entries = tuple(entries)
    elsewhere = any(not each.set_in_class for each in entries)
    report = Report(
        assignments=tuple(each.assignment for each in entries),
        no_homework=not entries,
        burdens=frozenset({Burden.SET_OUTSIDE_CLASS} if elsewhere else ()),
    )
    return measure(report, grade)


def excesses(measures: Measures, rules: Iterable[Rule]) -> tuple[Excess, ...]:
    """The caps and counts that these measures do not keep, in the order of the rules."""
    weighed = [Excess(rule, declared(measures, rule)) for rule in rules if can_be_balanced(rule)]
    return tuple(each for each in weighed if each.beyond > 0)


def declared(measures: Measures, rule: Rule) -> int:
    """What a register of these measures says of a rule that reports carry, in the rule's unit."""
    return ends_reader(rule)(columns_of((row_of(measures),)))[0][0]


def can_be_balanced(rule: Rule) -> bool:
    """Whether moving or shortening homework can mend a breach of this rule.

    A way of setting homework (罚抄、群里布置) is not mended by setting less of it, and what is only
    recorded is nothing to warn of.
    """
    return (
        rule.measure.is_reported
        and rule.measure is not Measure.BREACH
        and rule.bound is Bound.AT_MOST
        and rule.severity is not Severity.RECORD
    )


def adjustable_until(day: date, plan: RegisterPlan) -> datetime:
    """Until when a register of `day` may be put right and nothing of it enters the ledger."""
    return datetime.combine(day, plan.adjust_until, SHANGHAI)


def stands(new: Revision, standing: Revision | None) -> bool:
    """Whether a new revision counts from now on, in place of the one that stands.

    Until the deadline the last word counts. After it a class may add what came later; taking
    homework back is for a person to judge (登记有误), or a register could be talked down after an
    alert.
    """
    if standing is None or not new.is_late:
        return True
    return _is_no_lighter(new.register, standing.register)


def _is_no_lighter(later: Register, earlier: Register) -> bool:
    return {each.subject for each in later.entries} >= {
        each.subject for each in earlier.entries
    } and all(new >= old for new, old in zip(_weights(later), _weights(earlier), strict=True))


def _weights(register: Register) -> tuple[int, ...]:
    """What a later revision may not lower."""
    entries = register.entries
    return (
        register.all_minutes,
        register.written_minutes,
        sum(each.kind is Kind.WRITTEN for each in entries),
        sum(each.is_noon for each in entries),
        sum(not each.set_in_class for each in entries),
    )
