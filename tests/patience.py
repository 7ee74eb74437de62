"""Waiting for what another thread, process or browser does: for the thing itself, and long enough."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds until a test gives up. No claim about speed: the slowest machine that ever ran these tests
has to be quicker, and a test that passes never waits so long."""


def wait_until(is_so: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return once it is so; AssertionError where it never is."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"it did not happen within {seconds:.0f} s"
        time.sleep(0.02)
