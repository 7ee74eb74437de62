"""The clock of cases: public at the hour, cured after noon, replies asked for in the morning, once a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.cases import CheckWay
from homework.plan import Publication, PublicationMode, RectifyPlan
from homework.report import Subject
from models.cases.acts import confirm
from models.cases.rectifying import issue
from models.days.overloads import Overload
from models.pushes.outbox import Push
from scheduler.jobs.cases import run_cases
from scheduler.shift import Shift
from tests.models.conftest import School
from tests.scheduler.test_ticker import shift_of


@pytest.fixture
def school(context: Context, clock: FrozenClock) -> School:
    made = School(context.store, context.plans["shifan"], clock)
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    made.plan = replace(
        made.plan, publication=publication, rectify=RectifyPlan(reply_days=1, remeasure_days=1)
    )
    context.plans["shifan"] = made.plan  # type: ignore[index]
    return made


@pytest.fixture
def shift(context: Context, school: School) -> Shift:
    made = shift_of(context)
    assert made.renew()
    return made


def run(shift: Shift, school: School, day: int, hour: int, minute: int = 0) -> int:
    school.clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))
    shift.renew()
    return run_cases(shift)


def told(school: School, reason: str) -> int:
    with school.store.reading() as connection:
        query = sa.select(sa.func.count()).where(Push.reason == reason)
        return int(connection.scalar(query) or 0)


def state(school: School) -> str:
    with school.store.reading() as connection:
        return str(connection.scalar(sa.select(Overload.state).where(Overload.number == 1)))


def test_a_case_goes_its_way_by_the_clock(shift: Shift, school: School) -> None:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    assert run(shift, school, 24, 11, 59) == 0

    assert run(shift, school, 24, 12) == 1
    assert run(shift, school, 24, 12, 1) == 0
    assert state(school) == "public"

    school.evening(3, 2, (40, 35, 45, 50, 30))
    school.tick()
    run(shift, school, 25, 12)
    assert state(school) == "public"
    run(shift, school, 25, 12, 5)
    assert state(school) == "closed"


def test_who_owes_a_reply_is_asked_once_that_morning(shift: Shift, school: School) -> None:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    school.store.write(lambda c: issue(c, school.act(school.dean, 1), [Subject.MATHS]))

    run(shift, school, 24, 7, 59)
    assert told(school, "reply_due") == 0
    for minute in (0, 1):
        run(shift, school, 24, 8, minute)
    assert told(school, "reply_due") == 2


def test_a_stand_by_does_nothing(shift: Shift, school: School) -> None:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    school.clock.jump(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))
    shift.held = None

    assert run_cases(shift) == 0
    assert state(school) == "confirmed"
