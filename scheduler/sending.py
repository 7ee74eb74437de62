"""Sending one push (发一条): the call, and what is to be marked of it afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

import failpoints
from homework.alerts import after_misconfiguration, after_quota
from models.pushes.delivery import mark_in_doubt, mark_parked, mark_refused, next_try
from models.pushes.outbox import Channel, Push
from models.pushes.recipients import Recipient
from scheduler.channels import ChannelError, SecondChannels
from scheduler.clients import Clients
from scheduler.ladder import ClaimLost, Climb, InDoubt, NoRung
from scheduler.shift import Shift
from wechat.errcodes import ErrorKind

log = logging.getLogger(__name__)

FRESH_SECONDS = 20.0
"""A claim older than this (the process was frozen) is not acted on: the nine minutes of the
claim and the platform's ten leave one minute between them."""

_CHANNEL_TRIES = 6


@dataclass(frozen=True, slots=True)
class Claimed:
    """A push that is ours to send, where its person can be written to (None: nowhere), and when
    it was claimed, by the monotonic clock."""

    push: Push
    to: Recipient | None
    at: float


@dataclass(frozen=True, slots=True)
class Taken:
    """The platform took a push at `at`, under the id it gave."""

    push: Push
    msg_id: str | None
    at: datetime


Mark = Callable[[sa.Connection], None]
"""What became of a push that was not taken, as a job that writes it down."""


@dataclass(frozen=True, slots=True)
class Courier:
    """Carries one push at a time and says what is to be marked; writes nothing itself, except what
    must be durable before a byte leaves."""

    shift: Shift
    clients: Clients
    channels: SecondChannels

    def carry(self, claimed: Claimed) -> Taken | Mark | None:
        """Send; None where somebody else decides about this push by now. Raises nothing."""
        push = claimed.push
        try:
            failpoints.hit("send.claimed")
            if not self._may_send(claimed):
                log.warning("push %s was claimed too long ago", push.id)
                return self._refuse(push, "发送前程序停顿过,重新发送", self.shift.clock.now())
            if push.channel == Channel.SECOND:
                return self._carry_to_channel(push)
            return self._carry_to_person(push, claimed.to)
        except ClaimLost:
            log.warning("push %s is somebody else's now", push.id)
            return None
        except Exception:
            # A bug of ours must not hold up the other pushes; whether this one left, nobody knows.
            log.exception("push %s failed", push.id)
            return self._doubt(push, InDoubt("程序出错,消息可能已送达", repeatable=True))

    def _may_send(self, claimed: Claimed) -> bool:
        age = self.shift.clock.monotonic() - claimed.at
        return self.shift.may_still_act() and age < FRESH_SECONDS

    def _carry_to_channel(self, push: Push) -> Taken | Mark:
        plan = self.shift.plans[push.school_id]
        try:
            address = plan.channels[int(push.recipient.partition(":")[2])]
        except IndexError:
            return self._refuse(push, "这个通知渠道已从设置中去掉", None)
        link = self.shift.base_url.rstrip("/") + push.fields["path"]
        try:
            self.channels.send(address, push.fields["text"], link)
        except ChannelError as error:
            return self._after_channel_error(push, error)
        failpoints.hit("send.replied")
        return self._taken(push, None)

    def _after_channel_error(self, push: Push, error: ChannelError) -> Mark:
        again = push.attempts < _CHANNEL_TRIES
        if push.is_ambiguous:
            return self._doubt(push, InDoubt(str(error), repeatable=again))
        return self._refuse(
            push, str(error), next_try(push, self.shift.clock.now()) if again else None
        )

    def _carry_to_person(self, push: Push, to: Recipient | None) -> Taken | Mark:
        client = None if to is None else self.clients.of(to.account_id)
        if to is None or client is None:
            return self._unreachable(push)
        openid = self.shift.keys.unseal(to.openid_sealed)
        try:
            msg_id = Climb(self.shift, client, push, to, openid).send()
        except InDoubt as doubt:
            return self._doubt(push, doubt)
        except NoRung as none:
            return self._after_refusal(push, none)
        return self._taken(push, msg_id or None)

    def _unreachable(self, push: Push) -> Mark:
        words = "这个人还没有绑定微信,或账号没有接口"
        if push.is_ambiguous:
            return self._doubt(push, InDoubt(words, repeatable=False))
        return self._refuse(push, words, None)

    def _after_refusal(self, push: Push, none: NoRung) -> Mark:
        now = self.shift.clock.now()
        log.warning("push %s refused: %s", push.id, none.codes)
        if push.is_ambiguous:
            return self._doubt(push, InDoubt(none.words, repeatable=False))
        if none.has(ErrorKind.RETRY, ErrorKind.TOKEN):
            return self._refuse(push, none.words, next_try(push, now))
        if none.has(ErrorKind.QUOTA):
            until = after_quota(now)
            return lambda connection: mark_parked(connection, push, none.words, until)
        if none.has(ErrorKind.CONFIGURATION):
            # The operator may repair it within the hours that the push is worth sending.
            again = after_misconfiguration(push.first_try_at or now, now)
            return self._refuse(push, none.words, again)
        return self._refuse(push, none.words, None)

    def _taken(self, push: Push, msg_id: str | None) -> Taken:
        return Taken(push, msg_id, self.shift.clock.now())

    def _refuse(self, push: Push, error: str, retry_at: datetime | None) -> Mark:
        return lambda connection: mark_refused(connection, push, error, retry_at)

    def _doubt(self, push: Push, doubt: InDoubt) -> Mark:
        now = self.shift.clock.now()
        log.warning("push %s may have been delivered: %s", push.id, doubt.code)
        return lambda connection: mark_in_doubt(
            connection, push, doubt.words, now, repeatable=doubt.repeatable
        )
