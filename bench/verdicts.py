"""The laboratory (实验室): `python -m bench.verdicts [--quick] [--grid FILE] [--plot FILE]`.

Prints what each setting costs and finds, and whether every promise is kept; exit 0 when all are.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.lab.certainties import bursts, unbound_effects, ways_past_a_check
from bench.lab.gates import GATES, SELECTED, Gate, suspected_weeks, wary
from bench.lab.plot import Curve, svg
from bench.lab.running import Job, run
from bench.lab.settings import CASE_LOADS, CASES, LOADS, SETTINGS, Line, costs, grid, lines
from bench.lab.weeks import Cell, Weeks

SEED = 20240901
HALVED = 0.5
TABLE_WEEKS, QUICK_TABLE_WEEKS = 1000, 400
# A share of one in ten is then known to a point or two.


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    began = monotonic()
    jobs = [Job(cell, options.weeks, options.seed) for cell in _gate_cells(options.quick)]
    weeks = QUICK_TABLE_WEEKS if options.quick else TABLE_WEEKS
    jobs += [Job(cell, weeks, options.seed) for cell in _table_cells(options.quick)]
    results = run(jobs, options.jobs, console, f"{options.weeks} weeks a gate cell")
    _settings_table(results, options.quick, console)
    _cases_table(results, console)
    kept = _gates_table(results, options, console)
    if options.plot:
        Path(options.plot).write_text(_plot(results), encoding="utf-8")
    if options.grid:
        _write_grid(options, console)
    console.print(f"seed {options.seed}, {monotonic() - began:.0f} s")
    return 0 if kept else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.verdicts", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the weeks, fewer settings")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--weeks", type=int, help="weeks a gate cell (20000; quick 2000)")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--plot", help="write the picture, an SVG file")
    parser.add_argument("--grid", help="write every cell of the grid, a CSV file (some minutes)")
    asked = parser.parse_args(arguments)
    asked.weeks = asked.weeks or (2000 if asked.quick else 20000)
    return asked


def _gate_cells(quick: bool) -> list[Cell]:
    return [cell for gate in GATES for cell in gate.cells_for(quick)] + [SELECTED, wary(SELECTED)]


def _table_cells(quick: bool) -> list[Cell]:
    cells = [line.cell(load) for line in lines(quick) for load in LOADS]
    cells += [case.cell(load) for case in CASES for load in CASE_LOADS]
    return cells + [line.cell(load) for line in _curves() for load in _PLOT_LOADS]


def _settings_table(results: dict[Cell, Weeks], quick: bool, console: Console) -> None:
    table = Table(title="What a setting costs and finds: classes of 45 families, honest, σ 0.3")
    for name in (
        "over-cap families report",
        "report",
        "a class is suspected when over the cap are",
    ):
        table.add_column(name)
    for name in (
        "clean 0.8× suspected/week",
        "false checks/week, 24 classes",
        "1.5× missed that day",
        "1.5× missed all week",
        "1.2× missed all week",
        "0.8× published/week (two-days)",
        "families asked/week",
    ):
        table.add_column(name, justify="right")
    for line in lines(quick):
        cost = costs(line, results)
        table.add_row(
            f"{line.selection:.0f}× as often",
            f"{line.participation:.0%}",
            line.setting.name,
            f"{cost.clean_week:.1%}",
            f"{cost.checks:.1f}",
            f"{cost.missed_day:.1%}",
            f"{cost.missed_week:.2%}",
            f"{cost.missed_near:.1%}",
            f"{cost.published:.2%}",
            f"{cost.asked:.1f}" if line.setting.panel else "–",
            end_section=line.setting is SETTINGS[-1],
        )
    console.print(table)


def _cases_table(results: dict[Cell, Weeks], console: Console) -> None:
    table = Table(
        title="Who answers, of twelve a day: suspected in the week / published (two-days)"
    )
    table.add_column("families")
    for load in CASE_LOADS:
        table.add_column(f"{load}×", justify="right")
    for case in CASES:
        found = [results[case.cell(load)] for load in CASE_LOADS]
        shares = [f"{w.suspected_week_share:.1%} / {w.licensed_week_share:.2%}" for w in found]
        table.add_row(case.name, *shares)
    console.print(table)


def _gates_table(results: dict[Cell, Weeks], options: argparse.Namespace, console: Console) -> bool:
    table = Table(title="Promises, by their worst cell")
    for name in ("gate", "claim", "cells", "limit", "worst", "in", ""):
        table.add_column(name)
    kept = [_gate_row(gate, results, options.quick, table) for gate in GATES]
    usual, careful = (suspected_weeks(results[cell]) for cell in (SELECTED, wary(SELECTED)))
    kept.append(careful <= HALVED * usual)
    claim = "wary, over-cap families report 3× as often, 0.8 × cap: suspicion at least halved"
    table.add_row(
        "W2", claim, "2", f"≤ {HALVED * usual:.1%}", f"{careful:.1%}", "", _mark(kept[-1])
    )
    kept += [_certain_row(each, table) for each in _certainties(options)]
    console.print(table)
    return all(kept)


def _gate_row(gate: Gate, results: dict[Cell, Weeks], quick: bool, table: Table) -> bool:
    shares = {cell: gate.share(results[cell]) for cell in gate.cells_for(quick)}
    worst = gate.worst(shares.values())
    where = next(cell for cell, share in shares.items() if share == worst)
    sign = "≥" if gate.at_least else "≤"
    table.add_row(
        gate.name,
        gate.claim,
        str(len(shares)),
        f"{sign} {gate.limit:.2%}",
        f"{worst:.3%}",
        _where(where),
        _mark(gate.is_kept(worst)),
    )
    return gate.is_kept(worst)


class Certainty(NamedTuple):
    """A promise that one measured figure keeps or breaks."""

    name: str
    claim: str
    limit: str
    measured: str
    kept: bool


def _certainties(options: argparse.Namespace) -> list[Certainty]:
    days = options.weeks // 2
    changed = unbound_effects(days, options.seed)
    past = ways_past_a_check()
    honest = max(bursts(count, 0, days, options.seed) for count in (8, 12, 20, 40))
    rushed = min(bursts(4, count, days, options.seed) for count in (12, 20, 30))
    effect = f"unbound reports, household trust: days changed of {days}"
    past_check = 'check = "required": ways to the hall past a check'
    evening = "honest evenings of 8 to 40 reports held as a burst"
    rush = "12 to 30 reports in five minutes beside 4: held"
    return [
        Certainty("G6", effect, "0", str(changed), not changed),
        Certainty("G7", past_check, "0", str(len(past)), not past),
        Certainty("B1", evening, "≤ 0.5%", f"{honest:.3%}", honest <= 0.005),
        Certainty("B2", rush, "≥ 99%", f"{rushed:.2%}", rushed >= 0.99),
    ]


def _certain_row(certain: Certainty, table: Table) -> bool:
    name, claim, limit, measured, kept = certain
    table.add_row(name, claim, "", limit, measured, "", _mark(kept))
    return kept


def _mark(kept: bool) -> str:
    return "[green]kept[/]" if kept else "[red]BROKEN[/]"


def _where(cell: Cell) -> str:
    if cell.participation is not None:
        return f"{cell.truth.load}×, {cell.class_size} at {cell.participation:.0%}"
    return f"{cell.truth.load}×, {cell.honest}+{cell.liars} {cell.plan if cell.liars else ''}"


_PLOT_LOADS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5)


def _curves() -> list[Line]:
    return [Line(setting, 0.1, s) for s in (1.0, 3.0) for setting in SETTINGS[:3]]


def _plot(results: dict[Cell, Weeks]) -> str:
    colours = {SETTINGS[0]: "#c0392b", SETTINGS[1]: "#d68910", SETTINGS[2]: "#1e8449"}
    curves = [
        Curve(
            f"{line.setting.name}, {line.selection:.0f}×",
            colours[line.setting],
            "" if line.selection == 1 else "6 4",
            [(load, results[line.cell(load)].suspected_week_share) for load in _PLOT_LOADS],
        )
        for line in _curves()
    ]
    ticks = {load: f"{load}" for load in _PLOT_LOADS}
    return svg(curves, "Suspected within a week, 45 families, 10 % report", ticks)


def _write_grid(options: argparse.Namespace, console: Console) -> None:
    weeks = options.weeks // 20
    results = run(
        [Job(cell, weeks, options.seed) for cell in grid()], options.jobs, console, "grid"
    )
    with Path(options.grid).open("w", newline="", encoding="utf-8") as file:
        names = ("load", "sigma", "bias", "rho", "honest", "liars", "plan", "weeks")
        shares = ("suspected_days", "suspected_weeks", "licensed_weeks")
        writer = csv.writer(file)
        writer.writerow((*names, *shares))
        for cell in grid():
            weeks_of = results[cell]
            writer.writerow(
                (
                    *asdict(cell.truth).values(),
                    cell.honest,
                    cell.liars,
                    cell.plan if cell.liars else "",
                    weeks_of.weeks,
                    f"{weeks_of.suspected_day_share:.5f}",
                    f"{weeks_of.suspected_week_share:.5f}",
                    f"{weeks_of.licensed_week_share:.5f}",
                )
            )


if __name__ == "__main__":
    raise SystemExit(main())
