"""The class answers (班级说明): its homeroom teacher or grade leader, one tap, beside the finding."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import CaseState
from homework.class_answers import ANSWERABLE, ClassAnswer, answer_words, contests
from homework.policy import Severity
from homework.wording import staff_cases as wording
from models.cases.moves import Act, Done, Refusal, found_case, require
from models.cases.pushes import tell_checker
from models.days.overloads import Overload, overloads_in, update_overload
from models.pushes.telling import Telling, acknowledge_pushes
from models.schools import SchoolClass, classes_of
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember


def may_answer(person: StaffMember, school_class: SchoolClass, case: Overload) -> bool:
    """Whether this person speaks for the class of a case."""
    if case.severity == Severity.CONFIDENTIAL:
        return False
    if person.role == Role.HOMEROOM:
        return person.homeroom_class == school_class.slug(case.day)
    return person.role == Role.GRADE_LEADER and person.grade == school_class.grade(case.day)


def answer(connection: sa.Connection, act: Act, choice: ClassAnswer) -> Done:
    """说明 N: the class's word, which may be changed while the case is open. Raises ActRefused.

    That it was once disputed stays on the case. Who checked it hears of a dispute, once.
    """
    case, school_class = found_case(connection, act)
    require(may_answer(act.person, school_class, case), Refusal.NOT_ALLOWED, case)
    require(case.state in ANSWERABLE, Refusal.WRONG_STATE, case)
    update_overload(
        connection,
        case,
        answer=choice,
        answered_at=act.now,
        answered_by=act.person.id,
        was_contested=case.was_contested or contests(choice),
    )
    record_act(
        connection,
        act.plan.id,
        act.person.id,
        "answer",
        act.now,
        about=str(case.number),
        answer=choice,
    )
    acknowledge_pushes(connection, case, act.person.id, act.now)
    if contests(choice) and case.state != CaseState.SUSPECTED:
        telling = Telling(act.plan, school_class, case, act.now)
        text = wording.answered(telling.finding, answer_words(choice))
        tell_checker(connection, telling, Reason.ANSWERED, text)
    return Done(case, school_class)


def to_answer(
    connection: sa.Connection, person: StaffMember, today: date
) -> list[tuple[Overload, SchoolClass]]:
    """The open cases this person may answer, each with its class, newest first."""
    classes = {each.id: each for each in classes_of(connection, person.school_id, today)}
    found = []
    for case in overloads_in(connection, person.school_id, *ANSWERABLE):
        school_class = classes.get(case.school_class_id)
        if school_class is not None and may_answer(person, school_class, case):
            found.append((case, school_class))
    return found
