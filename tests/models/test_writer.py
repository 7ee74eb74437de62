"""The one writer: what it promises about jobs, on both stores."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from models.database.base import new_id
from models.database.lockfile import LockFile
from models.database.store import Store
from models.database.writer import GroupWriter, NotCommitted
from models.staff.audit import AuditEntry
from tests.patience import PATIENCE, wait_until

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def add(connection: sa.Connection, act: str) -> int:
    entry_id = new_id()
    connection.execute(
        sa.insert(AuditEntry).values(
            school_id="s", id=entry_id, staff_id=1, act=act, about="", detail={}, at=AT
        )
    )
    return entry_id


def acts(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_job_that_returned_is_kept(store: Store) -> None:
    entry_id = store.write(lambda connection: add(connection, "kept"))

    assert acts(store) == ["kept"]
    assert entry_id > 0


def test_a_job_that_fails_leaves_nothing_and_raises_its_own_error(store: Store) -> None:
    def job(connection: sa.Connection) -> None:
        add(connection, "half")
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        store.write(job)

    assert acts(store) == []


def test_a_failing_job_does_not_harm_the_others_of_its_group(store: Store) -> None:
    started = threading.Barrier(9)

    def one(number: int) -> str:
        def job(connection: sa.Connection) -> str:
            add(connection, f"job{number}")
            if number % 2:
                raise LookupError
            return "ok"

        started.wait(PATIENCE)
        try:
            return store.write(job)
        except LookupError:
            return "failed"

    with ThreadPoolExecutor(9) as pool:
        results = list(pool.map(one, range(9)))

    assert results == ["ok", "failed"] * 4 + ["ok"]
    assert sorted(acts(store)) == [f"job{number}" for number in range(0, 9, 2)]


def test_two_hundred_jobs_at_once_are_all_kept(store: Store) -> None:
    with ThreadPoolExecutor(32) as pool:
        list(
            pool.map(
                lambda number: store.write(lambda connection: add(connection, str(number))),
                range(200),
            )
        )

    assert sorted(acts(store), key=int) == [str(number) for number in range(200)]


def test_writing_inside_a_read_transaction_is_refused(store: Store) -> None:
    with store.reading(), pytest.raises(RuntimeError, match="close the read transaction"):
        store.write(lambda connection: add(connection, "never"))

    store.write(lambda connection: add(connection, "afterwards"))
    assert acts(store) == ["afterwards"]


def test_jobs_that_wait_together_share_a_commit(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL commits each job by itself: grouping deadlocks there")
    writer = store._writer
    assert isinstance(writer, GroupWriter)
    commits = []
    sa.event.listen(writer._engine, "commit", lambda connection: commits.append(1))
    entered, go_on = threading.Event(), threading.Event()

    def slow(connection: sa.Connection) -> None:
        entered.set()
        go_on.wait(PATIENCE)

    with ThreadPoolExecutor(21) as pool:
        first = pool.submit(store.write, slow)
        entered.wait(PATIENCE)
        others = [
            pool.submit(store.write, lambda connection: add(connection, "x")) for _ in range(20)
        ]
        wait_until(lambda: writer._queue.qsize() == 20)
        go_on.set()
        first.result(PATIENCE)
        for other in others:
            other.result(PATIENCE)

    assert len(acts(store)) == 20
    assert len(commits) == 1


def test_a_job_that_cannot_be_committed_in_time_is_refused_and_never_runs(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("the lock file is SQLite's")
    lock = LockFile(store.lock_path)
    with lock.held(), pytest.raises(NotCommitted):
        store.write(lambda connection: add(connection, "too late"), timeout=0.2)
    store.write(lambda connection: add(connection, "next"))
    lock.close()

    # The first job was handed to the writer before the second, so it had its chance.
    assert acts(store) == ["next"]


def test_a_frozen_process_cannot_hold_its_row_locks_for_ever(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("on SQLite the lock is a file's, and nobody but the process can let it go")

    with store.reading() as connection:
        limit = connection.scalar(sa.text("SHOW idle_in_transaction_session_timeout"))

    assert limit == "15s"


def test_a_job_whose_transaction_was_ended_while_it_was_frozen_is_run_again(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("PostgreSQL ends such a transaction")
    tries = []

    def is_there(backend: object) -> object:
        query = sa.text("SELECT 1 FROM pg_stat_activity WHERE pid = :pid")
        with store.engine.connect() as other:
            return other.scalar(query, {"pid": backend})

    def job(connection: sa.Connection) -> None:
        tries.append(add(connection, "frozen"))
        if len(tries) == 1:
            backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
            connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 50"))
            wait_until(lambda: not is_there(backend))
        connection.execute(sa.text("SELECT 1"))

    store.write(job)

    assert len(tries) == 2
    assert acts(store) == ["frozen"]


def test_a_checkpoint_empties_the_write_ahead_log(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL looks after its own log")
    log = store.lock_path.with_name(store.lock_path.name.replace(".lock", "-wal"))
    store.write(lambda connection: add(connection, "x"))
    assert log.stat().st_size > 0

    store.checkpoint()

    assert log.stat().st_size == 0
    assert acts(store) == ["x"]


def test_every_commit_on_sqlite_is_synced(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("a setting of SQLite")

    def pragmas(connection: sa.Connection) -> tuple[object, ...]:
        return tuple(
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "wal_autocheckpoint", "foreign_keys")
        )

    full = 2
    assert store.write(pragmas) == ("wal", full, 0, 1)


def test_what_a_job_would_undo_is_never_written_to_the_temporary_folder(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("a setting of SQLite")

    def temp_store(connection: sa.Connection) -> object:
        return connection.exec_driver_sql("PRAGMA temp_store").scalar()

    in_memory = 2
    assert store.write(temp_store) == in_memory


def test_a_job_that_ends_the_program_does_not_end_the_writer(store: Store) -> None:
    def job(connection: sa.Connection) -> None:
        add(connection, "half")
        raise SystemExit(2)

    with pytest.raises(SystemExit):
        store.write(job)

    store.write(lambda connection: add(connection, "later"))
    assert acts(store) == ["later"]
