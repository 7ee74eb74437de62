"""请学科让一让: the grade leader's one tap reaches the homeroom teacher, once, and stays among them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from homework.registers import Register, RegisterEntry
from homework.report import Subject
from homework.wording import staff_yield as wording
from models.pushes.outbox import Push
from models.registers.revisions import Filing, save_register
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_acts import said
from tests.handlers.pages.console.test_registers import at, declare

ASK = "/console/registers/3-2/ask"
DAY = "/console/registers/3-2/2026-11-23"


@pytest.fixture
def over(console: Console) -> Console:
    """At 15:00 三年级2班 has 75 minutes of 数学 on its register; its homeroom teacher is bound."""
    at(console, 15)
    declare(console, RegisterEntry(Subject.MATHS, 75, content="练习册"))
    console.school.store.write(
        lambda connection: connection.execute(
            sa.update(StaffMember)
            .where(StaffMember.id == console.school.homeroom.id)
            .values(subject_id="subject-lin", account_id="main")
        )
    )
    return console


def asked(console: Console) -> list[tuple[str, str]]:
    with console.school.store.reading() as connection:
        rows = connection.execute(sa.select(Push.recipient, Push.fields).order_by(Push.id))
        return [(row.recipient, row.fields["text"]) for row in rows]


def noted(console: Console) -> list[str]:
    with console.school.store.reading() as connection:
        query = sa.select(AuditEntry.about).where(AuditEntry.act == "ask_yield")
        return [str(about) for about in connection.scalars(query)]


def test_one_tap_asks_the_homeroom_teacher_once(over: Console) -> None:
    leader = over.school.leader
    assert "请数学让一让</button>" in over.read(leader, DAY)

    first = over.press(leader, ASK, subject="数学")
    again = over.press(leader, ASK, subject="数学")

    assert said(first) == wording.ASKED.format(subject="数学")
    assert wording.REFUSAL["already"] in again
    [(who, text)] = asked(over)
    assert who == f"staff:{over.school.homeroom.id}"
    assert text.startswith("【请商量】三年级2班今天作业偏多,年级组长请数学让一让(登记75分钟):")
    assert noted(over) == ["2026-11-23 三年级"]  # no class: what is put right leaves no record


def test_only_the_grade_s_own_leader_asks(over: Console) -> None:
    school = over.school
    other = school.hire(Role.GRADE_LEADER, "郑", grade=4)

    for person, status in ((school.dean, 403), (school.homeroom, 403), (other, 404)):
        assert over.of(person).post(ASK, data={"subject": "数学"}).status_code == status
        if person is not other:
            assert "让一让</button>" not in over.read(person, DAY)
    assert over.of(school.leader).post(ASK, data={"subject": "<b>"}).status_code == 400
    assert asked(over) == []
    assert noted(over) == []


def test_nobody_is_asked_where_nothing_has_to_yield(over: Console) -> None:
    leader = over.school.leader
    assert wording.REFUSAL["not_over"] in over.press(leader, ASK, subject="英语")

    mended = Register((RegisterEntry(Subject.MATHS, 30),))
    filing = Filing(over.school.plan, over.school.class_of(3, 2), over.school.day, mended)
    over.school.store.write(lambda c: save_register(c, filing, over.school.clock.now()))
    assert wording.REFUSAL["not_over"] in over.press(leader, ASK, subject="数学")

    assert asked(over) == []


def test_after_the_hour_it_is_too_late(over: Console) -> None:
    at(over, 20)

    assert "让一让</button>" not in over.read(over.school.leader, DAY)
    page = over.press(over.school.leader, ASK, subject="数学")
    assert wording.REFUSAL["too_late"] in page
    assert asked(over) == []


def test_a_homeroom_teacher_without_wechat_is_told_in_person(over: Console) -> None:
    over.school.store.write(
        lambda connection: connection.execute(sa.update(StaffMember).values(subject_id=None))
    )

    page = over.press(over.school.leader, ASK, subject="数学")

    assert wording.REFUSAL["no_teacher"] in page
    assert noted(over) == []
