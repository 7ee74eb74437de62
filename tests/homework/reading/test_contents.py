"""What a receipt repeats of the homework (作业内容): the writer's words, without what was left over."""

from __future__ import annotations

import pytest

from homework.reading import read_report
from homework.report import Minutes


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("英语也在学校写完了", ""),
        ("数学不到半小时", ""),
        ("数学20分钟正常吗", ""),
        ("數學係25分鐘", ""),
        ("我操这作业写了俩小时数学", ""),
        ("语文抄写生字词我家孩子写了四十多分钟", "抄写生字词"),
        ("数学卷子没写完,写了四十分钟到点停了", "卷子"),
    ],
)
def test_nothing_is_left_over(words: str, content: str) -> None:
    (said,) = read_report(words).report.assignments

    assert said.content == content


@pytest.mark.parametrize(
    "words",
    ["数学没写完 写了40分钟停的", "语文写了一半 40分钟", "数学卷子没写完,写了四十分钟到点停了"],
)
def test_what_was_stopped_has_no_upper_end(words: str) -> None:
    (said,) = read_report(words).report.assignments

    assert said.minutes == Minutes(40, None)


def test_what_was_left_from_school_was_finished_at_home() -> None:
    (said,) = read_report("语文课上没写完的练习册带回家写,20分钟").report.assignments

    assert said.minutes == Minutes(20, 20)
