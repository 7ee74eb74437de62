"""A city's evening judged (全市一晚): `python -m bench.city [--quick]`.

Judges every class of 1,000 schools out of a store, with every rule of two packs, then ticks that
touch one class in a hundred; beside them a bare streamed GROUP BY and, where installed, DuckDB,
which do only the grouping and the medians of the same evening. Stores, queries and rules are the
product's own. Exit 0 when the aims are met.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import NamedTuple, ParamSpec, TypeVar

from rich.console import Console
from rich.table import Table

from bench.lab.contests import (
    Timing,
    duckdb_medians,
    judge_city,
    stream_medians,
    tick,
    whole_tick,
)
from bench.lab.evening import CLASSES_A_SCHOOL, fill

P = ParamSpec("P")
T = TypeVar("T")

SEED = 20240901
MOST_MEMORY_MIB = 500
MOST_TOUCHED_US = 60.0
MOST_TIMES_STREAMED = 2.0
MOST_GROWTH = 1.5
CONTESTANTS: tuple[tuple[str, Callable[[Path], Timing | None]], ...] = (
    ("every class judged, every rule of two packs", judge_city),
    ("bare GROUP BY, streamed, medians in Python", stream_medians),
    ("DuckDB, 2 threads, rows already in it", duckdb_medians),
)


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 130)
    schools = (3, 28, 100) if options.quick else (28, 250, 1000)
    with tempfile.TemporaryDirectory() as folder:
        paths = {count * CLASSES_A_SCHOOL: Path(folder) / f"{count}.sqlite" for count in schools}
        for classes, path in paths.items():
            with console.status(f"an evening of {classes:,} classes"):
                items = fill(path, classes // CLASSES_A_SCHOOL, options.seed)
            console.print(f"{classes:,} classes, {items:,} assignments stored")
        best = _contest(paths[max(paths)], options.rounds, console)
        ticks = {classes: _ticks(path, classes, options) for classes, path in paths.items()}
    kept = _report(best, ticks, console)
    console.print(f"seed {options.seed}, best of {options.rounds}")
    return 0 if kept else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.city", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the city")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(arguments)


def _contest(city: Path, rounds: int, console: Console) -> dict[str, Timing]:
    """The best of some interleaved rounds of everybody."""
    runs: dict[str, list[Timing]] = {}
    for number in range(1, rounds + 1):
        for name, work in CONTESTANTS:
            timing = _apart(work, city)
            if timing is None:
                console.print(f"round {number}: {name}: not installed")
                continue
            console.print(f"round {number}: {name}: {timing.wall:.2f} s")
            runs.setdefault(name, []).append(timing)
    return {name: min(timings, key=_cpu) for name, timings in runs.items()}


class Ticks(NamedTuple):
    """The best of some ticks: what reading and judging cost, and with everything that is kept."""

    judged: Timing
    whole: Timing


def _ticks(path: Path, classes: int, options: argparse.Namespace) -> Ticks:
    sample = Random(f"{options.seed} tick").sample(range(classes), max(1, classes // 100))
    judged, whole = (
        min((_apart(work, path, sample) for _ in range(options.rounds)), key=_cpu)
        for work in (tick, whole_tick)
    )
    return Ticks(judged, whole)


def _cpu(run: Timing) -> float:
    return run.cpu


def _apart(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Run in a process of its own: nobody's memory counts for another."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given, named)


def _report(best: dict[str, Timing], ticks: dict[int, Ticks], console: Console) -> bool:
    table = Table(title="A city's evening, from scratch")
    for name in ("who", "wall s", "CPU s", "peak MiB", "found"):
        table.add_column(name)
    for who, run in best.items():
        found = ", ".join(f"{count:,} {what}" for what, count in run.found.items())
        table.add_row(who, f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.peak_mib:.0f}", found)
    console.print(table)
    table = Table(title="A tick that touches one class in a hundred, CPU")
    for name in (
        "classes in the city",
        "touched",
        "ms",
        "µs a touched class",
        "with all that is kept, µs",
    ):
        table.add_column(name, justify="right")
    for classes, (judged, whole) in ticks.items():
        cells = (f"{classes:,}", f"{judged.found['classes']:,}", f"{judged.cpu * 1e3:.1f}")
        table.add_row(*cells, f"{_each_us(judged):.0f}", f"{_each_us(whole):,.0f}")
    console.print(table)
    return _aims(best, ticks, console)


def _each_us(run: Timing) -> float:
    return run.cpu / run.found["classes"] * 1e6


def _aims(best: dict[str, Timing], ticks: dict[int, Ticks], console: Console) -> bool:
    judged, streamed = (best[name] for name, _ in CONTESTANTS[:2])
    each = [_each_us(ticks[classes].judged) for classes in sorted(ticks)]
    times, growth = judged.cpu / streamed.cpu, each[-1] / each[1]
    aims = [
        (f"from scratch {times:.2f} × the streamed grouping", times <= MOST_TIMES_STREAMED),
        (f"a touched class read and judged in {each[-1]:.0f} µs", each[-1] <= MOST_TOUCHED_US),
        (f"a touched class costs {growth:.2f} × in the largest city", growth <= MOST_GROWTH),
        (f"peak {judged.peak_mib:.0f} MiB", judged.peak_mib <= MOST_MEMORY_MIB),
    ]
    for words, kept in aims:
        console.print(f"{'[green]kept[/]' if kept else '[red]MISSED[/]'} {words}")
    return all(kept for _, kept in aims)


if __name__ == "__main__":
    raise SystemExit(main())
