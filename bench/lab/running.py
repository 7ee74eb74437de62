"""Many cells on every core, with progress shown (并行模拟)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import get_context

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.lab.weeks import Cell, Weeks, simulate


@dataclass(frozen=True, slots=True)
class Job:
    """One cell to simulate."""

    cell: Cell
    weeks: int
    seed: int


def run(jobs: Iterable[Job], processes: int, console: Console, what: str) -> dict[Cell, Weeks]:
    """Simulate every cell once; the result depends on seeds only, not on processes or order.

    A cell asked for twice is simulated once, with the most weeks anybody asked for.
    """
    most: dict[Cell, Job] = {}
    for job in jobs:
        known = most.get(job.cell)
        if known is None or job.weeks > known.weeks:
            most[job.cell] = job
    # The long ones first, so that no core waits for another at the end.
    ordered = sorted(most.values(), key=lambda job: -job.weeks * (job.cell.honest + job.cell.liars))
    results: dict[Cell, Weeks] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, TimeRemainingColumn(), console=console) as progress,
        get_context("spawn").Pool(processes) as pool,
    ):
        task = progress.add_task(what, total=len(ordered))
        for cell, weeks in pool.imap_unordered(_simulate, ordered):
            results[cell] = weeks
            progress.advance(task)
    return results


def _simulate(job: Job) -> tuple[Cell, Weeks]:
    return job.cell, simulate(job.cell, job.weeks, job.seed)
