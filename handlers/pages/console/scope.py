"""Who may see what of a class (查看范围): the leading group, the duty teacher, the class's own teachers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from homework.days import closes_at
from homework.plan import SchoolPlan
from homework.policy import Rule, Severity, effective_rules
from models.cases.acts import LEADING_GROUP
from models.days.overloads import rule_key
from models.schools import SchoolClass
from models.staff.people import Role, StaffMember
from models.staff.sessions import SignedIn
from models.staff.teaching import teaches


class Sight(StrEnum):
    """How much of a class's day a person sees.

    FULL: every figure. CHECKER: the figure and bands, this week only. OWN: bands, the figure and
    the split by subject of closed days, from five families up; never a unit's own figure.
    """

    FULL = "full"
    CHECKER = "checker"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who is signed in, their school, and the moment of this request."""

    session: SignedIn
    plan: SchoolPlan
    now: datetime
    _rules: dict[tuple[int, date], Mapping[str, Rule]] = field(default_factory=dict, compare=False)

    @property
    def person(self) -> StaffMember:
        return self.session.person

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def is_leading(self) -> bool:
        return self.person.role in LEADING_GROUP

    @property
    def sees_grid(self) -> bool:
        """A duty teacher has the week's cases and no overview of classes."""
        return self.person.role != Role.DUTY

    @property
    def first_day(self) -> date:
        """The first day whose cases a duty teacher may read: Monday of this week."""
        return self.today - timedelta(days=self.today.weekday())

    def is_closed(self, day: date) -> bool:
        return self.now >= closes_at(day, self.plan.calendar)

    def sight(self, school_class: SchoolClass, day: date) -> Sight | None:
        """What this person may see of a class's day; None for nothing at all.

        Whoever teaches the class sees it as its own teacher does, whatever their office: parents
        were promised that the class's teachers never see who said what.
        """
        if teaches(self.person, school_class, day, self.today):
            return Sight.OWN
        if self.is_leading:
            return Sight.FULL
        if self.person.role == Role.DUTY:
            return Sight.CHECKER if day >= self.first_day else None
        if self.person.role == Role.GRADE_LEADER:
            return Sight.OWN if school_class.grade(day) == self.person.grade else None
        return None

    def may_read_rule(self, rule: Rule | None) -> bool:
        """Confidential rules (有偿补课 and the like) are for the principal alone."""
        is_secret = rule is not None and rule.severity is Severity.CONFIDENTIAL
        return not is_secret or self.person.role == Role.PRINCIPAL

    def may_read_severity(self, severity: str) -> bool:
        """The same of a case: what it was opened for stays confidential though its rule is gone."""
        return severity != Severity.CONFIDENTIAL or self.person.role == Role.PRINCIPAL

    def rules(self, school_class: SchoolClass, day: date) -> Mapping[str, Rule]:
        """The rules that held for a class on a day, by the key their rows carry."""
        grade = school_class.grade(day)
        known = self._rules.get((grade, day))
        if known is None:
            rules = effective_rules(self.plan.packs, grade, day, self.plan.calendar)
            known = {rule_key(rule): rule for rule in rules}
            self._rules[grade, day] = known
        return known
