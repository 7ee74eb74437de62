"""A message that speaks of two days reports one of them, and says so."""

from __future__ import annotations

import pytest

from homework.reading import read_report


@pytest.mark.parametrize(
    ("text", "subjects", "offset", "weekday"),
    [
        ("昨天语文抄写20分钟,今天数学口算10分钟", ["数学"], 0, None),
        ("今天语文抄写20分钟 昨天数学口算10分钟", ["语文"], 0, None),
        ("前天数学卷子40分钟,昨天语文抄写20分钟", ["语文"], -1, None),
        ("周一语文作文40分钟,周二数学卷子30分钟", ["数学"], 0, 2),
        ("昨天语文30分钟数学20分钟,今天语文10分钟英语15分钟", ["语文", "英语"], 0, None),
    ],
)
def test_only_one_day_is_reported(
    text: str, subjects: list[str], offset: int, weekday: int | None
) -> None:
    reading = read_report(text)

    assert [a.subject.value for a in reading.report.assignments] == subjects
    assert (reading.day_offset, reading.said_weekday) == (offset, weekday)
    assert "one_day" in reading.assumed


@pytest.mark.parametrize(
    "text",
    [
        "昨天的数学卷子今天写了40分钟",
        "周三交语文作文,周五交数学卷子",
        "周六作业数学30分钟,周日作业语文30分钟",
        "今天语文抄写20分钟,今天数学口算10分钟",
        "今天语文抄写20分钟,明天考数学",
    ],
)
def test_a_deadline_or_a_day_of_doing_is_no_second_day(text: str) -> None:
    assert "one_day" not in read_report(text).assumed


def test_nothing_today_is_not_yesterdays_homework() -> None:
    reading = read_report("昨天语文抄写20分钟,今天没有作业")

    assert reading.report.no_homework
    assert "one_day" in reading.assumed
