"""check = "two-days": what statistics alone may publish, and what they never may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from clock import SHANGHAI, FrozenClock
from homework.plan import CheckMode, Publication, PublicationMode, SchoolPlan
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.database.store import Store
from models.families.households import Joining, find_household_by_link, join_household
from models.families.reporters import Door
from models.families.slips import issue_slips
from models.hall.notices import standing_notices
from models.reporting.intake import Said, Speaker, take_in
from tests.models.conftest import School

MONDAY, TUESDAY = (datetime(2026, 11, day, 19, 0, tzinfo=SHANGHAI) for day in (23, 24))


@pytest.fixture
def plan(plan: SchoolPlan) -> SchoolPlan:
    return replace(
        plan,
        publication=Publication(
            mode=PublicationMode.FORMAL, check=CheckMode.TWO_DAYS, answer_until=None
        ),
    )


def bind(school: School, count: int, at: datetime) -> list[Speaker]:
    """So many families of 三年级2班, each bound by its slip at a moment."""
    key = school.about(3, 2).key
    slips = school.store.write(lambda connection: issue_slips(connection, key, count, at))
    speakers = []
    for number, slip in enumerate(slips):
        speaker = Speaker(f"{number:032x}"[::-1], Door.PAGE)  # a stem of its own
        with school.store.reading() as connection:
            household = find_household_by_link(connection, [school.plan.id], slip.link, at.date())
        assert household is not None
        joining = Joining(key, household.id, speaker, ())
        school.store.write(partial(join_household, joining=joining, now=at))
        speakers.append(speaker)
    return speakers


def evening(school: School, speakers: list[Speaker], minutes: int) -> None:
    """Every family reports, ten minutes apart, so that it is no rush; then the scheduler judges."""
    for speaker in speakers:
        school.clock.forward(timedelta(minutes=11))
        report = Report(
            (Assignment(Subject.MATHS, "卷子", Minutes.exactly(minutes), Kind.WRITTEN),)
        )
        said = Said(speaker, school.about(3, 2), report, school.clock.now())
        school.store.write(partial(take_in, plan=school.plan, said=said))
    school.tick()


def in_hall(store: Store, school: School) -> int:
    with store.reading() as connection:
        return len(standing_notices(connection, school.plan.id, school.clock.now()))


def test_two_strong_days_of_bound_families_are_published_without_a_person(
    school: School, clock: FrozenClock
) -> None:
    families = bind(school, 10, MONDAY - timedelta(days=20))
    clock.jump(MONDAY)
    evening(school, families, 90)
    assert in_hall(school.store, school) == 0

    clock.jump(TUESDAY)
    evening(school, families, 95)

    assert in_hall(school.store, school) >= 1


def test_one_strong_day_publishes_nothing(school: School, clock: FrozenClock) -> None:
    families = bind(school, 10, MONDAY - timedelta(days=20))
    clock.jump(MONDAY)
    evening(school, families, 90)
    clock.jump(TUESDAY)
    evening(school, families, 30)

    assert in_hall(school.store, school) == 0


def test_families_bound_this_week_publish_nothing(school: School, clock: FrozenClock) -> None:
    families = bind(school, 10, MONDAY - timedelta(days=2))
    for day in (MONDAY, TUESDAY):
        clock.jump(day)
        evening(school, families, 90)

    assert in_hall(school.store, school) == 0


def test_devices_without_a_slip_publish_nothing(school: School, clock: FrozenClock) -> None:
    devices = [Speaker(f"device{number}", Door.PAGE) for number in range(12)]
    for day in (MONDAY, TUESDAY):
        clock.jump(day)
        evening(school, devices, 90)

    assert in_hall(school.store, school) == 0


def test_where_a_check_is_required_statistics_publish_nothing(
    store: Store, plan: SchoolPlan, clock: FrozenClock
) -> None:
    required = Publication(mode=PublicationMode.FORMAL, answer_until=None)
    school = School(store, replace(plan, publication=required), clock)
    families = bind(school, 10, MONDAY - timedelta(days=20))
    for day in (MONDAY, TUESDAY):
        clock.jump(day)
        evening(school, families, 90)

    assert in_hall(school.store, school) == 0
