"""The local WeChat's clock (模拟时钟): the machine's, moved by an offset that may change while it runs."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991


class Clock:
    """The time as the platform sees it; whoever sleeps wakes early when the clock is moved on."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self._offset = offset_seconds
        self._skipped = 0.0
        self._moved = threading.Condition()

    @property
    def offset_seconds(self) -> float:
        return self._offset

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._offset

    def steady(self) -> float:
        """Seconds that only grow: moving the clock on lets them pass, moving it back does nothing."""
        return time.monotonic() + self._skipped

    def local(self) -> datetime:
        """Wall time in Shanghai, where quotas end at midnight."""
        return datetime.fromtimestamp(self.now(), SHANGHAI)

    def move(self, offset_seconds: float) -> None:
        with self._moved:
            self._skipped += max(0.0, offset_seconds - self._offset)
            self._offset = offset_seconds
            self._moved.notify_all()

    def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed on the steady clock."""
        due = self.steady() + seconds
        with self._moved:
            while (left := due - self.steady()) > 0:
                self._moved.wait(left)
