"""A register that was put right in time leaves no trace: not one page of the leading group's knows."""

from __future__ import annotations

from datetime import datetime

import pytest

from clock import SHANGHAI
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from models.pushes.outbox import PushState
from models.registers.revisions import Filing
from models.registers.warnings import file_register
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console

PAGES = """/console /console/registers /console/registers/3-2/2026-11-23 /console/deliveries
/console/audit /console/ledger /console/trends /console/spot-checks /console/hearing
/console/classes/3-2 /hall/shifan /hall/shifan.json /hall/shifan/print /hall/shifan/month""".split()


def at(console: Console, day: int, hour: int, minute: int = 0) -> None:
    console.school.clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))
    console.beat()


def declare(console: Console, minutes: int) -> None:
    """What the class's computer does: save, and warn or take the warning back."""
    school = console.school
    register = Register((RegisterEntry(Subject.MATHS, minutes),))
    filing = Filing(school.plan, school.class_of(3, 2), school.day, register)
    school.store.write(lambda connection: file_register(connection, filing, school.clock.now()))


@pytest.fixture
def mended(console: Console) -> Console:
    """三年级2班 registered 97 minutes at 15:00; its teachers were told; 40 at 15:30."""
    school = console.school
    at(console, 23, 15)
    declare(console, 97)
    pushes = [reason for _, reason, _ in school.pushes()]
    assert pushes == ["register_over", "register_over"]
    school.store.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE push SET state = '{PushState.ACKNOWLEDGED.value}'"
        )
    )
    at(console, 23, 15, 30)
    declare(console, 40)
    assert len(school.pushes()) == 4  # who had read the warning reads that it is settled
    return console


@pytest.mark.parametrize("day_and_hour", [(23, 15), (23, 20), (24, 13)])
def test_what_was_mended_before_its_hour_is_on_nobodys_page(
    mended: Console, day_and_hour: tuple[int, int]
) -> None:
    school = mended.school
    at(mended, *day_and_hour, 45)
    school.tick()
    deputy, admin = school.hire(Role.DEPUTY, "郑"), school.hire(Role.ADMIN, "信")

    for person in (school.dean, school.principal, deputy, admin):
        browser = mended.of(person)
        for path in PAGES:
            answer = browser.get(path)
            page = answer.get_data(as_text=True)
            assert answer.status_code in (200, 404), (path, answer.status_code)
            # With its unit: by chance, a link or a hash holds any two digits.
            for words in ("97分", "合计97", "登记超标", "register_over"):
                assert words not in page, (person.role, path, words)
