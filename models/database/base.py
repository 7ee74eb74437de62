"""The ground every table stands on: naming convention, aware times, time-ordered ids (标识)."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

AnyRow: TypeAlias = sa.Row[*tuple[Any, ...]]
"""A row whose columns are read by name."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an aware datetime is needed")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Declarative base: constraint names by convention, so that migrations can name them."""

    metadata = sa.MetaData(naming_convention=NAMING)
    # JSON columns hold small documents of our own making (evidence, a push's fields).
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: sa.JSON(), int: sa.BigInteger()}


_EPOCH_MS = 1_700_000_000_000
_process = secrets.randbits(10)
_count = itertools.count(secrets.randbits(10))
_making = threading.Lock()
_last = 0


def new_id() -> int:
    """Make a time-ordered 63-bit id: milliseconds, a process's random bits, a count.

    Made by the program, not by the database, so that schools can be spread over several servers.
    Each is larger than the one before it in this process, whatever the clock does: rows written in
    one millisecond are read in the order in which they were written. Two processes that drew the
    same ten bits meet only within one millisecond and one count; the primary key then refuses the
    second, and the job fails rather than overwrite.
    """
    global _last
    with _making:
        milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
        made = milliseconds << 21 | _process << 11 | (next(_count) & 0x3FF)
        if made <= _last:
            made = _last + 1
            if made & 0x7FF == 0:  # the millisecond is full: the next one begins
                made = ((_last >> 21) + 1) << 21 | _process << 11
        _last = made
        return made
