"""Who of the staff reads of a case (读者): the operators, the class's own teachers, nobody twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from models.staff.people import Role, StaffMember
from models.staff.teaching import teaches

if TYPE_CHECKING:
    from models.pushes.telling import Telling

_OPERATORS = (Role.DEAN, Role.DEPUTY, Role.ADMIN, Role.PRINCIPAL)


def not_teaching(staff: Iterable[StaffMember], telling: Telling) -> list[StaffMember]:
    """Those who may check a case of this class; its figures are for nobody who teaches it."""
    school_class, day = telling.school_class, telling.overload.day
    return [each for each in staff if not teaches(each, school_class, day, telling.now.date())]


def teaching(staff: Sequence[StaffMember], telling: Telling) -> list[StaffMember]:
    """The others."""
    may_check = {each.id for each in not_teaching(staff, telling)}
    return [each for each in staff if each.id not in may_check]


def operators(staff: Iterable[StaffMember]) -> list[StaffMember]:
    """The 教导处; where the school has named none, the next in the leading group."""
    staff = list(staff)
    for role in _OPERATORS:
        if found := in_role(staff, role):
            return found
    return []


def own_teachers(staff: Iterable[StaffMember], telling: Telling) -> list[StaffMember]:
    """The homeroom teacher of the class and the leader of its grade."""
    slug = telling.school_class.slug(telling.overload.day)
    led_by = {person.id for person in leaders(staff, telling)}
    return [
        person
        for person in staff
        if (person.role == Role.HOMEROOM and person.homeroom_class == slug) or person.id in led_by
    ]


def in_role(staff: Iterable[StaffMember], role: Role) -> list[StaffMember]:
    """Everyone of the staff in one role."""
    return [person for person in staff if person.role == role]


def leaders(staff: Iterable[StaffMember], telling: Telling) -> list[StaffMember]:
    """The leaders of the class's grade."""
    grade = telling.school_class.grade(telling.overload.day)
    return [person for person in in_role(staff, Role.GRADE_LEADER) if person.grade == grade]
