"""Reply windows (客服消息窗口) and notice credits (订阅次数): what we may still send a follower."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base


class Contact(StrEnum):
    """What a follower did that opens a window."""

    MESSAGE = "message"
    CLICK = "click"
    SCAN = "scan"
    FOLLOW = "follow"


_GRANTS = {
    Contact.MESSAGE: (5, timedelta(hours=48)),
    Contact.CLICK: (3, timedelta(minutes=1)),
    Contact.SCAN: (3, timedelta(minutes=1)),
    Contact.FOLLOW: (3, timedelta(minutes=1)),
}
"""How many customer-service messages each contact allows, and for how long."""

_MARGIN = timedelta(seconds=5)
"""The platform's clock and ours differ a little; a window about to close is not relied on."""


class ReplyWindow(Base):
    """One follower's window of one kind, as of their last such contact."""

    __tablename__ = "reply_window"

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    subject_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    contact: Mapped[Contact] = mapped_column(sa.String(8), primary_key=True)
    closes_at: Mapped[datetime]
    remaining: Mapped[int]


class NoticeCredit(Base):
    """How many subscription notices of a template a follower has agreed to and not yet had."""

    __tablename__ = "notice_credit"

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    subject_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    template_id: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    remaining: Mapped[int]


_INSERTS: dict[str, type[sqlite.Insert] | type[postgresql.Insert]] = {
    "sqlite": sqlite.Insert,
    "postgresql": postgresql.Insert,
}


def note_contact(
    connection: sa.Connection, account_id: str, subject_id: str, contact: Contact, now: datetime
) -> None:
    """A follower wrote, clicked, scanned or followed: the window opens anew, with its full count."""
    count, lasts = _GRANTS[contact]
    values = {"closes_at": now + lasts, "remaining": count}
    insert = _INSERTS[connection.dialect.name](ReplyWindow).values(
        account_id=account_id, subject_id=subject_id, contact=contact, **values
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "subject_id", "contact"], set_=values
        )
    )


def has_window(connection: sa.Connection, account_id: str, subject_id: str, now: datetime) -> bool:
    """Whether a customer-service message may go to this follower now."""
    return _first_window(connection, account_id, subject_id, now) is not None


def spend_window(
    connection: sa.Connection, account_id: str, subject_id: str, now: datetime
) -> bool:
    """Count one customer-service message, before it is sent; False where none is left.

    It comes out of the window that closes first, as the platform counts.
    """
    contact = _first_window(connection, account_id, subject_id, now)
    if contact is None:
        return False
    spent = connection.execute(
        sa.update(ReplyWindow)
        .where(_whose(account_id, subject_id), ReplyWindow.contact == contact)
        .values(remaining=ReplyWindow.remaining - 1)
    )
    return spent.rowcount == 1


def close_windows(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """The platform says there is no window (45015) or nothing left in it (45047): believe it."""
    connection.execute(
        sa.update(ReplyWindow).where(_whose(account_id, subject_id)).values(remaining=0)
    )


def _first_window(
    connection: sa.Connection, account_id: str, subject_id: str, now: datetime
) -> str | None:
    return connection.scalar(
        sa.select(ReplyWindow.contact)
        .where(
            _whose(account_id, subject_id),
            ReplyWindow.closes_at > now + _MARGIN,
            ReplyWindow.remaining > 0,
        )
        .order_by(ReplyWindow.closes_at)
        .limit(1)
    )


def _whose(account_id: str, subject_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(ReplyWindow.account_id == account_id, ReplyWindow.subject_id == subject_id)


def grant_notice(
    connection: sa.Connection, account_id: str, subject_id: str, template_id: str
) -> None:
    """A follower agreed to one more notice of this template."""
    insert = _INSERTS[connection.dialect.name](NoticeCredit).values(
        account_id=account_id, subject_id=subject_id, template_id=template_id, remaining=1
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "subject_id", "template_id"],
            set_={"remaining": NoticeCredit.remaining + 1},
        )
    )


def allow_one(
    connection: sa.Connection, account_id: str, subject_id: str, template_id: str
) -> None:
    """A follower said yes to one message (一次性订阅消息): a second yes does not add up."""
    values = {"remaining": 1}
    insert = _INSERTS[connection.dialect.name](NoticeCredit).values(
        account_id=account_id, subject_id=subject_id, template_id=template_id, **values
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["account_id", "subject_id", "template_id"], set_=values
        )
    )


def may_notice(
    connection: sa.Connection, account_id: str, subject_id: str, template_id: str
) -> bool:
    """Whether a notice the follower agreed to is still to be had."""
    left = connection.scalar(
        sa.select(NoticeCredit.remaining).where(
            NoticeCredit.account_id == account_id,
            NoticeCredit.subject_id == subject_id,
            NoticeCredit.template_id == template_id,
        )
    )
    return bool(left)


def spend_notice(
    connection: sa.Connection, account_id: str, subject_id: str, template_id: str
) -> bool:
    """Count one notice, before it is sent; False where the follower agreed to no more."""
    spent = connection.execute(
        sa.update(NoticeCredit)
        .where(
            NoticeCredit.account_id == account_id,
            NoticeCredit.subject_id == subject_id,
            NoticeCredit.template_id == template_id,
            NoticeCredit.remaining > 0,
        )
        .values(remaining=NoticeCredit.remaining - 1)
    )
    return spent.rowcount == 1


def forget_notices(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """Forget what a follower agreed to be sent."""
    connection.execute(
        sa.delete(NoticeCredit).where(
            NoticeCredit.account_id == account_id, NoticeCredit.subject_id == subject_id
        )
    )


def forget_windows(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """Forget what a follower may be sent, when they stop following."""
    connection.execute(sa.delete(ReplyWindow).where(_whose(account_id, subject_id)))
    forget_notices(connection, account_id, subject_id)
