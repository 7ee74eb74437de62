"""What staff read after a finding was checked (核实之后): please answer, the notice, its reply, 销号."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from homework.alerts import Reason
from homework.case_steps import Step
from homework.class_answers import ANSWER_WORDS
from homework.days import SHANGHAI, day_words
from homework.wording.staff import THING_LIMIT, Finding, when

STAGES: Mapping[Reason, str] = {
    Reason.PLEASE_ANSWER: "请说明",
    Reason.ANSWERED: "班级已说明",
    Reason.PUBLISHED: "已公示",
    Reason.RECTIFY: "整改通知",
    Reason.REPLY_DUE: "今天回复",
    Reason.REPLY_LATE: "回复逾期",
    Reason.MAY_CLOSE: "可以销号",
    Reason.CLOSED: "已销号",
    Reason.CORRECTED: "不成立",
}
"""The state in a template's `phrase` field: at most five Chinese characters."""


_HINTS = {
    Reason.PLEASE_ANSWER: ' 回"说明{number}"',
    Reason.RECTIFY: ' 回"回复{number} 措施"',
    Reason.REPLY_DUE: ' 回"回复{number} 措施"',
    Reason.MAY_CLOSE: ' 回"销号{number}"',
}


@dataclass(frozen=True, slots=True)
class Words:
    """A push as a template's values and as text."""

    template: Mapping[str, str]
    text: str


def words_of(about: Finding, reason: Reason, text: str, at: datetime) -> Words:
    """A push about a case: no figure, since the class's own teachers read it too; where it asks
    for a word, which one."""
    hint = _HINTS.get(reason, "").format(number=about.number)
    template = {
        "school_class": about.class_name,
        "finding": about.rule_name[: THING_LIMIT - len(hint)] + hint,
        "stage": STAGES[reason],
        "time": when(at),
    }
    return Words(template, text)


def _what(about: Finding) -> str:
    return f"{about.class_name} {day_words(about.day)} {about.rule_name}"


def clock_words(at: datetime) -> str:
    """11月24日12:00."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def please_answer(about: Finding, until: datetime | None, relapsed_from: date | None) -> str:
    """To the homeroom teacher: found so, and how to answer. `until` None: no hour is set.

    `relapsed_from` is the day of a 销号 that did not last.
    """
    hour = f"{clock_words(until)}前" if until else ""
    after = ",之后在大厅公布" if until else ""
    again = f"({day_words(relapsed_from)}刚销号,原来的整改重新打开)" if relapsed_from else ""
    return (
        f"{_what(about)}经核实超过规定{again}。{hour}可一键说明{after},说明和核实结果放在一起。"
        f'回"说明{about.number}"选一项。'
    )


def answered(about: Finding, answer: str) -> str:
    """To who checked it: the class disputes the finding."""
    return (
        f"{about.number}号 {_what(about)}:班级说明“{answer}”。不成立的话回:误报{about.number} 原因"
    )


def published(about: Finding, last_day: date) -> str:
    """To the class's own teachers: it stands in the hall."""
    return f"{_what(about)}已在大厅公布,显示到{day_words(last_day)}。之后复测合格即销号。"


def cleared(about: Finding, file_number: str) -> str:
    """To the class's own teachers: found so first, then not; `file_number` of a notice that falls."""
    void = f"{file_number}作废,不用回复。" if file_number else ""
    return f"{_what(about)}经复核不成立,不会公布,也不用再说明。{void}给各位老师添麻烦了。"


def rectify(about: Finding, file_number: str, subjects: Sequence[str], until: datetime) -> str:
    """整改通知书, to the class's own teachers."""
    return (
        f"【整改通知】{file_number} {about.class_name}{'、'.join(subjects)}:"
        f"请于{clock_words(until)}前回复调整措施。"
        f"回:回复{about.number} 措施,例如:回复{about.number} 数学练习册改隔天"
    )


def reply_due(about: Finding, file_number: str, until: datetime) -> str:
    return (
        f"{file_number} {about.class_name}的整改回复今天{until.astimezone(SHANGHAI):%H:%M}前到期。"
        f"回:回复{about.number} 措施"
    )


def reply_late(about: Finding, file_number: str) -> str:
    return f"{file_number} {about.class_name}的整改回复已逾期。可回:座谈{about.number} 要点,或再提醒一次。"


def may_close(about: Finding, days: int) -> str:
    return f"{about.class_name} {about.rule_name}连续{days}个上学日未超标。回:销号{about.number}"


def closed(about: Finding, days: int) -> str:
    return f"{about.class_name} {about.rule_name}连续{days}个上学日未超标,已销号。谢谢各位老师。"


# ---- what staff read back in the chat ----

NOT_THE_CLASSES = "说明由本班班主任或年级组长来填。"
NOT_ADDRESSED = "回复由通知书上的学科教师、班主任或年级组长来写。"
TOO_FEW_CALLS = "电话清单还没有问够:至少3户说得清楚,且说超过的多。请接着打,或换一种核实方式。"
NOTHING_TO_ANSWER = "没有需要您班说明的内容。"
NO_NOTICE = "这件事还没有发整改通知书。"
TOO_MANY_REPLIES = "回复已经很多条了,请当面与教导处商量,由教导处记一次座谈。"
REPLY_EMPTY = "请写一句怎么调整,例如:数学练习册改隔天"
TALK_EMPTY = "请写一句谈了什么,例如:与语文、数学老师商定每天错开"
NOT_CURED = "复测还没有满,暂不能销号。"
TRY_SUBJECTS = "请写上涉及的学科,例如:语文 数学"


def answer_menu(number: int, what: str) -> str:
    """The five answers, each a word to tap; a phone that does not know the link types the number."""
    lines = [
        f'<a href="weixin://bizmsgmenu?msgmenucontent=说明{number} {place}&msgmenuid={place}">'
        f"{place} {words}</a>"
        for place, words in enumerate(ANSWER_WORDS.values(), 1)
    ]
    return "\n".join([f'{what} 怎么说明?点一项,或回"说明{number} 1":', *lines])


def which_case(lines: Sequence[str]) -> str:
    """Several cases of one class wait for its word."""
    return "\n".join(["说明哪一件?回“说明 编号”:", *lines])


def answer_noted(class_name: str, answer: str, *, is_public: bool) -> str:
    """说明 N, done."""
    where = "已和公示放在一起" if is_public else "和核实结果放在一起"
    return f"已记:{class_name} {answer},{where}。要改再选一次。"


def issued(file_number: str, subjects: Sequence[str], until: datetime) -> str:
    """整改 N, done."""
    return f"已发{file_number}:{'、'.join(subjects)},{clock_words(until)}前回复。控制台可打印盖章。"


def reply_noted(file_number: str, days: int, *, is_late: bool) -> str:
    """回复 N, done."""
    late = "(逾期)" if is_late else ""
    return f"{file_number}的回复已记下{late}。此后{days}个上学日复测合格即销号。"


def reply_added(file_number: str, count: int) -> str:
    """回复 N, after somebody's first: nothing of it was replaced."""
    return f"{file_number}的回复已记下,与先前的一起共{count}条,先前的都保留;复测仍从第一条算起。"


def talk_noted(number: int) -> str:
    return f"{number}号的座谈已记下。"


def case_closed(class_name: str, days: int) -> str:
    """销号 N, done."""
    return f"已销号:{class_name}连续{days}个上学日未超标。公示过的,大厅同样显示三个上学日。"


_CHECKER_HELP = (
    "今日 看待办",
    "收到3 由您核实",
    "核实3 登记表(或 电话 / 自述 / 到班)",
    "误报3 原因",
    "转校长3 原因",
)
_OTHERS_HELP = ("今日 看待办",)
_DECIDER_HELP = ("公示3", "整改3 语文 数学", "座谈3 要点", "销号3")


def help_text(
    *, checks: bool, decides: bool, answers: bool, replies: bool, page: str | None
) -> str:
    """帮助, for staff: what their roles may say; 3 stands for a case's number."""
    words = [*(_CHECKER_HELP if checks else _OTHERS_HELP), *(_DECIDER_HELP if decides else ())]
    words += ["说明3 选一项"] if answers else []
    words += ["回复3 调整措施"] if replies else []
    words.append("登录 6位数字 进电脑控制台")
    lines = [";".join(words[place : place + 4]) for place in range(0, len(words), 4)]
    family = [f"自己孩子的作业,点这里填:{page}"] if page else []
    return "\n".join(["可以回(3换成编号):", *lines, *family])


STEP_WORDS = {
    Step.ANSWER: "请说明",
    Step.REPLY: "请回复调整措施",
    Step.FALLEN: "家长更正或删除后,反馈已不支持,请复核",
    Step.READ_ANSWER: "班级有说明,公示前请看",
    Step.REPLY_LATE: "整改回复逾期",
    Step.CLOSE: "复测合格,可以销号",
    Step.LOOK: "复测反馈太少,请到班看一次",
}


def step_words(step: Step, until: datetime | None) -> str:
    """What is to be done next, with its hour where it has one."""
    return f"{STEP_WORDS[step]}({clock_words(until)}前)" if until else STEP_WORDS[step]
