"""Followers (关注者): a WeChat identity behind a keyed hash, its class, and its open question."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import AnyRow, Base, new_id
from models.schools import ClassKey


class Follower(Base):
    """One WeChat identity of one account, whatever its role.

    `openid_sealed` is filled only for staff and for those who asked to be written to.
    `conversation` holds what the chat is waiting for (an open question), until `open_until`.
    """

    __tablename__ = "follower"
    __table_args__ = (sa.UniqueConstraint("account_id", "subject_id"),)

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(sa.String(32))
    openid_sealed: Mapped[str | None] = mapped_column(sa.String(200))
    school_id: Mapped[str | None] = mapped_column(sa.String(40))
    school_class_id: Mapped[int | None]
    is_subscribed: Mapped[bool] = mapped_column(default=True)
    conversation: Mapped[dict[str, Any] | None]
    open_until: Mapped[datetime | None]
    last_message_at: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)  # typed on `wrong_codes_on`
    wrong_codes_on: Mapped[date | None]


def find_follower(connection: sa.Connection, account_id: str, subject_id: str) -> AnyRow | None:
    """The follower's row (columns of Follower), or None."""
    return connection.execute(
        sa.select(*Follower.__table__.c).where(
            Follower.account_id == account_id, Follower.subject_id == subject_id
        )
    ).one_or_none()


def _insert_new(
    insert: type[sqlite.Insert] | type[postgresql.Insert],
) -> sqlite.Insert | postgresql.Insert:
    return insert(Follower).on_conflict_do_nothing(index_elements=["account_id", "subject_id"])


_INSERT = {"sqlite": _insert_new(sqlite.Insert), "postgresql": _insert_new(postgresql.Insert)}


def save_follower(
    connection: sa.Connection, account_id: str, subject_id: str, **values: Any
) -> int:
    """Insert a follower, or update the given columns; returns the follower's id."""
    row = find_follower(connection, account_id, subject_id)
    if row is None:
        follower_id = new_id()
        identity = {"account_id": account_id, "id": follower_id, "subject_id": subject_id}
        insert = _INSERT[connection.dialect.name].values(
            {**identity, "is_subscribed": True, **values}
        )
        # What comes back says who was first: psycopg does not count rows of an INSERT.
        if connection.execute(insert.returning(Follower.id)).first() is not None:
            return follower_id
        # Two first messages of one person at once: the other one made the row.
        row = find_follower(connection, account_id, subject_id)
        assert row is not None
    if values:
        connection.execute(
            sa.update(Follower)
            .where(Follower.account_id == account_id, Follower.id == row.id)
            .values(values)
        )
    return int(row.id)


def choose_class(connection: sa.Connection, account_id: str, subject_id: str, key: ClassKey) -> int:
    """Remember which class this follower speaks of from now on."""
    return save_follower(
        connection,
        account_id,
        subject_id,
        school_id=key.school_id,
        school_class_id=key.school_class_id,
        is_subscribed=True,
    )


def delete_follower(connection: sa.Connection, account_id: str, subject_id: str) -> None:
    """Forget the identity, as the platform demands when a person stops following."""
    connection.execute(
        sa.delete(Follower).where(
            Follower.account_id == account_id, Follower.subject_id == subject_id
        )
    )


def count_wrong_code(connection: sa.Connection, account_id: str, subject_id: str, day: date) -> int:
    """Note a mistyped code (绑定码, 家庭码) and return how many the follower typed this day."""
    row = find_follower(connection, account_id, subject_id)
    count = 1 + (row.wrong_codes if row is not None and row.wrong_codes_on == day else 0)
    save_follower(connection, account_id, subject_id, wrong_codes=count, wrong_codes_on=day)
    return count


def wrong_codes_typed(
    connection: sa.Connection, account_id: str, subject_id: str, day: date
) -> int:
    """How many wrong codes a follower has typed this day."""
    row = find_follower(connection, account_id, subject_id)
    return row.wrong_codes if row is not None and row.wrong_codes_on == day else 0
