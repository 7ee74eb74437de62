"""What is timed over a city's evening (全市一晚): judging, ticks, and two who only group.

Judging is the product's own: its store, its touched classes, its one stream of their reports, its
rules. The others get the same evening's assignments laid out as they like it best.
"""

from __future__ import annotations

import csv
import gc
import resource
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from time import perf_counter, process_time

import sqlalchemy as sa

from bench.lab.evening import CLASSES_A_SCHOOL, DAY, GRADES, class_id, items_of, school_id
from bench.lab.weeks import CALENDAR
from clock import SHANGHAI
from homework.outcomes import Stage, Verdict
from homework.plan import SchoolPlan
from homework.policy import PolicyPack, Rule, effective_rules, read_pack
from homework.school import grade_on
from homework.thresholds import DEFAULTS
from homework.totals import low_median
from models.database.store import Store
from models.days.class_days import ClassDay, touch, touched
from models.days.gathering import gather_touched
from models.days.judging import judge_day, weigh_day
from models.schools import ClassKey, School, SchoolClass

WARMING = range(2 * GRADES)
"""Classes of every grade for a tick before: a scheduler runs all day and has its rules ready."""
EVERYTHING = 1 << 40  # from scratch nothing waits for the next tick
PACKS = ("national-2021", "plan-p1")
NOW = datetime.combine(DAY, time(20), SHANGHAI)
_PACK_FOLDER = Path(__file__).resolve().parents[2] / "homework" / "policy" / "packs"
_SUMS = "SELECT class, kind, SUM(minutes) FROM item GROUP BY class, kind, unit"


@dataclass(frozen=True, slots=True)
class Timing:
    """One measured run: wall and processor seconds, peak memory of its own process, what it found."""

    wall: float
    cpu: float
    peak_mib: float
    found: dict[str, int]


def judge_city(path: Path) -> Timing:
    """Judge every class of the city out of the store: one tick in which all of them are touched."""
    with _city(path, WARMING) as city:
        city.read_and_judge()
        _touch_now(city.store, None)
        return _timed(city.read_and_judge)


def tick(path: Path, touched_classes: Sequence[int]) -> Timing:
    """What a tick late in the evening reads and judges: every class was judged before, and these
    were touched since the last."""
    with _city(path, None) as city:
        city.read_and_judge()
        _touch_now(city.store, touched_classes)
        return _timed(city.read_and_judge)


def whole_tick(path: Path, touched_classes: Sequence[int]) -> Timing:
    """The same as the scheduler does it: a transaction a class, verdicts kept, cases opened."""
    with _city(path, None) as city:
        city.read_and_judge()
        _touch_now(city.store, touched_classes)
        return _timed(city.read_judge_and_keep)


@dataclass(frozen=True, slots=True)
class _City:
    """A store with a plan a school, as a scheduler holds them in memory, and each class's grade."""

    store: Store
    plans: Mapping[str, SchoolPlan]
    grades: Mapping[int, int]

    def read_and_judge(self) -> Counter[str]:
        """The product's own reading and judging of whatever is touched; nothing is kept."""
        found: Counter[str] = Counter()
        with self.store.reading() as connection:
            waiting = touched(connection, EVERYTHING)
            for each, gathered in gather_touched(connection, waiting, EVERYTHING):
                plan, grade = self.plans[each.key.school_id], self.grades[each.key.school_class_id]
                _count(found, weigh_day(plan, grade, each.day, gathered))
        return found

    def read_judge_and_keep(self) -> Counter[str]:
        """The same, and kept, a transaction a class."""
        found: Counter[str] = Counter()
        with self.store.reading() as connection:
            waiting = touched(connection)
            ahead = dict(gather_touched(connection, waiting))
        for each in waiting:
            plan = self.plans[each.key.school_id]
            job = partial(judge_day, plan=plan, touched=each, now=NOW, ahead=ahead.get(each))
            _count(found, self.store.write(job).verdicts)
        return found


@contextmanager
def _city(path: Path, touched_classes: Sequence[int] | None) -> Iterator[_City]:
    """The city with these classes touched and no others; None: every class."""
    store = Store(f"sqlite:///{path}")
    _touch_now(store, touched_classes)
    with store.reading() as connection:
        schools = connection.scalars(sa.select(School.id)).all()
        columns = (SchoolClass.id, SchoolClass.entry_grade, SchoolClass.entry_year)
        grades = {
            row.id: grade_on(row[1], row[2], DAY) for row in connection.execute(sa.select(*columns))
        }
    gc.freeze()  # as the scheduler does
    try:
        yield _City(store, {each: _plan(each) for each in schools}, grades)
    finally:
        store.close()


def _touch_now(store: Store, touched_classes: Sequence[int] | None) -> None:
    """Touch these classes and no others; what was touched long before lies in the file itself."""
    judged = 0 if touched_classes is None else ClassDay.version
    store.write(
        lambda connection: (
            connection.execute(sa.update(ClassDay).values(judged_version=judged)).rowcount
        )
    )
    store.checkpoint()
    for place in touched_classes or ():
        key = ClassKey(school_id(place // CLASSES_A_SCHOOL), class_id(place))
        store.write(partial(touch, key=key, day=DAY))


@cache
def _packs() -> tuple[PolicyPack, ...]:
    texts = ((name, (_PACK_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in PACKS)
    return tuple(read_pack(name, text) for name, text in texts)


def city_rules(grade: int) -> tuple[Rule, ...]:
    """The rules that every school of the city lives by."""
    return effective_rules(_packs(), grade, DAY, CALENDAR)


def _plan(school: str) -> SchoolPlan:
    """A school that lives by two packs."""
    classes = {grade: CLASSES_A_SCHOOL // GRADES for grade in range(1, GRADES + 1)}
    return SchoolPlan(school, school, "main", classes, _packs(), CALENDAR, DEFAULTS)


def _count(found: Counter[str], verdicts: Sequence[Verdict]) -> None:
    found["classes"] += 1
    found["verdicts"] += len(verdicts)
    found["suspected"] += sum([verdict.stage is Stage.SUSPECTED for verdict in verdicts])


def stream_medians(path: Path) -> Timing:
    """The bare work: sums a household and kind by SQL, streamed, and medians in Python."""
    with sqlite3.connect(items_of(path)) as store:
        store.execute("PRAGMA mmap_size = 1073741824")

        def work() -> Counter[str]:
            groups = 0
            for _, sums in groupby(store.execute(_SUMS), key=itemgetter(0, 1)):
                low_median([each[2] for each in sums])
                groups += 1
            return Counter(groups=groups)

        return _timed(work)


def duckdb_medians(path: Path) -> Timing | None:
    """The same by DuckDB, the rows loaded into it beforehand; None where it is not installed."""
    try:
        import duckdb  # a peer that only bench requirements bring
    except ImportError:
        return None
    engine = duckdb.connect(config={"threads": 2})
    table = path.with_suffix(".csv")
    with sqlite3.connect(items_of(path)) as store, table.open("w", newline="") as file:
        csv.writer(file).writerows(store.execute("SELECT class, kind, unit, minutes FROM item"))
    names = "{'class': 'INT', 'kind': 'TEXT', 'unit': 'INT', 'minutes': 'INT'}"
    engine.execute(f"CREATE TABLE item AS SELECT * FROM read_csv('{table}', columns = {names})")
    question = (
        "SELECT class, kind, quantile_disc(total, 0.5) FROM (SELECT class, kind, unit,"
        " SUM(minutes) AS total FROM item GROUP BY ALL) GROUP BY ALL"
    )
    return _timed(lambda: Counter(groups=len(engine.execute(question).fetchall())))


def _timed(work: Callable[[], Counter[str]]) -> Timing:
    wall, cpu = perf_counter(), process_time()
    found = work()
    wall, cpu = perf_counter() - wall, process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Timing(wall, cpu, peak, dict(found))
