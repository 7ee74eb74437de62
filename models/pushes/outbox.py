"""The outbox (待发消息): one row per person and reason, and what became of it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.alerts import Audience, Reason
from models.database.base import AnyRow, Base, new_id


class PushState(StrEnum):
    """Where a push stands; UNKNOWN may have been seen and is never sent again."""

    PENDING = "pending"
    CARRIED = "carried"  # goes out inside another push, and then stands where that one stands
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    FAILED = "failed"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"  # too old to be news, and certainly never shown


class Channel(StrEnum):
    """How a push travels: to a person in WeChat, or to a second channel of the school."""

    WECHAT = "wechat"
    SECOND = "second"


class Rung(StrEnum):
    """A rung of the ladder (发送方式). Only a template message can be repeated safely."""

    TEMPLATE = "template"
    SUBSCRIPTION = "subscription"
    CUSTOMER_SERVICE = "customer"


LOST = (PushState.FAILED, PushState.EXPIRED)
"""It certainly reached nobody."""


class Push(Base):
    """One message we start, waiting or sent. `recipient` is "staff:<id>" or "channel:<n>".

    `rung` is the first rung still open to it; None stands for the ladder's first. `held_until` is
    when hygiene let it go at the earliest; `carried_by` the push it goes out in.
    """

    __tablename__ = "push"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "client_msg_id"),
        sa.Index("ix_push_due", "state", "due_at"),
        sa.Index("ix_push_overload", "school_id", "overload_id"),
        sa.Index("ix_push_recipient", "school_id", "recipient", "first_try_at"),
        sa.Index("ix_push_carried", "school_id", "carried_by"),
        sa.CheckConstraint(
            "state <> 'sending' OR (lease_until IS NOT NULL AND first_try_at IS NOT NULL)",
            name="sending_is_claimed",
        ),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_time"),
        sa.CheckConstraint("state <> 'unknown' OR is_ambiguous", name="unknown_is_ambiguous"),
        sa.CheckConstraint("state <> 'carried' OR carried_by IS NOT NULL", name="carried_by_one"),
        sa.CheckConstraint("state <> 'expired' OR NOT is_ambiguous", name="expired_is_unseen"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(sa.String(40))
    recipient: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[Channel] = mapped_column(sa.String(8))
    audience: Mapped[Audience] = mapped_column(sa.String(16))
    reason: Mapped[Reason] = mapped_column(sa.String(20))
    overload_id: Mapped[int | None]
    generation: Mapped[int] = mapped_column(default=0)
    client_msg_id: Mapped[str] = mapped_column(sa.String(40))
    fields: Mapped[dict[str, Any]]  # {"template": {...}, "text": "...", "path": "/console/..."}
    state: Mapped[PushState] = mapped_column(sa.String(12))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    carried_by: Mapped[int | None]
    rung: Mapped[Rung | None] = mapped_column(sa.String(12))
    msg_id: Mapped[str | None] = mapped_column(sa.String(40))  # the platform's own id of it
    attempts: Mapped[int] = mapped_column(default=0)
    first_try_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    lease_epoch: Mapped[int | None]
    is_ambiguous: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(200))


def push_of(row: AnyRow) -> Push:
    """A row of every column as a push that no session knows."""
    push = Push()
    # Past the instrumentation, which counts changes: it costs more than the query.
    push.__dict__.update(row._mapping)
    return push


@dataclass(frozen=True, slots=True)
class NewPush:
    """A push to be queued. `about` tells pushes apart that concern no overload, such as a day's
    digest; `generation` rises when the same thing is news again.

    `fields`: {"template": {...}, "text": "...", "path": "/console/...", "number": 3}.
    """

    school_id: str
    account_id: str
    recipient: str
    audience: Audience
    reason: Reason
    fields: dict[str, Any] = field(hash=False)
    overload_id: int | None = None
    about: str = ""
    generation: int = 0

    @property
    def channel(self) -> Channel:
        """Staff are written to in WeChat, everything else is a second channel."""
        return Channel.WECHAT if self.recipient.startswith("staff:") else Channel.SECOND

    @property
    def client_msg_id(self) -> str:
        """One id per push and recipient, the same however often the push is queued."""
        about = self.about or str(self.overload_id)
        words = (self.school_id, self.reason, about, self.recipient, str(self.generation))
        digest = hashlib.sha256("|".join(words).encode()).digest()
        return "a" + base64.b32encode(digest).decode()[:24].lower()


def queue_push(connection: sa.Connection, new: NewPush, now: datetime) -> int | None:
    """Queue a push, due now; None where the same one was queued before.

    When it really goes is decided when it is claimed: its recipient may be in quiet hours then.
    """
    push_id = new_id()
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(Push).values(_row(new, push_id, now)))
    except sa.exc.IntegrityError:
        return None
    return push_id


def _row(new: NewPush, push_id: int, now: datetime) -> dict[str, Any]:
    return {
        "school_id": new.school_id,
        "id": push_id,
        "account_id": new.account_id,
        "recipient": new.recipient,
        "channel": new.channel,
        "audience": new.audience,
        "reason": new.reason,
        "overload_id": new.overload_id,
        "generation": new.generation,
        "client_msg_id": new.client_msg_id,
        "fields": new.fields,
        "state": PushState.PENDING,
        "created_at": now,
        "due_at": now,
    }


def count_backlog(connection: sa.Connection, now: datetime) -> tuple[int, datetime | None]:
    """How many pushes are due and not sent, and since when the oldest of them has been due."""
    row = connection.execute(
        sa.select(sa.func.count(), sa.func.min(Push.due_at)).where(
            Push.state.in_([PushState.PENDING, PushState.SENDING]), Push.due_at <= now
        )
    ).one()
    oldest = row[1]
    return int(row[0]), oldest


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many alerts of a school do not leave, since when, and the platform's last word on one."""

    count: int
    since: datetime
    error: str


_STUCK_AFTER = timedelta(minutes=5)
"""Longer than anything that passes by itself, such as a busy platform, usually takes."""


def find_stuck(connection: sa.Connection, school_id: str, now: datetime) -> Stuck | None:
    """Alerts that were refused again and again; a used-up quota is not among them, it waits as if
    it had never been tried."""
    rows = connection.execute(
        sa.select(Push.first_try_at, Push.last_error)
        .where(
            Push.school_id == school_id,
            Push.state == PushState.PENDING,
            Push.first_try_at <= now - _STUCK_AFTER,
            Push.last_error.is_not(None),
            sa.not_(Push.is_ambiguous),
        )
        .order_by(Push.first_try_at)
    ).all()
    if not rows:
        return None
    return Stuck(len(rows), rows[0].first_try_at or now, str(rows[-1].last_error))
