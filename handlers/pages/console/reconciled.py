"""Does the register agree (登记表一致吗): a class's day with its three sides, as one person may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from handlers.pages.console.scope import Sight, Viewer
from homework.reconciled import Line, Mark, Reconciliation, for_own_teachers
from homework.registers import adjustable_until
from homework.wording import console_register as wording
from models.days.reconciling import ClassDay, reconcile_class_days
from models.schools import SchoolClass

_CHIPS = {Mark.AGREES: "within", Mark.UNKNOWN: "undecided", Mark.UNTOLD: "undecided"}
_AMBER = "case-suspected"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `chip` is the colour of its words, "" where there is nothing to say."""

    name: str
    declared: str
    told: str
    heard: str
    words: str
    chip: str
    is_piece: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A day for who checks it: one word, one line, a table. For own teachers the table alone."""

    word: str
    chip: str
    glance: str
    rows: tuple[Row, ...]
    has_told: bool


def may_read_register(viewer: Viewer, school_class: SchoolClass, day: date) -> bool:
    """Until the hour a register is between the class and who balances it: nobody else looks on."""
    is_due = viewer.now >= adjustable_until(day, viewer.plan.register)
    return is_due or viewer.sight(school_class, day) is Sight.OWN


def compare(
    connection: sa.Connection, viewer: Viewer, days: Collection[tuple[SchoolClass, date]]
) -> dict[ClassDay, Compared]:
    """These days as this person may read them, those they may not left out; read in sets."""
    wanted = {(school_class.id, day) for school_class, day in days}
    found = reconcile_class_days(connection, viewer.plan.id, wanted)
    shown: dict[ClassDay, Compared] = {}
    for school_class, day in days:
        one = as_read(viewer, school_class, day, found.get((school_class.id, day)))
        if one is not None:
            shown[school_class.id, day] = one
    return shown


def as_read(
    viewer: Viewer, school_class: SchoolClass, day: date, found: Reconciliation | None
) -> Compared | None:
    """All of it to the leading group; to the class's own teachers only minutes by subject, only of
    a closed day; nothing to a duty teacher, and of a sealed register nothing to anybody."""
    sight = viewer.sight(school_class, day)
    is_sealed = not may_read_register(viewer, school_class, day)
    if found is None or not found.is_readable or is_sealed:
        return None
    if sight is Sight.FULL:
        return _whole(found)
    if sight is Sight.OWN and viewer.is_closed(day):
        return _table(for_own_teachers(found))
    return None


def _whole(found: Reconciliation) -> Compared:
    mark = found.mark
    table = _table(found)
    words = wording.mark_words(found)
    return Compared(words, _chip(mark), wording.glance_words(found), table.rows, table.has_told)


def _table(found: Reconciliation) -> Compared:
    lines = list(_lines(found))
    has_told = any(line.told is not None for line, _ in lines)
    return Compared("", "", "", tuple(_row(*each) for each in lines), has_told)


def _lines(found: Reconciliation) -> Iterator[tuple[Line, bool]]:
    """(line, whether it is a piece) in the order of the table; a subject's only piece stands for it."""
    for line in found.subjects:
        assert line.subject is not None
        pieces = found.pieces_of(line.subject)
        if len(pieces) == 1 and (pieces[0].declared or 0) == (line.declared or 0):
            yield pieces[0] if pieces[0].mark is Mark.UNTOLD else line, False
            continue
        yield line, False
        for piece in pieces:
            yield piece, True
    if found.whole is not None:
        yield found.whole, False


def _row(line: Line, is_piece: bool) -> Row:
    return Row(
        line.words or str(line.subject) if is_piece else wording.name_words(line),
        wording.minutes_words(line.declared),
        wording.minutes_words(line.told),
        wording.heard_words(line.heard),
        wording.line_words(line),
        _chip(line.mark),
        is_piece,
    )


def _chip(mark: Mark) -> str:
    return _CHIPS.get(mark, _AMBER)
