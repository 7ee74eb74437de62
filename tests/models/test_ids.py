"""Ids made by the program: in the order in which they were made, and never one of them twice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.database import base
from models.database.base import new_id

MILLISECOND = 1_000_000


@pytest.fixture(autouse=True)
def ids_of_other_tests_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_last", 0)


def test_ids_of_one_millisecond_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now)

    made = [new_id() for _ in range(10_000)]

    assert made == sorted(set(made))


def test_a_clock_that_was_set_back_does_not_turn_the_order_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = time.time_ns()
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: now - 3600 * 1000 * MILLISECOND)

    assert new_id() > before


def test_threads_that_make_ids_at_once_make_different_ones() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: new_id(), range(20_000)))

    assert len(set(made)) == len(made)


def test_an_id_fits_a_signed_column_and_grows_with_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = time.time_ns()
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: now + 60_000 * MILLISECOND)

    assert before < new_id() < 2**63
