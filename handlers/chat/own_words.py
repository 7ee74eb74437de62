"""Words about one's own reports (撤回, 我的, 帮助, 上限), the same for everyone."""

from __future__ import annotations

from handlers.chat.conversation import Chat
from handlers.chat.days import is_closed
from handlers.chat.reports import open_about
from handlers.chat.router import Router
from homework.days import homework_day
from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.wording import parents
from homework.wording.report_lines import report_lines
from models.reporting.intake import About, withdraw
from wechat.message import Message

router = Router()


@router.text(r"撤[回销]|(?:撤[回销]|删掉|删除)(?:刚才|今天|昨天|这条|那条)*的?(?:反馈)?")
def withdraw_report(message: Message, chat: Chat) -> str:
    """撤回: what was said of the day now spoken of."""
    school_class, plan = chat.school_class, chat.plan
    if school_class is None or plan is None:
        return parents.NOTHING_SAID
    day = chat.memory.day if chat.memory and chat.memory.day else chat.conversation.day
    if "昨" in chat.words:
        day = homework_day(chat.now, plan.calendar, day_offset=-1)
    if is_closed(day, chat.now, plan.calendar):
        return parents.too_late_to_withdraw(day, chat.own_data_link)
    about = About(school_class.key, school_class.grade(day), day)
    if not withdraw(chat.connection, chat.speaker(about), about):
        return parents.nothing_to_withdraw(day)
    chat.wait_for(None)
    return parents.withdrawn(school_class.name(day), day)


@router.text(
    r"我的(?:反馈|数据|信息|记录)?|[查看](?:一下|看)?我(?:的|填|报|说)过?的?(?:记录|反馈|数据)?"
    r"|(?:现在|今天)?(?:一共|总共|合计|加起来)是?多少(?:分钟)?了?[??。]?"
    r"|(?:昨天|今天)?我(?:填|报|说)(?:过|了|的)的?(?:什么|啥|哪些)?[??。]?"
)
def show_own(message: Message, chat: Chat) -> str:
    """我的: what is kept of today, and the way to everything."""
    said = open_about(chat)
    if said is None or chat.school_class is None:
        return parents.mine(parents.said_nothing(chat.conversation.day), chat.own_data_link)
    about, report = said
    lines = ["没有作业"] if report.no_homework else report_lines(report, about.grade)
    words = parents.said_so_far(chat.school_class.name(about.day), about.day, lines)
    return parents.mine(words, chat.own_data_link)


@router.text(
    r"(?:怎么|如何|我?要|我想|请|帮我|我)*(?:删除?|删掉|清空|清除|注销)掉?(?:我的?|自己的?|所有|全部|的|一下)*"
    r"(?:数据|信息|资料|记录|账号|账户|个人信息|隐私)?[吗??。.]*"
    r"|把我的?(?:所有|全部)?的?(?:数据|信息|资料|记录)[都全]?[删清](?:了|掉|除|空)?"
)
def show_own_data(message: Message, chat: Chat) -> str:
    """删除我的数据 · 注销: everything is deleted on the page, where it is seen first."""
    return parents.own_data(chat.own_data_link)


@router.text(
    r"(?:我)?(?:不同意|拒绝)(?:你们?)?(?:的|这个)?(?:隐私|收集|采集)?(?:说明|政策|协议|信息)?[。.]?"
)
def refuse(message: Message, chat: Chat) -> str:
    """不同意: nothing need be said, and what was said can go."""
    return parents.refusing(chat.own_data_link)


@router.text(
    r"(?:帮助|菜单|怎么用|怎么填|使用说明|说明|help|\?)[??。.!]*|我(?:想|要)(?:反馈|填报?|上报|报)(?:一下)?(?:作业)?[。.]?"
)
def show_help(message: Message, chat: Chat) -> str:
    """帮助: the page first."""
    return parents.guidance(chat.page_link)


@router.text(
    r"(?:我班|我们班|本班)?的?(?:上限|规定|政策|减负政策|作业上限|标准)(?:是多少|是什么)?[??]*"
)
def show_caps(message: Message, chat: Chat) -> str:
    """上限: the rules that hold for the class, each with its source."""
    school_class, plan = chat.school_class, chat.plan
    if school_class is None or plan is None:
        return parents.SAY_CLASS
    day = chat.conversation.day
    return show_caps_of(chat, plan, school_class.grade(day), school_class.name(day))


def show_caps_of(chat: Chat, plan: SchoolPlan, grade: int, name: str) -> str:
    """What holds today for a grade, by the name of its class or its own."""
    rules = effective_rules(plan.packs, grade, chat.conversation.day, plan.calendar)
    reported = [rule for rule in rules if rule.measure.is_reported]
    return parents.caps(name, reported, chat.context.address(f"/policy/{plan.id}"))
