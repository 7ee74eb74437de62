"""What WeChat delivered (收到的消息): each delivery once, and the reply every redelivery gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from homework.retention import DELIVERY, FAILED_WORDS, REPLY
from models.database.base import Base
from models.database.prepared import Prepared


class InboundState(StrEnum):
    """`failed`: a bug stopped us; the text is kept sealed for seven days so that nothing is lost."""

    ANSWERED = "answered"
    FAILED = "failed"


class Inbound(Base):
    """One delivery, by its deduplication key (a hash, so that it may be logged).

    `subject_id` stays as long as words do, so that they can be deleted with the rest of a person.
    """

    __tablename__ = "inbound"
    __table_args__ = (sa.Index("ix_inbound_received", "account_id", "received_at"),)

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    dedup_key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    received_at: Mapped[datetime]
    state: Mapped[InboundState] = mapped_column(sa.String(8))
    reply: Mapped[str | None] = mapped_column(sa.Text)
    text_sealed: Mapped[str | None] = mapped_column(sa.Text)
    subject_id: Mapped[str | None] = mapped_column(sa.String(32))


@dataclass(frozen=True, slots=True)
class Delivered:
    """Which delivery of which account, and whose it is."""

    account_id: str
    dedup_key: str
    subject_id: str


def _insert_first(insert: type[sqlite.Insert] | type[postgresql.Insert]) -> Any:
    return insert(Inbound).on_conflict_do_nothing()


_INSERT = Prepared(
    {"sqlite": _insert_first(sqlite.Insert), "postgresql": _insert_first(postgresql.Insert)},
    columns=("account_id", "dedup_key", "received_at", "state"),
)
_SET_REPLY = Prepared(
    sa.update(Inbound)
    .where(
        Inbound.account_id == sa.bindparam("of_account"),
        Inbound.dedup_key == sa.bindparam("of_key"),
    )
    .values(reply=sa.bindparam("said"), subject_id=sa.bindparam("of_subject"))
)
_FIND_REPLY = sa.select(Inbound.reply).where(
    Inbound.account_id == sa.bindparam("of_account"), Inbound.dedup_key == sa.bindparam("of_key")
)


def insert_first(connection: sa.Connection, account_id: str, dedup_key: str, now: datetime) -> bool:
    """Claim a delivery; False when it was claimed before.

    Where another process is still working on the same delivery, this waits for it: on SQLite for
    the write lock, on PostgreSQL for its transaction to end. A claim that fails with its job is
    rolled back with it, so that the redelivery is worked on as if it were the first.
    """
    values = {
        "account_id": account_id,
        "dedup_key": dedup_key,
        "received_at": now,
        "state": InboundState.ANSWERED,
    }
    return _INSERT.run(connection, values) == 1


def set_reply(connection: sa.Connection, delivery: Delivered, reply: str) -> None:
    """Keep the reply in the same transaction as what it promises; without words it is nobody's."""
    values = {"said": reply, "of_subject": delivery.subject_id if reply else None}
    _SET_REPLY.run(
        connection, {"of_account": delivery.account_id, "of_key": delivery.dedup_key, **values}
    )


def find_reply(connection: sa.Connection, account_id: str, dedup_key: str) -> str | None:
    """The reply that a delivery got."""
    return connection.scalar(_FIND_REPLY, {"of_account": account_id, "of_key": dedup_key})


def record_failure(
    connection: sa.Connection, delivery: Delivered, reply: str, text_sealed: str, now: datetime
) -> None:
    """Keep what a person typed when our own bug stopped us, and the apology they got."""
    account_id, dedup_key = delivery.account_id, delivery.dedup_key
    if not insert_first(connection, account_id, dedup_key, now):
        return
    set_reply(connection, delivery, reply)
    connection.execute(
        sa.update(Inbound)
        .where(Inbound.account_id == account_id, Inbound.dedup_key == dedup_key)
        .values(state=InboundState.FAILED, text_sealed=text_sealed)
    )


def forget_words(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """Drop every word of this person and to this person; that the deliveries came is kept."""
    connection.execute(
        sa.update(Inbound)
        .where(Inbound.account_id == account_id, Inbound.subject_id == subject_id)
        .values(reply=None, text_sealed=None, subject_id=None)
    )


def purge_inbound(connection: sa.Connection, now: datetime) -> int:
    """Drop replies after an hour, failed texts after seven days, deliveries after thirty; returns
    how many deliveries went."""
    for keep, waits in ((REPLY, Inbound.reply), (FAILED_WORDS, Inbound.text_sealed)):
        assert keep.lasts is not None
        connection.execute(
            sa.update(Inbound)
            .where(Inbound.received_at < now - keep.lasts, waits.is_not(None))
            .values({waits.key: None})
        )
    connection.execute(
        sa.update(Inbound)
        .where(
            Inbound.subject_id.is_not(None),
            Inbound.reply.is_(None),
            Inbound.text_sealed.is_(None),
        )
        .values(subject_id=None)
    )
    assert DELIVERY.lasts is not None
    gone: sa.CursorResult[Any] = connection.execute(
        sa.delete(Inbound).where(Inbound.received_at < now - DELIVERY.lasts)
    )
    return int(gone.rowcount)
