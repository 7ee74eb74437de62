"""What staff do in a school's year (办公): cases, checks, pushes, draws, acts, by the product's functions."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa

from clock import SHANGHAI
from homework.cases import CaseState, CheckWay
from homework.plan import SchoolPlan
from homework.verdicts import Stage
from models.cases.acts import confirm
from models.cases.moves import Act
from models.database.store import Store
from models.days.judging import verdicts_for
from models.days.overloads import Overload, open_overload
from models.leases import SCHEDULER, take_lease
from models.pushes.outbox import Push, PushState
from models.pushes.telling import Telling, tell_suspected
from models.schools import ClassKey, SchoolClass
from models.spot_checks.drawing import draw_today, publish_seed
from models.staff.audit import record_act
from models.staff.people import StaffMember

CASES_A_DAY = 5
LAST_EVENING = datetime(2026, 6, 30, 20, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Office:
    """The school's staff over its days, newest first."""

    store: Store
    plan: SchoolPlan
    classes: Sequence[SchoolClass]
    days: Sequence[date]
    dean: StaffMember

    def work(self) -> None:
        for day in reversed(self.days):
            self.store.write(partial(self._cases_of, day=day), 600)
        self.store.write(self._end_old_cases)
        for day in reversed(self.days[:15]):
            at = datetime.combine(day, time(12, 10), SHANGHAI)
            self.store.write(partial(publish_seed, plan=self.plan, now=at))
            self.store.write(partial(draw_today, plan=self.plan, now=at + timedelta(minutes=30)))
        self.store.write(
            lambda connection: take_lease(
                connection, SCHEDULER, "bench", timedelta(days=1), LAST_EVENING
            )
        )
        self.store.checkpoint()

    def _cases_of(self, connection: sa.Connection, *, day: date) -> None:
        at = datetime.combine(day, time(20, 0), SHANGHAI)
        luck = random.Random(day.toordinal())
        for school_class in luck.sample(self.classes, CASES_A_DAY):
            verdicts = verdicts_for(connection, self.plan, school_class, day)
            over = next((each for each in verdicts if each.stage is Stage.SUSPECTED), verdicts[0])
            key = ClassKey(self.plan.id, school_class.id)
            case = open_overload(connection, key, day, over, at)
            if case is None:
                continue
            tell_suspected(connection, Telling(self.plan, school_class, case, at))
            if day < self.days[1]:
                act = Act(self.plan, self.dean, case.number, at)
                confirm(connection, act, CheckWay.PHONE)
        for number in range(100):
            record_act(
                connection, self.plan.id, self.dean.id, "sign_in", at + timedelta(seconds=number)
            )

    def _end_old_cases(self, connection: sa.Connection) -> None:
        old = sa.and_(Overload.day < self.days[5], Overload.state == CaseState.CONFIRMED)
        connection.execute(
            sa.update(Overload).where(old).values(state=CaseState.CLOSED, closed_at=LAST_EVENING)
        )
        connection.execute(
            sa.update(Push)
            .where(Push.state == PushState.PENDING)
            .values(state=PushState.DELIVERED, rung="template")
        )
