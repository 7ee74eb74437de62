"""A case nobody takes: the next role, the principal in the morning, and who is told how it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from homework.cases import CheckWay
from homework.plan import SchoolPlan
from homework.policy import Severity
from models.cases.acts import acknowledge, confirm, publish, refute
from models.cases.escalating import escalate, tell_unhandled
from models.pushes.delivery import mark_refused, mark_sent
from models.pushes.inbox import take_undelivered
from models.pushes.morning import queue_digests
from models.pushes.outbox import Push
from models.staff.people import Role, StaffMember, TypedCode, add_staff, bind_staff
from tests.models.conftest import School
from tests.models.desk import Desk

OVER = (80, 85, 75, 90)


@pytest.fixture
def asked(school: School) -> School:
    """A suspected class whose 教导处 was told, and a deputy and a duty teacher behind it."""
    school.evening(3, 2, OVER)
    school.tick()
    return school


def bind(school: School, role: Role, name: str) -> StaffMember:
    now = school.clock.now()

    def job(connection: sa.Connection) -> StaffMember | None:
        _, code = add_staff(connection, school.plan.id, role, name, now)
        return bind_staff(connection, TypedCode("main", f"subject-{name}", code), now)

    person = school.store.write(job)
    assert person is not None
    return person


def go_on(school: School) -> int:
    return school.store.write(lambda c: escalate(c, school.plan, school.clock.now()))


def told(school: School, reason: str) -> list[str]:
    with school.store.reading() as connection:
        query = sa.select(Push.recipient).where(Push.reason == reason).order_by(Push.id)
        return list(connection.scalars(query))


def test_half_an_hour_without_an_answer_goes_to_the_next_role_once(asked: School) -> None:
    deputy = bind(asked, Role.DEPUTY, "郑")
    duty = bind(asked, Role.DUTY, "钱")
    assert go_on(asked) == 0

    asked.clock.forward(timedelta(minutes=30))
    assert [go_on(asked), go_on(asked)] == [1, 0]
    assert told(asked, "escalated") == [f"staff:{deputy.id}"]

    asked.clock.forward(timedelta(minutes=30))
    go_on(asked)
    assert told(asked, "escalated") == [f"staff:{deputy.id}", f"staff:{duty.id}"]

    asked.clock.forward(timedelta(minutes=30))
    assert go_on(asked) == 0  # there is nobody left to ask


def test_a_push_that_certainly_reached_nobody_goes_on_at_once(asked: School) -> None:
    deputy = bind(asked, Role.DEPUTY, "郑")
    desk = Desk(asked.store, asked.plan, asked.clock)
    for push in desk.claim():
        desk.write(mark_refused, push, "没有绑定", None)

    assert go_on(asked) == 1
    assert told(asked, "escalated") == [f"staff:{deputy.id}"]


def test_a_case_somebody_took_stays_with_them(asked: School) -> None:
    bind(asked, Role.DEPUTY, "郑")
    asked.store.write(lambda c: acknowledge(c, asked.act(asked.dean, 1)))
    asked.clock.forward(timedelta(hours=1))

    assert go_on(asked) == 0


def test_what_nobody_checked_overnight_goes_to_the_principal_once(asked: School) -> None:
    asked.store.write(lambda c: acknowledge(c, asked.act(asked.dean, 1)))
    asked.clock.forward(timedelta(hours=14))  # 10:00

    for _ in range(2):
        asked.store.write(lambda c: tell_unhandled(c, asked.plan, asked.clock.now()))

    assert told(asked, "unhandled") == [f"staff:{asked.principal.id}"]


def test_what_was_checked_the_principal_reads_in_the_digest_only(asked: School) -> None:
    principal = bind(asked, Role.PRINCIPAL, "吴")
    asked.store.write(lambda c: confirm(c, asked.act(asked.dean, 1), CheckWay.PHONE))
    asked.clock.forward(timedelta(hours=14))

    assert asked.store.write(lambda c: tell_unhandled(c, asked.plan, asked.clock.now())) == 0
    queued = [
        asked.store.write(lambda c: queue_digests(c, asked.plan, asked.clock.now()))
        for _ in range(2)
    ]

    assert queued == [1, 0]
    assert told(asked, "digest") == [f"staff:{principal.id}"]
    with asked.store.reading() as connection:
        [fields] = connection.scalars(sa.select(Push.fields).where(Push.reason == "digest"))
    assert fields["text"] == "【晨报】示范小学 11月23日(周一):共1件,1件已证实。"


def test_a_correction_reaches_the_same_people_and_each_once(asked: School) -> None:
    desk = Desk(asked.store, asked.plan, asked.clock)
    for push in desk.claim():
        desk.write(mark_sent, push, str(push.id), asked.clock.now())
    act = asked.act(asked.dean, 1)
    asked.store.write(lambda c: confirm(c, act, CheckWay.PHONE))
    asked.store.write(lambda c: publish(c, act))

    asked.store.write(lambda c: refute(c, act, "其中30分钟为家庭自加"))

    people = (asked.dean, asked.leader, asked.homeroom)
    assert sorted(told(asked, "corrected")) == sorted(f"staff:{each.id}" for each in people)


def with_severity(school: School, severity: Severity) -> None:
    """Let the national cap weigh like this; packs that ship have few such rules."""
    from dataclasses import replace

    packs = tuple(
        replace(pack, rules=tuple(replace(rule, severity=severity) for rule in pack.rules))
        for pack in school.plan.packs
    )
    plan: SchoolPlan = replace(school.plan, packs=packs)
    school.plan = plan


def test_a_confidential_finding_goes_to_the_principal_alone(school: School) -> None:
    with_severity(school, Severity.CONFIDENTIAL)
    bind(school, Role.DEPUTY, "郑")
    school.evening(3, 2, OVER)
    school.tick()
    school.clock.forward(timedelta(hours=1))

    assert [push[:2] for push in school.pushes()] == [("周", "confidential")]
    assert go_on(school) == 0


def test_a_week_s_first_breach_goes_to_the_grade_leader_and_the_second_to_all(
    school: School,
) -> None:
    with_severity(school, Severity.GRADE_LEADER_FIRST)
    school.evening(3, 2, OVER)
    school.tick()
    assert [push[:2] for push in school.pushes()] == [("李", "please_compare")]

    school.clock.forward(timedelta(days=1))
    school.evening(3, 2, OVER)
    school.tick()

    assert ("王", "suspected") in [push[:2] for push in school.pushes()]


def test_the_inbox_repeats_what_was_lost_and_only_names_what_may_have_arrived(
    asked: School,
) -> None:
    def set_state(words: str) -> None:
        asked.store.write(lambda c: c.execute(sa.text(f"UPDATE push SET {words}")))

    def take() -> list[str]:
        return asked.store.write(lambda c: take_undelivered(c, [asked.dean], asked.clock.now()))

    set_state("state = 'failed'")
    assert take()[0].startswith("【待核实】三年级2班")
    set_state("state = 'unknown', is_ambiguous = true")
    assert take() == ['1号的提醒可能没有送到您,回"今日"看待办。']
    assert take() == []
