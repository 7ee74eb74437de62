"""`python -m bench.faults`: die, break and freeze at every failpoint of judging and sending.

After each fault a fresh scheduler runs until all is quiet. Asked of the database and of what the
local WeChat ever showed: every overload has its alert, none is lost in silence, none shown twice.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import failpoints
from bench.school import School, wait_for
from bench.tally import tally
from homework.alerts import Reason
from models.outbox import Push, PushState
from models.overloads import Overload

_QUIET_WITHIN = 60.0
_FAULT_WITHIN = 60.0
_CLASSES = ((3, 2), (4, 1), (5, 3))
_QUICK = ("F05:kill", "F07:kill", "F08:exception")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case came to."""

    fault: str
    store: str
    hit: bool
    overloads: int
    lost: int
    listed: int
    twice: int
    seconds: float

    @property
    def is_good(self) -> bool:
        return self.hit and self.overloads == len(_CLASSES) and not self.lost and not self.twice


def run_case(fault: str, database: str = "") -> Outcome:
    """One failpoint and action, on one store, from a clean school to quiet."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder), database)
        try:
            hit = _strike(school, fault)
            _run_to_quiet(school)
            return _judge(school, fault, hit, time.monotonic() - began)
        finally:
            school.close()


def _strike(school: School, fault: str) -> bool:
    """Let the fault happen in a scheduler of its own; True when it did."""
    for grade, number in _CLASSES:
        school.report_over(grade, number)
    victim = school.scheduler(fail=fault, name="victim")
    action = fault.split(":")[1]
    if action == "kill":
        hit = wait_for(lambda: victim.poll() == -signal.SIGKILL, _FAULT_WITHIN)
    elif action == "stop":
        hit = wait_for(lambda: _is_stopped(victim), _FAULT_WITHIN)
    else:
        log = school.folder / "victim.log"
        hit = wait_for(lambda: "failpoints.Failed" in log.read_text(), _FAULT_WITHIN)
    if action == "stop":
        # A second one takes over; then the frozen one wakes up beside it.
        school.scheduler(name="second")
        wait_for(lambda: _all_told(school), _QUIET_WITHIN)
        victim.send_signal(signal.SIGCONT)
        time.sleep(2)
    return hit


def _run_to_quiet(school: School) -> None:
    school.scheduler(name="fresh")
    wait_for(lambda: _all_told(school), _QUIET_WITHIN)
    time.sleep(1)  # whatever would be sent a second time now would be due now


def _is_stopped(process: subprocess.Popen[bytes]) -> bool:
    try:
        state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state == "T"


def _pushes(school: School) -> list[sa.Row[tuple[object, ...]]]:
    with school.context.store.reading() as connection:
        return list(connection.execute(sa.select(*Push.__table__.c).order_by(Push.id)))


def _all_told(school: School) -> bool:
    """Every class is judged, and nothing is due: one alert went out, the others wait their window."""
    rows = _pushes(school)
    alerts = [row for row in rows if row.reason == Reason.SUSPECTED]
    now = school.context.clock.now()
    busy = [
        row
        for row in rows
        if row.state == PushState.SENDING
        or (row.state == PushState.PENDING and (row.due_at <= now or row.is_ambiguous))
    ]
    return len(alerts) == len(_CLASSES) and not busy


def _judge(school: School, fault: str, hit: bool, seconds: float) -> Outcome:
    found = tally(school.context.store, Counter(each["client_msg_id"] for each in school.shown()))
    with school.context.store.reading() as connection:
        overloads = connection.scalar(sa.select(sa.func.count()).select_from(Overload)) or 0
    store = "sqlite" if school.context.store.is_sqlite else "postgresql"
    listed = found.listed + found.listed_though_shown
    return Outcome(fault, store, hit, overloads, found.lost, listed, found.twice, seconds)


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A database of our own on a PostgreSQL server, dropped at the end."""
    name = f"hw_bench_{secrets.token_hex(6)}"
    admin = sa.create_engine(
        sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    try:
        with admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


def cases(quick: bool) -> Sequence[str]:
    """Every failpoint × action, or the third of them that crashes are most likely to meet."""
    if quick:
        return _QUICK
    return [f"{code}:{action}" for code in failpoints.NAMES for action in failpoints.ACTIONS]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.faults", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="three cases on SQLite, within a minute"
    )
    parser.add_argument("--postgres", default=os.environ.get("HW_TEST_POSTGRES", ""))
    asked = parser.parse_args(arguments)
    print(f"{'failpoint':24} {'store':11} hit over lost listed twice seconds", flush=True)
    outcomes = []
    for fault in cases(asked.quick):
        outcomes.append(_show(run_case(fault)))
        if asked.postgres and not asked.quick:
            with scratch_database(asked.postgres) as url:
                outcomes.append(_show(run_case(fault, url)))
    good = sum(outcome.is_good for outcome in outcomes)
    print(f"{good} of {len(outcomes)} cases: every overload told or waiting, none lost, none twice")
    return 0 if good == len(outcomes) else 1


def _show(outcome: Outcome) -> Outcome:
    code, _, rest = outcome.fault.partition(":")
    name = f"{code} {failpoints.NAMES[code]}:{rest}"
    print(
        f"{name:28} {outcome.store:11} {'yes' if outcome.hit else 'NO':3} {outcome.overloads:4} "
        f"{outcome.lost:4} {outcome.listed:6} {outcome.twice:5} {outcome.seconds:7.1f}",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
