"""A teacher's own entry (教师登记): read out of words, joined to the register, set against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from homework.registers import MOST_CONTENT, Register, RegisterEntry
from homework.report import Assignment, Kind, Report, Slot, Subject


def entries_from(report: Report) -> tuple[RegisterEntry, ...] | None:
    """What a teacher set, out of what the reader understood; None where minutes are missing.

    Of an interval its upper end counts: a teacher who says 20到30分钟 means up to thirty.
    """
    entries = [_entry(each) for each in report.assignments]
    found = tuple(each for each in entries if each is not None)
    return found if found and len(found) == len(entries) else None


def _entry(said: Assignment) -> RegisterEntry | None:
    if said.minutes is None:
        return None
    minutes = said.minutes.high if said.minutes.high is not None else said.minutes.low
    if minutes < 1:
        return None
    return RegisterEntry(
        subject=said.subject,
        minutes=minutes,
        kind=said.kind or Kind.WRITTEN,
        content=said.content[:MOST_CONTENT],
        is_noon=said.slot is Slot.NOON,
        is_optional=said.is_optional,
    )


def joined(register: Register, told: Sequence[RegisterEntry]) -> Register:
    """The register with these subjects as their teacher says; the others as the class did.

    Raises ValueError where that makes too many entries.
    """
    subjects = {each.subject for each in told}
    kept = tuple(each for each in register.entries if each.subject not in subjects)
    return Register((*kept, *told))


@dataclass(frozen=True, slots=True)
class ToldSubject:
    """One subject: what its teacher says was set, and what the class's register says (0: nothing)."""

    subject: Subject
    told: int
    declared: int


def told_apart(register: Register | None, told: Sequence[RegisterEntry]) -> list[ToldSubject]:
    """A day's teachers' entries beside the register, subject by subject, optional ones left out."""
    said, declared = _minutes(told), _minutes(register.entries if register else ())
    return [ToldSubject(each, said[each], declared[each]) for each in Subject if each in said]


def _minutes(entries: Sequence[RegisterEntry]) -> Counter[Subject]:
    sums: Counter[Subject] = Counter()
    for each in entries:
        if not each.is_optional:
            sums[each.subject] += each.minutes
    return sums
