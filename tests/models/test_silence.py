"""Blind spots out of the store: the console, the draw and the hall all ask the same function."""

from __future__ import annotations

from datetime import datetime, timedelta

from clock import SHANGHAI
from homework.board import compose
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from homework.silence import BlindSpot
from models.days.silence import blind_classes
from models.hall.board import board_facts
from models.leases import SCHEDULER, take_lease
from models.registers.revisions import Filing, save_register
from models.schools import classes_of
from models.spot_checks.drawing import draw_today, find_draw, publish_seed
from tests.models.conftest import School


def blind(school: School) -> dict[str, tuple[BlindSpot, ...]]:
    """Today's blind classes by slug."""
    with school.store.reading() as connection:
        classes = classes_of(connection, school.plan.id, school.day)
        found = blind_classes(connection, school.plan, classes, school.day, school.clock.now())
    return {each.slug(school.day): found[each.id] for each in classes if each.id in found}


def everyone_reports(school: School, *but: tuple[int, int]) -> None:
    """Four families of every class say different minutes."""
    for grade in range(1, 7):
        for number in range(1, 5):
            if (grade, number) not in but:
                school.evening(grade, number, (20, 25, 30, 35))


def next_evening(school: School) -> None:
    school.clock.forward(timedelta(days=1))
    while not school.plan.calendar.is_school_day(school.day):
        school.clock.forward(timedelta(days=1))


def declare(school: School, grade: int, number: int) -> None:
    register = Register((RegisterEntry(Subject.MATHS, 30),))
    filing = Filing(school.plan, school.class_of(grade, number), school.day, register)
    now = school.clock.now()
    school.store.write(lambda connection: save_register(connection, filing, now))


def test_a_school_nobody_has_reported_to_has_no_blind_spots(school: School) -> None:
    assert blind(school) == {}


def test_five_silent_days_make_a_class_blind_and_the_running_one_is_not_among_them(
    school: School,
) -> None:
    for _ in range(5):
        everyone_reports(school, (5, 3))
        assert "5-3" not in blind(school)
        next_evening(school)

    assert blind(school) == {"5-3": (BlindSpot.NO_REPORTS,)}
    school.evening(5, 3, (30,))
    assert blind(school) == {}


def test_seven_families_that_suddenly_say_exactly_the_same_are_wondered_at(
    school: School,
) -> None:
    school.evening(3, 2, (20, 30, 40, 50))
    next_evening(school)
    school.evening(3, 2, (30,) * 7)
    assert blind(school) == {"3-2": (BlindSpot.UNANIMOUS,)}

    next_evening(school)
    school.evening(3, 2, (30,) * 7)
    assert blind(school) == {}, "now it is a habit"


def test_a_class_that_falls_silent_after_it_was_flagged_is_blind(school: School) -> None:
    school.evening(3, 2, (80, 85, 90, 75))
    school.tick()
    for _ in range(2):
        next_evening(school)
        assert blind(school) == {}
    next_evening(school)

    assert blind(school) == {"3-2": (BlindSpot.FELL_SILENT,)}


def test_where_most_classes_register_one_that_did_not_by_its_hour_is_blind(
    school: School,
) -> None:
    everyone_reports(school)
    for grade in range(1, 7):
        for number in range(1, 5):
            if (grade, number) != (4, 4):
                declare(school, grade, number)

    school.clock.jump(datetime(2026, 11, 23, 16, 39, tzinfo=SHANGHAI))
    assert blind(school) == {}
    school.clock.jump(datetime(2026, 11, 23, 16, 40, tzinfo=SHANGHAI))

    assert blind(school) == {"4-4": (BlindSpot.NO_REGISTER,)}


def test_a_class_that_tries_registers_alone_makes_no_other_blind(school: School) -> None:
    everyone_reports(school)
    declare(school, 3, 2)
    school.clock.jump(datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI))
    assert blind(school) == {}

    next_evening(school)
    school.clock.jump(datetime.combine(school.day, school.clock.now().time(), SHANGHAI))

    assert blind(school) == {"3-2": (BlindSpot.NO_REGISTER,)}


def test_the_draw_takes_a_blind_class_first_for_whatever_reason(school: School) -> None:
    everyone_reports(school, (2, 1))
    school.evening(2, 1, (30,) * 7)
    school.clock.jump(datetime(2026, 11, 24, 12, 30, tzinfo=SHANGHAI))
    now = school.clock.now()

    school.store.write(lambda connection: publish_seed(connection, school.plan, now))
    school.store.write(lambda connection: draw_today(connection, school.plan, now))

    with school.store.reading() as connection:
        drawn = find_draw(connection, school.plan.id, school.day)
    assert drawn is not None
    assert drawn.blind == "2-1"
    assert drawn.drawn.split(",")[0] == "2-1"


def test_a_blind_class_is_not_called_within_in_the_hall(school: School) -> None:
    school.evening(3, 2, (30,) * 7)
    school.evening(3, 3, (20, 25, 30, 35, 40))
    school.tick()
    now = school.clock.now()
    school.store.write(
        lambda connection: take_lease(connection, SCHEDULER, "test", timedelta(seconds=45), now)
    )

    with school.store.reading() as connection:
        facts = board_facts(connection, school.plan, now)
    board = compose(facts, school.plan.thresholds, is_trial=False, now=now)

    assert [each.name for each in board.kept] == ["三年级3班"]
