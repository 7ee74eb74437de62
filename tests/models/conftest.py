"""A school whose evening a test can write down in one line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa

from clock import FrozenClock
from homework.plan import SchoolPlan
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.cases.acts import Act
from models.database.store import Store
from models.days.class_days import touched
from models.days.judging import JudgedDay, judge_day
from models.days.overloads import Overload, overloads_on
from models.families.reporters import Door
from models.pushes.outbox import Push
from models.reporting.intake import About, Said, Speaker, take_in, withdraw
from models.schools import ClassKey, SchoolClass, find_class, save_school
from models.staff.people import Role, StaffMember, add_staff, find_staff


class School:
    """示范小学 with its staff; `evening` lets families report, `tick` judges."""

    def __init__(self, store: Store, plan: SchoolPlan, clock: FrozenClock) -> None:
        self.store, self.plan, self.clock = store, plan, clock
        store.write(lambda connection: save_school(connection, plan, clock.now().date()))
        self.dean = self.hire(Role.DEAN, "王")
        self.principal = self.hire(Role.PRINCIPAL, "周")
        self.leader = self.hire(Role.GRADE_LEADER, "李", grade=3)
        self.homeroom = self.hire(Role.HOMEROOM, "林", homeroom_class="3-2")
        self._names = itertools.count()

    @property
    def day(self) -> date:
        return self.clock.now().date()

    def hire(self, role: Role, name: str, **details: object) -> StaffMember:
        now = self.clock.now()
        staff_id, _ = self.store.write(
            lambda connection: add_staff(connection, self.plan.id, role, name, now, **details)
        )
        with self.store.reading() as connection:
            person = find_staff(connection, self.plan.id, staff_id)
        assert person is not None
        return person

    def class_of(self, grade: int, number: int) -> SchoolClass:
        with self.store.reading() as connection:
            found = find_class(connection, self.plan.id, grade, number, self.day)
        assert found is not None
        return found

    def about(self, grade: int, number: int) -> About:
        return About(ClassKey(self.plan.id, self.class_of(grade, number).id), grade, self.day)

    def evening(self, grade: int, number: int, minutes: Sequence[int]) -> list[str]:
        """One new family per figure reports so many written minutes; returns who they were."""
        return [self.says(grade, number, each) for each in minutes]

    def says(self, grade: int, number: int, minutes: int, who: str | None = None) -> str:
        who = who or f"family{next(self._names)}"
        about = self.about(grade, number)
        report = Report(
            assignments=(Assignment(Subject.MATHS, "卷子", Minutes.exactly(minutes), Kind.WRITTEN),)
        )
        self.store.write(
            lambda connection: take_in(
                connection,
                self.plan,
                Said(Speaker(who, Door.CHAT), about, report, self.clock.now()),
            )
        )
        return who

    def withdraws(self, grade: int, number: int, who: str) -> None:
        about = self.about(grade, number)
        self.store.write(lambda connection: withdraw(connection, Speaker(who, Door.CHAT), about))

    def tick(self) -> list[JudgedDay]:
        with self.store.reading() as connection:
            waiting = touched(connection)
        now = self.clock.now()
        return [
            self.store.write(
                lambda connection, each=each: judge_day(connection, self.plan, each, now)  # type: ignore[misc]
            )
            for each in waiting
        ]

    def act(self, person: StaffMember, number: int) -> Act:
        return Act(self.plan, person, number, self.clock.now())

    def cases(self) -> dict[str, str]:
        """State of every overload today by class name."""
        with self.store.reading() as connection:
            overloads: Sequence[Overload] = overloads_on(connection, self.plan.id, self.day)
            return {
                self._name(connection, each): str(
                    each.state.value if hasattr(each.state, "value") else each.state
                )
                for each in overloads
            }

    def pushes(self) -> list[tuple[str, str, str]]:
        """(recipient's name, reason, state) of every push, in order."""
        names = {
            f"staff:{person.id}": person.name
            for person in (self.dean, self.principal, self.leader, self.homeroom)
        }
        with self.store.reading() as connection:
            rows = connection.execute(
                sa.select(Push.recipient, Push.reason, Push.state).order_by(Push.id)
            )
            return [(names.get(row[0], row[0]), str(row[1]), str(row[2])) for row in rows]

    def _name(self, connection: sa.Connection, overload: Overload) -> str:
        from models.schools import get_class

        key = ClassKey(overload.school_id, overload.school_class_id)
        return get_class(connection, key).name(self.day)


@pytest.fixture
def school(store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    return School(store, plan, clock)
