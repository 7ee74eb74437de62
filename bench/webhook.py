"""How fast the webhook is (公众号回调): ours, durable, beside WeRoBot, which stores nothing, and a
naive peer that stores as much.

    python -m bench.webhook [--quick] [--postgres URL]

Every server gets the same signed, encrypted, distinct reports over 64 connections, on one core,
the load on another; the rounds are interleaved, since a shared machine's speed drifts by a factor
of two: only ratios within a run mean something.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.load import Outcome, drive
from bench.messages import prepare
from bench.ours import scratch_database, start_ours
from bench.ports import free_port
from bench.servers import Server, gunicorn, start

CONNECTIONS = 64
OURS, OURS_POSTGRES = "作业秤 SQLite", "作业秤 PostgreSQL"
NAIVE, NAIVE_POSTGRES = "naive SQLite", "naive PostgreSQL"
WEROBOT = "WeRoBot (no store)"


@dataclass(slots=True)
class Row:
    """One server's rounds."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    memory: float = 0.0
    started: list[float] = field(default_factory=list)
    refused: int = 0


Starter = Callable[[Path], Server]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--postgres", default=os.environ.get("HW_TEST_POSTGRES", ""))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    rounds, seconds = (1, 2.0) if asked.quick else (asked.rounds, asked.seconds)
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        print("two processor cores are needed: one for the server, one for the load")
        return 2
    os.sched_setaffinity(0, {cores[0]})
    seed = secrets.randbits(31)
    print(f"seed {seed}; {rounds} round(s) of {seconds:.0f} s, {CONNECTIONS} connections; "
          f"load average {os.getloadavg()[0]:.1f} before we began")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bench-webhook-") as folder:
        rows = _measure(Path(folder), _starters(cores[1], asked.postgres), rounds, seconds, seed)
    _print(rows)
    return _verdict(rows)


def _starters(core: int, postgres: str) -> dict[str, Starter]:
    gthread = ("--worker-class", "gthread", "--threads", "8")
    starters: dict[str, Starter] = {
        WEROBOT: lambda folder: _peer(
            "bench.peers.werobot_peer", core, folder, {}, ("--worker-class", "gevent")
        ),
        OURS: lambda folder: start_ours(core, folder, ""),
        NAIVE: lambda folder: _peer(
            "bench.peers.naive_peer",
            core,
            folder,
            {"BENCH_DATABASE": f"sqlite:///{folder}/naive.db"},
            gthread,
        ),
    }
    if postgres:
        starters[OURS_POSTGRES] = lambda folder: start_ours(
            core, folder, scratch_database(postgres)
        )
        starters[NAIVE_POSTGRES] = lambda folder: _peer(
            "bench.peers.naive_peer",
            core,
            folder,
            {"BENCH_DATABASE": scratch_database(postgres)},
            gthread,
        )
    return starters


def _measure(
    folder: Path, starters: dict[str, Starter], rounds: int, seconds: float, seed: int
) -> dict[str, Row]:
    rows = {name: Row() for name in starters}
    first_id = int(time.time()) * 10**9
    for number in range(rounds):
        for position, (name, starter) in enumerate(starters.items()):
            print(f"  round {number + 1}/{rounds}: {name}", file=sys.stderr, flush=True)
            place = folder / f"{number}-{position}"
            place.mkdir()
            first_id += 10**6
            _one_round(rows[name], starter(place), seconds, seed + number, first_id)
    return rows


def _one_round(row: Row, server: Server, seconds: float, seed: int, first_id: int) -> None:
    try:
        drive(server.port, prepare(400, seed + 1, first_id + 500_000), CONNECTIONS, 1.0)  # warm-up
        prepared = prepare(int(seconds * 5000), seed, first_id)
        before = server.cpu_seconds()
        outcome: Outcome = drive(server.port, prepared, CONNECTIONS, seconds)
        spent = server.cpu_seconds() - before
        row.rates.append(outcome.rate)
        row.cpu.append(1e6 * spent / max(1, len(outcome.acknowledged)))
        row.p50.append(outcome.percentile(0.50))
        row.p99.append(outcome.percentile(0.99))
        row.memory = max(row.memory, server.largest_memory())
        row.started.append(server.started_seconds)
        row.refused += outcome.refused
    finally:
        server.stop()


def _peer(
    module: str, core: int, folder: Path, environ: dict[str, str], options: tuple[str, ...]
) -> Server:
    port = free_port()
    return start(gunicorn(module, port, *options), port, core, environ, folder / "server.log")


def _print(rows: dict[str, Row]) -> None:
    anchor = rows[WEROBOT].rates
    print()
    print(
        "server               req/s (median)  x WeRoBot  cpu us/req   p50 ms   p99 ms     MB   start s"
    )
    for name, row in rows.items():
        ratio = statistics.median(
            ours / theirs for ours, theirs in zip(row.rates, anchor, strict=True)
        )
        print(
            f"{name:20} {statistics.median(row.rates):14.0f} {ratio:10.2f} "
            f"{statistics.median(row.cpu):11.0f} {statistics.median(row.p50):8.1f} "
            f"{statistics.median(row.p99):8.1f} {row.memory:6.0f} {statistics.median(row.started):9.2f}"
            + (f"   {row.refused} refused" if row.refused else "")
        )


def _verdict(rows: dict[str, Row]) -> int:
    """Compare with the goals; 0 when all are met."""

    def ratio(ours: str, theirs: str) -> float:
        pairs = zip(rows[ours].rates, rows[theirs].rates, strict=True)
        return statistics.median(a / b for a, b in pairs)

    goals = [
        ("x WeRoBot, which stores nothing", ratio(OURS, WEROBOT), ">=", 0.5),
        ("x the naive peer, SQLite", ratio(OURS, NAIVE), ">=", 4.0),
        ("p99 saturated, ms", statistics.median(rows[OURS].p99), "<=", 100.0),
        ("memory of a worker, MB", rows[OURS].memory, "<=", 100.0),
        ("first answer after start, s", statistics.median(rows[OURS].started), "<=", 1.0),
        ("refused requests", float(rows[OURS].refused), "<=", 0.0),
    ]
    if OURS_POSTGRES in rows:
        goals.append(
            ("x the naive peer, PostgreSQL", ratio(OURS_POSTGRES, NAIVE_POSTGRES), ">=", 1.0)
        )
    print()
    met = True
    for words, figure, sign, goal in goals:
        ok = figure >= goal if sign == ">=" else figure <= goal
        met = met and ok
        print(f"  {'met   ' if ok else 'MISSED'} {words}: {figure:.2f} (goal {sign} {goal:g})")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
