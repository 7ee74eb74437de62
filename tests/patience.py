"""Waiting for what another thread, process or browser does: for the thing itself, and long enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 120.0
"""Seconds until a test gives up. No claim about speed: the slowest machine that ever ran these tests
has to be quicker, and a test that passes never waits so long."""


def wait_until(look: Callable[[], T]) -> T:
    """Look until there is something to be seen, and return it; AssertionError where there never is."""
    deadline = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < deadline, f"it did not happen within {PATIENCE:.0f} s"
        time.sleep(0.02)
    return seen
