"""Whose turn it is to yield (轮流让): on how many days each subject of a class gave homework up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from homework.balancing import Turns, count_yields, yielded
from homework.report import Subject
from models.registers.revisions import SavedRegister, revisions_between
from models.schools import ClassKey

TALLY_LASTS = timedelta(days=28)


def turns_of(connection: sa.Connection, key: ClassKey, day: date) -> Turns:
    """How often each subject of a class yielded in the four weeks before `day`."""
    days = revisions_between(connection, key, day - TALLY_LASTS, day - timedelta(days=1))
    return Turns(count_yields(_yielded_on(revisions) for revisions in days.values()))


def _yielded_on(revisions: Sequence[SavedRegister]) -> frozenset[Subject]:
    over = next((each for each in revisions if each.is_over), None)
    if over is None:
        return frozenset()
    last = [each for each in revisions if each.stands][-1]
    return yielded(over.revision.register, last.revision.register)
