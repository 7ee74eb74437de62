"""The time and taps a school's work takes (多少下、多久): `python -m bench.hands [--quick]`.

Plays in Chromium, against real processes, what each person does on an ordinary evening with two
suspected classes: the class monitor's register, a parent's report, the checks of the 教导处, a class's
answer, a publication before its hour by the principal, and the spot checks of the day.

Counted: taps, keys, pages, bytes over the wire. Measured: how long the machine kept the person waiting.
Estimated: eyes, head and hand, by the keystroke-level model (bench/hand.py gives its figures and their
source). Assumed: that a telephone call takes forty-five seconds. Walking to a class is not counted.
Exit 0 where the goals are kept: a report ≤ 4 taps and 10 s, a register ≤ 30 s, an answer 1 tap, and the
day's work of the 教导处 (two suspected classes, two drawn classes, one publication) ≤ 10 minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from bench.hand import OPERATORS, Tally
from bench.hands_evening import BEGINS, Evening
from bench.school_week import SchoolWeek

ROUNDS = 3
_DAY = "the day of the 教导处"
DAYS_WORK = ("check by register", "check by telephone", "publish early", "two spot checks")


HEAD = ("谁", "做什么", "点", "键", "页", "KiB", "机器秒", "电话秒", "人(估)秒", "合计秒", "目标")
_BEGIN, _END = "<!-- bench.hands -->", "<!-- end -->"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a piece of work may take at most; None: nothing was promised of it."""

    taps: int | None = None
    seconds: float | None = None

    def is_met(self, tally: Tally) -> bool:
        taps = self.taps is None or tally.taps <= self.taps
        return taps and (self.seconds is None or tally.seconds <= self.seconds)

    @property
    def words(self) -> str:
        taps = "" if self.taps is None else f"≤{self.taps}下"
        return " ".join(filter(None, (taps, f"≤{self.seconds:.0f}秒" if self.seconds else "")))


GOALS = {
    "register": Goal(seconds=30),
    "report": Goal(taps=4, seconds=10),
    "answer": Goal(taps=1),
    _DAY: Goal(seconds=600),
}
WHO = {
    "register": ("班长", "登记,没超"),
    "register over its cap": ("班长", "登记,超了,读完怎么改"),
    "report": ("家长", "反馈"),
    "check by register": ("教导处", "核实,对登记表"),
    "check by telephone": ("教导处", "核实,打电话"),
    "answer": ("班主任", "说明"),
    "publish early": ("校长", "提前公示"),
    "two spot checks": ("教导处", "抽查两个班"),
    _DAY: ("", "教导处的一天"),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.hands", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one evening instead of three")
    parser.add_argument("--doc", type=Path, help="a page whose table is written anew")
    asked = parser.parse_args(arguments)
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    console = Console(width=None if sys.stdout.isatty() else 110)
    if chromium is None:
        console.print("no Chromium: install Debian's chromium, or set CHROMIUM")
        return 2
    evenings = play_evenings(chromium, 1 if asked.quick else ROUNDS)
    tallies = {name: middle([each[name] for each in evenings]) for name in WHO if name != _DAY}
    tallies[_DAY] = added([tallies[name] for name in DAYS_WORK])
    rows = [HEAD, *rows_of(tallies)]
    console.print(table_of(rows))
    if asked.doc:
        write_into(asked.doc, rows)
    missed = [name for name, goal in GOALS.items() if not goal.is_met(tallies[name])]
    console.print("goals met" if not missed else f"goals missed: {', '.join(missed)}")
    return 1 if missed else 0


def play_evenings(chromium: str, count: int) -> list[dict[str, Tally]]:
    """So many evenings of one school, each with classes of its own."""
    with tempfile.TemporaryDirectory(prefix="hands-") as folder:
        week = SchoolWeek(Path(folder) / "school", BEGINS)
        try:
            week.start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                played = [Evening(week, browser, number).play() for number in range(count)]
                browser.close()
        finally:
            week.stop()
    return played


def middle(tallies: Sequence[Tally]) -> Tally:
    """The median of each figure."""
    return Tally(
        **{
            each.name: median([getattr(one, each.name) for one in tallies])
            for each in fields(Tally)
        }
    )


def added(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        **{each.name: sum(getattr(one, each.name) for one in tallies) for each in fields(Tally)}
    )


def rows_of(tallies: Mapping[str, Tally]) -> list[Sequence[str]]:
    """A row for each piece of work, as it is printed."""
    rows: list[Sequence[str]] = []
    for name, tally in tallies.items():
        goal = GOALS.get(name, Goal())
        missed = "" if goal.is_met(tally) else "没有达到 "
        row = (
            *WHO[name],
            f"{tally.taps:.0f}",
            f"{tally.keys:.0f}",
            f"{tally.loads:.0f}",
            f"{tally.size / 1024:.0f}",
            f"{tally.machine:.1f}",
            f"{tally.talk:.0f}" if tally.talk else "",
            f"{tally.human(OPERATORS):.1f}",
            f"{tally.seconds:.1f}",
            f"{missed}{goal.words}",
        )
        rows.append(row)
    return rows


def table_of(rows: Sequence[Sequence[str]]) -> Table:
    table = Table(*rows[0])
    table.title = "counted and measured; calls are assumed, human is an estimate (see --help)"
    for row in rows[1:]:
        table.add_row(*row)
    return table


def write_into(page: Path, rows: Sequence[Sequence[str]]) -> None:
    """Put the table between the page's two marks, in place of the one before."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    table = "\n".join(lines)
    page.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
