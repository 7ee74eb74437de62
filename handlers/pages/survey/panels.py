"""Results laid out (问卷结果图): bars with their figure beside them, a row an answer, a bar a role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from homework.surveys import Question, QuestionKind, Respondent, Results, Scope, Tally, Whole
from homework.surveys.tallies import unit_words, value_words
from homework.views import band
from homework.wording import surveys as wording

_MEASURED = {QuestionKind.NUMBER, QuestionKind.MINUTES, QuestionKind.CLOCK, QuestionKind.SCALE}


@dataclass(frozen=True, slots=True)
class Bar:
    """One series' bar of a row: `width` of a hundred, the figure in words, its series' index."""

    series: str
    index: int
    width: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One answer, or one measure, with a bar for each series."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Panel:
    """One question: what each series' figures rest on, its rows, and which series are hidden."""

    words: str
    unit: str
    notes: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Series:
    """A role or a round with its tally, None where it is hidden; `short` stands beside its bars."""

    name: str
    short: str
    tally: Tally | None


def of_roles(results: Results, question: Question, scope: Scope, *, is_own: bool) -> Panel:
    """One question in one scope, roles beside one another. `is_own`: rounded, without counts, as a
    class's own teachers see it."""
    series = [
        Series(wording.ROLE[role], wording.ROLE_SHORT[role], results.tally(question, role, scope))
        for role in results.roles
        if role in question.only
    ]
    return Panel(
        question.words,
        _unit(question),
        [_note(question, each, is_own=is_own) for each in series],
        _share_rows(series, is_own=is_own),
    )


def of_rounds(rounds: Sequence[tuple[str, Results]], question: Question, role: Respondent) -> Panel:
    """One question over rounds, for one role of the whole school, the earliest round first."""
    series = [
        Series(name, name, results.tally(asked, role, Whole()))
        for name, results in rounds
        if (asked := _same(results, question)) is not None
    ]
    is_measured = question.kind in _MEASURED
    return Panel(
        question.words,
        _unit(question),
        [_note(question, each, is_own=False) for each in series],
        _middle_rows(question, series) if is_measured else _share_rows(series, is_own=False),
    )


def _same(results: Results, question: Question) -> Question | None:
    """The question as that round asked it, if it could be answered alike."""
    asked = next((each for each in results.template.questions if each.key == question.key), None)
    return asked if asked is not None and asked.kind is question.kind else None


def _unit(question: Question) -> str:
    if question.kind in _MEASURED:
        return f"单位:{unit_words(question)}" if unit_words(question) else ""
    return "可多选,合计可超过100%" if question.kind is QuestionKind.MULTIPLE else ""


def _note(question: Question, series: Series, *, is_own: bool) -> str:
    tally = series.tally
    if tally is None:
        return f"{series.name}:{wording.HIDDEN}"
    units = band(tally.units) if is_own else wording.units_words(tally.units)
    if tally.middle is None or tally.spread is None:
        return f"{series.name}:{units}"
    low, high = (value_words(question, end) for end in tally.spread)
    middle = value_words(question, tally.middle)
    return f"{series.name}:{units},中间值{middle},中间一半在{low}到{high}"


def _share_rows(series: Sequence[Series], *, is_own: bool) -> list[Row]:
    shown = [(index, each) for index, each in enumerate(series) if each.tally is not None]
    labels = dict.fromkeys(
        share.label for _, each in shown if each.tally for share in each.tally.shares
    )
    return [
        Row(label, [bar for index, each in shown for bar in _bars(each, index, label, is_own)])
        for label in labels
    ]


def _bars(series: Series, index: int, label: str, is_own: bool) -> Iterable[Bar]:
    tally = series.tally
    for share in tally.shares if tally else ():
        if tally is None or share.label != label:
            continue
        percent = tally.percent(share)
        if is_own:
            percent = wording.rough_percent(percent)
            yield Bar(series.short, index, percent, f"约{percent}%")
        else:
            yield Bar(series.short, index, percent, f"{percent}% · {share.count}份")


def _middle_rows(question: Question, series: Sequence[Series]) -> list[Row]:
    middles = [
        (index, each.short, each.tally.middle)
        for index, each in enumerate(series)
        if each.tally is not None and each.tally.middle is not None
    ]
    # A clock's bar begins at its day's beginning: a length from midnight would say nothing.
    start = question.low if question.kind is QuestionKind.CLOCK else 0
    longest = max((middle - start for _, _, middle in middles), default=0) or 1
    bars = [
        Bar(name, index, round(100 * (middle - start) / longest), value_words(question, middle))
        for index, name, middle in middles
    ]
    return [Row("中间值", bars)] if bars else []
