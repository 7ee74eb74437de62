"""The salt of a draw (抽签的盐): secret until the draw, promised by its hash before there is a seed."""

from __future__ import annotations

import secrets
from datetime import date, datetime

import sqlalchemy as sa

from homework.spotchecks import promised, salted
from models.spot_checks.records import SpotPromise

_BYTES = 32


def promise_salt(connection: sa.Connection, school_id: str, day: date, now: datetime) -> None:
    """Choose a day's salt and write its hash down; nothing happens where that was done before."""
    if find_promise(connection, school_id, day) is not None:
        return
    salt = secrets.token_hex(_BYTES)
    connection.execute(
        sa.insert(SpotPromise).values(
            school_id=school_id, day=day, salt=salt, salt_hash=promised(salt), promised_at=now
        )
    )


def find_promise(connection: sa.Connection, school_id: str, day: date) -> SpotPromise | None:
    """What was promised for a day's draw. Its `salt` is nobody's to see before that draw."""
    row = connection.execute(
        sa.select(*SpotPromise.__table__.c).where(
            SpotPromise.school_id == school_id, SpotPromise.day == day
        )
    ).one_or_none()
    return SpotPromise(**row._mapping) if row else None


def lots_of(seed: str, salt: str | None) -> str:
    """What the lots of a draw are made of; draws from before there were salts have none."""
    return seed if salt is None else salted(seed, salt)
