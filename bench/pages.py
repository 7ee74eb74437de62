"""How long pages take (页面多快): `python -m bench.pages [--quick]`.

A school of 100 classes after 200 school days with 12 families each (bench/year.py), on SQLite.
Every page is asked for in one process, through the whole application; the table shows how long the
answers took. Then parents' form through the production server (bench/visitors.py). Exit 0 where 95 in
100 answers of every page come within the goal and a first visit to the form is light enough.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

from app import create_app
from bench.visitors import CONNECTIONS, Evening, measure_parents
from bench.year import Year, build_year
from models.staff.people import StaffMember
from models.staff.sessions import begin_session

GOAL_MS = 200.0
EXPORT_MS = 3000.0
DAYS, QUICK_DAYS = 200, 40
ROUNDS, QUICK_ROUNDS = 100, 20
FIRST_VISIT_BYTES = 60 * 1024
SHOWING, QUICK_SHOWING = 20.0, 4.0
REPORTS, QUICK_REPORTS = 3000, 500
_SESSION = "hw-console"


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one person opens it, and how long 95 in 100 answers may take."""

    group: str
    path: str
    browser: FlaskClient
    goal_ms: float = GOAL_MS


@dataclass(frozen=True, slots=True)
class Timing:
    """What came of a page's rounds, in milliseconds."""

    visit: Visit
    times: Sequence[float]
    kilobytes: float

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]

    @property
    def is_met(self) -> bool:
        return self.p95 <= self.visit.goal_ms


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="forty school days, a fifth of the rounds"
    )
    parser.add_argument("--only", default="", help="only addresses that hold these words")
    asked = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 100)
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        began = time.monotonic()
        year = build_year(Path(folder), QUICK_DAYS if asked.quick else DAYS, console.print)
        console.print(f"written in {time.monotonic() - began:.1f} s: {_sizes(year)}")
        visits = [visit for visit in console_visits(year) if asked.only in visit.path]
        rounds = QUICK_ROUNDS if asked.quick else ROUNDS
        timings = [measure(visit, rounds) for visit in visits]
        year.context.store.close()
    console.print(_table(timings))
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        evening = measure_parents(
            Path(folder),
            QUICK_SHOWING if asked.quick else SHOWING,
            QUICK_REPORTS if asked.quick else REPORTS,
        )
    console.print(_parents(evening))
    is_light = evening.first_visit_bytes <= FIRST_VISIT_BYTES
    met = all(each.is_met for each in timings) and is_light
    console.print("goals met" if met else "goals missed")
    return 0 if met else 1


def _sizes(year: Year) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in year.rows.items())


def console_visits(year: Year) -> list[Visit]:
    """Every page of the console, as the dean and as a homeroom teacher open it."""
    application = create_app(year.context)
    day = year.days[1].isoformat()
    dean = _signed_in(year, application.test_client(), year.dean)
    homeroom = _signed_in(year, application.test_client(), year.homeroom)
    paths = (
        "/console",
        f"/console?day={year.days[len(year.days) // 2].isoformat()}",
        "/console/cases/1",
        f"/console/cases/{len(year.days) * 5 - 12}",
        "/console/classes/3-2",
        "/console/registers",
        f"/console/registers/3-2/{day}",
        "/console/spot-checks",
        "/console/trends",
        "/console/trends?weeks=year",
        "/console/trends?weeks=year&of=3",
        "/console/trends?weeks=20&of=3-2",
        "/console/ledger",
        "/console/ledger?span=year",
        "/console/ledger?span=year&state=closed&of=3",
        "/console/surveys",
        "/console/posters",
        "/console/roster",
        "/console/policy",
        "/console/deliveries",
        "/console/deliveries?state=lost",
        "/console/staff",
        "/console/audit",
        "/console/audit?act=publish",
    )
    own = ("/console", "/console/classes/3-2", "/console/trends?weeks=year", "/console/ledger")
    exports = ("/console/ledger/ledger.xlsx?span=year",)
    return [
        *(Visit("教导处", path, dean) for path in paths),
        *(Visit("班主任", path, homeroom) for path in own),
        *(Visit("导出", path, dean, EXPORT_MS) for path in exports),
    ]


def _signed_in(year: Year, browser: FlaskClient, person: StaffMember) -> FlaskClient:
    now = year.context.clock.now()
    session = year.context.store.write(
        lambda connection: begin_session(connection, person.school_id, person.id, now, "bench")
    )
    assert session is not None
    browser.set_cookie(_SESSION, session.cookie)
    return browser


def measure(visit: Visit, rounds: int) -> Timing:
    """Open a page so many times, after once for the caches; raises where it does not open."""
    times: list[float] = []
    size = 0
    slow = visit.goal_ms > GOAL_MS
    for number in range(1 + (max(rounds // 10, 3) if slow else rounds)):
        began = time.perf_counter()
        answer = visit.browser.get(visit.path)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{visit.path}: {answer.status_code}")
        size = len(answer.data)
        if number:
            times.append(took)
    return Timing(visit, times, size / 1024)


def _table(timings: Sequence[Timing]) -> Table:
    table = Table("who", "page", "KB", "median ms", "p95 ms", "worst ms", "goal")
    for each in timings:
        table.add_row(
            each.visit.group,
            each.visit.path,
            f"{each.kilobytes:.0f}",
            f"{median(each.times):.0f}",
            f"{each.p95:.0f}",
            f"{max(each.times):.0f}",
            f"{'' if each.is_met else 'missed '}≤ {each.visit.goal_ms:.0f}",
        )
    return table


def _parents(evening: Evening) -> Table:
    kilobytes = evening.first_visit_bytes / 1024
    table = Table("parents' form", "a second", "p50 ms", "p99 ms", "CPU µs each", "× an empty page")
    table.title = (
        f"first visit: {kilobytes:.1f} KiB compressed in {evening.first_visit_requests} requests"
        f" (goal ≤ {FIRST_VISIT_BYTES // 1024}); {CONNECTIONS} connections, one core"
    )
    for name, outcome, cpu in (
        ("shown to a newcomer", evening.shown, evening.cpu_shown),
        ("sent and stored", evening.sent, evening.cpu_sent),
        ("shown to correct it", evening.known, evening.cpu_known),
    ):
        table.add_row(
            name,
            f"{outcome.rate:,.0f}",
            f"{outcome.percentile(0.5):.0f}",
            f"{outcome.percentile(0.99):.0f}",
            f"{cpu:,.0f}",
            f"{cpu / evening.cpu_empty:.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
