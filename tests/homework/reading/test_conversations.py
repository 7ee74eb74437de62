"""Whole conversations, read turn by turn as the chat reads them: report, answer, correction, more."""

from __future__ import annotations

from dataclasses import dataclass, field

from homework.reading import (
    Ask,
    Intent,
    Reading,
    merge_reports,
    read_answer,
    read_correction,
    read_report,
)
from homework.report import Irregularity, Report

ANSWER_WITHIN_MINUTES = 30


@dataclass
class Evening:
    """One parent's evening: what is on record, what is still asked, and since when."""

    report: Report = field(default_factory=Report)
    ask: Ask | None = None
    asked_about: tuple[int, ...] = ()
    asked_at: int = 0
    heard: list[Intent] = field(default_factory=list)

    def says(self, text: str, minute: int = 0) -> Evening:
        """Take one message; an open question is forgotten after half an hour."""
        if self.ask is not None and minute - self.asked_at <= ANSWER_WITHIN_MINUTES:
            answer = read_answer(text, self.report, self.asked_about, self.ask)
            if answer is not None:
                self.report = answer.report
                self._keep(answer.ask, answer.asked_about, minute)
                return self
        corrected = read_correction(text, self.report)
        if corrected is not None:
            self.report = corrected
            return self
        self._hears(read_report(text), minute)
        return self

    def _hears(self, reading: Reading, minute: int) -> None:
        self.heard.append(reading.intent)
        if not reading.is_report:
            return
        if reading.intent is Intent.CORRECTION:
            self.report = reading.report
        else:
            kept = len(merge_reports(self.report, Report()).assignments)
            self.report = merge_reports(self.report, reading.report)
            kept = len(self.report.assignments) - len(reading.report.assignments)
            about = tuple(i + kept for i in reading.asked_about)
            self._keep(reading.ask, about, minute)
            return
        self._keep(reading.ask, reading.asked_about, minute)

    def _keep(self, ask: Ask | None, asked_about: tuple[int, ...], minute: int) -> None:
        self.ask, self.asked_about, self.asked_at = ask, asked_about, minute

    def minutes(self) -> dict[str, int | None]:
        """Minutes by subject as a receipt would list them."""
        return {
            a.subject.value: a.minutes.low if a.minutes else None for a in self.report.assignments
        }


def test_a_question_back_a_list_of_answers_and_a_correction() -> None:
    evening = Evening().says("语文抄写第5课两遍大概二十分钟,数学练习册12-13页,英语听读")
    assert (evening.ask, evening.asked_about) == (Ask.MISSING_MINUTES, (1, 2))

    evening.says("25 10").says("数学不对,是40")

    assert evening.minutes() == {"语文": 20, "数学": 40, "英语": 10}
    assert evening.ask is None


def test_an_open_question_expires() -> None:
    evening = Evening().says("数学练习册两页", minute=0)

    evening.says("40", minute=31)

    assert evening.minutes() == {"数学": None}
    assert evening.heard == [Intent.REPORT, Intent.OTHER]


def test_an_answer_in_time_counts() -> None:
    evening = Evening().says("数学练习册两页", minute=0).says("四十来分钟", minute=29)

    assert evening.report.assignments[0].minutes is not None
    assert evening.ask is None


def test_a_new_report_instead_of_an_answer_adds_and_leaves_the_rest_open() -> None:
    evening = Evening().says("数学练习册两页").says("还有英语背单词15分钟")

    assert evening.minutes() == {"数学": None, "英语": 15}


def test_dictation_in_three_breaths() -> None:
    evening = (
        Evening()
        .says("三年级二班语文抄写二十分钟")
        .says("数学口算十分钟")
        .says("哦对了还有英语听读十分钟")
    )

    assert evening.minutes() == {"语文": 20, "数学": 10, "英语": 10}


def test_no_homework_after_all_there_was_some() -> None:
    evening = Evening().says("今天没有作业")
    assert evening.report.no_homework

    evening.says("哦不对,有数学口算10分钟")

    assert evening.minutes() == {"数学": 10}
    assert not evening.report.no_homework


def test_small_talk_between_changes_nothing() -> None:
    evening = Evening().says("语文抄写20分钟")

    evening.says("谢谢").says("老师会看到是谁填的吗").says("作业太多了")

    assert evening.minutes() == {"语文": 20}
    assert evening.heard[1:] == [Intent.THANKS, Intent.WHO_REPORTED, Intent.COMPLAINT]


def test_everything_said_anew_replaces_everything() -> None:
    evening = Evening().says("语文抄写20分钟 数学口算10分钟").says("更正:语文抄写30分钟")

    assert evening.minutes() == {"语文": 30}


def test_a_parent_who_does_not_know_is_not_asked_twice() -> None:
    evening = Evening().says("语文练习册 数学卷子 老师让家长签字").says("不清楚,孩子自己写的")

    assert evening.report.unknown_minutes_accepted
    assert evening.ask is None
    assert evening.report.irregularities == {Irregularity.PARENT_SIGN}


def test_a_total_and_then_one_more_subject() -> None:
    evening = Evening().says("语文卷子 数学卷子").says("一共写了1小时").says("英语听读10分钟")

    assert evening.report.stated_total is not None
    assert evening.report.stated_total.low == 70


def test_an_impossible_figure_is_asked_and_put_right() -> None:
    evening = Evening().says("数学卷子写了400分钟")
    assert evening.ask is Ask.IMPLAUSIBLE_MINUTES

    evening.says("打错了,是40")

    assert evening.minutes() == {"数学": 40}
    assert evening.ask is None


def test_a_misread_subject_is_put_right_before_its_minutes() -> None:
    evening = Evening().says("语文练习册第8页").says("不是,是数学").says("20分钟")

    assert evening.minutes() == {"数学": 20}


def test_done_at_school_and_half_an_hour_at_home() -> None:
    evening = Evening().says("语文抄写 数学练习册").says("语文在学校写完了").says("半小时")

    assert evening.minutes() == {"语文": None, "数学": 30}
    assert evening.report.assignments[0].done_at_school
