"""Staff words after a check (核实之后的口令): 说明 N, 整改 N, 回复 N, 座谈 N, 销号 N; for staff only."""

from __future__ import annotations

from handlers.chat.acting import act_on
from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from handlers.chat.second_step import without_code
from homework.cases import CaseState
from homework.class_answers import ClassAnswer, answer_words, read_answer
from homework.days import day_words
from homework.rectifications import file_number
from homework.report import Subject
from homework.wording import staff_cases as wording
from models.cases.answering import answer, may_answer, to_answer
from models.cases.moves import Act
from models.cases.rectifying import close, issue, may_reply, notice_number, record_talk, reply
from models.days.overloads import Overload, find_overload
from models.schools import ClassKey, SchoolClass, get_class
from wechat.message import Message

router = Router(guard=lambda chat: bool(chat.staff))

_NUMBER = r"[#第]?\s*([0-9]{1,6})\s*号?"
_WORDS = r"\s*[,,::]?\s*(.*)"


@router.text(r"(?:班级)?说明")
def ask_which(message: Message, chat: Chat) -> str:
    """说明: what this person's class may answer; the five answers at once where it is one case."""
    waiting = _waiting(chat)
    if not waiting:
        return wording.NOTHING_TO_ANSWER
    if len(waiting) == 1:
        return _menu(*waiting[0])
    return wording.which_case([_line(case, school_class) for case, school_class in waiting])


@router.text(r"(?:班级)?说明\s*" + _NUMBER + _WORDS)
def answer_case(message: Message, chat: Chat) -> str:
    """说明 N [1–5 | the words]: the class's answer, or the menu of five."""
    number, choice = int(chat.found[1]), read_answer(chat.found[2])
    if choice is None:
        return _show_menu(chat, number)
    return _give(chat, number, choice)


def _is_answer(message: Message, chat: Chat) -> ClassAnswer | None:
    words = chat.words.strip()
    # A bare number is a parent's minutes.
    return None if words.isdecimal() else read_answer(words)


@router.when(_is_answer)
def answer_by_words(message: Message, chat: Chat) -> str:
    """属实已调整, alone: for the one case that waits."""
    choice: ClassAnswer = chat.found
    waiting = _waiting(chat)
    if not waiting:
        return wording.NOTHING_TO_ANSWER
    if len(waiting) > 1:
        return wording.which_case([_line(case, school_class) for case, school_class in waiting])
    return _give(chat, waiting[0][0].number, choice)


def _waiting(chat: Chat) -> list[tuple[Overload, SchoolClass]]:
    today = chat.now.date()
    found = [each for person in chat.staff for each in to_answer(chat.connection, person, today)]
    return list({case.id: (case, school_class) for case, school_class in found}.values())


def _line(case: Overload, school_class: SchoolClass) -> str:
    return f"{case.number}号 {_what(case, school_class)}"


def _what(case: Overload, school_class: SchoolClass) -> str:
    return f"{school_class.name(case.day)} {day_words(case.day)} {case.rule_name}"


def _menu(case: Overload, school_class: SchoolClass) -> str:
    return wording.answer_menu(case.number, _what(case, school_class))


def _show_menu(chat: Chat, number: int) -> str:
    def show(act: Act) -> str:
        case = find_overload(chat.connection, act.plan.id, number, chat.now.date())
        assert case is not None
        school_class = get_class(chat.connection, ClassKey(case.school_id, case.school_class_id))
        is_own = may_answer(act.person, school_class, case)
        return _menu(case, school_class) if is_own else wording.NOT_THE_CLASSES

    return act_on(chat, number, "说明", show, may_answer)


def _give(chat: Chat, number: int, choice: ClassAnswer) -> str:
    def give(act: Act) -> str:
        done = answer(chat.connection, act, choice)
        is_public = done.case.state == CaseState.PUBLIC
        words = answer_words(choice)
        return wording.answer_noted(done.class_name, words, is_public=is_public)

    return act_on(chat, number, "说明", give, may_answer)


@router.text(r"整改\s*" + _NUMBER + _WORDS)
def issue_notice(message: Message, chat: Chat) -> str:
    """整改 N 语文 数学: send the notice to the teachers of these subjects."""
    number = int(chat.found[1])
    said, refused = without_code(chat, chat.found[2])
    if refused:
        return refused
    subjects = [subject for subject in Subject if subject in said]

    def send(act: Act) -> str:
        notice = issue(chat.connection, act, subjects)
        return wording.issued(notice_number(act, notice), notice.subject_list, notice.reply_until)

    return act_on(chat, number, "整改", send)


@router.text(r"回复\s*" + _NUMBER + _WORDS)
def reply_notice(message: Message, chat: Chat) -> str:
    """回复 N 措施: what was changed."""

    def note(act: Act) -> str:
        notice = reply(chat.connection, act, chat.found[2])
        number = file_number(act.plan.rectify.prefix, notice.year, notice.number)
        if len(notice.replies) > 1:
            return wording.reply_added(number, len(notice.replies))
        days = act.plan.rectify.remeasure_days
        return wording.reply_noted(number, days, is_late=notice.is_late(chat.now))

    return act_on(chat, int(chat.found[1]), "回复", note, may_reply)


@router.text(r"座谈\s*" + _NUMBER + _WORDS)
def note_talk(message: Message, chat: Chat) -> str:
    """座谈 N 要点: what was agreed."""
    number = int(chat.found[1])

    def note(act: Act) -> str:
        record_talk(chat.connection, act, chat.found[2])
        return wording.talk_noted(number)

    return act_on(chat, number, "座谈", note)


@router.text(r"销号\s*" + _NUMBER + _WORDS)
def close_case(message: Message, chat: Chat) -> str:
    """销号 N [到班看到的]: the class has kept its caps long enough."""
    looked, refused = without_code(chat, chat.found[2])
    if refused:
        return refused

    def end(act: Act) -> str:
        done, found = close(chat.connection, act, looked)
        return wording.case_closed(done.class_name, found.kept)

    return act_on(chat, int(chat.found[1]), "销号", end)
