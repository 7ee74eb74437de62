"""One question is asked back where a total would be a guess, and its answers are understood."""

from __future__ import annotations

import pytest

from homework.reading import Answer, Ask, Reading, read_answer, read_report
from homework.report import Kind, Minutes, Report, Subject

OPEN = "语文抄写20分钟,数学练习册12页,英语听读"


def answer(text: str, opened: Reading) -> Answer | None:
    assert opened.ask is not None
    return read_answer(text, opened.report, opened.asked_about, opened.ask)


def figures(report: Report) -> list[int | None]:
    return [a.minutes.low if a.minutes else None for a in report.assignments]


@pytest.mark.parametrize(
    ("text", "ask", "asked_about"),
    [
        (OPEN, Ask.MISSING_MINUTES, (1, 2)),
        ("语文20分钟 数学30分钟", None, ()),
        ("三(1)班三(2)班语文20分钟", Ask.TWO_CLASSES, ()),
        ("语文卷子5个小时 数学20分钟", Ask.IMPLAUSIBLE_MINUTES, (0,)),
        ("数学卷子600分钟", Ask.IMPLAUSIBLE_MINUTES, (0,)),
        ("今天作业写了两个小时", Ask.SUBJECT, ()),
        ("语文抄写 数学口算 一共40分钟", None, ()),
        ("语文抄写选做", None, ()),
        ("语文抄写在学校写完了", None, ()),
        ("语文背诵、抄写20分钟", None, ()),
        ("语文抄写20分钟\n语文背诵", Ask.MISSING_MINUTES, (1,)),
    ],
)
def test_what_is_missing_is_asked(text: str, ask: Ask | None, asked_about: tuple[int, ...]) -> None:
    reading = read_report(text)

    assert (reading.ask, reading.asked_about) == (ask, asked_about)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("25 10", [20, 25, 10]),
        ("25,10", [20, 25, 10]),
        ("25分钟,10分钟", [20, 25, 10]),
        ("二十五,十", [20, 25, 10]),
        ("大概25和10吧", [20, 25, 10]),
        ("数学25 英语10", [20, 25, 10]),
        ("英语10,数学25", [20, 25, 10]),
        ("数学半小时,英语一刻钟", [20, 30, 15]),
        ("半小时和一刻钟", [20, 30, 15]),
        ("各20分钟", [20, 20, 20]),
        ("都是15", [20, 15, 15]),
        ("两个都是20", [20, 20, 20]),
        ("数25英10", [20, 25, 10]),
    ],
)
def test_an_answer_fills_what_was_asked(text: str, minutes: list[int]) -> None:
    answered = answer(text, read_report(OPEN))

    assert answered is not None
    assert figures(answered.report) == minutes
    assert answered.ask is None


@pytest.mark.parametrize("text", ["40", "四十分钟", "40分钟左右", "写了40分钟", "大概40吧", "40'"])
def test_one_figure_answers_one_open_assignment(text: str) -> None:
    answered = answer(text, read_report("语文20分钟 数学练习册"))

    assert answered is not None
    assert figures(answered.report) == [20, 40]


def test_one_figure_for_two_assignments_leaves_the_question_open() -> None:
    answered = answer("40", read_report(OPEN))

    assert answered == Answer(read_report(OPEN).report, Ask.MISSING_MINUTES, (1, 2))


def test_half_an_answer_leaves_the_rest_asked() -> None:
    answered = answer("数学25", read_report(OPEN))

    assert answered is not None
    assert (answered.ask, answered.asked_about) == (Ask.MISSING_MINUTES, (2,))


@pytest.mark.parametrize("text", ["都写完了一共1小时", "总共60分钟", "加起来一个小时", "合计60"])
def test_a_total_answers_for_everything(text: str) -> None:
    answered = answer(text, read_report(OPEN))

    assert answered is not None
    assert (answered.report.stated_total, answered.ask) == (Minutes(60, 60), None)


@pytest.mark.parametrize(
    "text", ["不知道", "不清楚", "没注意时间", "忘了", "记不清了", "不太清楚呢"]
)
def test_not_knowing_is_an_answer(text: str) -> None:
    answered = answer(text, read_report(OPEN))

    assert answered is not None
    assert answered.report.unknown_minutes_accepted
    assert answered.ask is None


def test_done_at_school_is_an_answer_and_not_zero_minutes() -> None:
    answered = answer("在校写完", read_report(OPEN))

    assert answered is not None
    assert [(a.done_at_school, a.minutes) for a in answered.report.assignments[1:]] == [
        (True, None),
        (True, None),
    ]
    assert answered.ask is None


def test_done_at_school_may_name_one_subject() -> None:
    answered = answer("数学在学校写完了", read_report(OPEN))

    assert answered is not None
    assert [a.done_at_school for a in answered.report.assignments] == [False, True, False]
    assert answered.asked_about == (2,)


def test_an_implausible_figure_is_put_right_or_confirmed() -> None:
    opened = read_report("数学卷子5小时")
    corrected, confirmed = answer("50分钟", opened), answer("是的", opened)

    assert corrected is not None
    assert confirmed is not None
    assert figures(corrected.report) == [50]
    assert (figures(confirmed.report), confirmed.ask) == ([300], None)


def test_an_impossible_figure_is_asked_again() -> None:
    answered = answer("600分钟", read_report("数学卷子"))

    assert answered is not None
    assert answered.ask is Ask.IMPLAUSIBLE_MINUTES
    assert figures(answered.report) == [None]


def test_the_subject_of_a_total_is_taken_from_the_answer() -> None:
    opened = read_report("今天作业写了两个小时")
    one, several = answer("数学", opened), answer("语文和数学", opened)

    assert one is not None
    assert several is not None
    assert [(a.subject, a.minutes) for a in one.report.assignments] == [
        (Subject.MATHS, Minutes(120, 120))
    ]
    assert [a.subject for a in several.report.assignments] == [Subject.CHINESE, Subject.MATHS]
    assert several.report.stated_total == Minutes(120, 120)


def test_a_wrong_subject_is_put_right_in_the_answer() -> None:
    answered = answer("不是,是数学", read_report("语文练习册"))

    assert answered is not None
    assert [a.subject for a in answered.report.assignments] == [Subject.MATHS]
    assert answered.ask is Ask.MISSING_MINUTES


def test_which_of_two_classes_is_a_class_name() -> None:
    opened = read_report("三(1)班三(2)班语文20分钟")
    answered = answer("三(2)班", opened)

    assert answered is not None
    assert answered.ask is None
    assert answer("都有", opened) is None


@pytest.mark.parametrize(
    "text",
    [
        "今天天气真好",
        "谢谢",
        "科学观察蚂蚁20分钟",
        "数学卷子写了半小时呀还有别的作业",
        "P40",
        "在吗",
        "",
    ],
)
def test_what_is_no_answer_is_left_to_others(text: str) -> None:
    assert answer(text, read_report(OPEN)) is None


def test_several_assignments_of_a_subject_take_one_figure() -> None:
    answered = answer("30 10", read_report("语文:1.抄写生字 2.背诵古诗\n数学:口算"))

    assert answered is not None
    assert figures(answered.report) == [30, None, 10]
    assert answered.report.assignments[1].minutes_included
    assert answered.report.assignments[1].kind is Kind.ORAL


@pytest.mark.parametrize("ask", list(Ask))
def test_a_day_without_homework_has_nothing_to_answer(ask: Ask) -> None:
    none = read_report("今天没有作业").report

    assert read_answer("数学20分钟", none, (), ask) is None
    assert read_answer("语文和数学", none, (), ask) is None
