"""How the hall's facts fill a screen (大厅分页): rows and names, a few at a time, read from afar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TypeVar

from homework.board import Board, Finding, Freshness, Standing
from homework.days import day_words
from homework.wording import hall as wording

T = TypeVar("T")

ROWS_A_SLIDE = 3  # a portrait screen has no room for a fourth at this size
NAMES_A_SLIDE = 6
_SCALE = 100  # the bar's width in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """The small scale of a row: cap and figure as widths of 100."""

    within: float
    over: float


@dataclass(frozen=True, slots=True)
class Row:
    """One public finding as a row."""

    standing: Standing
    class_name: str
    main: str
    detail: str
    remarks: str
    tag: str
    bar: Bar | None
    is_long: bool  # a two-digit number needs the whole width of a portrait screen


@dataclass(frozen=True, slots=True)
class Square:
    """One school day in the month's picture."""

    number: int
    findings: int


@dataclass(frozen=True, slots=True)
class Slide:
    """One screenful: rows, or names under a title, or one calm sentence with the month."""

    title: str = ""
    rows: Sequence[Row] = ()
    names: Sequence[str] = ()
    sentence: str = ""
    hint: str = ""
    month: Sequence[Square] = ()
    month_words: str = ""


def slides_of(board: Board) -> list[Slide]:
    """The screens to turn through; never none."""
    if board.freshness is Freshness.DEAD:
        return [Slide(sentence=wording.NO_DATA, hint=wording.NO_DATA_HINT)]
    if board.is_trial:
        return [Slide(sentence=wording.TRIAL, hint=wording.TRIAL_HINT)]
    rows = [_row(each) for each in (*board.findings, *board.corrections, *board.closed)]
    slides = [Slide(rows=part) for part in _parts(rows, ROWS_A_SLIDE)]
    if not rows:
        slides.append(_calm(board))
    lists = (
        (wording.kept_title(board), board.kept),
        (wording.practical_title(board), board.practical),
    )
    for title, labels in lists:
        names = [label.name for label in labels]
        slides += [Slide(title=title, names=part) for part in _parts(names, NAMES_A_SLIDE)]
    return slides


def _calm(board: Board) -> Slide:
    return Slide(
        sentence=wording.NOTHING_FOUND,
        month=[Square(each.day.day, each.findings) for each in board.month],
        month_words=wording.month_words(board.month),
    )


def _parts(things: Sequence[T], most: int) -> list[Sequence[T]]:
    """Cut into as few screens as hold `most` each, evenly: four rows are two and two."""
    screens = ceil(len(things) / most)
    ends = [len(things) * place // screens for place in range(screens + 1)] if screens else []
    return [things[start:end] for start, end in pairwise(ends)]


def _row(finding: Finding) -> Row:
    main, detail = {
        Standing.CHECKED: (wording.figure(finding), wording.permitted(finding)),
        Standing.CORRECTED: (wording.correction(finding), wording.apology(finding)),
        Standing.CLOSED: (wording.cured(finding), wording.permitted(finding)),
    }[finding.standing]
    return Row(
        finding.standing,
        finding.label.name,
        main,
        f"{day_words(finding.day)} · {detail}",
        wording.remarks(finding) if finding.standing is Standing.CHECKED else "",
        wording.STANDING_WORDS[finding.standing],
        _bar(finding) if finding.standing is Standing.CHECKED else None,
        finding.label.number > 9,
    )


def _bar(finding: Finding) -> Bar | None:
    if finding.measured is None or finding.permitted <= 0:
        return None
    whole = max(finding.measured, finding.permitted)
    within = _SCALE * min(finding.measured, finding.permitted) / whole
    return Bar(round(within, 1), round(_SCALE * finding.measured / whole - within, 1))
