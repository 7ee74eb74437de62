"""Sending pushes (发送): claim, call, mark; a crash between any two leaves a row that says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

import sqlalchemy as sa

import failpoints
from models.leases import LeaseLost
from models.pushes.claims import claim_more, claim_pushes
from models.pushes.delivery import mark_all_sent
from models.pushes.outbox import Channel, Push
from models.pushes.recipients import Place, find_recipients
from scheduler.channels import SecondChannels
from scheduler.clients import Clients
from scheduler.sending import Claimed, Courier, Mark, Taken
from scheduler.shift import Shift

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Calls under way together: one that hangs does not hold up the others, and a whole city's evening
leaves in minutes."""

_GATHERED_FOR = 0.02
"""Seconds in which calls that end together are gathered; what is settled is marked after them."""

_LOOKS_EVERY = 1.0
"""Seconds from one look at what is dead or too old to the next: well within the minute between our
nine and the platform's ten."""

_ROUNDS_AHEAD = 3
"""Claims go this many rounds of calls ahead, so that no call waits for a commit."""

Settled = Taken | Mark


class Sender:
    """Sends what is due, in the one process that holds the lease.

    The main loop alone writes: what has been settled since the last look and what is claimed next
    go into one commit.
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
        self._looked_at = float("-inf")
        failpoints.watch_the_wire()

    def close(self) -> None:
        """Wait for what is under way, and mark it."""
        self._pool.shutdown(wait=True)
        self._gather()
        for settled in self._settled:
            self._mark_one(settled)
        self._settled = []

    def send_due(self) -> int:
        """Send every push that is due, several at once, one a recipient; returns how many."""
        tried = 0
        self._turn()
        while self._under_way:
            wait(self._under_way, _GATHERED_FOR, FIRST_COMPLETED)
            ended = self._gather()
            tried += ended
            # A commit costs as much as several calls: not for each of them, but not late either.
            if not ended or not self._under_way or len(self._settled) >= self._at_once // 2:
                self._turn()
        return tried

    def _gather(self) -> int:
        done = {future for future in self._under_way if future.done()}
        self._under_way -= done
        self._settled += [settled for future in done if (settled := future.result()) is not None]
        return len(done)

    def _turn(self) -> None:
        """Mark what is settled and claim what there is room for, in one commit."""
        shift, held, settled = self._shift, self._shift.held, self._settled
        room = _ROUNDS_AHEAD * self._at_once - len(self._under_way)
        may_claim = held is not None and shift.may_still_act() and room >= self._at_once
        if not may_claim and not settled:
            return
        at = shift.clock.monotonic()
        is_first = at - self._looked_at >= _LOOKS_EVERY

        def job(connection: sa.Connection) -> list[Claimed]:
            _mark_all(connection, settled)
            return _claim(connection, shift, room, at, is_first=is_first) if may_claim else []

        try:
            claimed = shift.store.write(job)
        except sa.exc.SQLAlchemyError:
            log.exception("%d pushes were not marked together", len(settled))
            claimed = []
            for each in settled:
                self._mark_one(each)
        self._settled = []
        if may_claim and is_first:
            self._looked_at = at
        self._under_way |= {self._pool.submit(self._courier.carry, each) for each in claimed}
        for _ in settled:
            failpoints.hit("send.marked")

    def _mark_one(self, settled: Settled) -> None:
        try:
            self._shift.store.write(lambda connection: _mark_all(connection, [settled]))
        except sa.exc.SQLAlchemyError:
            # It stays claimed, and is looked at again when its claim ends.
            log.exception("a push was not marked")


def _claim(
    connection: sa.Connection, shift: Shift, limit: int, at: float, *, is_first: bool
) -> list[Claimed]:
    held = shift.held
    if held is None:
        return []
    claim = claim_pushes if is_first else claim_more
    try:
        pushes = claim(connection, held, shift.plans, shift.clock.now(), limit)
    except LeaseLost:
        log.warning("another scheduler has taken over")
        return []
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
