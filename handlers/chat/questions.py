"""Questions about the chat itself (常见问题): who sees it, what for; never a report, never a figure."""

from __future__ import annotations

import re

from handlers.chat.answers import open_question
from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from homework.wording import menu
from homework.wording import questions as wording
from homework.wording.questions import Answer, Asker
from wechat.message import Message, MessageKind

router = Router()
_MOST_LETTERS = 40

_ASKED: tuple[tuple[re.Pattern[str], Answer], ...] = (
    (
        re.compile(
            r"(?:老师|学校|校长|班主任|别人|同学).{0,6}(?:知道|看到|看见|查到|发现).{0,6}(?:我|谁|是谁)"
            r"|(?:会不会|会|怕)(?:被|让)?(?:老师|学校|别人).{0,4}(?:知道|发现|看到)|会不会被?(?:知道|发现)"
            r"|匿名|实名|保密|隐私|泄露|穿小鞋|安全吗"
        ),
        wording.who_sees,
    ),
    (
        re.compile(
            r"(?:你们?|您|这里?|这个)(?:是|到底是)(?:谁|啥|什么|哪里|干什?么|干嘛|做什么|机器人|真人|人工|自动)"
            r"|机器人吗|真人吗|人工客服|转人工"
        ),
        wording.who_answers,
    ),
    (
        re.compile(
            r"(?:为什么|为啥|干嘛|凭什么).{0,4}(?:要|得)?.{0,3}(?:填|报|反馈|收集)"
            r"|(?:填|报|反馈|说)(?:了|完)?.{0,4}(?:有(?:什么|啥)?用|管用|有没有用|干什?么)"
        ),
        wording.what_for,
    ),
    (
        re.compile(
            r"(?:多少|几)(?:人|户|家|个(?:人|家长)).{0,6}(?:填|报|反馈|说)"
            r"|(?:别的?|其他|其它|人家)(?:的)?(?:家长|家|人|班).{0,8}(?:说|填|报|反馈|怎么|多少|什么)"
            r"|(?:超标|超量|超了|超时)(?:了)?(?:吗|没|没有|么)|(?:有没有|是不是|超没)超"
        ),
        wording.of_others,
    ),
    (
        re.compile(
            r"(?:我|以后|今天)?(?:也|就)?(?:不想|不愿意?|懒得|不)(?:再)?(?:填|报|反馈)(?:了|啊)?[。.]?$"
        ),
        wording.need_not,
    ),
    (
        re.compile(
            r"(?:电话|手机号|微信|联系方式)(?:是)?多少|怎么联系(?:老师|学校|校长)|找谁(?:反映|投诉)?[??。]*$"
        ),
        wording.whom_to_ask,
    ),
    (
        re.compile(
            r"^(?!.*[吗??])(?:.*没有?[写做]作业|.*(?:发烧|生病|感冒|住院|请假|不舒服|不在家).{0,8}$|请(?:了)?(?:病|事)?假[。了]*$)"
        ),
        wording.not_written,
    ),
    (
        re.compile(
            r"作业.{0,4}[写做]完了?[。了]*$|还没[写做]完|(?:每天|天天|经常)?.{0,4}[写做]到.{0,6}(?:点|半夜|凌晨)[半钟]?[。了]*$"
        ),
        wording.how_long,
    ),
    (re.compile(r"^(?:老师)?(?:您|你们?)?辛苦[啦了]?[。~]*$"), wording.thanks),
    (
        re.compile(
            r"^(?:ok|okay|好的?[呀吧啊]?|嗯+|哦+|行|可以|收到|知道了|明白了?|了解|(?:\[(?!图片|语音|视频|文件)[^\]]{1,6}\]|/::.{1,3})+"
            r"|[^\x00-\x7f\w\s,。?!、;:…·“”()]{1,8})[。.~]*$",
            re.IGNORECASE,
        ),
        wording.noted,
    ),
)

_NO_ANSWER = (wording.noted, wording.how_long, wording.not_written)


def _asked(message: Message, chat: Chat) -> Answer | None:
    """The answer to words that are no report, where one of the above is asked."""
    reading = chat.reading
    if message.kind is not MessageKind.TEXT or reading is None or len(chat.words) > _MOST_LETTERS:
        return None
    if reading.is_report or reading.report.no_homework or reading.report.assignments:
        return None
    found = next((answer for pattern, answer in _ASKED if pattern.search(chat.words)), None)
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


@router.when(_asked)
def answer_question(message: Message, chat: Chat) -> str:
    """老师知道是我填的吗 · 填了有什么用 · 你们是谁."""
    answer: Answer = chat.found
    plans = chat.plans
    school = chat.plan.name if chat.plan is not None else plans[0].name if len(plans) == 1 else ""
    return answer(Asker(school, chat.page_link))
