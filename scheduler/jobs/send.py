"""Sending pushes (发送): claim, call, mark; a crash between any two leaves a row that says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime

import sqlalchemy as sa

import failpoints
from homework.alerts import after_quota
from models.delivery import (
    claim_pushes,
    mark_in_doubt,
    mark_parked,
    mark_refused,
    mark_sent,
    next_try,
)
from models.leases import LeaseLost
from models.outbox import Channel, Push
from models.recipients import Recipient, find_recipient
from scheduler.channels import ChannelError, SecondChannels
from scheduler.clients import Clients
from scheduler.ladder import ClaimLost, Climb, InDoubt, NoRung
from scheduler.shift import Shift
from wechat.errcodes import ErrorKind

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Calls under way together, so that one that hangs does not hold up the others."""

FRESH_SECONDS = 20.0
"""A claim older than this (the process was frozen) is not acted on: the nine minutes of the
claim and the platform's ten leave one minute between them."""

_CHANNEL_TRIES = 6


class Sender:
    """Sends what is due, in the one process that holds the lease."""

    def __init__(
        self, shift: Shift, clients: Clients, channels: SecondChannels, at_once: int = AT_ONCE
    ) -> None:
        self._shift = shift
        self._clients = clients
        self._channels = channels
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="sender")
        failpoints.watch_the_wire()

    def close(self) -> None:
        """Wait for what is under way."""
        self._pool.shutdown(wait=True)

    def send_due(self) -> int:
        """Send every push that is due, several at once, one a recipient; returns how many."""
        tried = 0
        under_way: set[Future[None]] = set()
        while True:
            claimed_at = self._shift.clock.monotonic()
            for push in self._claim(self._at_once - len(under_way)):
                under_way.add(self._pool.submit(self._send, push, claimed_at))
            if not under_way:
                return tried
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()  # what even `_send` does not catch must not vanish in a thread
            tried += len(done)

    def _claim(self, limit: int) -> Sequence[Push]:
        shift, held = self._shift, self._shift.held
        if held is None or not shift.may_still_act():
            return ()
        try:
            return shift.store.write(
                lambda connection: claim_pushes(
                    connection, held, shift.plans, shift.clock.now(), limit
                )
            )
        except LeaseLost:
            log.warning("another scheduler has taken over")
            return ()

    def _send(self, push: Push, claimed_at: float) -> None:
        try:
            failpoints.hit("send.claimed")
            if not self._may_send(claimed_at):
                # Frozen since the claim: whoever looks next will find this row.
                log.warning("push %s was claimed too long ago", push.id)
            elif push.channel == Channel.SECOND:
                self._send_to_channel(push)
            else:
                self._send_to_person(push)
            failpoints.hit("send.marked")
        except Exception:
            # A bug of ours must not hold up the other pushes; this one stays claimed and is
            # looked at again when its claim ends.
            log.exception("push %s failed", push.id)

    def _may_send(self, claimed_at: float) -> bool:
        age = self._shift.clock.monotonic() - claimed_at
        return self._shift.may_still_act() and age < FRESH_SECONDS

    def _send_to_channel(self, push: Push) -> None:
        plan = self._shift.plans[push.school_id]
        try:
            address = plan.channels[int(push.recipient.partition(":")[2])]
        except IndexError:
            self._refuse(push, "这个通知渠道已从设置中去掉", None)
            return
        link = self._shift.base_url.rstrip("/") + push.fields["path"]
        try:
            self._channels.send(address, push.fields["text"], link)
        except ChannelError as error:
            self._after_channel_error(push, error)
            return
        failpoints.hit("send.replied")
        self._sent(push, None)

    def _after_channel_error(self, push: Push, error: ChannelError) -> None:
        now = self._shift.clock.now()
        again = push.attempts < _CHANNEL_TRIES
        if push.is_ambiguous:
            self._mark(
                lambda connection: mark_in_doubt(
                    connection, push, str(error), now, repeatable=again
                )
            )
        else:
            self._refuse(push, str(error), next_try(push, now) if again else None)

    def _send_to_person(self, push: Push) -> None:
        to = self._recipient(push)
        client = None if to is None else self._clients.of(to.account_id)
        if to is None or client is None:
            self._unreachable(push)
            return
        openid = self._shift.keys.unseal(to.openid_sealed)
        try:
            msg_id = Climb(self._shift, client, push, to, openid).send()
        except InDoubt as doubt:
            self._doubt(push, doubt)
        except NoRung as none:
            self._after_refusal(push, none)
        except ClaimLost:
            log.warning("push %s is somebody else's now", push.id)
        else:
            self._sent(push, msg_id)

    def _recipient(self, push: Push) -> Recipient | None:
        staff_id = int(push.recipient.partition(":")[2])
        with self._shift.store.reading() as connection:
            return find_recipient(connection, push.school_id, staff_id)

    def _unreachable(self, push: Push) -> None:
        words = "这个人还没有绑定微信,或账号没有接口"
        if push.is_ambiguous:
            self._doubt(push, InDoubt(words, repeatable=False))
        else:
            self._refuse(push, words, None)

    def _doubt(self, push: Push, doubt: InDoubt) -> None:
        now = self._shift.clock.now()
        log.warning("push %s may have been delivered", push.id)
        self._mark(
            lambda connection: mark_in_doubt(
                connection, push, doubt.words, now, repeatable=doubt.repeatable
            )
        )

    def _after_refusal(self, push: Push, none: NoRung) -> None:
        now = self._shift.clock.now()
        log.warning("push %s: %s", push.id, [str(error.kind) for error in none.errors])
        if push.is_ambiguous:
            self._doubt(push, InDoubt(none.words, repeatable=False))
        elif none.has(ErrorKind.RETRY, ErrorKind.TOKEN):
            self._refuse(push, none.words, next_try(push, now))
        elif none.has(ErrorKind.QUOTA):
            until = after_quota(now)
            self._mark(lambda connection: mark_parked(connection, push, none.words, until))
        elif none.has(ErrorKind.CONFIGURATION):
            # The operator may repair it within the hours that the push is worth sending.
            self._refuse(push, none.words, next_try(push, now))
        else:
            self._refuse(push, none.words, None)

    def _refuse(self, push: Push, error: str, retry_at: datetime | None) -> None:
        self._mark(lambda connection: mark_refused(connection, push, error, retry_at))

    def _sent(self, push: Push, msg_id: str | None) -> None:
        now = self._shift.clock.now()
        self._mark(lambda connection: mark_sent(connection, push, msg_id or None, now))

    def _mark(self, job: Callable[[sa.Connection], None]) -> None:
        self._shift.store.write(job)
