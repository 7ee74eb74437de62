"""Staff words (教职工口令): 今日, 收到 N, 核实 N, 误报 N, 公示 N, 登录, 帮助; for staff only."""

from __future__ import annotations

import re

from handlers.chat.acting import act_on, acting
from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from handlers.chat.second_step import without_code
from handlers.chat.staff_cases import router as staff_cases_words
from handlers.chat.todo import list_today
from homework.cases import CHECK_WAY_WORDS, CaseState, names_classes
from homework.plan import SchoolPlan
from homework.wording import passing_on, staff_cases, staff_chat
from homework.wording import staff as staff_wording
from models.cases.acts import acknowledge, confirm, publish, refute
from models.cases.moves import LEADING_GROUP, PUBLISHERS, Act, ActRefused, Done, Refusal
from models.cases.passing_on import pass_on
from models.cases.register_checks import register_shows
from models.pushes.telling import acknowledge_pushes
from models.registers.revisions import register_words
from models.schools import ClassKey
from models.staff.console_sessions import claim_login
from models.staff.people import Role, find_staff
from wechat.message import Message

# One guard for every word here: whoever is not staff is answered as a parent, and learns nothing.
router = Router(guard=lambda chat: bool(chat.staff))

_NUMBER = r"[#第]?\s*([0-9]{1,6})\s*号?"


@router.text(r"今日|今天|待办")
def show_today(message: Message, chat: Chat) -> str:
    """今日: what is open, a line a case."""
    person, plan = acting(chat)
    return list_today(chat, person, plan)


@router.text(r"收到\s*" + _NUMBER)
def take_case(message: Message, chat: Chat) -> str:
    """收到 N: this person takes the case."""
    number = int(chat.found[1])

    def take(act: Act) -> str:
        try:
            done = acknowledge(chat.connection, act)
        except ActRefused as refused:
            is_own = refused.refusal in (Refusal.NOT_ALLOWED, Refusal.TEACHES_THE_CLASS)
            if not is_own or refused.case is None:
                raise
            # The class's own teachers were told too; their 收到 acknowledges, it takes no case.
            acknowledge_pushes(chat.connection, refused.case, act.person.id, chat.now)
            return staff_chat.PLEASE_COMPARE
        return _whose_now(chat, act, done)

    return act_on(chat, number, "收到", take)


def _whose_now(chat: Chat, act: Act, done: Done) -> str:
    """Who has the case after 收到: the one who said it first, unless that one has left."""
    case = done.case
    if case.acknowledged_by not in (None, act.person.id):
        other = find_staff(chat.connection, case.school_id, case.acknowledged_by)
        if other is not None:
            return staff_chat.taken_before(act.number, other.role)
    key = ClassKey(case.school_id, case.school_class_id)
    register = register_words(chat.connection, key, case.day)
    if register is None:
        return staff_chat.taken(act.number, staff_chat.NO_REGISTER)
    is_borne_out = register_shows(chat.connection, act.plan, case, done.school_class)
    return staff_chat.taken(act.number, register, is_borne_out=is_borne_out)


@router.text(r"(?:核实|证实)\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def confirm_case(message: Message, chat: Chat) -> str:
    """核实 N 登记表|电话|自述|到班: checked, and found so."""
    number = int(chat.found[1])
    said = chat.found[2].strip()
    word = next((word for word in CHECK_WAY_WORDS if word in said), None)
    if word is None:
        return staff_chat.ask_how(number)
    said, refused = without_code(chat, said)
    if refused:
        return refused
    way, words = CHECK_WAY_WORDS[word], said.replace(word, "", 1)
    return act_on(
        chat,
        number,
        "核实",
        lambda act: _confirmed(chat, act.plan, confirm(chat.connection, act, way, words)),
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
    reason, refused = without_code(chat, chat.found[2].strip())
    if refused:
        return refused

    def dismiss(act: Act) -> str:
        done = refute(chat.connection, act, reason)
        was_shown = done.case.state == CaseState.CORRECTED
        return staff_chat.refuted(
            done.class_name, staff_chat.shortened(reason), was_shown=was_shown
        )

    return act_on(chat, int(chat.found[1]), "误报", dismiss)


@router.text(r"转(?:交|给|请)?校长\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def pass_case_on(message: Message, chat: Chat) -> str:
    """转校长 N [原因]: the principal reads it now."""
    number, reason = int(chat.found[1]), chat.found[2]
    if acting(chat)[0].role == Role.PRINCIPAL:
        return passing_on.IS_PRINCIPAL

    def hand_up(act: Act) -> str:
        done = pass_on(chat.connection, act, reason)
        return passing_on.done(number, done.class_name)

    return act_on(chat, number, "转校长", hand_up)


@router.text(r"(?:公示|公布)\s*" + _NUMBER + r"\s*[,,::]?\s*(.*)")
def publish_case(message: Message, chat: Chat) -> str:
    """公示 N [原因]: put a confirmed finding in the hall."""
    reason, refused = without_code(chat, chat.found[2].strip())
    if refused:
        return refused

    def show(act: Act) -> str:
        done = publish(chat.connection, act, reason)
        case = done.case
        assert done.hours is not None
        what = staff_wording.finding(case.rule_name, case.measured, case.permitted, case.unit)
        last_day = act.plan.calendar.previous_school_day(done.hours.ends_on)
        return staff_chat.now_public(done.class_name, case.day, what, last_day)

    return act_on(chat, int(chat.found[1]), "公示", show)


@router.text(r"登[录陆]\s*([0-9]{3}\s?[0-9]{3})")
def sign_in(message: Message, chat: Chat) -> str:
    """登录 123456: let the computer that shows this code in."""
    code = chat.found[1].replace(" ", "")
    person, _ = acting(chat)
    if claim_login(chat.connection, chat.account.id, code, person, chat.now):
        return staff_chat.SIGNED_IN
    return staff_chat.WRONG_LOGIN


@router.text(r"(?:收到|核实|证实|误报|转校长|公示|公布|整改|座谈|销号|回复)[。.]?")
def ask_number(message: Message, chat: Chat) -> str:
    """收到, alone: which case."""
    return staff_chat.WHICH_NUMBER


_LIKE_A_WORD = re.compile(
    r"(收到|核实|证实|误报|转校长|公示|公布|整改|座谈|销号|回复|说明)\s*(.+)", re.DOTALL
)
_LIKE_NUMBERS = re.compile(r"[0-9零〇一二两三四五六七八九十百#第号和与、,,。.\s]+")


def _misses_its_number(message: Message, chat: Chat) -> str:
    found = _LIKE_A_WORD.fullmatch(chat.words.strip())
    if found is None or any(each.knows(chat.words) for each in (router, staff_cases_words)):
        return ""
    # A teacher is somebody's parent too: what can be read as homework is homework.
    is_homework = chat.reading is not None and chat.reading.is_report
    return "" if is_homework and not _LIKE_NUMBERS.fullmatch(found[2]) else found[1]


@router.when(_misses_its_number)
def ask_readable_number(message: Message, chat: Chat) -> str:
    """收到六, 收到 6 7, 误报abc: a staff word without a number that can be read."""
    return staff_chat.number_unread(chat.found)


@router.text(r"登[录陆](?:控制台|电脑)?[。.]?")
def ask_login(message: Message, chat: Chat) -> str:
    """登录, alone: where the digits are."""
    return staff_chat.HOW_TO_SIGN_IN


@router.text(r"(?:帮助|口令|help|\?)[??。.!]*")
def show_help(message: Message, chat: Chat) -> str:
    """帮助: the words of this person's roles."""
    roles = {each.role for each in chat.staff}
    return staff_cases.help_text(
        checks=bool(roles & (LEADING_GROUP | {Role.DUTY})),
        decides=bool(roles & PUBLISHERS),
        answers=bool(roles & {Role.HOMEROOM, Role.GRADE_LEADER}),
        replies=any(each.taught_slugs or each.role == Role.GRADE_LEADER for each in chat.staff),
        page=chat.page_link,
    )
