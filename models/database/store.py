"""The store (数据库): short read transactions, and one way to write, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.database.writer import GroupWriter, PooledWriter, Writer

T = TypeVar("T")

_POOL_SIZE = 16

_IDLE_LIMIT = timedelta(seconds=15)
"""A process frozen in mid-transaction holds its row locks no longer than this: half a scheduler's
lease, so that a stand-by gets the lease in time. No transaction of ours thinks for a second."""


class Store:
    """One database: `reading()` for short reads, `write(job)` for everything that changes a row."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._reads = threading.local()
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._writer: Writer = (
            GroupWriter(_sqlite_engine(self.url, writes=True), self.lock_path)
            if self.is_sqlite
            else PooledWriter(self.engine)
        )

    @property
    def lock_path(self) -> Path:
        """The writers' lock file, beside the SQLite database."""
        return Path(f"{self.url.database}.lock")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a short read transaction. Do not call `write` inside: it would be refused."""
        depth = getattr(self._reads, "depth", 0)
        self._reads.depth = depth + 1
        try:
            with self.engine.connect() as connection:
                connection.begin()  # prepared statements want it begun, and a read ends unwritten
                yield connection
        finally:
            self._reads.depth = depth

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a short read transaction as an ORM session, for pages."""
        with self.reading() as connection, Session(connection, expire_on_commit=False) as session:
            yield session

    def write(self, job: Callable[[sa.Connection], T], timeout: float = 30.0) -> T:
        """Run a job in a transaction and return its result once that is durable.

        On SQLite the job shares a commit with the others that are waiting, each behind its own
        savepoint. Raises what the job raised (nothing of it is kept), `NotCommitted` when the
        commit failed or did not happen within `timeout` seconds.
        """
        if getattr(self._reads, "depth", 0):
            # A reader that waits for the writer keeps the WAL from being checkpointed, and on
            # PostgreSQL can wait for itself.
            raise RuntimeError("write() inside reading(): close the read transaction first")
        return self._writer.write(job, timeout)

    def checkpoint(self) -> None:
        """Move the WAL into the database file (SQLite), under the writers' lock.

        Nobody else checkpoints: SQLite 3.7.0 to 3.51.2 can corrupt a database when two
        checkpoints race with a commit.
        """
        if isinstance(self._writer, GroupWriter):
            self._writer.checkpoint()

    def close(self) -> None:
        """Finish what is queued and close every connection."""
        self._writer.close()
        self.engine.dispose()


def _sqlite_engine(url: sa.URL, *, writes: bool = False) -> sa.Engine:
    options: dict[str, Any] = {"poolclass": sa.StaticPool} if writes else {"pool_size": _POOL_SIZE}
    engine = sa.create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 3.0},
        hide_parameters=True,  # an error that is logged must not show what people wrote
        **options,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # Python's driver opens transactions lazily; we open every one ourselves, below.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=3000",
            "foreign_keys=ON",
            "wal_autocheckpoint=0",
            # What a savepoint would undo stays in memory: by default SQLite writes it, unsealed, to a
            # file in the machine's temporary folder, twenty pages a message.
            "temp_store=MEMORY",
            "secure_delete=ON",  # what a person deletes is overwritten, not only unlinked
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred transaction that reads and then writes fails at once when another has
        # written in between, however long busy_timeout is: writers take the lock at the start.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres_engine(url: sa.URL) -> sa.Engine:
    milliseconds = int(_IDLE_LIMIT.total_seconds() * 1000)
    options = f"-c idle_in_transaction_session_timeout={milliseconds}"
    return sa.create_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=16,
        pool_timeout=3,
        hide_parameters=True,
        # An address with options of its own has said what it wants.
        connect_args={} if "options" in url.query else {"options": options},
    )
