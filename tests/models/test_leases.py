"""Leases: one holder at a time, and a frozen holder that wakes up can do nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from clock import FrozenClock
from models.database.store import Store
from models.leases import Held, LeaseLost, release_lease, require_lease, take_lease

LASTS = timedelta(seconds=30)


def take(store: Store, holder: str, clock: FrozenClock) -> Held | None:
    return store.write(lambda c: take_lease(c, "scheduler", holder, LASTS, clock.now()))


def require(store: Store, held: Held, clock: FrozenClock) -> None:
    store.write(lambda connection: require_lease(connection, held, clock.now()))


def test_a_second_scheduler_stands_by_while_the_first_holds_on(
    store: Store, clock: FrozenClock
) -> None:
    first = take(store, "first", clock)

    assert first is not None
    assert take(store, "second", clock) is None
    require(store, first, clock)


def test_renewing_keeps_the_epoch(store: Store, clock: FrozenClock) -> None:
    first = take(store, "first", clock)
    clock.forward(timedelta(seconds=20))

    assert take(store, "first", clock) == first


def test_an_expired_lease_is_taken_over_with_a_higher_epoch(
    store: Store, clock: FrozenClock
) -> None:
    first = take(store, "first", clock)
    clock.forward(timedelta(seconds=31))

    second = take(store, "second", clock)

    assert first is not None
    assert second is not None
    assert second.epoch == first.epoch + 1


def test_a_frozen_holder_that_wakes_up_may_do_nothing(store: Store, clock: FrozenClock) -> None:
    first = take(store, "first", clock)
    assert first is not None
    clock.forward(timedelta(seconds=31))
    take(store, "second", clock)

    with pytest.raises(LeaseLost):
        require(store, first, clock)


def test_a_holder_whose_own_lease_ran_out_unnoticed_gets_a_new_epoch(
    store: Store, clock: FrozenClock
) -> None:
    first = take(store, "first", clock)
    clock.forward(timedelta(seconds=31))

    again = take(store, "first", clock)

    assert first is not None
    assert again is not None
    assert again.epoch > first.epoch


def test_of_eight_that_ask_at_once_one_gets_it(store: Store, clock: FrozenClock) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda name: take(store, f"holder{name}", clock), range(8)))

    assert len([held for held in got if held]) == 1


def test_a_lease_that_was_given_back_is_free_at_once(store: Store, clock: FrozenClock) -> None:
    first = take(store, "first", clock)
    assert first is not None
    store.write(lambda connection: release_lease(connection, first, clock.now()))

    assert take(store, "second", clock) is not None
