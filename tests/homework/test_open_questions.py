"""The one question asked back (追问): what is kept meanwhile, and which question goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homework.open_questions import (
    THE_TOTAL,
    Aside,
    Question,
    Settled,
    Topic,
    read_kind_answer,
    restore,
    settle,
)
from homework.report import Assignment, Kind, Minutes, Report, Subject

MATHS = Assignment(Subject.MATHS, "练习册", Minutes.exactly(30), Kind.WRITTEN)
CHINESE = Assignment(Subject.CHINESE, "朗读", Minutes.exactly(10), Kind.ORAL)


def report(*assignments: Assignment, **more: object) -> Report:
    return Report(assignments=assignments, **more)  # type: ignore[arg-type]


def test_a_whole_report_leaves_nothing_open() -> None:
    said = report(MATHS, CHINESE)

    assert settle(said, 3) == Settled(said)


@pytest.mark.parametrize(
    ("untimed", "is_asked"),
    [
        (replace(MATHS, minutes=None), True),
        (replace(MATHS, minutes=None, done_at_school=True), False),
        (replace(MATHS, minutes=None, is_optional=True), False),
        (replace(MATHS, minutes=None, family_added=True), False),
        (replace(MATHS, minutes=None, minutes_included=True), False),
    ],
)
def test_minutes_are_asked_only_where_a_total_needs_them(
    untimed: Assignment, is_asked: bool
) -> None:
    question = settle(report(CHINESE, untimed), 3).question

    assert question == (Question(Topic.MISSING_MINUTES, (1,)) if is_asked else None)


def test_a_stated_total_or_not_knowing_answers_for_everything() -> None:
    untimed = replace(MATHS, minutes=None)

    assert settle(report(untimed, stated_total=Minutes.exactly(50)), 3).question is None
    assert settle(report(untimed, unknown_minutes_accepted=True), 3).question is None


@pytest.mark.parametrize(("minutes", "is_doubted"), [(240, False), (241, True), (480, True)])
def test_a_figure_above_four_hours_is_set_aside_until_it_is_confirmed(
    minutes: int, is_doubted: bool
) -> None:
    long = replace(MATHS, minutes=Minutes.exactly(minutes))

    settled = settle(report(CHINESE, long), 3)

    assert (settled.question is not None) is is_doubted
    assert (settled.kept.assignments[1].minutes is None) is is_doubted
    assert settled.said == report(CHINESE, long)


def test_a_total_above_four_hours_is_set_aside_too() -> None:
    settled = settle(report(replace(MATHS, minutes=None), stated_total=Minutes(300, 300)), 3)

    assert settled.question == Question(Topic.IMPLAUSIBLE_MINUTES, (THE_TOTAL,))
    assert settled.kept.stated_total is None
    assert settled.said.stated_total == Minutes(300, 300)


def test_a_figure_that_stood_before_is_not_doubted_again() -> None:
    long = replace(MATHS, minutes=Minutes.exactly(300))

    assert settle(report(long, CHINESE), 3, old=report(long)).question is None


def test_the_gravest_question_goes_first() -> None:
    long = replace(MATHS, minutes=Minutes.exactly(300))
    kindless = replace(CHINESE, kind=None, minutes=None)

    assert settle(report(kindless, long), 1).question == Question(Topic.IMPLAUSIBLE_MINUTES, (1,))
    assert settle(report(kindless, MATHS), 1).question == Question(Topic.KIND, (0,))
    assert settle(report(kindless, MATHS), 3).question == Question(Topic.MISSING_MINUTES, (0,))


@pytest.mark.parametrize(("grade", "topic"), [(2, None), (3, Topic.MISSING_MINUTES)])
def test_grades_one_and_two_are_not_asked_how_long_they_read(
    grade: int, topic: Topic | None
) -> None:
    question = settle(report(replace(CHINESE, minutes=None)), grade).question

    assert (question.topic if question else None) == topic


def test_a_total_without_any_subject_asks_for_the_subjects() -> None:
    assert settle(report(stated_total=Minutes.exactly(60)), 3).question == Question(Topic.SUBJECT)


def test_what_was_set_aside_comes_back_where_it_was() -> None:
    kept = report(replace(MATHS, minutes=None), CHINESE)
    aside = (Aside(0, Minutes.exactly(300)),)

    assert restore(kept, aside) == report(replace(MATHS, minutes=Minutes.exactly(300)), CHINESE)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("口头", [Kind.ORAL, Kind.ORAL]),
        ("都是书面的", [Kind.WRITTEN, Kind.WRITTEN]),
        ("数学书面 语文口头", [Kind.WRITTEN, Kind.ORAL]),
        ("语文是背的,数学是写的", [Kind.WRITTEN, Kind.ORAL]),
        ("书面 口头", [Kind.WRITTEN, Kind.ORAL]),
        ("语文口算20分钟", None),  # a new report
        ("不知道", None),
        ("书面作业到底是什么意思我一直没有搞明白能不能再给我讲一讲呢谢谢", None),
        ("", None),
    ],
)
def test_the_kind_is_read_however_it_is_said(words: str, kinds: list[Kind] | None) -> None:
    asked = report(replace(MATHS, kind=None), replace(CHINESE, kind=None))

    answered = read_kind_answer(words, asked, (0, 1))

    assert (answered and [each.kind for each in answered.assignments]) == kinds
