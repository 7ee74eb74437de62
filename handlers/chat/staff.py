"""Staff words (教职工口令): 今日, 收到 N, 核实 N, 误报 N, 公示 N, 登录; for staff only."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from handlers.chat.todo import list_today, may_see
from homework.cases import CHECK_WAY_WORDS, CaseState, names_classes
from homework.plan import SchoolPlan
from homework.wording import staff as staff_wording
from homework.wording import staff_chat
from models.case_acts import (
    Act,
    ActRefused,
    Done,
    Refusal,
    acknowledge,
    confirm,
    publish,
    refute,
)
from models.console_sessions import claim_login
from models.overloads import Overload, find_overload
from models.registers import register_words
from models.schools import ClassKey, get_class
from models.staff import Role, StaffMember
from models.telling import acknowledge_pushes
from wechat.message import Message

# One guard for every word here: whoever is not staff is answered as a parent, and learns nothing.
router = Router(guard=lambda chat: bool(chat.staff))

_NUMBER = r"[#第]?\s*([0-9]{1,6})\s*号?"


@router.text(r"今日|今天|待办")
def show_today(message: Message, chat: Chat) -> str:
    """今日: what is open, a line a case."""
    person, plan = _acting(chat)
    return list_today(chat, person, plan)


@router.text(r"收到\s*" + _NUMBER)
def take_case(message: Message, chat: Chat) -> str:
    """收到 N: this person takes the case."""
    number = int(chat.found[1])

    def take(act: Act) -> str:
        done = acknowledge(chat.connection, act)
        case = done.case
        key = ClassKey(case.school_id, case.school_class_id)
        register = register_words(chat.connection, key, case.day)
        return staff_chat.taken(number, register or staff_chat.NO_REGISTER)

    return _act(chat, number, "收到", take)


@router.text(r"(?:核实|证实)\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def confirm_case(message: Message, chat: Chat) -> str:
    """核实 N 登记表|电话|自述|到班: checked, and found so."""
    number = int(chat.found[1])
    way = next((way for word, way in CHECK_WAY_WORDS.items() if word in chat.found[2]), None)
    if way is None:
        return staff_chat.ask_how(number)
    return _act(
        chat,
        number,
        "核实",
        lambda act: _confirmed(chat, act.plan, confirm(chat.connection, act, way)),
    )


def _confirmed(chat: Chat, plan: SchoolPlan, done: Done) -> str:
    if not names_classes(plan.publication):
        return staff_chat.confirmed_in_trial(done.class_name)
    if plan.publication.answer_until is None or done.hours is None:
        return staff_chat.confirmed_at_once(done.case.number, done.class_name)
    return staff_chat.confirmed(done.class_name, done.hours, chat.now)


@router.text(r"误报\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def refute_case(message: Message, chat: Chat) -> str:
    """误报 N 原因: checked, and found not so."""
    reason = chat.found[2].strip()

    def dismiss(act: Act) -> str:
        done = refute(chat.connection, act, reason)
        was_shown = done.case.state == CaseState.CORRECTED
        return staff_chat.refuted(done.class_name, reason[:60], was_shown=was_shown)

    return _act(chat, int(chat.found[1]), "误报", dismiss)


@router.text(r"(?:公示|公布)\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def publish_case(message: Message, chat: Chat) -> str:
    """公示 N [原因]: put a confirmed finding in the hall."""
    reason = chat.found[2].strip()

    def show(act: Act) -> str:
        done = publish(chat.connection, act, reason)
        case = done.case
        assert done.hours is not None
        what = staff_wording.finding(case.rule_name, case.measured, case.permitted, case.unit)
        last_day = act.plan.calendar.previous_school_day(done.hours.ends_on)
        return staff_chat.now_public(done.class_name, case.day, what, last_day)

    return _act(chat, int(chat.found[1]), "公示", show)


@router.text(r"登[录陆]\s*([0-9]{3}\s?[0-9]{3})")
def sign_in(message: Message, chat: Chat) -> str:
    """登录 123456: let the computer that shows this code in."""
    code = chat.found[1].replace(" ", "")
    person, _ = _acting(chat)
    if claim_login(chat.connection, chat.account.id, code, person, chat.now):
        return staff_chat.SIGNED_IN
    return staff_chat.WRONG_LOGIN


_RANK = (Role.DEAN, Role.PRINCIPAL, Role.DEPUTY, Role.RESEARCH, Role.ADMIN, Role.DUTY)


def _acting(chat: Chat) -> tuple[StaffMember, SchoolPlan]:
    """The role a person acts in (of several, the one that may do most) and its school."""
    ranked = sorted(
        chat.staff, key=lambda each: _RANK.index(each.role) if each.role in _RANK else len(_RANK)
    )
    return ranked[0], chat.context.plans[ranked[0].school_id]


def _act(chat: Chat, number: int, word: str, do: Callable[[Act], str]) -> str:
    """Do it, or say in plain words why not; a refused act leaves no trace."""
    person, plan = _acting(chat)
    case = find_overload(chat.connection, plan.id, number, chat.now.date())
    if case is None:
        return staff_chat.no_such_case(number)
    school_class = get_class(chat.connection, ClassKey(case.school_id, case.school_class_id))
    if not may_see(person, school_class, case):
        return staff_chat.no_such_case(number)
    try:
        return do(Act(plan, person, number, chat.now))
    except ActRefused as refused:
        if refused.refusal is Refusal.NOT_ALLOWED and word == "收到":
            # The class's own teachers were told too; their 收到 acknowledges, it takes no case.
            acknowledge_pushes(chat.connection, case, person.id, chat.now)
            return staff_chat.PLEASE_COMPARE
        return _plain_words(refused.refusal, case, word)


def _plain_words(refusal: Refusal, found: Overload, word: str) -> str:
    match refusal:
        case Refusal.NO_REASON:
            return staff_chat.no_reason(word, found.number)
        case Refusal.BEFORE_ITS_HOUR:
            return staff_chat.before_its_hour(found.number)
        case Refusal.WRONG_STATE:
            return staff_chat.wrong_state(found.number, CaseState(found.state))
        case Refusal.TEACHES_THE_CLASS:
            return staff_chat.TEACHES_THE_CLASS
        case Refusal.TRIAL:
            return staff_chat.TRIAL
        case _:
            return staff_chat.NOT_YOURS
