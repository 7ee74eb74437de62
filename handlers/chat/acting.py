"""Acting on a case in the chat (口令办理): in which role, and a refusal in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers.chat.conversation import Chat
from handlers.chat.todo import may_see
from homework.cases import MOST_SIGNS, CaseState
from homework.plan import SchoolPlan
from homework.wording import passing_on, staff_cases, staff_chat, staff_refusals
from models.cases.moves import Act, ActRefused, Refusal
from models.days.overloads import Overload, find_overload
from models.schools import ClassKey, SchoolClass, get_class
from models.staff.people import StaffMember, highest_role

ForCase = Callable[[StaffMember, SchoolClass, Overload], bool]
"""Whether a person may do it to this case."""


def acting(chat: Chat) -> tuple[StaffMember, SchoolPlan]:
    """The role a person acts in (of several, the one that may do most) and its school."""
    person = highest_role(chat.staff)
    return person, chat.context.plans[person.school_id]


def act_on(
    chat: Chat,
    number: int,
    word: str,
    do: Callable[[Act], str],
    may: ForCase | None = None,
) -> str:
    """Do it, or say in plain words why not; a refused act leaves no trace.

    Of several roles a person acts in the one that `may`; without it, in the highest.
    """
    person, plan = acting(chat)
    case = find_overload(chat.connection, plan.id, number, chat.now.date())
    if case is None:
        return staff_chat.no_such_case(number)
    school_class = get_class(chat.connection, ClassKey(case.school_id, case.school_class_id))
    own = [each for each in chat.staff if each.school_id == plan.id]
    if may is not None:
        person = next((each for each in own if may(each, school_class, case)), person)
    if not any(may_see(each, school_class, case) for each in (person, *own)):
        return staff_chat.no_such_case(number)
    if too_long := _too_long(chat, word):
        return too_long
    try:
        return do(Act(plan, person, number, chat.now))
    except ActRefused as refused:
        if refused.refusal in _FURTHER:
            return f"{refused.words}{_FURTHER[refused.refusal](number)}"
        return refused_words(refused.refusal, case, word)


def _too_long(chat: Chat, word: str) -> str:
    """Why what was said behind a word is more than is kept, so that nothing is cut unseen."""
    most = MOST_SIGNS.get(word)
    if most is None or not isinstance(chat.found, re.Match):
        return ""
    signs = len(chat.found[2].strip())
    return staff_chat.too_long(word, signs, most) if signs > most else ""


def refused_words(refusal: Refusal, found: Overload, word: str) -> str:
    """Why an act was refused, and what can be said instead."""
    match refusal:
        case Refusal.NO_REASON:
            return staff_chat.no_reason(word, found.number)
        case Refusal.BEFORE_ITS_HOUR:
            return staff_chat.before_its_hour(found.number)
        case Refusal.WRONG_STATE if word == "收到":
            return staff_chat.nothing_to_take(found.number, CaseState(found.state))
        case Refusal.WRONG_STATE:
            return staff_chat.wrong_state(found.number, CaseState(found.state))
        case Refusal.NOT_ALLOWED:
            return _NOT_YOURS.get(word, staff_chat.NOT_YOURS)
    return _FIXED.get(refusal, staff_chat.NOT_YOURS)


_FURTHER = {
    Refusal.REGISTER_SAYS_NOT: staff_refusals.other_ways,
    Refusal.ISSUED_BEFORE: staff_refusals.ways_to_change,
}
"""What can be said instead, where the refusal itself carries the facts."""
_NOT_YOURS = {
    "说明": staff_cases.NOT_THE_CLASSES,
    "回复": staff_cases.NOT_ADDRESSED,
}
_FIXED = {
    Refusal.TEACHES_THE_CLASS: staff_chat.TEACHES_THE_CLASS,
    Refusal.NO_PRINCIPAL: passing_on.NO_PRINCIPAL,
    Refusal.PASSED_ON_BEFORE: passing_on.ALREADY,
    Refusal.TRIAL: staff_chat.TRIAL,
    Refusal.NOT_CURED: staff_cases.NOT_CURED,
    Refusal.TOO_MANY_REPLIES: staff_cases.TOO_MANY_REPLIES,
    Refusal.NO_NOTICE: staff_cases.NO_NOTICE,
    Refusal.TOO_FEW_CALLS: staff_cases.TOO_FEW_CALLS,
}
