"""What one report weighs (度量): the plain numbers stored on its row, from which days are judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from homework.report import Assignment, Burden, Irregularity, Kind, Report, Slot, Subject

_SUBJECT_BIT = {subject: 1 << index for index, subject in enumerate(Subject)}

# Both kinds share one stored integer of 31 bits. Their order is the stored form: only ever append.
_FIRST_BURDEN_BIT = 16
BREACH_BIT: dict[str, int] = {
    **{kind.value: 1 << index for index, kind in enumerate(Irregularity)},
    **{burden.value: 1 << _FIRST_BURDEN_BIT + index for index, burden in enumerate(Burden)},
}


@dataclass(frozen=True, slots=True)
class Measures:
    """One report as columns: minutes are whole, a high end of None is open (没写完, 在校写完, 没说).

    `subjects` and `written_subjects` are bits in the order of Subject, `breaches` bits of
    BREACH_BIT. Optional assignments (选做) count against bans but never against a cap;
    family-added ones only in `family_low`.
    """

    written_low: int = 0
    written_high: int | None = 0
    all_low: int = 0
    all_high: int | None = 0
    subjects: int = 0
    written_subjects: int = 0
    item_count: int = 0
    written_count: int = 0  # said or plainly written
    assumed_count: int = 0  # kind not said: may be written
    noon_count: int = 0
    breaches: int = 0
    practical_count: int = 0  # from here on for people to read, not for judging
    family_low: int = 0
    kind_assumed: bool = False


NO_HOMEWORK = Measures()
MEASURE_FIELDS = tuple(field.name for field in fields(Measures))
"""The order of a row of measures, as the store selects it and `verdicts.judge_rows` takes it."""
JUDGED_FIELDS = MEASURE_FIELDS[: MEASURE_FIELDS.index("breaches") + 1]
"""The beginning of such a row, which is all that judging looks at."""
row_of = attrgetter(*MEASURE_FIELDS)
"""A report's measures as such a row."""


def measures_of(row: Sequence[Any]) -> Measures:
    """The measures in such a row."""
    return Measures(**dict(zip(MEASURE_FIELDS, row, strict=True)))


@lru_cache(maxsize=128)  # it is weighed when it is stored, and again for the receipt
def measure(report: Report, grade: int) -> Measures:
    """Weigh one report of a class in `grade`.

    Homework whose kind was not said counts as written from grade 3 and is marked assumed; in
    grades 1 and 2, where written homework is banned, an assumption accuses nobody: it widens the
    interval only.
    """
    of_class = [each for each in report.assignments if not each.family_added]
    capped = [each for each in of_class if not each.is_optional]
    if not of_class and not report.no_homework:
        of_class = capped = [_SOMETHING]
    everything = _all_minutes(capped, report)
    written = _written_minutes(capped, everything, grade)
    assumed = sum(each.kind is None for each in of_class)
    return Measures(
        written_low=written[0],
        written_high=_closed(written[1]),
        all_low=everything[0],
        all_high=_closed(everything[1]),
        subjects=_subject_bits(capped),
        written_subjects=_subject_bits(each for each in capped if _may_be_written(each)),
        item_count=sum(each is not _SOMETHING for each in capped),
        written_count=sum(each.kind is Kind.WRITTEN for each in of_class),
        assumed_count=assumed,
        practical_count=sum(each.kind is Kind.PRACTICAL for each in of_class),
        noon_count=sum(each.slot is Slot.NOON for each in of_class),
        family_low=_sum(each for each in report.assignments if each.family_added)[0],
        breaches=breach_bits((*report.irregularities, *report.burdens)),
        kind_assumed=assumed > 0,
    )


def breach_bits(kinds: Iterable[Irregularity | Burden]) -> int:
    """The stored bits of irregularities and burdens."""
    bits = 0
    for kind in kinds:
        bits |= BREACH_BIT[kind.value]
    return bits


def breach_kinds(bits: int) -> tuple[str, ...]:
    """The values of the irregularities and burdens in stored bits, in their stored order."""
    return tuple(value for value, bit in BREACH_BIT.items() if bits & bit)


def subject_bits(subjects: Iterable[Subject]) -> int:
    """The stored bits of subjects."""
    bits = 0
    for subject in subjects:
        bits |= _SUBJECT_BIT[subject]
    return bits


def subjects_in(bits: int) -> tuple[Subject, ...]:
    """The subjects in stored bits, in the order of Subject."""
    return tuple(subject for subject, bit in _SUBJECT_BIT.items() if bits & bit)


# Stands for homework of which a report says nothing but its total, or its irregularities.
_SOMETHING = Assignment(Subject.OTHER)
_OPEN = 1 << 30
_Span = tuple[int, int]


def _all_minutes(capped: list[Assignment], report: Report) -> _Span:
    low, high = _sum(capped)
    stated = report.stated_total
    if stated is None or not any(_lacks_minutes(each) for each in capped):
        return low, high
    beside_low, beside_high = _sum(
        each for each in report.assignments if each.family_added or each.is_optional
    )
    low = max(low, stated.low - beside_high)
    # What was finished at school is in no total a family can state.
    if stated.high is not None and not any(_is_only_at_school(each) for each in capped):
        high = min(high, stated.high - beside_low)
    return low, max(low, high)


def _written_minutes(capped: list[Assignment], everything: _Span, grade: int) -> _Span:
    low, high = _sum(each for each in capped if _may_be_written(each))
    other_low, other_high = _sum(each for each in capped if not _may_be_written(each))
    low = max(low, everything[0] - other_high)
    if everything[1] < _OPEN:
        high = min(high, everything[1] - other_low)
    if grade <= 2:
        low = _sum(each for each in capped if each.kind is Kind.WRITTEN)[0]
    return low, max(low, high)


def _sum(assignments: Iterable[Assignment]) -> _Span:
    low = high = 0
    for each in assignments:
        if each.minutes is None:
            high += _OPEN if _lacks_minutes(each) else 0
            continue
        low += each.minutes.low
        high += _OPEN if each.minutes.high is None else each.minutes.high
    return low, min(high, _OPEN)


def _lacks_minutes(assignment: Assignment) -> bool:
    # 背诵和抄写共45分钟: the time of the second is inside that of the first.
    return assignment.minutes is None and not assignment.minutes_included


def _closed(high: int) -> int | None:
    return None if high >= _OPEN else high


def _may_be_written(assignment: Assignment) -> bool:
    return assignment.kind is None or assignment.kind is Kind.WRITTEN


def _is_only_at_school(assignment: Assignment) -> bool:
    return assignment.done_at_school and assignment.minutes is None


def _subject_bits(assignments: Iterable[Assignment]) -> int:
    return subject_bits(each.subject for each in assignments if each is not _SOMETHING)
