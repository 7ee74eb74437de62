"""The policy model (投递模型): alerts through the real sender against a platform that fails at random.

One call at a time, as each alert of the model has its own luck. Calm is crash 0.1 % a step, reply
lost 0.5 %, busy 1 %, no connection 1 %; storm is 2, 10, 10, 10 %. The platform drops a repeated
client_msg_id for ten minutes and forgets it then. Time is a clock that jumps to whatever is due
next, six hours at most.
"""

from __future__ import annotations

import random
import secrets
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bench.delivery_staff import Staff
from bench.tally import Tally, tally
from bench.weather import CALM, Client, Clients, Crash, NoChannels, Platform, Weather, model_plan
from clock import SHANGHAI, FrozenClock
from models.pushes.events import DeliveryEvent, note_delivery
from models.pushes.outbox import Push, PushState
from scheduler.jobs.send import Sender
from scheduler.shift import Shift
from wechat.account import Account, AccountKind, Template

HORIZON = timedelta(hours=6)
_TICK = timedelta(seconds=5)
_TAKEOVERS = (31, 35, 40, 45, 45, 60, 120, 700)
"""Seconds until another process takes over; once in a while nobody does for long."""

_BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Table:
    """What became of the alerts."""

    weather: str
    tally: Tally
    crashes: int
    calls: int
    seconds: float


class Run:
    """One model run: a school, its people, a sender that is restarted when it dies."""

    def __init__(self, folder: Path, weather: Weather, seed: int) -> None:
        self.clock = FrozenClock(_BEGIN)
        self.platform = Platform(self.clock, weather, random.Random(seed))
        self.staff = Staff(folder, model_plan(), self.clock)
        self.store = self.staff.store
        self.account = Account(
            "main", AccountKind.VERIFIED_SERVICE, templates={"alert": Template("T", {})}
        )
        self.crashes = 0

    def run(self) -> None:
        """Send until nothing is left to send, or the horizon comes."""
        end = self.clock.now() + HORIZON
        while self.clock.now() < end and (due := self._next_due()) is not None:
            # The scheduler looks every five seconds, whatever becomes due in between.
            self.clock.forward(max(due - self.clock.now(), _TICK))
            self._one_life()
            self._tell_events()

    def _one_life(self) -> None:
        """A sender from its start until it has nothing to do or dies; then a takeover later."""
        shift = Shift(
            store=self.store,
            keys=self.staff.keys,
            clock=self.clock,
            base_url="http://model.test",
            plans={self.staff.plan.id: self.staff.plan},
            accounts={},
            holder=secrets.token_hex(8),
        )
        shift.renew()
        client = Client(self.account, self.platform)
        # The model answers for the network; everything else of the sender is the real thing.
        sender = Sender(shift, Clients(client), NoChannels(), 1)  # type: ignore[arg-type]  # as above
        try:
            sender.send_due()
        except Crash:
            self.crashes += 1
            self.clock.forward(timedelta(seconds=self.platform.luck.choice(_TAKEOVERS)))
        else:
            shift.end()
        finally:
            sender.close()

    def _next_due(self) -> datetime | None:
        waiting = sa.select(
            sa.func.min(
                sa.case((Push.state == PushState.SENDING, Push.lease_until), else_=Push.due_at)
            )
        ).where(Push.state.in_([PushState.PENDING, PushState.SENDING]))
        with self.store.reading() as connection:
            due = connection.scalar(waiting)
        return None if due is None else due

    def _tell_events(self) -> None:
        events, self.platform.events = self.platform.events, []

        def job(connection: sa.Connection) -> None:
            for openid, msg_id in events:
                event = DeliveryEvent("main", [self.staff.recipients[openid]], msg_id, True)
                note_delivery(connection, event, self.clock.now())

        self.store.write(job)

    def table(self, seconds: float) -> Table:
        return Table(
            weather=self.platform.weather.name,
            tally=tally(self.store, self.platform.shown),
            crashes=self.crashes,
            calls=self.platform.calls,
            seconds=seconds,
        )


def measure(weather: Weather, alerts: int, seed: int) -> Table:
    """Run the model once."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), weather, seed)
        try:
            run.staff.hire(alerts)
            run.staff.queue()
            run.run()
            return run.table(time.perf_counter() - began)
        finally:
            run.store.close()


def meets_goals(table: Table) -> bool:
    """R5 and R6: a figure under one is none at this many alerts."""
    most = table.tally.alerts // (10_000 if table.weather == CALM.name else 1_000)
    return table.tally.lost == 0 and table.tally.twice <= most
