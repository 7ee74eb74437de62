"""What people do to a case (办理): take it, check it, refute it, publish it, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.cases import (
    CaseState,
    CheckWay,
    Move,
    MoveNotAllowed,
    PublicHours,
    after,
    names_classes,
    public_hours,
)
from homework.plan import SchoolPlan
from models.audit import record_act
from models.base import new_id
from models.notices import Maker, Notice, retract_notices, save_notice, standing_notices
from models.overloads import Overload, OverloadCheck, find_overload, move_overload, update_overload
from models.schools import ClassKey, SchoolClass, get_class
from models.staff import Role, StaffMember
from models.telling import Telling, acknowledge_pushes, supersede_pending, tell_corrected

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


class ActRefused(Exception):
    """An act that may not be done; `case` is the overload it was about, where there is one."""

    def __init__(self, refusal: Refusal, case: Overload | None = None) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.case = case


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


def acknowledge(connection: sa.Connection, act: Act) -> Done:
    """收到 N: this person takes the case. Doing it twice changes nothing. Raises ActRefused."""
    case, school_class = _found(connection, act)
    _require(act.person.role in LEADING_GROUP | {Role.DUTY}, Refusal.NOT_ALLOWED, case)
    if case.acknowledged_at is None:
        update_overload(connection, case, acknowledged_at=act.now, acknowledged_by=act.person.id)
        record_act(connection, act.plan.id, act.person.id, "acknowledge", act.now, str(case.number))
    acknowledge_pushes(connection, case, act.person.id, act.now)
    return Done(case, school_class)


def confirm(connection: sa.Connection, act: Act, way: CheckWay) -> Done:
    """核实 N: the person checked, in this way, and found it so. Raises ActRefused.

    Where the school has an answer hour, the notice is made now and stands in the hall from then;
    otherwise a second word (公示 N) publishes it.
    """
    case, school_class = _found(connection, act)
    _require_checker(act, case, school_class)
    _move(connection, case, Move.CONFIRM, checked_at=act.now)
    _record_check(connection, act, case, way=way)
    _settled(connection, act, case)
    hours = public_hours(act.now, act.plan.publication, act.plan.calendar)
    if names_classes(act.plan.publication) and act.plan.publication.answer_until is not None:
        save_notice(connection, case, hours, Maker(act.person.id, act.now))
    return Done(case, school_class, hours)


def refute(connection: sa.Connection, act: Act, reason: str) -> Done:
    """误报 N 原因: the finding does not hold. A notice in the hall becomes a correction.

    Raises ActRefused, among others where no reason is given.
    """
    case, school_class = _found(connection, act)
    _require_checker(act, case, school_class)
    _require(bool(reason.strip()), Refusal.NO_REASON, case)
    was_shown = retract_notices(connection, case.school_id, case.id, act.person.id, act.now) > 0
    _move(connection, case, Move.REFUTE, checked_at=act.now)
    _record_check(connection, act, case, reason=reason.strip()[:200])
    _settled(connection, act, case)
    if was_shown:
        tell_corrected(connection, Telling(act.plan, school_class, case, act.now))
    return Done(case, school_class)


def publish(connection: sa.Connection, act: Act, reason: str = "") -> Done:
    """公示 N: put a confirmed finding in the hall. Raises ActRefused.

    Before the class's answer hour only the principal may, and must say why (audited).
    """
    case, school_class = _found(connection, act)
    _require(act.person.role in PUBLISHERS, Refusal.NOT_ALLOWED, case)
    _require(names_classes(act.plan.publication), Refusal.TRIAL, case)
    hours = public_hours(act.now, act.plan.publication, act.plan.calendar)
    if act.plan.publication.answer_until is not None and not _hour_has_come(connection, act, case):
        _require(act.person.role == Role.PRINCIPAL, Refusal.BEFORE_ITS_HOUR, case)
        _require(bool(reason.strip()), Refusal.NO_REASON, case)
    _move(connection, case, Move.PUBLISH)
    retract_unshown(connection, case, act)
    now_hours = PublicHours(act.now, hours.ends_on)
    maker = Maker(act.person.id, act.now, reason.strip()[:200])
    save_notice(connection, case, now_hours, maker)
    record_act(
        connection, act.plan.id, act.person.id, "publish", act.now, str(case.number), reason=reason
    )
    return Done(case, school_class, now_hours)


def retract_unshown(connection: sa.Connection, case: Overload, act: Act) -> None:
    """Drop a notice whose hour has not come, where the same finding is published at once."""
    connection.execute(
        sa.delete(Notice).where(
            Notice.school_id == case.school_id,
            Notice.overload_id == case.id,
            Notice.begins_at > act.now,
        )
    )


def _hour_has_come(connection: sa.Connection, act: Act, case: Overload) -> bool:
    return any(
        notice.overload_id == case.id
        for notice in standing_notices(connection, case.school_id, act.now)
    )


def _found(connection: sa.Connection, act: Act) -> tuple[Overload, SchoolClass]:
    case = find_overload(connection, act.plan.id, act.number, act.now.date())
    if case is None:
        raise ActRefused(Refusal.NO_SUCH_CASE)
    return case, get_class(connection, ClassKey(case.school_id, case.school_class_id))


def _require(condition: bool, refusal: Refusal, case: Overload) -> None:
    if not condition:
        raise ActRefused(refusal, case)


def _require_checker(act: Act, case: Overload, school_class: SchoolClass) -> None:
    """A check is made by the leading group or the duty teacher, never by who teaches the class."""
    _require(act.person.role in LEADING_GROUP | {Role.DUTY}, Refusal.NOT_ALLOWED, case)
    slug = school_class.slug(case.day)
    _require(slug not in act.person.taught_slugs, Refusal.TEACHES_THE_CLASS, case)


def _move(connection: sa.Connection, case: Overload, move: Move, **values: object) -> None:
    try:
        state = after(CaseState(case.state), move)
    except MoveNotAllowed:
        raise ActRefused(Refusal.WRONG_STATE, case) from None
    if not move_overload(connection, case, state, **values):
        raise ActRefused(Refusal.WRONG_STATE, case)


def _record_check(
    connection: sa.Connection,
    act: Act,
    case: Overload,
    *,
    way: CheckWay | None = None,
    reason: str = "",
) -> None:
    connection.execute(
        sa.insert(OverloadCheck).values(
            school_id=case.school_id,
            id=new_id(),
            overload_id=case.id,
            staff_id=act.person.id,
            is_confirmed=way is not None,
            way=way,
            reason=reason,
            checked_at=act.now,
        )
    )


def _settled(connection: sa.Connection, act: Act, case: Overload) -> None:
    """Whoever decides a case has seen it; nobody else needs to be alerted any more."""
    if case.acknowledged_at is None:
        update_overload(connection, case, acknowledged_at=act.now, acknowledged_by=act.person.id)
    acknowledge_pushes(connection, case, act.person.id, act.now)
    supersede_pending(connection, case)
    record_act(connection, act.plan.id, act.person.id, case.state, act.now, str(case.number))
