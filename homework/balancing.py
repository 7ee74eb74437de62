"""The smallest change that brings a register back under its caps (调整), and whose turn it is to yield."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from homework.policy.rules import Measure, Rule
from homework.registers import (
    Excess,
    Register,
    RegisterEntry,
    can_be_balanced,
    excesses,
    weigh_entries,
)
from homework.report import Subject

STEP_MINUTES = 5
"""Shortening is said in fives, and leaves at least five: nobody sets three minutes of homework."""

CLEAN_MOVE_WORTH = 10
"""A piece moved whole is easier done than half a piece: worth up to so many minutes more."""

STEP_WORTH = 3
"""Having yielded so often weighs as much as one entry more that has to change."""

_MINUTES = (Measure.WRITTEN_MINUTES, Measure.ALL_MINUTES)


class Way(StrEnum):
    """What is done to an entry."""

    MOVE = "move"  # 改到别的日子
    SHORTEN = "shorten"  # 减到几分钟


@dataclass(frozen=True, slots=True)
class Step:
    """One entry that yields; `minutes` are what is left of it, 0 when it is moved."""

    entry: RegisterEntry
    way: Way
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change after which every cap is kept, with the minutes that it gives up."""

    steps: tuple[Step, ...]
    given_up: int

    @property
    def subjects(self) -> frozenset[Subject]:
        """The subjects that yield in it."""
        return frozenset(step.entry.subject for step in self.steps)


@dataclass(frozen=True, slots=True)
class Turns:
    """Whose turn it is to yield: how often each subject yielded lately, and who rests today."""

    yielded: Mapping[Subject, int]
    resting: frozenset[Subject] = frozenset()

    def of(self, subject: Subject) -> int:
        """How much a subject has given lately; one whose day without homework it is yields first."""
        return -1 if subject in self.resting else self.yielded.get(subject, 0)


NOBODY_YET = Turns({})


def resting(rotation: Sequence[Subject], day: date) -> frozenset[Subject]:
    """Whose day without homework it is (轮流无作业): the next subject every day, and every Monday a
    later one, so that no subject keeps its weekday."""
    if not rotation:
        return frozenset()
    week = day.toordinal() // 7
    return frozenset({rotation[(day.weekday() + week) % len(rotation)]})


def fitting_changes(
    register: Register,
    rules: Sequence[Rule],
    grade: int,
    turns: Turns = NOBODY_YET,
    most: int = 3,
) -> tuple[Change, ...]:
    """The smallest changes after which the register keeps every cap, best first; () if it does.

    1. As few entries as possible yield, or one more: all sets of so many are tried (exact, not
       greedy). A subject that has yielded three times lately is spared even at the price of that
       further entry, so that it is not always the same one.
    2. Then the fewest minutes are given up; a clean move is worth ten of them.
    At most one entry is shortened, the rest are moved: with as few entries as possible, two half
    pieces never give up less. Each set of subjects appears once.
    """
    rules = [rule for rule in rules if can_be_balanced(rule)]
    over = excesses(weigh_entries(register.entries, grade), rules)
    if not over:
        return ()
    found: list[Change] = []
    for count in range(_least_steps(register, over), len(register.entries) + 1):
        is_last = bool(found)
        found += _changes_of(register, rules, grade, count)
        if is_last:
            break
    return _best(found, turns, most)


def _least_steps(register: Register, over: Iterable[Excess]) -> int:
    """A number of entries below which no change can do: the search need not begin at one."""
    longest = sorted((each.minutes for each in register.entries), reverse=True)
    least = 1
    for excess in over:
        if excess.rule.measure not in _MINUTES:
            least = max(least, excess.beyond)
            continue
        reached = 0
        while sum(longest[:reached]) < excess.beyond and reached < len(longest):
            reached += 1
        least = max(least, reached)
    return least


def _changes_of(
    register: Register, rules: Sequence[Rule], grade: int, count: int
) -> Iterator[Change]:
    entries = register.entries
    for chosen in combinations(range(len(entries)), count):
        kept = [each for place, each in enumerate(entries) if place not in chosen]
        if excesses(weigh_entries(kept, grade), rules):
            continue  # not even moving them all is enough
        moved = tuple(Step(entries[place], Way.MOVE) for place in chosen)
        yield Change(moved, sum(step.entry.minutes for step in moved))
        for place in chosen:
            short = _shortened(kept, entries[place], rules, grade)
            if short is None:
                continue
            steps = tuple(short if step.entry is entries[place] else step for step in moved)
            gone = sum(step.entry.minutes for step in steps) - short.minutes
            yield Change(steps, gone)


def _shortened(
    kept: Sequence[RegisterEntry], entry: RegisterEntry, rules: Sequence[Rule], grade: int
) -> Step | None:
    """How long an entry may still be beside those that are kept; None where it must go."""
    over = excesses(weigh_entries([*kept, entry], grade), rules)
    if any(excess.rule.measure not in _MINUTES for excess in over):
        return None
    left = entry.minutes - max((excess.beyond for excess in over), default=0)
    left -= left % STEP_MINUTES
    if left < STEP_MINUTES:
        return None
    shorter = replace(entry, minutes=left)
    if excesses(weigh_entries([*kept, shorter], grade), rules):
        return None
    return Step(entry, Way.SHORTEN, left)


def _best(found: Iterable[Change], turns: Turns, most: int) -> tuple[Change, ...]:
    best: list[Change] = []
    for change in sorted(found, key=lambda each: _cost(each, turns)):
        # Whoever may do with less is not offered more of the same.
        if not any(each.subjects <= change.subjects for each in best):
            best.append(change)
    return tuple(best[:most])


def _cost(change: Change, turns: Turns) -> tuple[int, int, int, str]:
    half_done = any(step.way is Way.SHORTEN for step in change.steps)
    gave = sum(turns.of(step.entry.subject) for step in change.steps)
    names = "".join(step.entry.name for step in change.steps)
    return (
        STEP_WORTH * len(change.steps) + gave,
        change.given_up + (CLEAN_MOVE_WORTH if half_done else 0),
        -sum(step.entry.minutes for step in change.steps),  # of equals, the longer piece
        names,
    )


def yielded(before: Register, after: Register) -> frozenset[Subject]:
    """The subjects that gave up minutes between two revisions of a day."""
    then, now = _by_subject(before), _by_subject(after)
    return frozenset(subject for subject in then if now[subject] < then[subject])


def count_yields(days: Iterable[Collection[Subject]]) -> dict[Subject, int]:
    """The fairness tally: on how many days each subject yielded."""
    return dict(Counter(subject for day in days for subject in day))


def _by_subject(register: Register) -> Counter[Subject]:
    minutes: Counter[Subject] = Counter()
    for each in register.entries:
        if not each.is_optional:
            minutes[each.subject] += each.minutes
    return minutes
