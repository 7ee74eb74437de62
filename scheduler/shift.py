"""A shift (当班): what every job is handed, and the lease that lets this process act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from clock import Clock
from homework.plan import SchoolPlan
from models.database.store import Store
from models.keys import Keys
from models.leases import (
    SCHEDULER,
    Held,
    Seen,
    end_stale_lease,
    look_at_lease,
    release_lease,
    take_lease,
)
from wechat.account import Account

LEASE_LASTS = timedelta(seconds=30)


@dataclass(slots=True)
class Shift:
    """The process's view of the world; `held` is None while another process acts."""

    store: Store
    keys: Keys
    clock: Clock
    base_url: str
    plans: Mapping[str, SchoolPlan]
    accounts: Mapping[str, Account]
    holder: str
    lease_lasts: timedelta = LEASE_LASTS
    held: Held | None = None
    held_since: float = field(default=0.0)
    _seen: Seen | None = None
    _seen_since: float = 0.0

    def renew(self) -> bool:
        """Take the lease or keep it; True when this process may act."""
        before = self.clock.monotonic()
        stale = self._stale(before)

        def job(connection: sa.Connection) -> Held | None:
            now = self.clock.now()
            if stale is not None:
                end_stale_lease(connection, SCHEDULER, stale, now)
            return take_lease(connection, SCHEDULER, self.holder, self.lease_lasts, now)

        self.held = self.store.write(job)
        self.held_since = before
        return self.held is not None

    def _stale(self, moment: float) -> Seen | None:
        """Another holder's sign of life, once it has not changed for a whole lease."""
        if self.held is not None:
            return None
        with self.store.reading() as connection:
            seen = look_at_lease(connection)
        if seen != self._seen:
            self._seen, self._seen_since = seen, moment
        is_old = moment - self._seen_since > self.lease_lasts.total_seconds()
        return self._seen if is_old else None

    def may_still_act(self) -> bool:
        """False when this process was frozen since it last renewed, by a clock nobody can set."""
        age = self.clock.monotonic() - self.held_since
        return self.held is not None and age < self.lease_lasts.total_seconds() / 2

    def end(self) -> None:
        """Hand the lease back, so that a stand-by takes over at once."""
        held, self.held = self.held, None
        if held is not None:
            self.store.write(lambda connection: release_lease(connection, held, self.clock.now()))
