"""What the rules say (问规定): noon, weekends, marking, groups, sleep; each with where it is from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from handlers.chat.conversation import Chat
from handlers.chat.own_words import show_caps_of
from handlers.chat.router import Router
from homework.plan import SchoolPlan
from homework.policy import Rule, Severity
from homework.reading import Intent
from homework.school import LAST_GRADE, grade_name
from homework.wording import parents
from wechat.message import Message, MessageKind

router = Router()
_MOST_LETTERS = 40
_ABOUT_RULES = re.compile(
    r"规定|政策|国家|教育[局部]|合规|违规|违反|允许|禁止|标准|上限|超过|可不可以|能不能|可以|合适|合理"
    r"|正常|应该|应不应该|算不算多|多不多|多吗|能.{0,8}(?:吗|么)|睡(?:觉|多久|几)|几点睡"
)
_LIMIT = re.compile(r"(?:超过|上限|规定|标准|最多).{0,6}(?:多长|多久|多少|几)|什么规定|几点睡")
_CAPS = re.compile(
    r"多少|多[长久]|几个?(?:小时|分钟|科)|上限|标准|超过|规定|正常|合理|多吗|多不多|算不算多"
)
_NOT_RULES = re.compile(r"电话|投诉|举报|超标|超了")
_FIRST_TWO_GRADES = re.compile(r"[一1][、和]?[二2]年级|低年级")
_TOPICS = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (r"中午|午休", "中午"),
        (r"周末|双休|星期[六日天]|周[六日]|节假日|放假|寒假|暑假|假期", "周末|假"),
        (r"睡|就寝|可以不[写做]|几点以后", "睡眠|就寝"),
        (r"批改|改作业|检查|签字|家长(?:做|完成)", "批改|家长布置|给家长"),
        (r"群|打卡|手机|app|App", "手机|群"),
        (r"打印", "打印"),
        (r"罚|抄.{0,3}遍|重复|机械", "惩罚|重复|机械|抄"),
        (r"考试|测验|月考|期中|期末|排名", "考试|检测|排名|考"),
        (r"运动|锻炼|体育课", "锻炼|运动"),
        (r"练习册|教辅|资料", "教辅"),
        (r"书面|笔头", "书面"),
        (r"几科|多少科", "科目|科"),
    )
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the rules is asked: words that such a rule has, None for the caps."""

    said: re.Pattern[str] | None


def _asked(message: Message, chat: Chat) -> _Asked | None:
    reading = chat.reading
    if message.kind is not MessageKind.TEXT or reading is None or len(chat.words) > _MOST_LETTERS:
        return None
    if _NOT_RULES.search(chat.words):
        return None
    is_question = reading.intent in (Intent.QUESTION, Intent.QUESTION_ABOUT_HOMEWORK)
    is_question = is_question or (_LIMIT.search(chat.words) is not None and not reading.is_report)
    if not is_question or not _ABOUT_RULES.search(chat.words):
        return None
    topic = next((said for asked, said in _TOPICS if asked.search(chat.words)), None)
    if topic is None and not _CAPS.search(chat.words):
        return None
    return _Asked(topic)


@router.when(_asked)
def quote_rules(message: Message, chat: Chat) -> str:
    """中午能布置作业吗 · 一年级几点睡觉合适 · 三年级作业不能超过多长时间."""
    plan = chat.plan
    grade = _grade(chat)
    if plan is None or grade is None:
        return parents.SAY_CLASS
    said = chat.found.said
    own = chat.school_class
    day = chat.conversation.day
    is_own = own is not None and own.grade(day) == grade
    name = own.name(day) if own is not None and is_own else grade_name(grade)
    if said is None:
        return show_caps_of(chat, plan, grade, name)
    rules = _rules_about(plan, grade, day, said)
    return parents.rules_quoted(name, rules, chat.context.address(f"/policy/{plan.id}"))


def _grade(chat: Chat) -> int | None:
    """The grade that is named, else that of the class spoken of."""
    assert chat.reading is not None
    if _FIRST_TWO_GRADES.search(chat.words):
        return 1
    named = next((each.grade for each in chat.reading.class_names if each.grade), None)
    if named is not None and named <= LAST_GRADE:
        return named
    return chat.school_class.grade(chat.conversation.day) if chat.school_class else None


def _rules_about(plan: SchoolPlan, grade: int, day: date, said: re.Pattern[str]) -> list[Rule]:
    """Every pack's word on it, whether or not it decides today: 周末 is asked about on a Tuesday."""
    return [
        rule
        for pack in plan.packs
        for rule in pack.rules
        if grade in rule.grades
        and rule.is_valid_on(day)
        and rule.severity is not Severity.CONFIDENTIAL
        and said.search(rule.name)
    ]
