"""Monday's handover: once a week, to who comes on duty, of what the week before leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.cases import CheckWay
from homework.plan import SchoolPlan
from homework.policy import Severity
from models.cases.acts import confirm
from models.database.store import Store
from models.days.overloads import Overload
from models.pushes.outbox import Push
from models.spot_checks.drawing import draw_today, publish_seed
from models.spot_checks.findings import Looked, record_finding, spot_checks_on
from models.spot_checks.records import SpotFinding
from models.staff.duty import save_duty
from models.staff.people import Role, StaffMember
from scheduler.jobs.daily import run_daily
from scheduler.shift import Shift
from tests.models.conftest import School
from tests.models.test_escalating import bind
from tests.scheduler.test_ticker import shift_of

OVER = (80, 85, 75, 90, 95, 70)


@pytest.fixture
def school(context: Context, store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    """A week: case 1 of 3-2 waits, case 2 of 3-3 was found so, classes were drawn on Tuesday and
    somebody looked at the first."""
    made = School(store, plan, clock)
    for number in (2, 3):
        made.evening(3, number, OVER)
        made.tick()
    store.write(lambda c: confirm(c, made.act(made.dean, 2), CheckWay.PHONE))
    at(made, 24, 12)
    store.write(lambda c: publish_seed(c, plan, clock.now()))
    clock.forward(timedelta(minutes=30))
    store.write(lambda c: draw_today(c, plan, clock.now()))
    first = drawn(made)[0][0]
    looked = Looked(plan, made.dean, made.day, first, SpotFinding.AGREES)
    store.write(lambda c: record_finding(c, looked, clock.now()))
    return made


@pytest.fixture
def shift(context: Context) -> Shift:
    return shift_of(context)


def at(school: School, day: int, hour: int, minute: int = 0) -> None:
    school.clock.jump(datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI))


def drawn(school: School) -> list[tuple[int, str]]:
    """(id, name) of the classes drawn on Tuesday."""
    day = date(2026, 11, 24)
    with school.store.reading() as connection:
        rows = spot_checks_on(connection, school.plan.id, day)
        return [(each.id, each.name(day)) for _, each in rows]


def tick(school: School, shift: Shift) -> None:
    assert shift.renew()
    run_daily(shift)


def handovers(school: School) -> list[tuple[str, str]]:
    """(recipient, text) of every handover queued."""
    with school.store.reading() as connection:
        rows = connection.execute(sa.select(Push.recipient, Push.fields).order_by(Push.id))
        pairs = [(row.recipient, str(row.fields["text"])) for row in rows]
    return [(who, text) for who, text in pairs if text.startswith("【上周交接】")]


def on_duty_next_week(school: School, *people: StaffMember) -> None:
    ids = [each.id for each in people]
    school.store.write(lambda c: save_duty(c, school.plan.id, date(2026, 11, 30), ids))


def test_who_comes_on_duty_reads_the_week_before_once(school: School, shift: Shift) -> None:
    coming, other = bind(school, Role.DUTY, "钱"), bind(school, Role.DUTY, "孙")
    on_duty_next_week(school, coming)

    at(school, 30, 7, 4)
    tick(school, shift)
    assert handovers(school) == []
    for hour, minute in ((7, 5), (7, 6), (11, 0)):
        at(school, 30, hour, minute)
        tick(school, shift)
    school.clock.jump(datetime(2026, 12, 1, 7, 5, tzinfo=SHANGHAI))
    tick(school, shift)

    [(who, text)] = handovers(school)
    assert who == f"staff:{coming.id}" != f"staff:{other.id}"
    first, *rest = [name for _, name in drawn(school)]
    assert text.splitlines() == [
        "【上周交接】示范小学 11月23日(周一)起一周",
        "督办2件,0件已了结,2件在办:1件待核实、1件已证实。",
        f"抽查{1 + len(rest)}个班。与登记一致:{first};没有记录:{'、'.join(rest)}。",
        "还没有核实:1号三年级2班,由教导处接着办。",
    ]


def test_it_holds_no_figure_of_a_family_and_nobody_s_name(school: School, shift: Shift) -> None:
    on_duty_next_week(school, bind(school, Role.DUTY, "钱"))
    at(school, 30, 7, 5)
    tick(school, shift)

    [(_, text)] = handovers(school)
    assert not [word for word in ("户", "分钟", "80", "王", "林", "周校", "钱") if word in text]


def test_where_monday_is_missed_it_is_caught_up_on_the_same_day_only(
    school: School, shift: Shift
) -> None:
    on_duty_next_week(school, bind(school, Role.DUTY, "钱"))

    at(school, 30, 18)
    tick(school, shift)
    assert handovers(school) == []
    at(school, 30, 17, 59)
    tick(school, shift)
    assert len(handovers(school)) == 1


def test_no_other_day_of_the_week_hands_over(school: School, shift: Shift) -> None:
    """Not where the program was down on Monday, either: by Tuesday the week is under way."""
    bind(school, Role.DUTY, "钱")
    for day in range(1, 7):
        school.clock.jump(datetime(2026, 12, day, 7, 5, tzinfo=SHANGHAI))
        tick(school, shift)

    assert handovers(school) == []


def test_a_class_one_teaches_is_left_out(school: School, shift: Shift) -> None:
    coming = bind(school, Role.DUTY, "钱")
    first = drawn(school)[0]
    with school.store.reading() as connection:
        [slug] = [
            each.slug(school.day)
            for _, each in spot_checks_on(connection, school.plan.id, date(2026, 11, 24))
            if each.id == first[0]
        ]
    school.store.write(
        lambda c: c.execute(
            sa.update(StaffMember).where(StaffMember.id == coming.id).values(teaches=f"3-2,{slug}")
        )
    )
    on_duty_next_week(school, coming)
    at(school, 30, 7, 5)
    tick(school, shift)

    [(_, text)] = handovers(school)
    assert "三年级2班" not in text
    assert first[1] not in text
    assert "1号" not in text


def test_what_is_confidential_is_handed_to_nobody(school: School, shift: Shift) -> None:
    school.store.write(
        lambda c: c.execute(sa.update(Overload).values(severity=Severity.CONFIDENTIAL))
    )
    on_duty_next_week(school, bind(school, Role.DUTY, "钱"))
    at(school, 30, 7, 5)
    tick(school, shift)

    [(_, text)] = handovers(school)
    assert "督办" not in text
    assert "核实" not in text


def test_a_quiet_week_sends_nothing(
    context: Context, store: Store, plan: SchoolPlan, clock: FrozenClock, shift: Shift
) -> None:
    quiet = School(store, plan, clock)
    bind(quiet, Role.DUTY, "钱")
    at(quiet, 30, 7, 5)
    tick(quiet, shift)

    assert handovers(quiet) == []
