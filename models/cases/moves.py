"""What every act on a case shares (办理): who acts on what, refusals, and the move itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.cases import CaseState, Move, MoveNotAllowed, Need, PublicHours, after
from homework.plan import SchoolPlan
from models.days.overloads import Overload, find_overload, move_overload
from models.schools import ClassKey, SchoolClass, get_class
from models.staff.people import Role, StaffMember
from models.staff.teaching import teaches

LEADING_GROUP = frozenset({Role.DEAN, Role.DEPUTY, Role.PRINCIPAL, Role.RESEARCH, Role.ADMIN})
PUBLISHERS = frozenset({Role.DEAN, Role.DEPUTY, Role.PRINCIPAL})


class Refusal(StrEnum):
    """Why an act was refused; the handler puts it into words."""

    NO_SUCH_CASE = "no_such_case"
    NOT_ALLOWED = "not_allowed"  # not this person's to do
    TEACHES_THE_CLASS = "teaches_the_class"
    WRONG_STATE = "wrong_state"
    NO_REASON = "no_reason"
    TRIAL = "trial"  # the hall names no class during the trial
    BEFORE_ITS_HOUR = "before_its_hour"  # the class may still answer
    REGISTER_SAYS_NOT = "register_says_not"  # the class's own register does not show it
    TOO_FEW_CALLS = "too_few_calls"  # the call list was begun and not finished
    NO_NOTICE = "no_notice"  # no 整改通知书 stands open
    ISSUED_BEFORE = "issued_before"  # a chain of cases has one notice
    TOO_MANY_REPLIES = "too_many_replies"
    NO_PRINCIPAL = "no_principal"  # nobody of that role can be reached
    PASSED_ON_BEFORE = "passed_on_before"
    NOT_CURED = "not_cured"  # too few school days within the caps


class ActRefused(Exception):
    """An act that may not be done; `case` is the overload it was about, where there is one, and
    `words` what a person is to be told where the refusal alone does not say it."""

    def __init__(self, refusal: Refusal, case: Overload | None = None, words: str = "") -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.case = case
        self.words = words


@dataclass(frozen=True, slots=True)
class Act:
    """One person acting on one case now."""

    plan: SchoolPlan
    person: StaffMember
    number: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """The case after the act, its class, and the hours of its notice where it has one."""

    case: Overload
    school_class: SchoolClass
    hours: PublicHours | None = None

    @property
    def class_name(self) -> str:
        """The class's name on the day of the case."""
        return self.school_class.name(self.case.day)


def found_case(connection: sa.Connection, act: Act) -> tuple[Overload, SchoolClass]:
    """The case an act is about, locked, and its class; raises ActRefused."""
    case = find_overload(connection, act.plan.id, act.number, act.now.date())
    if case is None:
        raise ActRefused(Refusal.NO_SUCH_CASE)
    return case, get_class(connection, ClassKey(case.school_id, case.school_class_id))


def require(condition: bool, refusal: Refusal, case: Overload) -> None:
    """Raise ActRefused unless the condition holds."""
    if not condition:
        raise ActRefused(refusal, case)


def require_checker(act: Act, case: Overload, school_class: SchoolClass) -> None:
    """A check is made by the leading group or the duty teacher, never by who teaches the class."""
    require(act.person.role in LEADING_GROUP | {Role.DUTY}, Refusal.NOT_ALLOWED, case)
    require_not_own(act, case, school_class)


def require_not_own(act: Act, case: Overload, school_class: SchoolClass) -> None:
    """Nobody takes, checks or closes a case of a class they teach, whatever else they are."""
    is_own = teaches(act.person, school_class, case.day, act.now.date())
    require(not is_own, Refusal.TEACHES_THE_CLASS, case)


_MISSING = (
    (Need.PRINCIPAL, Refusal.BEFORE_ITS_HOUR),
    (Need.HOUR, Refusal.BEFORE_ITS_HOUR),
    (Need.REASON, Refusal.NO_REASON),
    (Need.CURED, Refusal.NOT_CURED),
)


def move_case(
    connection: sa.Connection,
    case: Overload,
    move: Move,
    given: Collection[Need],
    **values: object,
) -> None:
    """Move a case as the table allows; raises ActRefused, also where somebody was quicker."""
    try:
        state = after(CaseState(case.state), move, given)
    except MoveNotAllowed as refused:
        missing = (refusal for need, refusal in _MISSING if need in refused.missing)
        raise ActRefused(next(missing, Refusal.WRONG_STATE), case) from None
    if not move_overload(connection, case, state, **values):
        raise ActRefused(Refusal.WRONG_STATE, case)
