"""The leading group (领导小组): who sits in it, read off the staff; the plans ask for its roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from homework.school import grade_name
from models.staff.people import Role, StaffMember


class Seat(StrEnum):
    """What a member is in the group."""

    HEAD = "组长"
    DEPUTY = "副组长"
    MEMBER = "组员"


SEATS = {
    Role.PRINCIPAL: Seat.HEAD,
    Role.DEPUTY: Seat.DEPUTY,
    Role.DEAN: Seat.MEMBER,
    Role.RESEARCH: Seat.MEMBER,
    Role.GRADE_LEADER: Seat.MEMBER,
}
"""Who belongs to the group by office ("校长任组长"). Nobody else is ever on its roster: not a class's
teachers, and not who runs the machine."""

_ORDER = tuple(SEATS)


@dataclass(frozen=True, slots=True)
class Member:
    """One member: their seat, name and office (role; a grade leader's grade, else None)."""

    seat: Seat
    name: str
    role: Role
    grade: int | None

    @property
    def of_grade(self) -> str:
        """三年级, of a grade leader."""
        return grade_name(self.grade) if self.grade else ""


def members_of(staff: Iterable[StaffMember]) -> list[Member]:
    """The group's members among these people: by seat and office, grade leaders by grade."""
    sitting = [each for each in staff if each.role in SEATS]
    ranked = sorted(
        sitting, key=lambda each: (_ORDER.index(Role(each.role)), each.grade or 0, each.id)
    )
    return [_member(each) for each in ranked]


def _member(person: StaffMember) -> Member:
    role = Role(person.role)
    leads = person.grade if role is Role.GRADE_LEADER else None
    return Member(SEATS[role], person.name, role, leads)
