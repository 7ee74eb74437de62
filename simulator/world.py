"""Everything a part of the local WeChat may need, in one place (本地微信的世界)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from simulator.accounts import Accounts
from simulator.browser import Browsers
from simulator.clock import Clock
from simulator.faults import Faults
from simulator.settings import Settings
from simulator.store import Store
from simulator.timers import Timers


class Bell:
    """Rings when a phone has something new to show."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung = 0

    def ring(self) -> None:
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    @property
    def rung(self) -> int:
        return self._rung

    def wait(self, since: int, seconds: float) -> None:
        """Return when it rings after `since`, or after so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung > since, timeout=seconds)


@dataclass(slots=True)
class World:
    accounts: Accounts
    store: Store
    clock: Clock
    timers: Timers
    public_url: str = "http://127.0.0.1:8001"
    settings: Settings = field(default_factory=Settings)
    faults: Faults = field(default_factory=Faults)
    bell: Bell = field(default_factory=Bell)
    browsers: Browsers = field(default_factory=Browsers)

    def close(self) -> None:
        self.browsers.close()
        self.timers.stop()
        self.store.close()
        self.bell.ring()  # nobody waits for news of a world that has ended
