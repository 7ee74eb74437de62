"""Joining at once: whoever sends many slips together counts for no more of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import sqlalchemy as sa

from models.families.households import Joining, find_household_by_link, join_household, speaker_for
from models.families.places import MAX_DEVICES, MOST_SLIPS
from models.families.reporters import Place, Reporter
from models.families.slips import issue_slips
from models.schools import ClassKey
from tests.models.conftest import School

DEVICE = "0123456789abcdef" * 2


def households(school: School, count: int) -> tuple[ClassKey, list[int]]:
    key, now = school.about(3, 2).key, school.clock.now()
    slips = school.store.write(lambda connection: issue_slips(connection, key, count, now))
    with school.store.reading() as connection:
        found = [
            find_household_by_link(connection, [school.plan.id], each.link, now.date())
            for each in slips
        ]
    return key, [each.id for each in found if each is not None]


def join(school: School, key: ClassKey, subject: str, household_id: int) -> None:
    def job(connection: sa.Connection) -> None:
        speaker = speaker_for(connection, key.school_id, household_id, subject)
        join_household(connection, Joining(key, household_id, speaker, ()), school.clock.now())

    school.store.write(job)


def heard(school: School) -> int:
    with school.store.reading() as connection:
        places = connection.scalars(
            sa.select(Reporter.place).where(Reporter.household_id.is_not(None))
        )
        return sum(Place(each).is_heard for each in places)


def test_slips_sent_all_at_once_are_counted_one_after_the_other(school: School) -> None:
    key, ids = households(school, 9)
    join(school, key, DEVICE, ids[0])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(partial(join, school, key, DEVICE), ids[1:]))

    assert heard(school) == MOST_SLIPS


def test_of_devices_that_scan_at_once_three_are_heard(school: School) -> None:
    key, [household_id] = households(school, 1)
    subjects = [f"{number:032x}"[::-1] for number in range(1, 9)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda subject: join(school, key, subject, household_id), subjects))

    assert heard(school) == MAX_DEVICES
