"""Receipts (回执): what was understood, exactly, in few words and few bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homework.open_questions import settle
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Slot, Subject
from homework.wording import receipts
from homework.wording.report_lines import assignment_line, report_lines, total_words

DAY = date(2026, 11, 23)
MATHS = Assignment(Subject.MATHS, "练习册", Minutes.exactly(30), Kind.WRITTEN)


@pytest.mark.parametrize(
    ("assignment", "line"),
    [
        (MATHS, "数学 练习册 30分钟"),
        (replace(MATHS, minutes=Minutes(30, 60)), "数学 练习册 30–60分钟"),
        (replace(MATHS, minutes=Minutes(30, None)), "数学 练习册 30分钟没写完"),
        (replace(MATHS, minutes=None), "数学 练习册 时间未填"),
        (replace(MATHS, minutes=None, done_at_school=True), "数学 练习册 在校写完"),
        (replace(MATHS, kind=Kind.ORAL), "数学 练习册(口头) 30分钟"),
        (replace(MATHS, slot=Slot.NOON, is_optional=True), "数学 练习册(中午、选做) 30分钟"),
        (replace(MATHS, family_added=True, content=""), "数学 (家里加的) 30分钟"),
        (replace(MATHS, content="<a href=x>看\n这里</a>"), "数学 ＜a href=x>看 这里＜/a> 30分钟"),
        (replace(MATHS, content="很长" * 20), f"数学 {'很长' * 11}很… 30分钟"),
    ],
)
def test_a_line_says_all_that_was_understood(assignment: Assignment, line: str) -> None:
    assert assignment_line(assignment, 3) == line


def test_written_is_said_only_where_it_is_not_expected() -> None:
    assert assignment_line(MATHS, 2) == "数学 练习册(书面) 30分钟"


def test_irregularities_are_read_back() -> None:
    said = Report((MATHS,), irregularities=frozenset({Irregularity.PRINT_AT_HOME}))

    assert report_lines(said, 3) == ["数学 练习册 30分钟", "另记:要求在家打印"]


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report((MATHS, replace(MATHS, kind=Kind.ORAL))), "共60分钟(书面30)"),
        (Report((MATHS,)), "共30分钟"),
        (Report((MATHS, replace(MATHS, family_added=True))), "共30分钟"),
        (Report((replace(MATHS, minutes=Minutes(30, None)),)), "共至少30分钟"),
        (Report((replace(MATHS, minutes=Minutes(30, 60)),)), "共30–60分钟"),
        (Report((replace(MATHS, minutes=None),)), ""),
    ],
)
def test_the_total_is_the_one_that_counts(report: Report, words: str) -> None:
    assert total_words(report, 3) == words


def test_one_assignment_is_read_back_on_one_line() -> None:
    assert receipts.receipt("三年级2班", DAY, settle(Report((MATHS,)), 3), 3) == (
        '三年级2班 11月23日(周一) 已记:数学 练习册 30分钟。\n改动直接再说,不留回"撤回"。'
    )


_minutes = st.one_of(
    st.none(),
    st.builds(Minutes.exactly, st.integers(0, 480)),
    st.builds(lambda low: Minutes(low, None), st.integers(0, 480)),
)
_assignments = st.builds(
    Assignment,
    subject=st.sampled_from(Subject),
    content=st.text(max_size=400),
    minutes=_minutes,
    kind=st.sampled_from([None, *Kind]),
    slot=st.sampled_from([None, *Slot]),
    is_optional=st.booleans(),
    done_at_school=st.booleans(),
    family_added=st.booleans(),
)


@given(st.lists(_assignments, max_size=40), st.integers(1, 9), st.booleans())
def test_any_receipt_fits_a_reply(
    assignments: list[Assignment], grade: int, is_unknown: bool
) -> None:
    said = Report(
        tuple(assignments),
        irregularities=frozenset(Irregularity),
        unknown_minutes_accepted=is_unknown,
    )

    words = receipts.receipt("三年级2班", DAY, settle(said, grade), grade)

    lead = receipts.lead_receipt(words, "三年级2班")
    assert len(receipts.first_receipt(lead).encode("utf-8", "ignore")) <= 2000
