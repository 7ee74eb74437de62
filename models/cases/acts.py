"""What people do to a case (办理): take it, check it, refute it, publish it, each in one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import (
    ENDS,
    CaseState,
    CheckWay,
    Move,
    Need,
    PublicHours,
    names_classes,
    public_hours,
    shown_hours,
)
from homework.policy import Severity
from homework.rectifications import file_number
from homework.wording import staff_cases as wording
from models.cases.calls import call_tally
from models.cases.checks import Found, record_check
from models.cases.moves import (
    LEADING_GROUP,
    PUBLISHERS,
    Act,
    ActRefused,
    Done,
    Refusal,
    found_case,
    move_case,
    require,
    require_checker,
    require_not_own,
)
from models.cases.pushes import ask_for_answer, tell_cleared, tell_own_teachers
from models.cases.rectifications import find_rectification
from models.cases.register_checks import register_on_record
from models.cases.relapses import note_relapse
from models.days.overloads import Overload, update_overload
from models.hall.notices import (
    Maker,
    drop_unshown,
    find_live_notice,
    retract_notices,
    save_notice,
)
from models.pushes.telling import (
    Telling,
    acknowledge_pushes,
    supersede_pending,
    tell_corrected,
)
from models.staff.audit import record_act
from models.staff.people import Role

__all__ = [
    "LEADING_GROUP",
    "PUBLISHERS",
    "Act",
    "ActRefused",
    "Done",
    "Refusal",
    "acknowledge",
    "confirm",
    "publish",
    "refute",
]


def acknowledge(connection: sa.Connection, act: Act) -> Done:
    """收到 N: this person takes the case. Doing it twice changes nothing. Raises ActRefused."""
    case, school_class = found_case(connection, act)
    require(act.person.role in LEADING_GROUP | {Role.DUTY}, Refusal.NOT_ALLOWED, case)
    require_not_own(act, case, school_class)
    require(case.state not in ENDS, Refusal.WRONG_STATE, case)
    if case.acknowledged_at is None:
        update_overload(connection, case, acknowledged_at=act.now, acknowledged_by=act.person.id)
        record_act(
            connection, act.plan.id, act.person.id, "acknowledge", act.now, about=str(case.number)
        )
    acknowledge_pushes(connection, case, act.person.id, act.now)
    return Done(case, school_class)


def confirm(connection: sa.Connection, act: Act, way: CheckWay, words: str = "") -> Done:
    """核实 N: the person checked, in this way, and found it so. Raises ActRefused.

    Where the school has an answer hour, the notice is made now and stands in the hall from then;
    otherwise a second word (公示 N) publishes it. The class is asked for its answer either way.
    """
    case, school_class = found_case(connection, act)
    require_checker(act, case, school_class)
    if way is CheckWay.REGISTER:
        on_record = register_on_record(connection, act, case, school_class)
    else:
        on_record = _calls_on_record(connection, case) if way is CheckWay.PHONE else ""
    known = (on_record, words.strip())
    move_case(connection, case, Move.CONFIRM, {Need.CHECK}, checked_at=act.now)
    record_check(
        connection, case, act.person.id, Found(way, words=";".join(filter(None, known))), act.now
    )
    _settled(connection, act, case)
    telling = Telling(act.plan, school_class, case, act.now)
    note_relapse(connection, telling)
    plan = act.plan
    hours = public_hours(act.now, plan.publication, plan.calendar, plan.alerts)
    has_hour = act.plan.publication.answer_until is not None and is_nameable(act, case)
    if has_hour:
        save_notice(connection, case, hours, Maker(act.person.id, act.now))
    if case.severity != Severity.CONFIDENTIAL:
        ask_for_answer(connection, telling, hours.begins_at if has_hour else None)
    return Done(case, school_class, hours)


def _calls_on_record(connection: sa.Connection, case: Overload) -> str:
    """What the case's call list says; "" where none was begun. One that was is finished first."""
    found = call_tally(connection, case)
    if found is None:
        return ""
    require(found.confirms, Refusal.TOO_FEW_CALLS, case)
    return found.words


def is_nameable(act: Act, case: Overload) -> bool:
    """Whether the hall may ever name this case's class: not in the trial, nothing confidential."""
    return names_classes(act.plan.publication) and case.severity != Severity.CONFIDENTIAL


def refute(connection: sa.Connection, act: Act, reason: str) -> Done:
    """误报 N 原因: the finding does not hold. A notice in the hall becomes a correction.

    Raises ActRefused, among others where no reason is given.
    """
    case, school_class = found_case(connection, act)
    require_checker(act, case, school_class)
    reason = reason.strip()
    given = {Need.CHECK, Need.REASON} if reason else {Need.CHECK}
    was_confirmed = case.state == CaseState.CONFIRMED
    move_case(connection, case, Move.REFUTE, given, checked_at=act.now)
    down_on = shown_hours(act.now, act.plan.calendar).ends_on
    was_shown = retract_notices(connection, case, act.person.id, act.now, down_on) > 0
    record_check(connection, case, act.person.id, Found(reason=reason), act.now)
    _settled(connection, act, case)
    telling = Telling(act.plan, school_class, case, act.now)
    if was_shown:
        tell_corrected(connection, telling)
    elif was_confirmed:
        notice = find_rectification(connection, case)
        prefix = act.plan.rectify.prefix
        file = file_number(prefix, notice.year, notice.number) if notice else ""
        tell_cleared(connection, telling, file)
    return Done(case, school_class)


def publish(connection: sa.Connection, act: Act, reason: str = "") -> Done:
    """公示 N: put a confirmed finding in the hall. Raises ActRefused.

    Before the class's answer hour only the principal may, and must say why (audited).
    """
    case, school_class = found_case(connection, act)
    require(act.person.role in PUBLISHERS, Refusal.NOT_ALLOWED, case)
    require(is_nameable(act, case), Refusal.TRIAL, case)
    reason = reason.strip()
    if _hour_has_come(connection, act, case):
        move_case(connection, case, Move.PUBLISH, {Need.HOUR})
    else:
        is_principal = act.person.role == Role.PRINCIPAL
        given = {Need.PRINCIPAL} if is_principal else set()
        given |= {Need.REASON} if reason else set()
        move_case(connection, case, Move.PUBLISH_EARLY, given)
    hours = _shown_from_now(connection, act, case, reason)
    record_act(
        connection,
        act.plan.id,
        act.person.id,
        "publish",
        act.now,
        about=str(case.number),
        reason=reason,
    )
    telling = Telling(act.plan, school_class, case, act.now)
    last_day = act.plan.calendar.previous_school_day(hours.ends_on)
    text = wording.published(telling.finding, last_day)
    tell_own_teachers(connection, telling, Reason.PUBLISHED, text)
    return Done(case, school_class, hours)


def _shown_from_now(
    connection: sa.Connection, act: Act, case: Overload, reason: str
) -> PublicHours:
    """The hours of the notice that stands already, else of one made now."""
    live = find_live_notice(connection, case)
    if live is not None and live.begins_at <= act.now:
        return PublicHours(live.begins_at, live.ends_on)
    drop_unshown(connection, case, act.now)
    hours = shown_hours(act.now, act.plan.calendar)
    save_notice(connection, case, hours, Maker(act.person.id, act.now, reason[:200]))
    return hours


def _hour_has_come(connection: sa.Connection, act: Act, case: Overload) -> bool:
    if act.plan.publication.answer_until is None:
        return True
    live = find_live_notice(connection, case)
    return live is not None and bool(live.begins_at <= act.now)


def _settled(connection: sa.Connection, act: Act, case: Overload) -> None:
    """Whoever decides a case has seen it; nobody else needs to be alerted any more."""
    if case.acknowledged_at is None:
        update_overload(connection, case, acknowledged_at=act.now, acknowledged_by=act.person.id)
    acknowledge_pushes(connection, case, act.person.id, act.now)
    supersede_pending(connection, case)
    record_act(connection, act.plan.id, act.person.id, case.state, act.now, about=str(case.number))
