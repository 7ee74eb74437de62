"""The one writer (写入): jobs that change rows, durable before anyone is answered."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from models.database.lockfile import LockFile

T = TypeVar("T")
Job = Callable[[sa.Connection], T]

log = logging.getLogger(__name__)

_GROUP_LIMIT = 256
"""Jobs under one commit; a longer queue would let the first of them wait too long."""

_CLOSE_SECONDS = 10

_DEADLOCK_CODES = {"40P01", "40001"}
_CANCELLED = "57014"


class NotCommitted(Exception):
    """The store could not promise that the job's rows are kept."""


class Writer(Protocol):
    """Runs jobs, each in a transaction of its own as far as it can tell."""

    def write(self, job: Job[T], timeout: float) -> T:
        """Run the job; return once it is durable."""
        ...

    def close(self) -> None:
        """Finish what is queued."""
        ...


class PooledWriter:
    """PostgreSQL: each job is its own transaction; grouping there deadlocks (measured)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def write(self, job: Job[T], timeout: float) -> T:
        deadline = time.monotonic() + timeout
        try:
            return self._run(job, deadline)
        except sa.exc.DBAPIError as error:
            if _ran_out_of_time(error):
                raise NotCommitted(f"not committed within {timeout} s") from error
            if not (error.connection_invalidated or _is_deadlock(error)):
                raise
        # Jobs are safe to run twice: the one that died left nothing behind.
        try:
            return self._run(job, deadline)
        except sa.exc.OperationalError as error:
            raise NotCommitted(str(error.orig)) from error

    def _run(self, job: Job[T], deadline: float) -> T:
        try:
            with self._engine.begin() as connection:
                _limit(connection, deadline - time.monotonic())
                return job(connection)
        except sa.exc.TimeoutError as error:
            raise NotCommitted("no connection free") from error

    def close(self) -> None:
        """Nothing is queued here."""


_PATIENT = 10.0
"""Seconds; whoever waits longer than this waits for the job, not against a clock."""


def _limit(connection: sa.Connection, seconds: float) -> None:
    """Let no statement of this transaction wait beyond its deadline: a lock may be held for ever."""
    if seconds < _PATIENT:
        milliseconds = max(1, int(seconds * 1000))
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")


def _ran_out_of_time(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == _CANCELLED


def _is_deadlock(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _DEADLOCK_CODES


class GroupWriter:
    """SQLite: one thread a process runs what has queued under one commit and the lock file.

    A slow school disk then syncs once for many reports. No lingering: a group is what arrived
    while the last commit was under way.
    """

    def __init__(self, engine: sa.Engine, lock_path: Path) -> None:
        self._engine = engine
        self._lock = LockFile(lock_path)
        self._queue: queue.SimpleQueue[tuple[Job[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def write(self, job: Job[T], timeout: float) -> T:
        if self._thread is None:
            self._start()
        future: Future[T] = Future()
        self._queue.put((job, future))
        try:
            return future.result(timeout)
        except (FutureTimeoutError, CancelledError) as error:
            # Not started yet: it never will be. Started: the rows may still appear, which a
            # repeated message replaces.
            future.cancel()
            raise NotCommitted(f"not committed within {timeout} s") from error

    def checkpoint(self) -> None:
        """Truncate the WAL while no process writes."""
        if self._thread is None:
            self._start()
        done: Future[None] = Future()
        self._queue.put((_CHECKPOINT, done))
        done.result(60)

    def close(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(_CLOSE_SECONDS)
            if self._thread.is_alive():
                # A job still runs on the connection: taking it away would crash the process.
                log.error("a job did not end within %d s", _CLOSE_SECONDS)
                return
            self._thread = None
        self._engine.dispose()
        self._lock.close()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        while (first := self._queue.get()) is not None:
            if first[0] is _CHECKPOINT:
                self._run_checkpoint(first[1])
                continue
            try:
                ended = self._run_group(first)
            except Exception:
                log.exception("the writer could not run a group")
                ended = False
            if ended:
                return

    def _run_group(self, first: tuple[Job[Any], Future[Any]]) -> bool:
        """Run what is queued under one commit; True when asked to end."""
        done: list[tuple[Future[Any], Any]] = []
        started: list[Future[Any]] = []
        try:
            with self._lock.held(), self._engine.begin() as connection:
                ended = self._drain(connection, first, started, done)
        except Exception as error:
            refused = NotCommitted(f"{type(error).__name__}: {error}")
            refused.__cause__ = error
            for future in started or [first[1]]:
                if not future.done() and not future.cancelled():
                    future.set_exception(refused)
            log.error("a group of %d was not committed: %s", len(started), type(error).__name__)
            return False
        for future, result in done:
            future.set_result(result)
        return ended

    def _drain(
        self,
        connection: sa.Connection,
        first: tuple[Job[Any], Future[Any]],
        started: list[Future[Any]],
        done: list[tuple[Future[Any], Any]],
    ) -> bool:
        entry: tuple[Job[Any], Future[Any]] | None = first
        while entry is not None:
            job, future = entry
            if job is _CHECKPOINT:
                self._queue.put(entry)  # after this group
                return False
            if future.set_running_or_notify_cancel():
                started.append(future)
                _run_behind_savepoint(connection, job, future, done)
            if len(started) >= _GROUP_LIMIT:
                return False
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                return False
        return True

    def _run_checkpoint(self, future: Future[Any]) -> None:
        try:
            with self._lock.held(), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(None)


def _run_behind_savepoint(
    connection: sa.Connection,
    job: Job[Any],
    future: Future[Any],
    done: list[tuple[Future[Any], Any]],
) -> None:
    # Straight to the driver: SQLAlchemy's nested transaction costs as much as an insert.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("SAVEPOINT job")
    try:
        result = job(connection)
    except BaseException as error:  # a job that wants to end the program must not end the writer
        raw.execute("ROLLBACK TO job")
        raw.execute("RELEASE job")
        future.set_exception(error)
    else:
        raw.execute("RELEASE job")
        done.append((future, result))


def _checkpoint_marker(connection: sa.Connection) -> None:
    raise AssertionError("never run as a job")


_CHECKPOINT: Job[Any] = _checkpoint_marker
