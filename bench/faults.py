"""`python -m bench.faults`: die, break and freeze at every failpoint, on both stores.

While parents write (F01 to F03), a class is judged (F04, F05), an alert is sent (F06 to F09) or a
token fetched (F11), the process is killed, or meets a bug, or is frozen and wakes up later beside
the one that took over. When all is quiet the database is compared with what the local WeChat ever
showed: no acknowledged report lost, each overload in exactly one state of each of its alerts, no
alert lost in silence, none shown twice.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import secrets
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext

import sqlalchemy as sa

import failpoints
from bench.fault_cases import Outcome, not_run, run_case

_QUICK = "F01:exception F02:kill F03:kill F04:exception F05:kill F06:stop F07:kill F07:stop F08:exception F09:kill F11:exception".split()
"""A third of what SQLite meets, each failpoint with the action that is likeliest to find a mistake."""

_IDLE_MILLISECONDS = 3000
"""Ours is 15 s; leases are shortened as well."""


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A database of our own on a PostgreSQL server, dropped at the end."""
    name = f"hw_fault_{secrets.token_hex(6)}"
    admin = sa.create_engine(
        sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    try:
        with admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        options = {"options": f"-c idle_in_transaction_session_timeout={_IDLE_MILLISECONDS}"}
        url = sa.make_url(server).set(database=name).update_query_dict(options)
        yield url.render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.dispose()


def cases(*, quick: bool) -> Sequence[str]:
    """Every failpoint × action, or a third of them."""
    if quick:
        return _QUICK
    return [f"{code}:{action}" for code in failpoints.NAMES for action in failpoints.ACTIONS]


def run_on(fault: str, server: str) -> Outcome:
    """One case, on SQLite where no PostgreSQL server is named; one that cannot be run is a bad one."""
    try:
        with scratch_database(server) if server else nullcontext("") as database:
            return run_case(fault, database)
    except Exception:
        traceback.print_exc()
        return not_run(fault, "postgresql" if server else "sqlite")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a third of the cases, on SQLite")
    parser.add_argument("--postgres", default=os.environ.get("HW_TEST_POSTGRES", ""))
    parser.add_argument("--only", help="one case, such as F07:kill")
    parser.add_argument("--at-once", type=int, default=2)
    asked = parser.parse_args(arguments)
    faults = [asked.only] if asked.only else cases(quick=asked.quick)
    servers = ["", *([asked.postgres] if asked.postgres and not asked.quick else [])]
    began = time.monotonic()
    print(f"{'failpoint':28} {'store':11} hit reports-lost over wrong lost listed twice held    s")
    wanted = [(fault, server) for fault in faults for server in servers]
    # Processes: Alembic keeps what it works on in globals.
    with ProcessPoolExecutor(asked.at_once, multiprocessing.get_context("spawn")) as pool:
        outcomes = [_show(each) for each in pool.map(run_on, *zip(*wanted, strict=True))]
    good = sum(outcome.is_good for outcome in outcomes)
    print(
        f"{good} of {len(outcomes)} cases good in {time.monotonic() - began:.0f} s: no acknowledged report "
        "lost, every overload in one alert state, none lost in silence, none shown twice"
    )
    return 0 if good == len(outcomes) else 1


def _show(outcome: Outcome) -> Outcome:
    code, _, action = outcome.fault.partition(":")
    name = f"{code} {failpoints.NAMES[code]}:{action}"
    print(
        f"{name:28} {outcome.store:11} {_yes(outcome.hit)} {outcome.lost_reports:12} {outcome.overloads:4} "
        f"{outcome.wrong:5} {outcome.lost:4} {outcome.listed:6} {outcome.twice:5} "
        f"{_yes(outcome.held)} {outcome.seconds:5.1f}",
        flush=True,
    )
    return outcome


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no "


if __name__ == "__main__":
    sys.exit(main())
