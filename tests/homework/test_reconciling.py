"""A register against its families: what is too low, what nobody did, what nobody registered."""

from __future__ import annotations

import pytest

from homework.reconciling import alike, bias_by_subject, for_own_teachers, reconcile
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


def test_minutes_far_below_what_families_say_are_under_declared() -> None:
    day = reconcile(REGISTER, five(said(C, 25, "抄写第5课"), said(M, 40, "数学练习册12页")))

    assert {gap.subject: (gap.bias, gap.is_under_declared) for gap in day.gaps} == {
        C: (5, False),
        M: (20, True),
    }
    assert day.undone == ()
    assert day.unregistered == ()


def test_homework_on_no_register_is_named_by_the_words_all_share() -> None:
    units = five(said(C, 20, "抄写第5课"), said(M, 20, "练习册"))
    units[0].append(said(E, 10, "小明的英语报纸第3期"))
    units[1].append(said(E, 15, "做英语报纸"))
    units[2].append(said(E, None, "英语报纸!"))

    day = reconcile(REGISTER, units)

    assert [(each.subject, each.words, each.families) for each in day.unregistered] == [
        (E, "英语报纸", 3)
    ]


def test_what_only_two_families_name_is_not_set_against_the_register() -> None:
    units = five(said(C, 20, "抄写第5课"), said(M, 20))
    units[0].append(said(E, 10, "英语报纸"))
    units[1].append(said(E, 10, "英语报纸"))

    assert reconcile(REGISTER, units).unregistered == ()


def test_a_second_piece_of_a_registered_subject_can_be_on_no_register() -> None:
    day = reconcile(REGISTER, five(said(M, 20, "练习册12页"), said(M, 30, "一张期末模拟卷")))

    assert [(each.subject, each.words) for each in day.unregistered] == [(M, "一张期末模拟卷")]
    assert [each.subject for each in day.undone] == [C]


def test_who_says_only_the_subject_speaks_of_what_is_registered() -> None:
    day = reconcile(REGISTER, five(said(C, 20), said(M, 20)))

    assert day.undone == ()
    assert day.unregistered == ()


def test_what_families_added_themselves_is_nobodys_bias() -> None:
    day = reconcile(
        REGISTER, five(said(C, 20), said(M, 20), said(M, 60, "奥数", family_added=True))
    )

    assert all(gap.bias == 0 for gap in day.gaps)
    assert day.unregistered == ()


def test_below_five_families_nothing_is_said() -> None:
    day = reconcile(REGISTER, five(said(M, 90))[:4])

    assert not day.is_readable
    assert (day.gaps, day.unregistered, day.undone) == ((), (), ())


def test_a_family_that_left_minutes_unsaid_is_not_taken_for_quick() -> None:
    units = five(said(M, 40, "练习册12页"))
    units[0] = [said(M, 10, "练习册12页"), said(M, None, "订正")]

    gap = next(each for each in reconcile(REGISTER, units).gaps if each.subject is M)

    assert (gap.heard, gap.timed, gap.families) == (40, 4, 5)


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


def test_own_teachers_read_no_middle_of_fewer_than_five_families() -> None:
    units = [*five(said(C, 20)), [said(M, 40)], [said(M, 45)], [said(M, 50)]]

    own = for_own_teachers(reconcile(REGISTER, units))

    assert {gap.subject: gap.heard for gap in own.gaps} == {C: 20, M: None}
    assert {(gap.families, gap.timed) for gap in own.gaps} == {(0, 0)}
    assert (own.families, own.unregistered, own.undone) == (0, (), ())
