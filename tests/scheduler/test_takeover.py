"""Two schedulers, one acts: kill -9, a freeze, and a resumed old holder that sends nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.fault_cases import run_case
from bench.programs import has_halted, wait_for
from bench.school import School
from models.database.lockfile import LockFile
from models.leases import look_at_lease

pytestmark = pytest.mark.processes
LEASE = 4.0  # half of it is what a busy machine may take between two renewals
PATIENCE = 90.0  # seconds; a claim that was not used is free again after a minute


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    made = School(tmp_path)
    yield made
    made.close()


def epoch(school: School) -> int:
    with school.context.store.reading() as connection:
        seen = look_at_lease(connection)
    return 0 if seen is None else seen.epoch


def shown(school: School) -> list[str]:
    return [each["client_msg_id"] for each in school.shown()]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
def test_another_takes_over_and_the_old_holder_sends_nothing(
    school: School, sign: signal.Signals
) -> None:
    first = school.scheduler(LEASE, name="first")
    assert wait_for(lambda: epoch(school) >= 1, PATIENCE)
    school.scheduler(LEASE, name="second")

    # Not in the middle of a write: a process frozen there keeps the file locked for everybody.
    lock = LockFile(school.context.store.lock_path)
    with lock.held():
        os.kill(first.pid, sign)
        # A stop takes effect thread by thread; one still running could take the lock we let go.
        assert wait_for(lambda: has_halted(first.pid), PATIENCE)
    lock.close()
    school.report_over(3, 2)
    assert wait_for(lambda: epoch(school) >= 2, PATIENCE)
    assert wait_for(lambda: shown(school), PATIENCE)
    if sign is signal.SIGSTOP:
        os.kill(first.pid, signal.SIGCONT)
        wait_for(lambda: False, 2)

    assert len(shown(school)) == 1


def test_the_rows_survive_what_the_processes_did(school: School) -> None:
    school.scheduler(LEASE)
    school.report_over(3, 2)
    assert wait_for(lambda: shown(school), PATIENCE)

    with school.context.store.reading() as connection:
        assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"


@pytest.mark.parametrize("fault", ["F02:kill", "F05:kill", "F07:kill", "F08:exception"])
def test_a_fault_loses_nothing_and_shows_nothing_twice(fault: str) -> None:
    outcome = run_case(fault)

    assert outcome.is_good, outcome
