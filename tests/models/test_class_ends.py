"""A class that ends or merges: the others go on, its own days stay, a mistake is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from homework.days import homework_day
from models.class_ends import end_uncounted
from models.days.verdicts import verdicts_on
from models.schools import classes_of, save_school
from tests.models.conftest import School


def slugs(school: School, day: date) -> list[str]:
    with school.store.reading() as connection:
        return [each.slug(day) for each in classes_of(connection, school.plan.id, day)]


def counts(school: School, **changed: int) -> list[str]:
    """The config now counts so many classes of these grades, and `init` runs; who ended."""
    classes = {**school.plan.classes, **{int(grade[1:]): n for grade, n in changed.items()}}
    school.plan = replace(school.plan, classes=classes)
    day = school.day
    school.store.write(lambda connection: save_school(connection, school.plan, day))
    ended = school.store.write(lambda connection: end_uncounted(connection, school.plan, day))
    return [each.slug(day) for each in ended]


def test_a_class_that_merged_into_another_is_gone_and_its_days_stay(school: School) -> None:
    before = school.day
    school.evening(4, 4, (80, 85, 90))
    school.tick()
    school.clock.forward(timedelta(days=1))

    assert counts(school, g4=3) == ["4-4"]

    assert "4-4" not in slugs(school, school.day)
    assert "4-3" in slugs(school, school.day)
    assert "4-4" in slugs(school, before)
    with school.store.reading() as connection:
        assert verdicts_on(connection, school.plan.id, before)


def test_running_init_again_ends_nobody_twice(school: School) -> None:
    assert counts(school, g4=3) == ["4-4"]
    assert counts(school) == []


def test_a_count_that_was_put_right_brings_the_same_class_back(school: School) -> None:
    link = school.class_of(4, 4).public_link
    counts(school, g4=3)

    assert counts(school, g4=4) == []

    assert school.class_of(4, 4).public_link == link


def test_a_class_keeps_its_name_of_the_day_over_the_first_of_september(school: School) -> None:
    third = school.class_of(3, 2)

    assert third.slug(date(2027, 8, 31)) == "3-2"
    assert third.slug(date(2027, 9, 1)) == "4-2"


def test_a_report_at_half_past_midnight_is_of_the_evening_before(school: School) -> None:
    midnight = school.clock.now().replace(hour=0, minute=30)  # Monday 00:30

    assert homework_day(midnight, school.plan.calendar) == school.day - timedelta(days=3)
    assert homework_day(midnight + timedelta(days=1), school.plan.calendar) == school.day
