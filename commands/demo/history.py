"""Two weeks before the demo's evening (前两周): what a real school's third week looks like.

Its clock is walked day by day through the functions that a school's own days go through: registers,
reports, judging, the draw, checks, answers, notices, 整改, 销号. Of the day itself only the morning's
work and the registers stand there: what families say is for the evening.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from clock import SHANGHAI
from commands.demo.account import SCHOOL
from commands.demo.home import Demo
from commands.demo.past_cases import DEEDS, SCHOOL_DAYS, TODAY, enter_own, newest_case
from commands.demo.past_days import PastDay
from commands.demo.past_office import (
    COLLEAGUES,
    DUTY,
    SURVEY_PLACES,
    answer_round,
    begin_round,
    hire_all,
    look_at_drawn,
    put_on_duty,
)
from commands.demo.school import STAFF
from context import Context
from homework.plan import SchoolPlan
from homework.school import school_year
from models.cases.cures import close_cured
from models.cases.moves import Act
from models.days.class_days import touched
from models.days.judging import judge_day
from models.days.trends import save_trend_day, trend_rows
from models.job_runs import begin_run
from models.pushes.morning import queue_digests
from models.pushes.outbox import Channel, Push, PushState, Rung
from models.reporting.reports import ReportRow
from models.schools import ClassKey, SchoolClass, classes_of
from models.spot_checks.drawing import draw_today, publish_seed
from models.staff.people import StaffMember
from models.surveys.questionnaires import Survey

_TODAYS_SEED = 19  # with it two classes have not registered: blind spots to look at

_PATIENCE = 300.0  # seconds for a day, on a machine that has much else to do

_Event = tuple[time, Callable[[sa.Connection, datetime], object]]


def write_history(demo: Demo, say: Callable[[str], None] = lambda words: None) -> int:
    """Write the school days before today, unless they stand there; returns how many were written.
    `say` is told what takes a while.

    Nobody is sent anything of it: what was queued then counts as delivered then. Call it while no
    scheduler runs, or that would judge the past by today's clock.
    """
    context = demo.open()
    plan, now = context.plans[SCHOOL], context.clock.now()
    try:
        with context.store.reading() as connection:
            if connection.scalar(sa.select(ReportRow.id).limit(1)) is not None:
                return 0
            classes = classes_of(connection, SCHOOL, now.date())
        say("正在补写前两周的登记、反馈和督办……")
        days = _days(plan, now.date())
        if not days:
            return 0
        people = context.store.write(lambda connection: _people(connection, plan, days))
        past = _Past(context, plan, classes, people, random.Random(SCHOOL), now)
        past.is_whole = len(days) == SCHOOL_DAYS
        demo.unfinished.touch()
        for place, day in enumerate(days):
            context.store.write(past.day(place, day), _PATIENCE)
        if plan.calendar.is_school_day(now.date()):
            context.store.write(past.day(TODAY, now.date()), _PATIENCE)
        demo.unfinished.unlink()
    finally:
        context.store.close()
    return len(days)


def _days(plan: SchoolPlan, today: date) -> list[date]:
    """The school days before today, oldest first; fewer where the school year has just begun: the
    classes of before had other names."""
    days: list[date] = []
    day = plan.calendar.previous_school_day(today)
    while len(days) < SCHOOL_DAYS and school_year(day) == school_year(today):
        days.append(day)
        day = plan.calendar.previous_school_day(day)
    return days[::-1]


def _people(
    connection: sa.Connection, plan: SchoolPlan, days: Sequence[date]
) -> dict[str, StaffMember]:
    """Everyone who acts in the past, by name; the wall's own people may have joined already."""
    begins = datetime.combine(days[0], time(7, 0), SHANGHAI)
    wall = [(role, name, details) for _, role, name, details in STAFF]
    people = hire_all(connection, plan, [*wall, *COLLEAGUES], begins)
    put_on_duty(connection, plan, people[DUTY], [*days, plan.calendar.next_school_day(days[-1])])
    return people


@dataclass(slots=True)
class _Past:
    """The past as it is written: one transaction a day, in the order of the clock."""

    context: Context
    plan: SchoolPlan
    classes: Sequence[SchoolClass]
    people: dict[str, StaffMember]
    luck: random.Random
    now: datetime
    round_: tuple[Survey, int] | None = None
    is_whole: bool = True
    """Whether there are days enough for cases and questionnaires."""

    def day(self, place: int, day: date) -> Callable[[sa.Connection], None]:
        """The job that writes a day down to the last event that has happened by now."""

        def write(connection: sa.Connection) -> None:
            for at, do in sorted(self._events(place, day), key=lambda event: event[0]):
                moment = datetime.combine(day, at, SHANGHAI)
                if moment <= self.now:
                    do(connection, moment)
                    _arrive(connection, self.plan.id, moment)

        return write

    def _events(self, place: int, day: date) -> Iterator[_Event]:
        is_today = place == TODAY
        luck = random.Random(_TODAYS_SEED) if is_today else self.luck
        place_of_cases = None if is_today or not self.is_whole else place
        past = PastDay(self.plan, self.classes, day, luck, place_of_cases)
        yield time(12, 5), self._close_day
        yield time(12, 6), lambda connection, at: publish_seed(connection, self.plan, at)
        yield time(12, 35), lambda connection, at: draw_today(connection, self.plan, at)
        yield time(17, 15), lambda connection, at: past.register(connection)
        if self.is_whole:
            yield from self._rounds(place)
            yield from self._deeds(place)
        if place > 0:
            yield time(7, 5), self._morning
        if is_today:
            return
        yield time(16, 20), self._look(place)
        yield time(19, 40), lambda connection, at: past.report(connection)
        yield time(20, 30), lambda connection, at: self._judge(connection, at)
        if place == TODAY - 1 and self.is_whole:
            yield time(17, 20), self._enter

    def _deeds(self, place: int) -> Iterator[_Event]:
        for deed in DEEDS:
            if deed.place == place:
                yield time(deed.hour, deed.minute), self._deed(deed.who, deed.slug, deed.do)

    def _rounds(self, place: int) -> Iterator[_Event]:
        for number, begins in enumerate(SURVEY_PLACES):
            if place == begins:
                yield time(8, 0), self._begin(number)
            elif place == begins + 1:
                yield time(20, 10), self._answer

    def _begin(self, number: int) -> Callable[[sa.Connection, datetime], object]:
        def begin(connection: sa.Connection, at: datetime) -> None:
            self.round_ = begin_round(connection, self.plan, at), number

        return begin

    def _answer(self, connection: sa.Connection, at: datetime) -> None:
        assert self.round_ is not None
        answer_round(connection, self.context, self.round_, self.classes, at)

    def _close_day(self, connection: sa.Connection, at: datetime) -> None:
        """What the clock does at noon: the day before has closed."""
        day = self.plan.calendar.previous_school_day(at.date())
        save_trend_day(connection, self.plan, day, trend_rows(connection, self.plan, day), at)
        if begin_run(connection, self.plan.id, "close_cured", at.date(), at):
            close_cured(connection, self.plan, at)

    def _morning(self, connection: sa.Connection, at: datetime) -> None:
        if begin_run(connection, self.plan.id, "digest", at.date(), at):
            queue_digests(connection, self.plan, at)

    def _judge(self, connection: sa.Connection, at: datetime) -> None:
        for each in touched(connection):
            judge_day(connection, self.plan, each, at)

    def _look(self, place: int) -> Callable[[sa.Connection, datetime], object]:
        person = self.people[DUTY]
        return lambda connection, at: look_at_drawn(connection, self.plan, person, place, at)

    def _enter(self, connection: sa.Connection, at: datetime) -> None:
        act = Act(self.plan, self.people["许老师"], 0, at)
        enter_own(connection, self._class("6-2", at.date()), act)

    def _deed(
        self, who: str, slug: str, do: Callable[[sa.Connection, Act], object]
    ) -> Callable[[sa.Connection, datetime], object]:
        def act(connection: sa.Connection, at: datetime) -> object:
            key = ClassKey(self.plan.id, self._class(slug, at.date()).id)
            number = newest_case(connection, key)
            return do(connection, Act(self.plan, self.people[who], number, at))

        return act

    def _class(self, slug: str, day: date) -> SchoolClass:
        return next(each for each in self.classes if each.slug(day) == slug)


def _arrive(connection: sa.Connection, school_id: str, at: datetime) -> None:
    """What was queued has reached its reader (送达): of the past nothing is sent any more."""
    is_wechat = Push.channel == Channel.WECHAT
    connection.execute(
        sa.update(Push)
        .where(Push.school_id == school_id, Push.state == PushState.PENDING)
        .values(
            state=PushState.DELIVERED,
            rung=sa.case((is_wechat, Rung.TEMPLATE.value), else_=None),
            attempts=1,
            first_try_at=at,
            sent_at=at,
            delivered_at=at,
        )
    )
