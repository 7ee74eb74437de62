"""Purging (分批清理): a step of retention, a few hundred rows at a time, children before parents."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from homework.retention import SURVEY_TRACE
from models.database.base import AnyRow, Base
from models.holdings.retention import BATCH, Step
from models.surveys.questionnaires import Survey, SurveyReply

_NOBODYS = "x"  # no hexadecimal digit: a hash that begins with it was never anybody's


def purge_some(connection: sa.Connection, step: Step, limit: int = BATCH) -> int:
    """Do a part of a step; returns how many rows were over, 0 when it is done."""
    table = step.table.__table__
    assert isinstance(table, sa.Table)
    rows = connection.execute(sa.select(*table.primary_key).where(step.is_over).limit(limit)).all()
    if not rows:
        return 0
    if step.emptied:
        connection.execute(sa.update(table).where(_is_one_of(table, rows)).values(step.emptied))
    else:
        _delete(connection, table, rows)
    return len(rows)


def _is_one_of(table: sa.Table, rows: Sequence[AnyRow]) -> sa.ColumnElement[bool]:
    return sa.tuple_(*table.primary_key).in_([tuple(row) for row in rows])


def _delete(connection: sa.Connection, table: sa.Table, rows: Sequence[AnyRow]) -> None:
    """Delete rows by their primary keys, and first whatever refers to them."""
    for child in Base.metadata.tables.values():
        for refers in child.foreign_key_constraints:
            if refers.referred_table is table:
                is_theirs = sa.tuple_(*refers.columns).in_([tuple(row) for row in rows])
                keys = connection.execute(sa.select(*child.primary_key).where(is_theirs)).all()
                if keys:
                    _delete(connection, child, keys)
    connection.execute(sa.delete(table).where(_is_one_of(table, rows)))


def cut_traces(connection: sa.Connection, school_id: str, now: datetime, limit: int = BATCH) -> int:
    """Give replies of rounds that ended thirty days ago hashes of nobody; returns how many."""
    assert SURVEY_TRACE.lasts is not None
    rows = connection.execute(
        sa.select(SurveyReply.survey_id, SurveyReply.unit_hash)
        .join(
            Survey,
            sa.and_(Survey.school_id == SurveyReply.school_id, Survey.id == SurveyReply.survey_id),
        )
        .where(
            SurveyReply.school_id == school_id,
            Survey.closes_at < now - SURVEY_TRACE.lasts,
            sa.not_(SurveyReply.unit_hash.startswith(_NOBODYS)),
        )
        .limit(limit)
    ).all()
    for row in rows:
        connection.execute(
            sa.update(SurveyReply)
            .where(
                SurveyReply.school_id == school_id,
                SurveyReply.survey_id == row.survey_id,
                SurveyReply.unit_hash == row.unit_hash,
            )
            .values(unit_hash=_random(), author_hash=_random())
        )
    return len(rows)


def _random() -> str:
    return _NOBODYS + secrets.token_hex(16)[1:]
