"""A city's evening (全市一晚): classes, households and reports in the product's own tables.

Beside them, in a file of its own, `item` holds the same evening's assignments one by one in the
order that suits those who only group them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from homework.measures import MEASURE_FIELDS, measure, row_of
from homework.report import Assignment, Irregularity, Kind, Minutes, Report, Slot, Subject
from homework.school import school_year
from models.days.class_days import ClassDay
from models.reporting.reports import ReportRow
from models.schools import School, SchoolClass
from models.tables import Base

DAY = date(2026, 11, 23)
CLASSES_A_SCHOOL = 36
GRADES = 6
HOUSEHOLDS = 12
SAYINGS = 20_000  # distinct reports a grade band; households draw from them

_SUBJECTS = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH, Subject.SCIENCE, Subject.ETHICS)
_KINDS = (Kind.WRITTEN, Kind.WRITTEN, Kind.WRITTEN, Kind.ORAL, None)
_SAID_AT = "2026-11-23 12:00:00.000000"
_FIRST_ID = 1 << 57  # as long as the program's own ids of today


@dataclass(frozen=True, slots=True)
class Said:
    """One report as stored: its measures row, and the minutes of its assignments by kind."""

    row: tuple[int | None, ...]
    items: tuple[tuple[str, int], ...]


def grade_of(school_class: int) -> int:
    """The grade of a class by its number in the city."""
    return school_class % GRADES + 1


def school_id(school: int) -> str:
    return f"s{school:04}"


def class_id(school_class: int) -> int:
    """The id of a class by its number in the city."""
    return _FIRST_ID + school_class


def items_of(path: Path) -> Path:
    """Where the assignments lie for those who only group them."""
    return path.with_suffix(".items")


def fill(path: Path, schools: int, seed: int) -> int:
    """Store an evening of `schools` schools, every class touched; gives the number of assignments."""
    chance = Random(f"{seed} evening")
    sayings = {early: [_said(chance, early) for _ in range(SAYINGS)] for early in (True, False)}
    engine = sa.create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    items = 0
    with _quick(path) as store, _quick(items_of(path)) as beside:
        beside.execute(
            "CREATE TABLE item (class INT, kind TEXT, unit INT, place INT, minutes INT,"
            " PRIMARY KEY (class, kind, unit, place)) WITHOUT ROWID"
        )
        for school in range(schools):
            first = school * CLASSES_A_SCHOOL
            drawn = [
                (school_class, unit, chance.choice(sayings[grade_of(school_class) <= 2]))
                for school_class in range(first, first + CLASSES_A_SCHOOL)
                for unit in range(HOUSEHOLDS)
            ]
            items += sum(len(said.items) for _, _, said in drawn)
            _insert_school(store, school)
            _insert_reports(store, school, drawn)
            _insert_items(beside, drawn)
    store.close()
    beside.close()
    return items


def _quick(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path)
    store.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    return store


def _insert_school(store: sqlite3.Connection, school: int) -> None:
    of_school = school_id(school)
    _insert(store, School, [{"id": of_school, "name": of_school, "account_id": "main"}])
    places = range(school * CLASSES_A_SCHOOL, (school + 1) * CLASSES_A_SCHOOL)
    classes = [
        {
            "school_id": of_school,
            "id": class_id(place),
            "entry_grade": 1,
            "entry_year": school_year(DAY) - grade_of(place) + 1,
            "number": place % CLASSES_A_SCHOOL // GRADES + 1,
            "link": f"l{place}",
            "desk_code": f"d{place}",
        }
        for place in places
    ]
    _insert(store, SchoolClass, classes)
    days = [
        {
            "school_id": of_school,
            "school_class_id": class_id(place),
            "day": DAY.isoformat(),
            "version": HOUSEHOLDS,
            "judged_version": 0,
        }
        for place in places
    ]
    _insert(store, ClassDay, days)


def _insert_reports(
    store: sqlite3.Connection, school: int, drawn: list[tuple[int, int, Said]]
) -> None:
    fixed = {
        "school_id": school_id(school),
        "day": DAY.isoformat(),
        "door": "page",
        "unit_order": 0,
        "counts": 1,
        "received_at": _SAID_AT,
        "changed_at": _SAID_AT,
        "no_homework": 0,
        "unknown_accepted": 0,
    }
    rows = []
    for place, unit, said in drawn:
        number = class_id(place * 100 + unit)
        ids = {"id": number, "reporter_id": number, "unit_id": number}
        measures = dict(zip(MEASURE_FIELDS, said.row, strict=True))
        rows.append({**fixed, **ids, "school_class_id": class_id(place), **measures})
    _insert(store, ReportRow, rows)


def _insert(
    store: sqlite3.Connection,
    table: type[Base],
    rows: list[Mapping[str, Any]] | list[dict[str, Any]],
) -> None:
    """Rows as the driver takes them: what a test run stores in seconds takes the product an evening."""
    names = list(rows[0])
    marks = ", ".join("?" * len(names))
    store.executemany(
        f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES ({marks})",
        [tuple(row.values()) for row in rows],
    )


def _insert_items(beside: sqlite3.Connection, drawn: list[tuple[int, int, Said]]) -> None:
    beside.executemany(
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
    return Said(row_of(weighed), items)


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
