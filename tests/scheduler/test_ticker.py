"""The ticker goes on whatever the wall clock does, and daily jobs run once a day."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest

import failpoints
from clock import FrozenClock
from context import Context
from models.leases import heartbeat
from scheduler.jobs.daily import run_daily
from scheduler.process import Ticker
from scheduler.shift import Shift
from tests.patience import PATIENCE


def shift_of(context: Context, holder: str = "one") -> Shift:
    return Shift(
        store=context.store,
        keys=context.keys,
        clock=context.clock,
        base_url=context.base_url,
        plans=context.plans,
        accounts=context.accounts,
        holder=holder,
    )


def test_a_job_that_the_wall_clock_stopped_is_planned_anew() -> None:
    moment = [0.0]
    ticker = Ticker(lambda: moment[0])
    ran = threading.Event()
    ticker.add("tick", 3600, ran.set)
    ticker.start()
    try:
        assert ran.wait(PATIENCE)
        ran.clear()
        moment[0] = 3 * 3600 + 1  # three of its intervals by the clock nobody can set

        assert ticker.rearm_stuck() == ["tick"]
        assert ran.wait(PATIENCE)
    finally:
        ticker.stop()


def test_a_job_that_fails_ticks_on() -> None:
    ticker = Ticker(time.monotonic)
    ran: list[int] = []
    done = threading.Event()

    def fail() -> None:
        ran.append(1)
        if len(ran) == 2:
            done.set()
        raise ValueError("a bug")

    ticker.add("tick", 0.05, fail)
    ticker.start()
    try:
        assert done.wait(PATIENCE)
    finally:
        ticker.stop()


def test_twenty_jobs_that_hang_keep_no_other_from_ticking() -> None:
    ticker = Ticker(time.monotonic)
    release, ran = threading.Event(), threading.Event()
    for number in range(20):
        ticker.add(f"hangs {number}", 3600, release.wait)
    ticker.add("renew", 0.05, ran.set)
    ticker.start()
    try:
        assert ran.wait(PATIENCE)
        ran.clear()
        assert ran.wait(PATIENCE)
    finally:
        release.set()
        ticker.stop()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_a_day_off_costs_the_holder_nothing(
    context: Context, clock: FrozenClock, days: int
) -> None:
    shift = shift_of(context)
    assert shift.renew()

    clock.jump(clock.now() + timedelta(days=days))

    assert shift.renew()
    with context.store.reading() as connection:
        assert heartbeat(connection) == clock.now()


def test_after_a_clock_set_back_a_dead_holder_is_still_replaced(
    context: Context, clock: FrozenClock
) -> None:
    assert shift_of(context, "dead").renew()
    standby = shift_of(context, "standby")
    clock.jump(clock.now() - timedelta(days=1))  # the lease now ends tomorrow

    waited = 0
    while not standby.renew():
        clock.forward(timedelta(seconds=5))
        waited += 5
        assert waited <= 45


def test_a_frozen_process_may_not_act(context: Context, clock: FrozenClock) -> None:
    shift = shift_of(context)
    shift.renew()
    assert shift.may_still_act()

    clock.forward(timedelta(seconds=16))

    assert not shift.may_still_act()


def test_daily_jobs_run_once_and_are_caught_up_on(context: Context, clock: FrozenClock) -> None:
    shift = shift_of(context)

    def ran_at(hour: int, minute: int, day: int = 24) -> int:
        clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=clock.now().tzinfo))
        assert shift.renew()
        return run_daily(shift)

    assert ran_at(7, 4) == 0
    assert [ran_at(7, 5), ran_at(7, 6)] == [2, 0]  # the digest, and the month's account
    assert [ran_at(10, 0), ran_at(10, 1)] == [1, 0]
    assert ran_at(11, 30, day=25) == 3  # the program was down all morning
    assert ran_at(8, 0, day=28) == 0  # a Saturday


def test_failpoints_need_testing_and_a_known_name() -> None:
    with pytest.raises(RuntimeError, match="HW_TESTING"):
        failpoints._read({"HW_FAIL": "F06:kill"})
    with pytest.raises(RuntimeError, match="no such"):
        failpoints._read({"HW_FAIL": "F99:kill", "HW_TESTING": "1"})
    assert failpoints._read({}) is None
    armed = failpoints._read({"HW_FAIL": "F06:exception:2", "HW_TESTING": "1"})
    assert armed is not None
    assert (armed.name, armed.action, armed.nth) == ("send.claimed", "exception", 2)
