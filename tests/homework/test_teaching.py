"""A teacher's words become entries, join a register and are set against it."""

from __future__ import annotations

from homework.reading import read_report
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from homework.teaching import ToldSubject, entries_from, joined, told_apart

MATHS = RegisterEntry(Subject.MATHS, 20, content="口算")
ENGLISH = RegisterEntry(Subject.ENGLISH, 10)


def test_of_an_interval_the_upper_end_counts() -> None:
    found = entries_from(read_report("数学练习册20到30分钟").report)

    assert found is not None
    assert [each.minutes for each in found] == [30]


def test_an_entry_without_minutes_is_no_entry() -> None:
    assert entries_from(read_report("数学口算10分钟 英语听读").report) is None
    assert entries_from(read_report("你好").report) is None


def test_a_subject_is_replaced_whole_and_the_others_stay() -> None:
    was = Register((RegisterEntry(Subject.MATHS, 5), RegisterEntry(Subject.MATHS, 6), ENGLISH))

    assert joined(was, [MATHS]) == Register((ENGLISH, MATHS))


def test_teacher_and_register_are_set_side_by_side() -> None:
    optional = RegisterEntry(Subject.CHINESE, 15, is_optional=True)
    register = Register((RegisterEntry(Subject.MATHS, 10),))

    assert told_apart(register, [MATHS, ENGLISH, optional]) == [
        ToldSubject(Subject.MATHS, 20, 10),
        ToldSubject(Subject.ENGLISH, 10, 0),
    ]
    assert told_apart(None, [MATHS]) == [ToldSubject(Subject.MATHS, 20, 0)]
