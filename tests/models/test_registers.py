"""A register beside the families' reports: when it speaks, what it decides, whose turn it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from clock import SHANGHAI, FrozenClock
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Kind, Subject
from models.database.store import Store
from models.days.class_days import touched
from models.days.judging import verdicts_for
from models.registers.due import touch_registered
from models.registers.fairness import turns_of
from models.registers.revisions import Filing, SavedRegister, registers_on, save_register
from models.schools import ClassKey
from tests.models.conftest import School

C, M, E = Subject.CHINESE, Subject.MATHS, Subject.ENGLISH


@pytest.fixture
def school(store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    clock.jump(datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI))
    return School(store, plan, clock)


def entry(subject: Subject, minutes: int, kind: Kind = Kind.WRITTEN) -> RegisterEntry:
    return RegisterEntry(subject, minutes, kind)


def declare(
    school: School, *entries: RegisterEntry, grade: int = 3, day: date | None = None
) -> SavedRegister | None:
    filing = Filing(school.plan, school.class_of(grade, 2), day or school.day, Register(entries))
    return school.store.write(
        lambda connection: save_register(connection, filing, school.clock.now())
    )


def at(school: School, hour: int, minute: int = 0) -> None:
    school.clock.jump(datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI))


def test_a_ban_on_the_register_is_no_finding_while_it_may_be_mended(school: School) -> None:
    declare(school, entry(C, 20), grade=2)

    school.tick()
    assert school.cases() == {}

    at(school, 16, 39)
    declare(school, entry(C, 20, Kind.ORAL), grade=2)
    at(school, 16, 40)
    school.tick()
    assert school.cases() == {}


def test_a_ban_still_on_the_register_at_its_hour_is_suspected(school: School) -> None:
    declare(school, entry(C, 20), grade=2)
    school.tick()
    at(school, 16, 40)
    school.store.write(lambda connection: touch_registered(connection, "shifan", school.day))

    school.tick()

    assert school.cases() == {"二年级2班": "suspected"}


def test_a_class_cannot_talk_its_register_down_after_the_alert(school: School) -> None:
    declare(school, entry(C, 20), grade=2)
    at(school, 17)
    school.store.write(lambda connection: touch_registered(connection, "shifan", school.day))
    school.tick()

    declare(school, entry(C, 20, Kind.ORAL), grade=2)
    school.tick()

    assert school.cases() == {"二年级2班": "suspected"}


def test_minutes_over_the_cap_on_the_register_alone_push_nobody(school: School) -> None:
    declare(school, entry(C, 50), entry(M, 50))
    at(school, 17)
    school.store.write(lambda connection: touch_registered(connection, "shifan", school.day))

    school.tick()

    assert school.cases() == {}
    assert school.pushes() == []


def test_the_register_stands_beside_the_families_in_the_evidence(school: School) -> None:
    declare(school, entry(C, 40), entry(M, 35))
    at(school, 20)
    school.evening(3, 2, (80, 85, 75, 90, 95, 70))

    school.tick()

    with school.store.reading() as connection:
        verdicts = verdicts_for(
            connection, school.plan, school.class_of(3, 2), school.day, school.clock.now()
        )
    assert {each.register_measured for each in verdicts if each.is_suspected} == {75}
    assert school.cases() == {"三年级2班": "suspected"}


def test_saving_a_register_has_its_class_judged_anew(school: School) -> None:
    declare(school, entry(C, 20))

    with school.store.reading() as connection:
        assert [each.key.school_class_id for each in touched(connection)] == [
            school.class_of(3, 2).id
        ]


def test_a_later_revision_stands_and_both_are_kept(school: School) -> None:
    declare(school, entry(C, 20))
    declare(school, entry(C, 20), entry(M, 10))

    with school.store.reading() as connection:
        standing = registers_on(connection, "shifan", school.day)

    assert [each.revision.register.all_minutes for each in standing.values()] == [30]
    assert [each.revision.number for each in standing.values()] == [2]


def test_two_computers_at_once_make_two_revisions(school: School) -> None:
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda minutes: declare(school, entry(C, minutes)), range(10, 26)))

    assert sorted(each.revision.number for each in saved if each) == list(range(1, 17))


def test_another_school_reads_nothing_of_it(school: School) -> None:
    declare(school, entry(C, 20))

    with school.store.reading() as connection:
        assert registers_on(connection, "linju", school.day) == {}


def test_who_gave_homework_up_is_remembered_for_four_weeks(school: School) -> None:
    key = ClassKey("shifan", school.class_of(3, 2).id)
    declare(school, entry(C, 60), entry(M, 30))
    declare(school, entry(C, 30), entry(M, 30))
    monday = school.day

    def yielded(later: timedelta) -> dict[Subject, int]:
        with school.store.reading() as connection:
            return dict(turns_of(connection, key, monday + later).yielded)

    assert yielded(timedelta(days=1)) == {C: 1}
    assert yielded(timedelta(days=28)) == {C: 1}
    assert yielded(timedelta(days=29)) == {}
    assert yielded(timedelta(0)) == {}, "today is still being put right"


def test_a_class_that_only_corrected_itself_gave_nothing_up(school: School) -> None:
    declare(school, entry(C, 40))
    declare(school, entry(C, 30))

    with school.store.reading() as connection:
        key = ClassKey("shifan", school.class_of(3, 2).id)
        assert turns_of(connection, key, school.day + timedelta(days=1)).yielded == {}
