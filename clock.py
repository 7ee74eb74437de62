"""The one clock: wall time in Asia/Shanghai, monotonic time, and sleep.

Everything that needs the time gets a Clock handed in, so that the demo can start at 19:00 and a
test can stand still.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What the program asks of a clock."""

    def now(self) -> datetime:
        """Aware wall time, in Asia/Shanghai."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean something."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's clock, moved by a fixed offset (demo and tests only)."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return (datetime.now(UTC) + self.offset).astimezone(SHANGHAI)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class MovedClock(SystemClock):
    """The demo's clock: a file says how many seconds further ahead it is, and may say something else
    while programs run. So a whole week passes under one web server and one scheduler."""

    def __init__(self, offset: timedelta, file: Path) -> None:
        super().__init__(offset)
        self._file = file
        self._known: tuple[int, timedelta] = (0, timedelta(0))

    def now(self) -> datetime:
        return super().now() + self._moved()

    def _moved(self) -> timedelta:
        try:
            written = os.stat(self._file).st_mtime_ns
            if written != self._known[0]:
                seconds = float(self._file.read_text(encoding="ascii"))
                self._known = (written, timedelta(seconds=seconds))
        except FileNotFoundError:
            return timedelta(0)
        return self._known[1]


def move_clock(file: Path, seconds: float) -> None:
    """Say how far ahead the clocks that watch this file are; whole at any moment."""
    fresh = file.with_suffix(".new")
    fresh.write_text(str(seconds), encoding="ascii")
    fresh.replace(file)


class FrozenClock:
    """A clock that moves only when told to; `sleep` moves it and returns at once."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("an aware datetime is needed")
        self._lock = threading.Lock()
        self._now = at.astimezone(SHANGHAI)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        with self._lock:
            return self._monotonic

    def sleep(self, seconds: float) -> None:
        self.forward(timedelta(seconds=seconds))

    def forward(self, step: timedelta) -> None:
        """Let time pass, on both the wall and the monotonic clock."""
        with self._lock:
            self._now += step
            self._monotonic += step.total_seconds()

    def jump(self, to: datetime) -> None:
        """Set the wall clock, as an administrator or a broken NTP would; monotonic time stays."""
        with self._lock:
            self._now = to.astimezone(SHANGHAI)
