"""What is open for a member of the staff (今日待办): counts for the leading group, never for teachers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.conversation import Chat
from homework.cases import CaseState
from homework.plan import SchoolPlan
from homework.policy import Severity
from homework.wording import staff as staff_wording
from homework.wording import staff_cases, staff_chat
from models.cases.moves import LEADING_GROUP
from models.cases.steps import Todo, steps_for
from models.days.overloads import Overload, overloads_in
from models.schools import SchoolClass, classes_of
from models.staff.people import Role, StaffMember

_OPEN = (CaseState.SUSPECTED, CaseState.CONFIRMED)


def teaches(person: StaffMember, school_class: SchoolClass, case: Overload) -> bool:
    """Whether this person teaches the class of a case."""
    return school_class.slug(case.day) in person.taught_slugs


def may_see(person: StaffMember, school_class: SchoolClass, case: Overload) -> bool:
    """Whether a case is this person's business at all; a confidential one is the principal's."""
    if case.severity == Severity.CONFIDENTIAL:
        return person.role == Role.PRINCIPAL
    if person.role in LEADING_GROUP or person.role == Role.DUTY:
        return True
    if person.role == Role.GRADE_LEADER and school_class.grade(case.day) == person.grade:
        return True
    return teaches(person, school_class, case)


def case_line(person: StaffMember, school_class: SchoolClass, case: Overload) -> str:
    """One case in a line, with as much as this person may read."""
    name = school_class.name(case.day)
    is_own = teaches(person, school_class, case)
    stage = staff_chat.STATE_WORDS[CaseState(case.state)]
    if is_own or (person.role not in LEADING_GROUP and person.role != Role.DUTY):
        # Nobody asks a class to check itself.
        stage = stage if case.state != CaseState.SUSPECTED else staff_chat.OWN_SUSPECTED
        return staff_chat.case_line(case.number, name, case.rule_name, stage)
    what = staff_wording.finding(case.rule_name, case.measured, case.permitted, case.unit)
    is_leading = person.role in LEADING_GROUP
    families = staff_chat.families(case.units_over, case.units) if is_leading else ""
    return staff_chat.case_line(case.number, name, what, stage, families)


def _step_lines(todos: Sequence[Todo]) -> str:
    """What is next about one case in a line: 3号 三年级2班 书面作业 请说明."""
    first = todos[0]
    return staff_chat.case_line(
        first.case.number, first.class_name, first.case.rule_name, _steps(todos)
    )


def _steps(todos: Sequence[Todo]) -> str:
    return ";".join(staff_cases.step_words(each.step, each.until) for each in todos)


def list_today(chat: Chat, person: StaffMember, plan: SchoolPlan) -> str:
    """今日: every open case this person may see, newest day first, with what is next about it;
    then what others ask next. A case is one line, and counts once."""
    today = chat.now.date()
    classes = {each.id: each for each in classes_of(chat.connection, plan.id, today)}
    todos: dict[int, list[Todo]] = {}
    for todo in steps_for(chat.connection, plan, person, chat.now):
        todos.setdefault(todo.case.id, []).append(todo)
    lines = []
    for case in overloads_in(chat.connection, plan.id, *_OPEN):
        school_class = classes.get(case.school_class_id)
        if school_class is not None and may_see(person, school_class, case):
            steps = _steps(todos.pop(case.id, ()))
            lines.append(";".join(filter(None, (case_line(person, school_class, case), steps))))
    lines += [_step_lines(each) for each in todos.values()]
    if not lines:
        return staff_chat.NOTHING_TODAY
    return staff_chat.today(today, lines, chat.context.address("/console"))
