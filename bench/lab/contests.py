"""What is timed over a city's evening (全市一晚): judging, a tick, and two who only group."""

from __future__ import annotations

import csv
import resource
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from bench.lab.evening import CLASSES_A_SCHOOL, DAY, GRADES, grade_of
from bench.lab.weeks import CALENDAR
from homework.measures import MEASURE_FIELDS
from homework.policy import effective_rules, read_pack
from homework.totals import low_median
from homework.verdicts import Prepared, Stage, prepare
from homework.weighing import Row

SAMPLE_ROWS = 24_000
PACKS = ("national-2021", "plan-p1")
_PACK_FOLDER = Path(__file__).resolve().parents[2] / "homework" / "policy" / "packs"
_COLUMNS = ", ".join(("class", "unit", "counts", *MEASURE_FIELDS))
_EVERYTHING = (
    f"SELECT {_COLUMNS} FROM report WHERE day = ? ORDER BY school, day, class, unit, unit_order"
)
_ONE_CLASS = (
    f"SELECT {_COLUMNS} FROM report WHERE school = ? AND day = ? AND class = ?"
    " ORDER BY unit, unit_order"
)
_SUMS = "SELECT class, kind, SUM(minutes) FROM item GROUP BY class, kind, unit"


@dataclass(frozen=True, slots=True)
class Timing:
    """One measured run: wall and processor seconds, peak memory of its own process, what it found."""

    wall: float
    cpu: float
    peak_mib: float
    found: dict[str, int]
    judging_us: float = 0.0  # a class, without the query


StoredRow = tuple[int, ...]
"""Class, unit, whether it counts, then the measures; an open upper end is None."""


def judges() -> dict[int, Prepared]:
    """The rules of two packs, made ready for every grade."""
    packs = [
        read_pack(name, (_PACK_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        for name in PACKS
    ]
    return {
        grade: prepare(effective_rules(packs, grade, DAY, CALENDAR))
        for grade in range(1, GRADES + 1)
    }


def judge_city(path: Path) -> Timing:
    """Judge every class from its stored rows, streaming."""
    ready = judges()

    def work(store: sqlite3.Connection) -> Counter[str]:
        found: Counter[str] = Counter()
        rows = store.execute(_EVERYTHING, (DAY.isoformat(),))
        for school_class, of_class in _classes(rows):
            _judge(ready[grade_of(school_class)], of_class, found)
        return found

    return replace(_timed(path, work), judging_us=_judging_us(path, ready))


def _judging_us(path: Path, ready: dict[int, Prepared]) -> float:
    """Processor microseconds to judge a class whose rows are at hand, over a sample of classes."""
    with sqlite3.connect(path) as store:
        rows = store.execute(_EVERYTHING, (DAY.isoformat(),)).fetchmany(SAMPLE_ROWS)
    classes = list(_classes(rows))
    began = process_time()
    for school_class, of_class in classes:
        _judge(ready[grade_of(school_class)], of_class, Counter())
    return (process_time() - began) / len(classes) * 1e6


def tick(path: Path, classes: int, seed: int) -> Timing:
    """Judge one class in a hundred again, as a tick does: a query and a judgement a class."""
    ready = judges()
    touched = Random(f"{seed} tick").sample(range(classes), max(1, classes // 100))

    def work(store: sqlite3.Connection) -> Counter[str]:
        found: Counter[str] = Counter()
        for school_class in touched:
            key = (school_class // CLASSES_A_SCHOOL, DAY.isoformat(), school_class)
            rows = store.execute(_ONE_CLASS, key).fetchall()
            _judge(ready[grade_of(school_class)], rows, found)
        return found

    return _timed(path, work)


def _judge(ready: Prepared, rows: Sequence[StoredRow], found: Counter[str]) -> None:
    counting: list[Row] = []
    leads: list[Row] = []
    last = None
    for row in rows:
        # Rows come in the order of binding: of a household's devices the first one speaks.
        if row[1] != last:
            last = row[1]
            (counting if row[2] else leads).append(row[3:])
    verdicts = ready.judge(counting, leads)
    found["classes"] += 1
    found["verdicts"] += len(verdicts)
    found["suspected"] += sum([verdict.stage is Stage.SUSPECTED for verdict in verdicts])


def _classes(rows: Iterable[StoredRow]) -> Iterator[tuple[int, list[StoredRow]]]:
    """Rows in the order of classes, a class at a time."""
    current, of_class = -1, []
    for row in rows:
        if row[0] == current:
            of_class.append(row)
            continue
        if of_class:
            yield current, of_class
        current, of_class = row[0], [row]
    if of_class:
        yield current, of_class


def stream_medians(path: Path) -> Timing:
    """The bare work: sums a household and kind by SQL, streamed, and medians in Python."""

    def work(store: sqlite3.Connection) -> Counter[str]:
        groups = 0
        for _, sums in groupby(store.execute(_SUMS), key=itemgetter(0, 1)):
            low_median([each[2] for each in sums])
            groups += 1
        return Counter(groups=groups)

    return _timed(path, work)


def duckdb_medians(path: Path) -> Timing | None:
    """The same by DuckDB, the rows loaded into it beforehand; None where it is not installed."""
    try:
        import duckdb  # a peer that only bench requirements bring
    except ImportError:
        return None
    engine = duckdb.connect(config={"threads": 2})
    table = path.with_suffix(".csv")
    with sqlite3.connect(path) as store, table.open("w", newline="") as file:
        csv.writer(file).writerows(store.execute("SELECT class, kind, unit, minutes FROM item"))
    names = "{'class': 'INT', 'kind': 'TEXT', 'unit': 'INT', 'minutes': 'INT'}"
    engine.execute(f"CREATE TABLE item AS SELECT * FROM read_csv('{table}', columns = {names})")
    question = (
        "SELECT class, kind, quantile_disc(total, 0.5) FROM (SELECT class, kind, unit,"
        " SUM(minutes) AS total FROM item GROUP BY ALL) GROUP BY ALL"
    )
    return _timed(path, lambda _: Counter(groups=len(engine.execute(question).fetchall())))


def _timed(path: Path, work: Callable[[sqlite3.Connection], Counter[str]]) -> Timing:
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA mmap_size = 1073741824")
        wall, cpu = perf_counter(), process_time()
        found = work(store)
        wall, cpu = perf_counter() - wall, process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Timing(wall, cpu, peak, dict(found))
