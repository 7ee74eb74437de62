"""Sending pushes (发送): claim, call, mark; a crash between any two leaves a row that says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

import sqlalchemy as sa

import failpoints
from models.delivery import mark_all_sent
from models.delivery_claims import claim_pushes
from models.leases import Held, LeaseLost
from models.outbox import Channel, Push
from models.recipients import Place, find_recipients
from scheduler.channels import SecondChannels
from scheduler.clients import Clients
from scheduler.sending import Claimed, Courier, Mark, Taken
from scheduler.shift import Shift

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Calls under way together: one that hangs does not hold up the others, and a whole city's evening
leaves in minutes."""

Settled = Taken | Mark


class Sender:
    """Sends what is due, in the one process that holds the lease.

    The main loop alone writes: what has been settled since the last look and what is claimed next
    go into one commit. Claims run one round of calls ahead, so that no call waits for a commit.
    """

    def __init__(
        self, shift: Shift, clients: Clients, channels: SecondChannels, at_once: int = AT_ONCE
    ) -> None:
        self._shift = shift
        self._courier = Courier(shift, clients, channels)
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="sender")
        # Kept from one tick to the next: a write that failed is tried again, not forgotten.
        self._under_way: set[Future[Settled | None]] = set()
        self._settled: list[Settled] = []
        failpoints.watch_the_wire()

    def close(self) -> None:
        """Wait for what is under way, and mark it."""
        self._pool.shutdown(wait=True)
        self._gather()
        self._mark()

    def send_due(self) -> int:
        """Send every push that is due, several at once, one a recipient; returns how many."""
        tried = 0
        while True:
            self._mark()
            room = 2 * self._at_once - len(self._under_way)
            # A look at the queue costs as much as a few claims: not for every single call.
            if room >= self._at_once or len(self._under_way) < self._at_once:
                for claimed in self._claim(room):
                    self._under_way.add(self._pool.submit(self._courier.carry, claimed))
            if not self._under_way:
                return tried
            wait(self._under_way, return_when=FIRST_COMPLETED)
            tried += self._gather()

    def _gather(self) -> int:
        done = {future for future in self._under_way if future.done()}
        self._under_way -= done
        self._settled += [settled for future in done if (settled := future.result()) is not None]
        return len(done)

    def _claim(self, limit: int) -> Sequence[Claimed]:
        shift, held = self._shift, self._shift.held
        if held is None or not shift.may_still_act():
            return ()
        at = shift.clock.monotonic()

        def job(connection: sa.Connection) -> list[Claimed]:
            return _claim(connection, shift, held, limit, at)

        try:
            return shift.store.write(job)
        except LeaseLost:
            log.warning("another scheduler has taken over")
            return ()

    def _mark(self) -> None:
        settled = self._settled
        if not settled:
            return
        try:
            self._shift.store.write(lambda connection: _mark_all(connection, settled))
        except sa.exc.SQLAlchemyError:
            log.exception("%d pushes were not marked together", len(settled))
            for each in settled:
                self._mark_one(each)
        self._settled = []
        for _ in settled:
            failpoints.hit("send.marked")

    def _mark_one(self, settled: Settled) -> None:
        try:
            self._shift.store.write(lambda connection: _mark_all(connection, [settled]))
        except sa.exc.SQLAlchemyError:
            # It stays claimed, and is looked at again when its claim ends.
            log.exception("a push was not marked")


def _claim(
    connection: sa.Connection, shift: Shift, held: Held, limit: int, at: float
) -> list[Claimed]:
    pushes = claim_pushes(connection, held, shift.plans, shift.clock.now(), limit)
    places = {push.id: _place(push) for push in pushes if push.channel == Channel.WECHAT}
    found = find_recipients(connection, set(places.values())) if places else {}
    return [
        Claimed(push, found.get(places[push.id]) if push.id in places else None, at)
        for push in pushes
    ]


def _place(push: Push) -> Place:
    return push.school_id, int(push.recipient.partition(":")[2])


def _mark_all(connection: sa.Connection, settled: Sequence[Settled]) -> None:
    taken: dict[datetime, list[tuple[Push, str | None]]] = {}
    for each in settled:
        if isinstance(each, Taken):
            taken.setdefault(each.at, []).append((each.push, each.msg_id))
        else:
            each(connection)
    for at, pushes in taken.items():
        mark_all_sent(connection, pushes, at)
