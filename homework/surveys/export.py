"""A round's results as one flat table (导出): the same figures as the page, and the same gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homework.surveys.cells import Cell
from homework.surveys.questions import Question, QuestionKind
from homework.surveys.results import Results, Scope
from homework.surveys.tallies import Tally, unit_words, value_words
from homework.wording import surveys as wording

HEADER: tuple[Cell, ...] = ("范围", "身份", "题目", "选项", "份数", "百分比", "答题份数", "单位")
_MIDDLE = "中间值"


def table(results: Results, scopes: Sequence[tuple[str, Scope]]) -> list[tuple[Cell, ...]]:
    """Every scope, role and question; where a group is too small, one line that says so."""
    return [HEADER, *_lines(results, scopes)]


def _lines(results: Results, scopes: Sequence[tuple[str, Scope]]) -> Iterator[tuple[Cell, ...]]:
    for where, scope in scopes:
        for role in results.roles:
            for question in results.template.questions:
                if role not in question.only or question.kind is QuestionKind.TEXT:
                    continue
                head = (where, wording.ROLE[role], question.words)
                found = results.tally(question, role, scope)
                for rest in _of_tally(question, found):
                    yield (*head, *rest)


def _of_tally(question: Question, found: Tally | None) -> Iterator[tuple[Cell, ...]]:
    if found is None:
        yield (wording.HIDDEN, None, None, None, "")
        return
    for share in found.shares:
        yield (share.label, share.count, found.percent(share), found.units, unit_words(question))
    if found.middle is not None:
        yield (
            f"{_MIDDLE} {value_words(question, found.middle)}",
            None,
            None,
            found.units,
            unit_words(question),
        )
