"""A register against its teachers and families: what is too low, what nobody did or registered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homework.matching import alike
from homework.reconciled import (
    Heard,
    Line,
    Mark,
    Reconciliation,
    bias_by_subject,
    for_own_teachers,
)
from homework.reconciling import reconcile
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Minutes, Subject

C, M, E = Subject.CHINESE, Subject.MATHS, Subject.ENGLISH


def said(
    subject: Subject, minutes: int | None, content: str = "", family_added: bool = False
) -> Assignment:
    return Assignment(
        subject,
        content,
        None if minutes is None else Minutes.exactly(minutes),
        family_added=family_added,
    )


REGISTER = Register(
    (RegisterEntry(C, 20, content="抄写第5课"), RegisterEntry(M, 20, content="练习册12页"))
)


def five(*assignments: Assignment) -> list[list[Assignment]]:
    return [list(assignments) for _ in range(5)]


def line(day: Reconciliation, subject: Subject) -> Line:
    return next(each for each in day.subjects if each.subject is subject)


def missing(day: Reconciliation) -> list[tuple[Subject | None, str, int]]:
    return [
        (each.subject, each.words, each.heard.families)
        for each in day.pieces
        if each.mark is Mark.MISSING
    ]


def untold(day: Reconciliation) -> list[Subject | None]:
    return [each.subject for each in day.pieces if each.mark is Mark.UNTOLD]


def test_minutes_far_below_what_families_say_are_under_declared() -> None:
    day = reconcile(REGISTER, five(said(C, 25, "抄写第5课"), said(M, 40, "数学练习册12页")))

    assert {each.subject: (each.bias, each.mark) for each in day.subjects} == {
        C: (5, Mark.AGREES),
        M: (20, Mark.LOW),
    }
    assert (untold(day), missing(day)) == ([], [])
    assert day.mark is Mark.LOW


def test_homework_on_no_register_is_named_by_the_words_all_share() -> None:
    units = five(said(C, 20, "抄写第5课"), said(M, 20, "练习册"))
    units[0].append(said(E, 10, "小明的英语报纸第3期"))
    units[1].append(said(E, 15, "做英语报纸"))
    units[2].append(said(E, None, "英语报纸!"))

    day = reconcile(REGISTER, units)

    assert missing(day) == [(E, "英语报纸", 3)]
    assert day.mark is Mark.MISSING


def test_what_only_two_families_name_is_not_set_against_the_register() -> None:
    units = five(said(C, 20, "抄写第5课"), said(M, 20))
    units[0].append(said(E, 10, "英语报纸"))
    units[1].append(said(E, 10, "英语报纸"))

    day = reconcile(REGISTER, units)

    assert missing(day) == []
    assert day.mark is Mark.AGREES


@pytest.mark.parametrize(("families", "is_named"), [(9, True), (10, False)])
def test_of_many_families_a_third_must_name_it(families: int, is_named: bool) -> None:
    units = [[said(C, 20, "抄写第5课"), said(M, 20)] for _ in range(families)]
    for unit in units[:3]:
        unit.append(said(E, 10, "英语报纸"))

    assert missing(reconcile(REGISTER, units)) == ([(E, "英语报纸", 3)] if is_named else [])


def test_a_second_piece_of_a_registered_subject_can_be_on_no_register() -> None:
    day = reconcile(REGISTER, five(said(M, 20, "练习册12页"), said(M, 30, "一张期末模拟卷")))

    assert missing(day) == [(M, "一张期末模拟卷", 5)]
    assert untold(day) == [C]


def test_who_says_only_the_subject_speaks_of_what_is_registered() -> None:
    day = reconcile(REGISTER, five(said(C, 20), said(M, 20)))

    assert (untold(day), missing(day)) == ([], [])


def test_who_says_only_the_subject_speaks_of_every_piece_of_it_and_times_none() -> None:
    register = Register(
        (RegisterEntry(M, 10, content="口算"), RegisterEntry(M, 20, content="卷子"))
    )

    day = reconcile(register, five(said(M, 30)))

    assert untold(day) == []
    assert [each.heard.low for each in day.pieces] == [None, None]
    assert (line(day, M).heard.low, line(day, M).mark) == (30, Mark.AGREES)


def test_every_piece_has_its_three_sides() -> None:
    register = Register(
        (RegisterEntry(M, 10, content="口算"), RegisterEntry(M, 20, content="卷子"))
    )
    told = [RegisterEntry(M, 15, content="口算一页"), RegisterEntry(M, 40, content="卷子一张")]

    day = reconcile(register, five(said(M, 15, "口算"), said(M, 50, "卷子")), told)

    assert [(e.words, e.declared, e.told, e.heard.low, e.mark) for e in day.pieces] == [
        ("口算", 10, 15, 15, Mark.AGREES),
        ("卷子", 20, 40, 50, Mark.LOW),
    ]
    assert (line(day, M).declared, line(day, M).told) == (30, 55)
    assert day.whole is not None
    assert (day.whole.declared, day.whole.told, day.whole.heard.low) == (30, 55, 65)


def test_a_teachers_word_on_no_register_is_missing_there() -> None:
    day = reconcile(REGISTER, five(said(C, 20), said(M, 20)), [RegisterEntry(E, 30)])

    assert line(day, E).mark is Mark.MISSING


def test_what_families_added_themselves_is_nobodys_bias() -> None:
    day = reconcile(
        REGISTER, five(said(C, 20), said(M, 20), said(M, 60, "奥数", family_added=True))
    )

    assert all(each.bias == 0 for each in day.subjects)
    assert missing(day) == []


def test_what_is_optional_on_the_register_is_not_missing_from_it() -> None:
    register = Register((*REGISTER.entries, RegisterEntry(E, 15, content="配音", is_optional=True)))

    day = reconcile(register, five(said(C, 20), said(M, 20), said(E, 15, "配音")))

    assert missing(day) == []
    assert line(day, E).mark is Mark.UNKNOWN


def test_a_middle_has_two_ends_and_the_upper_may_be_open() -> None:
    units = [[Assignment(M, "", Minutes(30, high))] for high in (40, 45, None, None, None)]

    heard = line(reconcile(REGISTER, units), M).heard
    units[4] = [Assignment(M, "", Minutes(30, 45))]

    assert (heard.low, heard.high) == (30, None)
    assert line(reconcile(REGISTER, units), M).heard.high == 45


def test_a_register_far_above_its_families_is_said_too() -> None:
    day = reconcile(REGISTER, five(said(C, 5), said(M, 8)))

    assert {each.subject: each.mark for each in day.subjects} == {C: Mark.HIGH, M: Mark.HIGH}
    assert day.mark is Mark.HIGH


def test_below_five_families_nothing_is_said() -> None:
    day = reconcile(REGISTER, five(said(M, 90))[:4])

    assert not day.is_readable
    assert (day.whole, day.subjects, day.pieces, day.mark) == (None, (), (), Mark.UNKNOWN)


def test_no_middle_of_fewer_than_five_families_is_made_for_anybody() -> None:
    units = [*five(said(C, 20)), [said(M, 40)], [said(M, 45)], [said(M, 50)], [said(M, 50)]]

    assert line(reconcile(REGISTER, units), M).heard == Heard(families=4, timed=4)


def test_a_family_that_left_minutes_unsaid_is_not_taken_for_quick() -> None:
    units = [*five(said(M, 40, "练习册12页")), [said(M, 40, "练习册12页")]]
    units[0] = [said(M, 10, "练习册12页"), said(M, None, "订正")]

    assert line(reconcile(REGISTER, units), M).heard == Heard(6, 5, 40, 40)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("练习册12-13页", "数学练习册 12页", True),
        ("抄写第5课两遍", "抄第五课生字", False),
        ("抄写第5课两遍", "抄写第5课", True),
        ("听读", "听 读!", True),
        ("练习册12页", "卷子一张", False),
        ("", "卷子", False),
    ],
)
def test_descriptions_are_compared_by_what_they_share(one: str, other: str, is_same: bool) -> None:
    assert (alike(one, other) >= 0.4) is is_same
    assert alike(one, other) == alike(other, one)


def test_a_bias_is_the_middle_day_and_not_the_worst() -> None:
    days = [reconcile(REGISTER, five(said(C, 20), said(M, heard))) for heard in (20, 30, 90)]

    assert bias_by_subject(days) == {C: (0, 3), M: (10, 3)}


def test_own_teachers_read_middles_by_subject_and_nothing_a_family_said_alone() -> None:
    units = [*five(said(C, 20, "抄写第5课"), said(M, 20, "练习册")), [said(E, 40, "作文")]]
    units[0].append(said(E, 40, "作文"))
    units[1].append(said(E, 45, "作文"))

    full = reconcile(REGISTER, units)
    own = for_own_teachers(full)

    assert missing(full) == [(E, "作文", 3)]
    assert {each.subject: each.heard for each in own.subjects} == {
        C: Heard(low=20, high=20),
        M: Heard(low=20, high=20),
    }
    assert own == replace(own, families=0, whole=None, pieces=())
