"""Registers come due at the school's hour, and spot checks are drawn once, after their seed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.plan import SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from models.database.store import Store
from models.days.overloads import overloads_on
from models.registers.revisions import Filing, save_register
from models.schools import find_class
from scheduler.jobs.judge import judge_touched
from scheduler.jobs.registers_due import judge_due_registers
from scheduler.jobs.spot_check import run_spot_checks
from scheduler.shift import Shift
from tests.scheduler.test_ticker import shift_of


def at(clock: FrozenClock, day: int, hour: int, minute: int = 0) -> None:
    clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))


@pytest.fixture
def shift(context: Context) -> Shift:
    made = shift_of(context)
    assert made.renew()
    return made


def declare(store: Store, plan: SchoolPlan, clock: FrozenClock) -> None:
    """二年级2班 registers written homework, which grade 2 may not have."""
    now = clock.now()
    with store.reading() as connection:
        own = find_class(connection, plan.id, 2, 2, now.date())
    assert own is not None
    register = Register((RegisterEntry(Subject.CHINESE, 20),))
    filing = Filing(plan, own, now.date(), register)
    store.write(lambda connection: save_register(connection, filing, now))


def tick(shift: Shift) -> int:
    """A round of the scheduler; how many cases there are on Monday."""
    shift.renew()
    judge_due_registers(shift)
    judge_touched(shift)
    with shift.store.reading() as connection:
        return len(overloads_on(connection, "shifan", date(2026, 11, 23)))


def test_what_stands_on_the_register_at_its_hour_is_judged_then_and_not_before(
    shift: Shift, plan: SchoolPlan, clock: FrozenClock
) -> None:
    at(clock, 23, 15)
    declare(shift.store, plan, clock)

    found = []
    for hour, minute in ((15, 0), (16, 39), (16, 40), (16, 41)):
        at(clock, 23, hour, minute)
        found.append(tick(shift))

    assert found == [0, 0, 1, 1]


def test_a_program_that_was_down_in_the_evening_catches_up_in_the_morning(
    shift: Shift, plan: SchoolPlan, clock: FrozenClock
) -> None:
    at(clock, 23, 15)
    declare(shift.store, plan, clock)
    assert tick(shift) == 0

    at(clock, 24, 7)

    assert tick(shift) == 1


def drawn(store: Store) -> tuple[int, int]:
    """How many seeds and how many draws there are."""
    with store.reading() as connection:
        return tuple(
            connection.scalar(sa.text(f"SELECT count(*) FROM {table}"))
            for table in ("spot_seed", "spot_draw")
        )


def test_the_seed_is_published_at_noon_and_drawn_from_half_an_hour_later(
    shift: Shift, clock: FrozenClock
) -> None:
    found = []
    for hour, minute in ((11, 59), (12, 0), (12, 29), (12, 30), (12, 31)):
        at(clock, 23, hour, minute)
        shift.renew()
        run_spot_checks(shift)
        found.append(drawn(shift.store))

    assert found == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1)]


def test_nothing_is_drawn_on_a_day_without_school(shift: Shift, clock: FrozenClock) -> None:
    at(clock, 22, 13)
    shift.renew()

    run_spot_checks(shift)

    assert drawn(shift.store) == (0, 0)
