"""Tallies (统计): one question's answers summed up; the middle value, never anyone's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homework.surveys.questions import A_DAY, Answer, Question, QuestionKind

_CHOOSING = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
_MEASURED = {QuestionKind.NUMBER, QuestionKind.MINUTES, QuestionKind.CLOCK, QuestionKind.SCALE}
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120)
_MOST_BANDS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """How many units gave this answer."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """One question over one group: `units` answered it. `middle` is the low median and `spread` the
    middle half (low quartiles), in the question's own unit; None where there is nothing to order."""

    units: int
    shares: tuple[Share, ...]
    middle: int | None = None
    spread: tuple[int, int] | None = None

    def percent(self, share: Share) -> int:
        """A share of those who answered, rounded to a whole percent."""
        return round(100 * share.count / self.units) if self.units else 0


def tally(question: Question, answers: Sequence[Answer], bands: range | None = None) -> Tally:
    """Sum up the answers to one question. Measured answers fall into `bands`: groups that are
    compared must be given the same (`bands_for` all of them)."""
    units = len(answers)
    if question.kind in _CHOOSING:
        return Tally(units, _choices(question, answers))
    if question.kind not in _MEASURED or not answers:
        return Tally(units, ())
    values = sorted(value for value in answers if isinstance(value, int))
    return Tally(
        units,
        _in_bands(question, values, bands or bands_for(question, values)),
        middle=_at(values, 50),
        spread=(_at(values, 25), _at(values, 75)),
    )


def _choices(question: Question, answers: Sequence[Answer]) -> tuple[Share, ...]:
    return tuple(
        Share(
            choice.label,
            sum(
                choice.key in said if isinstance(said, tuple) else choice.key == said
                for said in answers
            ),
        )
        for choice in question.choices
    )


def _at(values: Sequence[int], percent: int) -> int:
    """The value that this share of the others does not exceed; of two candidates the lower."""
    return values[max(0, -(-len(values) * percent // 100) - 1)]


def bands_for(question: Question, answers: Sequence[Answer]) -> range:
    """Where the bands of these answers begin: round numbers, a handful of them."""
    if question.kind is QuestionKind.SCALE:
        return range(question.low, question.high + 1)
    numbers = [value for value in answers if isinstance(value, int)]
    lowest, highest = min(numbers, default=0), max(numbers, default=0)
    smallest = {QuestionKind.NUMBER: 1, QuestionKind.MINUTES: 10}.get(question.kind, 30)
    steps = [step for step in _STEPS if step >= smallest]
    fits = (step for step in steps if highest // step - lowest // step < _MOST_BANDS)
    step = next(fits, _STEPS[-1])
    return range(lowest // step * step, highest + 1, step)


def _in_bands(question: Question, values: Sequence[int], bands: range) -> tuple[Share, ...]:
    return tuple(
        Share(
            _band_label(question, start, bands.step),
            sum(start <= value < start + bands.step for value in values),
        )
        for start in bands
    )


def _band_label(question: Question, start: int, step: int) -> str:
    if question.kind is QuestionKind.CLOCK:
        return f"{clock_words(start)}–{clock_words(start + step)}"
    if question.kind is QuestionKind.SCALE:
        ends = {question.low: question.ends[0], question.high: question.ends[1]}
        return f"{start} {ends.get(start, '')}".strip()
    if step == 1:
        return f"{start}"
    return f"{start}–{start + step - 1}"


def clock_words(minutes: int) -> str:
    """A clock time as people write it: 21:30, also for what is kept as 24:30."""
    return f"{minutes % A_DAY // 60}:{minutes % 60:02d}"


def value_words(question: Question, value: int) -> str:
    """A measured value with its unit: 45分钟, 21:30, 3本, 4分."""
    if question.kind is QuestionKind.CLOCK:
        return clock_words(value)
    return f"{value}{unit_words(question)}"


def unit_words(question: Question) -> str:
    """The unit that stands behind a question's figures."""
    if question.kind is QuestionKind.MINUTES:
        return "分钟"
    return "分" if question.kind is QuestionKind.SCALE else question.unit
