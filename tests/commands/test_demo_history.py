"""The demo's past fortnight: something to look at, nobody alerted, and case 1 still to come."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import sqlalchemy as sa

from commands.demo.history import SCHOOL_DAYS, write_history
from commands.demo.school import Demo, prepare
from models.class_days import touched
from models.judging import judge_day
from models.outbox import Push
from models.overloads import Overload
from models.registers import RegisterRow
from models.schools import classes_of
from models.silence import blind_classes
from models.trends import TrendDay


def test_the_past_has_trends_and_no_case(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "demo", 18290)
    prepare(demo)

    assert write_history(demo) == SCHOOL_DAYS
    assert write_history(demo) == 0  # a demo that goes on keeps its own past

    context = demo.open()
    with context.store.reading() as connection:
        waiting = touched(connection)
    now = context.clock.now()
    for each in waiting:
        context.store.write(partial(judge_day, plan=context.plans["shifan"], touched=each, now=now))
    with context.store.reading() as connection:
        counts = {
            table: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (TrendDay, RegisterRow, Overload, Push)
        }
        classes = classes_of(connection, "shifan", now.date())
        blind = blind_classes(connection, context.plans["shifan"], classes, now.date(), now)
    context.store.close()
    assert counts[TrendDay] > 100
    assert counts[RegisterRow] > 150
    assert counts[Overload] == 0
    assert counts[Push] == 0
    assert 0 < len(blind) < len(classes) / 3  # the evening's grid has something to say
