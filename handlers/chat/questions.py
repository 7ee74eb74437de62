"""Questions about the chat itself (常见问题): who sees it, what for; never a report, never a figure."""

from __future__ import annotations

from handlers.chat.answers import open_question
from handlers.chat.asked import ASKED
from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.wording import menu
from homework.wording import questions as wording
from homework.wording.questions import Answer, Asker
from wechat.message import Message, MessageKind

router = Router()
_MOST_LETTERS = 40

_NO_ANSWER = (wording.noted, wording.how_long, wording.not_written)


def _asked(message: Message, chat: Chat) -> Answer | None:
    """The answer to words that are no report, where one of the above is asked."""
    reading = chat.reading
    if message.kind is not MessageKind.TEXT or reading is None or len(chat.words) > _MOST_LETTERS:
        return None
    if reading.is_report or reading.report.no_homework or reading.report.assignments:
        return None
    found = next((answer for pattern, answer in ASKED if pattern.search(chat.words)), None)
    memory = chat.memory
    is_led = memory is not None and memory.is_guided
    # 好的 or 还没写完 answers nothing that is asked: it is asked again.
    if found in _NO_ANSWER and (is_led or open_question(chat) is not None):
        return None
    return None if is_led and found is wording.need_not else found


@router.text(r"绑定(?:反馈条|家庭码|家庭)?[??。.]*")
def explain_binding(message: Message, chat: Chat) -> str:
    """绑定, without a code."""
    return menu.HOW_TO_BIND


@router.text(r"转校长[。.]?")
def pass_nothing_on(message: Message, chat: Chat) -> str:
    """转校长 is a word of the staff's with a number; from a parent, it is no report to anybody."""
    return wording.whom_to_ask(Asker("", None))


@router.when(_asked)
def answer_question(message: Message, chat: Chat) -> str:
    """老师知道是我填的吗 · 填了有什么用 · 你们是谁."""
    answer: Answer = chat.found
    plans = chat.plans
    school = chat.plan.name if chat.plan is not None else plans[0].name if len(plans) == 1 else ""
    own = chat.school_class.name(chat.now.date()) if chat.school_class is not None else None
    return answer(Asker(school, chat.page_link, own))
