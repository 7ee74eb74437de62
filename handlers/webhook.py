"""The webhook (消息接收): what WeChat delivers is proven, answered once, and never lost."""

from __future__ import annotations

import logging
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

import failpoints
from context import Context
from handlers.chat import is_command, reply_to
from handlers.chat.conversation import Chat
from handlers.chat.vocabulary import read_words, vocabulary_of
from homework.days import homework_day
from homework.flood import Pace
from homework.reading import VOCABULARY, Reading
from homework.wording import parents
from models.account.inbound import Delivered, find_reply, insert_first, record_failure, set_reply
from models.account.opening_conversations import find_conversation
from models.database.writer import NotCommitted
from wechat.account import Account
from wechat.inbound import open_delivery
from wechat.message import Message, MessageKind
from wechat.replies import text_reply

log = logging.getLogger(__name__)

COMMITTED_WITHIN = 4.0
"""Seconds until a person is told that nothing was kept; the platform waits for five."""
_FAILURE_WITHIN = 0.6

FOLLOWER = Pace(60, 1.0)
"""One follower's messages: nobody types faster than one a second."""


def deliver(context: Context, account: Account, query: Mapping[str, str], body: bytes) -> bytes:
    """Answer one delivery within five seconds, with what was kept before it was answered.

    Returns the body of the reply; raises Refused for what is forged, stale or cannot be read.
    """
    started = context.clock.monotonic()
    now = context.clock.now()
    message = open_delivery(account, query, body, now)
    delivery = _Delivery(context, account, message, now, started)
    reply = parents.TOO_FAST if _is_too_fast(delivery) else _answer(delivery)
    return text_reply(account, message, reply, now, secrets.token_hex(8))


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A proven delivery on its way to an answer."""

    context: Context
    account: Account
    message: Message
    now: datetime
    started: float

    @property
    def seconds_left(self) -> float:
        return COMMITTED_WITHIN - (self.context.clock.monotonic() - self.started)


def _is_too_fast(delivery: _Delivery) -> bool:
    """Whether a follower writes faster than people do; events are the platform's."""
    message = delivery.message
    if message.kind is MessageKind.EVENT:
        return False
    sender = f"{delivery.account.id} {message.openid}"
    return delivery.context.floods.wait(FOLLOWER, sender, delivery.started) > 0


def _answer(delivery: _Delivery) -> str:
    """The reply, whatever happens: a 500 would make WeChat call the account broken."""
    try:
        failpoints.hit("web.parsed")
        heard = _hear(delivery)
        reply = delivery.context.store.write(
            lambda connection: _reply_once(connection, delivery, heard),
            timeout=max(0.1, delivery.seconds_left),
        )
        failpoints.hit("web.committed")
        return reply
    except NotCommitted as error:
        log.error("not committed: %s: %s", delivery.message.dedup_key, error)
        return _not_committed(delivery)
    except Exception:
        log.exception("no reply to %s", delivery.message.dedup_key)
        return _keep_failure(delivery)


def _not_committed(delivery: _Delivery) -> str:
    # Nobody reads an answer to an event such as a delivery result.
    is_event = delivery.message.kind is MessageKind.EVENT
    has_reader = not is_event or delivery.message.event in ("subscribe", "scan", "click")
    return parents.NOT_COMMITTED if has_reader else ""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What can be known of a delivery before the transaction begins."""

    subject_id: str
    words: str
    reading: Reading | None
    day: date


def _hear(delivery: _Delivery) -> _Heard:
    """Read the words outside the transaction: reading takes longer than writing."""
    message, plans = delivery.message, delivery.context.plans_of(delivery.account.id)
    subject_id = delivery.context.keys.subject_id(delivery.account.id, message.openid)
    words = ""
    reading = None
    if message.kind is MessageKind.TEXT:
        words = unicodedata.normalize("NFKC", message.text).strip()
        if not is_command(words):
            vocabulary = vocabulary_of(plans[0]) if len(plans) == 1 else VOCABULARY
            reading = read_words(words, vocabulary)
    day = homework_day(delivery.now, plans[0].calendar) if plans else delivery.now.date()
    return _Heard(subject_id, words, reading, day)


def _reply_once(connection: sa.Connection, delivery: _Delivery, heard: _Heard) -> str:
    """Claim the delivery, do what it asks, keep the reply: all of it or nothing."""
    account, message, now = delivery.account, delivery.message, delivery.now
    if not insert_first(connection, account.id, message.dedup_key, now):
        return find_reply(connection, account.id, message.dedup_key) or ""
    conversation = find_conversation(connection, account.id, heard.subject_id, heard.day, now)
    chat = Chat(
        context=delivery.context,
        account=account,
        connection=connection,
        now=now,
        subject_id=heard.subject_id,
        conversation=conversation,
        words=heard.words,
        reading=heard.reading,
    )
    reply = reply_to(message, chat)
    set_reply(connection, Delivered(account.id, message.dedup_key, heard.subject_id), reply)
    failpoints.hit("web.inserted")
    return reply


def _keep_failure(delivery: _Delivery) -> str:
    """A bug of ours: what was typed is kept, sealed, and the person hears of it."""
    context, message = delivery.context, delivery.message
    sealed = context.keys.seal(message.text or message.event_key)
    subject_id = context.keys.subject_id(delivery.account.id, message.openid)
    whose = Delivered(delivery.account.id, message.dedup_key, subject_id)
    try:
        context.store.write(
            lambda connection: record_failure(
                connection, whose, parents.SORRY, sealed, delivery.now
            ),
            timeout=max(_FAILURE_WITHIN, delivery.seconds_left),
        )
    except Exception:
        log.exception("not even kept: %s", message.dedup_key)
        return parents.NOT_COMMITTED
    return parents.SORRY
