"""Messages from families of many provinces, ages and hurry are read as they were meant."""

from __future__ import annotations

import pytest

from homework.reading import Intent, read_report
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Subject
from tests.homework.reading.notation import differences
from tests.homework.reading.rows import rows


@pytest.mark.parametrize(("text", "expected"), rows("reports.txt"))
def test_a_report_is_read_as_it_was_meant(text: str, expected: str) -> None:
    assert differences(read_report(text), expected) == []


@pytest.mark.parametrize(("text", "expected"), rows("talk.txt"))
def test_talk_is_never_counted_as_homework(text: str, expected: str) -> None:
    reading = read_report(text)

    assert differences(reading, expected) == []
    assert reading.report.assignments == ()


def test_a_whole_report_comes_back_as_values() -> None:
    reading = read_report("三年级2班 语文抄写第5课两遍大概20分钟,英语听读")

    assert reading.report == Report(
        (
            Assignment(Subject.CHINESE, "抄写第5课两遍", Minutes(20, 20), Kind.WRITTEN),
            Assignment(Subject.ENGLISH, "听读", None, Kind.ORAL),
        )
    )
    assert (reading.asked_about, reading.day_offset, reading.said_weekday) == ((1,), 0, None)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("语文:抄写第5课生词三遍,大概40分钟", "抄写第5课生词三遍"),
        ("数学 40' 练习册P12-13", "练习册P12-13"),
        ("今天语文作业是背诵《春》,用了15分钟", "背诵《春》"),
        ("國語抄寫生字20分鐘", "抄寫生字"),  # the writer's own characters
        ("英语:=HYPERLINK跟读15分钟", "HYPERLINK跟读"),  # no formula reaches an export
        ("数学口算13800001111一页10分钟", "口算 一页"),  # no telephone number is kept
    ],
)
def test_a_content_is_the_writers_own_words(text: str, content: str) -> None:
    assert read_report(text).report.assignments[0].content == content


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("数学附加题选做20分钟", "is_optional"),
        ("语文抄写在学校写完了", "done_at_school"),
        ("妈妈给加的数学口算20分钟", "family_added"),
    ],
)
def test_what_counts_differently_is_marked(text: str, field: str) -> None:
    (assignment,) = read_report(text).report.assignments

    assert getattr(assignment, field) is True


def test_minutes_said_once_for_two_kinds_are_not_counted_twice() -> None:
    oral, written = read_report("语文背诵、抄写 30分钟").report.assignments

    assert (oral.minutes, oral.minutes_included) == (None, True)
    assert (written.minutes, written.minutes_included) == (Minutes(30, 30), False)


def test_bare_figures_are_marked_as_assumed_minutes() -> None:
    assert "unit" in read_report("语文30 数学20").assumed


def test_a_kind_nobody_said_is_left_open_and_marked() -> None:
    reading = read_report("语文20分钟")

    assert reading.report.assignments[0].kind is None
    assert reading.assumed == ("kind:0",)


def test_heavy_copying_is_mechanical_and_very_heavy_copying_a_punishment() -> None:
    ten = read_report("语文生字抄10遍").report.irregularities
    fifty = read_report("语文生字抄50遍").report.irregularities

    assert ten == {Irregularity.MECHANICAL_COPY}
    assert fifty == {Irregularity.MECHANICAL_COPY, Irregularity.PUNITIVE_COPY}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("今天作业是什么", Intent.QUESTION_ABOUT_HOMEWORK),
        ("谁知道英语作业啊", Intent.QUESTION_ABOUT_HOMEWORK),
        ("我们班谁举报的?", Intent.WHO_REPORTED),
        ("哪个家长投诉的", Intent.WHO_REPORTED),
        ("怎么用", Intent.QUESTION),
        ("作业太多了,受不了", Intent.COMPLAINT),
        ("谢谢老师", Intent.THANKS),
        ("老师好", Intent.GREETING),
        ("今天没有作业", Intent.NO_HOMEWORK),
        ("更正:语文抄写30分钟", Intent.CORRECTION),
        ("重新报一下 语文20分钟 数学10分钟", Intent.CORRECTION),
        ("刚才说错了,数学卷子40分钟", Intent.REPORT),
        ("数学:更正月考试卷 30分钟", Intent.REPORT),  # a paper to be put right, not a report
        ("英语补习,免费试听", Intent.NOTICE),
        ("哈喽", Intent.GREETING),
        ("嗷呜", Intent.OTHER),
    ],
)
def test_an_intent_is_told(text: str, intent: Intent) -> None:
    assert read_report(text).intent is intent
