"""A city's evening (全市一晚): classes, households and assignments, in a store shaped like ours.

`report` holds one measures row a report, clustered as the product's covering index is; `item`
holds the same evening's assignments one by one, for those who group them without judging.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from random import Random

from homework.measures import MEASURE_FIELDS, measure
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Slot, Subject

DAY = date(2026, 11, 23)
CLASSES_A_SCHOOL = 36
GRADES = 6
HOUSEHOLDS = 12
SAYINGS = 20_000  # distinct reports a grade band; households draw from them

_SUBJECTS = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH, Subject.SCIENCE, Subject.ETHICS)
_KINDS = (Kind.WRITTEN, Kind.WRITTEN, Kind.WRITTEN, Kind.ORAL, None)
_row_of = attrgetter(*MEASURE_FIELDS)


@dataclass(frozen=True, slots=True)
class Said:
    """One report as stored: its measures row, and the minutes of its assignments by kind."""

    row: tuple[int | None, ...]
    items: tuple[tuple[str, int], ...]


def grade_of(school_class: int) -> int:
    """The grade of a class by its number in the city."""
    return school_class % GRADES + 1


def fill(path: Path, schools: int, seed: int) -> int:
    """Store an evening of `schools` schools; gives the number of assignments."""
    chance = Random(f"{seed} evening")
    sayings = {early: [_said(chance, early) for _ in range(SAYINGS)] for early in (True, False)}
    items = 0
    with sqlite3.connect(path) as store:
        _create(store)
        for school in range(schools):
            first = school * CLASSES_A_SCHOOL
            drawn = [
                (school_class, unit, chance.choice(sayings[grade_of(school_class) <= 2]))
                for school_class in range(first, first + CLASSES_A_SCHOOL)
                for unit in range(HOUSEHOLDS)
            ]
            items += sum(len(said.items) for _, _, said in drawn)
            _insert(store, school, drawn)
    store.close()
    return items


def _create(store: sqlite3.Connection) -> None:
    columns = ", ".join(MEASURE_FIELDS)
    store.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        "CREATE TABLE report (school INT, day TEXT, class INT, unit INT, unit_order INT, counts INT,"
        f" {columns}, PRIMARY KEY (school, day, class, unit, unit_order)) WITHOUT ROWID;"
        "CREATE TABLE item (class INT, kind TEXT, unit INT, place INT, minutes INT,"
        " PRIMARY KEY (class, kind, unit, place)) WITHOUT ROWID;"
    )


def _insert(store: sqlite3.Connection, school: int, drawn: list[tuple[int, int, Said]]) -> None:
    marks = ", ".join("?" * (6 + len(MEASURE_FIELDS)))
    store.executemany(
        f"INSERT INTO report VALUES ({marks})",
        [(school, DAY.isoformat(), place, unit, 0, 1, *said.row) for place, unit, said in drawn],
    )
    store.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?)",
        [
            (place, kind, unit, number, minutes)
            for place, unit, said in drawn
            for number, (kind, minutes) in enumerate(said.items)
        ],
    )


def _said(chance: Random, early: bool) -> Said:
    assignments = tuple(_assignments(chance))
    named = frozenset(each for each in Irregularity if chance.random() < 0.01)
    weighed = measure(Report(assignments, irregularities=named), 1 if early else 3)
    items = tuple(
        (each.kind.value if each.kind else "", each.minutes.low if each.minutes else 0)
        for each in assignments
    )
    return Said(_row_of(weighed), items)


def _assignments(chance: Random) -> Iterator[Assignment]:
    """Three or four pieces, one in twenty of unknown length, one in two hundred for noon."""
    for _ in range(chance.choice((3, 4))):
        low = 5 * round(chance.lognormvariate(2.7, 0.5) / 5)
        yield Assignment(
            chance.choice(_SUBJECTS),
            minutes=None if chance.random() < 0.05 else Minutes.exactly(min(low, 480)),
            kind=chance.choice(_KINDS),
            slot=Slot.NOON if chance.random() < 0.005 else None,
        )
