"""Nobody checks a class they teach, in whichever office, and its figures are not sent to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from homework.cases import CheckWay
from models.cases.acts import ActRefused, Refusal, acknowledge, confirm
from models.staff.people import Role, StaffMember, TypedCode, add_staff, bind_staff
from models.staff.sessions import find_working
from tests.models.conftest import School


def bound(school: School, role: Role, name: str, openid: str, **details: object) -> StaffMember:
    """Somebody in this office whose WeChat is `openid`."""
    now = school.clock.now()
    _, code = school.store.write(
        lambda connection: add_staff(connection, school.plan.id, role, name, now, **details)
    )
    person = school.store.write(
        lambda connection: bind_staff(connection, TypedCode("main", openid, code), now)
    )
    assert person is not None
    return person


def as_read(school: School, person: StaffMember) -> StaffMember:
    """The person as a session of theirs finds them."""
    with school.store.reading() as connection:
        found = find_working(connection, school.plan.id, person.id)
    assert found is not None
    return found


def reasons(school: School, person: StaffMember) -> set[str]:
    """Why this person was written to."""
    names = {school.dean.id: school.dean.name}
    who = names.get(person.id, f"staff:{person.id}")
    return {reason for name, reason, _ in school.pushes() if name == who}


def suspect(school: School) -> None:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()


def test_who_teaches_the_class_in_another_office_may_not_check_it(school: School) -> None:
    dean = bound(school, Role.DEAN, "郑", "oTwo")
    bound(school, Role.TEACHER, "郑", "oTwo", teaches="3-2")
    suspect(school)

    act = replace(school.act(dean, 1), person=as_read(school, dean))

    for attempt in (
        lambda c: acknowledge(c, act),
        lambda c: confirm(c, act, CheckWay.REGISTER),
    ):
        with pytest.raises(ActRefused) as refused:
            school.store.write(attempt)
        assert refused.value.refusal is Refusal.TEACHES_THE_CLASS


def test_another_persons_classes_are_not_taken_for_ones_own(school: School) -> None:
    dean = bound(school, Role.DEAN, "郑", "oDean")
    bound(school, Role.TEACHER, "孙", "oTeacher", teaches="3-2")

    assert as_read(school, dean).taught_slugs == frozenset()


def test_a_dean_who_teaches_the_class_reads_of_it_without_figures(school: School) -> None:
    teaching = school.hire(Role.DEAN, "兼课的钱", teaches="3-2")
    suspect(school)

    assert reasons(school, school.dean) == {"suspected"}
    assert reasons(school, teaching) == {"please_compare"}


def test_where_every_dean_teaches_the_class_the_next_in_the_school_is_asked(
    school: School,
) -> None:
    now = school.clock.now()
    school.store.write(
        lambda c: c.execute(
            sa.update(StaffMember).where(StaffMember.id == school.dean.id).values(left_at=now)
        )
    )
    teaching = school.hire(Role.DEAN, "兼课的钱", teaches="3-2")
    deputy = school.hire(Role.DEPUTY, "陈")
    suspect(school)

    assert reasons(school, deputy) == {"suspected"}
    assert reasons(school, teaching) == {"please_compare"}
