"""A figure that is taken back in the same breath counts once, and leaves no trace in the content."""

from __future__ import annotations

import pytest

from homework.reading import Ask, read_answer, read_report


@pytest.mark.parametrize(
    ("text", "content", "minutes"),
    [
        ("数学练习册20分钟,打错了,是30分钟", "练习册", 30),
        ("语文作文不是50分钟,是30分钟", "作文", 30),
        ("英语抄单词20分钟改成15分钟", "抄单词", 15),
        ("数学口算5分钟,不对10分钟,还是不对,是15分钟", "口算", 15),
        ("语文抄写预计20分钟,实际写了35分钟", "抄写预计", 35),
        ("昨天的数学卷子40分钟", "卷子", 40),
    ],
)
def test_the_figure_that_stands_is_kept(text: str, content: str, minutes: int) -> None:
    (assignment,) = read_report(text).report.assignments

    assert assignment.minutes is not None
    assert (assignment.content, assignment.minutes.low) == (content, minutes)


@pytest.mark.parametrize(
    "text",
    [
        "数学口算10分钟(规定书面作业不超过60分钟)",
        "数学口算10分钟,别的孩子可能半小时",
        "数学口算10分钟(刚才写的40分钟作废)",
        "老师说数学口算30分钟能做完,孩子做了10分钟",
    ],
)
def test_minutes_of_nobodys_evening_do_not_count(text: str) -> None:
    minutes = [a.minutes.low for a in read_report(text).report.assignments if a.minutes]

    assert minutes == [10]


def test_an_answer_may_take_a_figure_back() -> None:
    report = read_report("数学练习册,语文抄写10分钟").report

    answer = read_answer("20分钟,不对,是30分钟", report, (0,), Ask.MISSING_MINUTES)

    assert answer is not None
    assert [a.minutes.low for a in answer.report.assignments if a.minutes] == [30, 10]
