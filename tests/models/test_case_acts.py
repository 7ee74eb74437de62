"""What people may do to a case: taking, checking, refuting, publishing, and what is refused."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from homework.cases import CheckWay
from homework.registers import Register, RegisterEntry
from homework.report import Kind, Subject
from models.cases.acts import ActRefused, Refusal, acknowledge, confirm, publish, refute
from models.cases.checks import checks_of
from models.hall.notices import standing_notices
from models.registers.revisions import Filing, save_register
from models.staff.people import Role
from tests.models.conftest import School


@pytest.fixture
def suspected(school: School) -> School:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    return school


def standing(school: School) -> list[tuple[str, bool]]:
    with school.store.reading() as connection:
        return [
            (row.rule_name, row.retracted_at is not None)
            for row in standing_notices(connection, school.plan.id, school.clock.now())
        ]


def test_nothing_reaches_the_hall_without_a_check(suspected: School) -> None:
    with pytest.raises(ActRefused) as refused:
        suspected.store.write(lambda c: publish(c, suspected.act(suspected.dean, 1)))

    assert refused.value.refusal is Refusal.WRONG_STATE
    assert standing(suspected) == []


def test_a_checked_case_is_published_with_one_word(suspected: School) -> None:
    suspected.store.write(lambda c: confirm(c, suspected.act(suspected.dean, 1), CheckWay.PHONE))
    assert standing(suspected) == []

    suspected.store.write(lambda c: publish(c, suspected.act(suspected.dean, 1)))

    [(rule, retracted)] = standing(suspected)
    assert "书面" in rule
    assert not retracted
    assert suspected.cases() == {"三年级2班": "public"}


def test_who_teaches_the_class_may_not_check_it(suspected: School) -> None:
    teacher = suspected.hire(Role.DEPUTY, "郑", teaches="3-2,4-1")

    with pytest.raises(ActRefused) as refused:
        suspected.store.write(lambda c: confirm(c, suspected.act(teacher, 1), CheckWay.PHONE))

    assert refused.value.refusal is Refusal.TEACHES_THE_CLASS


def test_a_homeroom_teacher_may_neither_check_nor_publish(suspected: School) -> None:
    act = suspected.act(suspected.homeroom, 1)

    for attempt in (
        lambda c: confirm(c, act, CheckWay.PHONE),
        lambda c: refute(c, act, "登记有误"),
        lambda c: publish(c, act),
    ):
        with pytest.raises(ActRefused) as refused:
            suspected.store.write(attempt)
        assert refused.value.refusal is Refusal.NOT_ALLOWED


def test_refuting_needs_a_reason(suspected: School) -> None:
    with pytest.raises(ActRefused) as refused:
        suspected.store.write(lambda c: refute(c, suspected.act(suspected.dean, 1), "  "))

    assert refused.value.refusal is Refusal.NO_REASON
    assert suspected.cases() == {"三年级2班": "suspected"}


def test_a_published_finding_that_falls_becomes_a_correction_in_the_hall(
    suspected: School,
) -> None:
    act = suspected.act(suspected.dean, 1)
    suspected.store.write(lambda c: confirm(c, act, CheckWay.PHONE))
    suspected.store.write(lambda c: publish(c, act))

    suspected.store.write(lambda c: refute(c, act, "其中30分钟为家庭自加"))

    assert [retracted for _, retracted in standing(suspected)] == [True]
    assert suspected.cases() == {"三年级2班": "corrected"}


def test_taking_a_case_acknowledges_the_alert_of_who_took_it(suspected: School) -> None:
    suspected.store.write(lambda c: acknowledge(c, suspected.act(suspected.dean, 1)))

    assert ("王", "suspected", "acknowledged") in suspected.pushes()


def test_an_unknown_number_is_said_to_be_unknown(suspected: School) -> None:
    with pytest.raises(ActRefused) as refused:
        suspected.store.write(lambda c: acknowledge(c, suspected.act(suspected.dean, 99)))

    assert refused.value.refusal is Refusal.NO_SUCH_CASE


def test_the_database_itself_refuses_a_public_case_without_a_check(suspected: School) -> None:
    def cheat(connection: sa.Connection) -> None:
        connection.execute(sa.text("UPDATE overload SET state = 'public'"))

    with pytest.raises(sa.exc.IntegrityError):
        suspected.store.write(cheat)


def declare(school: School, *entries: RegisterEntry) -> None:
    filing = Filing(school.plan, school.class_of(3, 2), school.day, Register(entries))
    school.store.write(lambda c: save_register(c, filing, school.clock.now()))


def check_by_register(school: School) -> str:
    """Checks the case by its register; what the record of the check says."""
    done = school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    with school.store.reading() as connection:
        [check] = checks_of(connection, school.plan.id, done.case.id)
    return str(check.found)


def test_a_register_under_the_cap_confirms_nothing(suspected: School) -> None:
    declare(
        suspected, RegisterEntry(Subject.MATHS, 35), RegisterEntry(Subject.CHINESE, 40, Kind.ORAL)
    )

    with pytest.raises(ActRefused) as refused:
        check_by_register(suspected)

    assert refused.value.refusal is Refusal.REGISTER_SAYS_NOT
    assert "书面35分钟" in refused.value.words
    assert "上限60分钟" in refused.value.words
    assert suspected.cases() == {"三年级2班": "suspected"}


def test_a_register_at_the_cap_confirms_nothing(suspected: School) -> None:
    declare(suspected, RegisterEntry(Subject.MATHS, 60))

    with pytest.raises(ActRefused):
        check_by_register(suspected)


def test_a_register_over_the_cap_confirms_and_is_quoted(suspected: School) -> None:
    declare(suspected, RegisterEntry(Subject.MATHS, 61))

    assert check_by_register(suspected) == "登记表:合计61分钟(迟登)"
    assert suspected.cases() == {"三年级2班": "confirmed"}


def test_a_check_by_paper_does_not_pass_for_the_register_of_the_system(suspected: School) -> None:
    assert check_by_register(suspected) == "核实人看过纸质登记表(系统里当天没有登记)"
