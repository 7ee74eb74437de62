"""What the console says (控制台措辞): states, roles, refusals, empty pages; short, nobody is blamed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from homework.cases import CHECK_WAY_WORDS, CaseState, CheckWay
from homework.days import day_words
from homework.silence import BlindSpot
from homework.views import CellState
from homework.wording.console_pushes import PUSH as PUSH  # read by the templates as words.PUSH
from homework.wording.console_pushes import REASON as REASON
from homework.wording.staff_chat import ROLE_WORDS

STATE = {
    CellState.OVER: "超标",
    CellState.CHECKING: "核实中",
    CellState.WITHIN: "未超标",
    CellState.NEAR: "临界",
    CellState.UNDECIDED: "样本不足",
    CellState.BLIND: "盲区",
    CellState.WAITING: "未截止",
}
STATE_MEANS = {
    CellState.OVER: "已有人核实属实",
    CellState.CHECKING: "反馈显示超标,等人核实",
    CellState.WITHIN: "反馈足够,各项都在上限内",
    CellState.NEAR: "反馈足够,但离上限太近,不下结论",
    CellState.UNDECIDED: "反馈太少,不作判断",
    CellState.BLIND: "听不到这个班的情况,不等于没有超标",
    CellState.WAITING: "次日12:00截止后可看",
}
BLIND = {
    BlindSpot.NO_REGISTER: "到点没有登记",
    BlindSpot.NO_REPORTS: "连续{days}个上学日没有反馈",
    BlindSpot.UNANIMOUS: "反馈突然完全一样",
    BlindSpot.FELL_SILENT: "被提醒后反馈骤减",
}
BLIND_MEANS = "抽查时先抽这些班。不等于超标,也不等于没有超标;请不要去催家长填。"
BANNED = "按规定不应有"
CASE = {
    CaseState.SUSPECTED: "待核实",
    CaseState.CONFIRMED: "已证实",
    CaseState.REFUTED: "误报",
    CaseState.PUBLIC: "已公示",
    CaseState.CORRECTED: "已更正",
    CaseState.CLOSED: "已销号",
    CaseState.RESOLVED: "已解除",
}
WAY = {
    CheckWay.REGISTER: "登记表",
    CheckWay.PHONE: "电话",
    CheckWay.OWN_WORD: "自述",
    CheckWay.IN_CLASS: "到班",
    CheckWay.TWO_DAYS: "两日统计",
}
WAYS_OF_PEOPLE = frozenset(CHECK_WAY_WORDS.values())
"""The ways a person can name; what statistics license is no person's check."""

WAY_MEANS = {
    CheckWay.REGISTER: "与班级作业登记表一致",
    CheckWay.PHONE: "电话问过至少3户",
    CheckWay.OWN_WORD: "任课教师自己说明属实",
    CheckWay.IN_CLASS: "到班里问过学生",
    CheckWay.TWO_DAYS: "两个上学日的反馈都达到从严标准",
}
ROLE = ROLE_WORDS
ACT = {
    "acknowledge": "收到,由其核实",
    "confirmed": "核实:属实",
    "refuted": "核实:误报",
    "corrected": "更正:不成立",
    "publish": "公示",
    "public": "公示",
    "answer": "班级说明",
    "draw_calls": "抽出电话顺序",
    "open_spot_case": "抽查立案",
    "issue": "发整改通知书",
    "reply": "回复整改",
    "talk": "座谈",
    "close": "销号",
}
_REFUSAL = {
    "no_such_case": "没有这个编号。",
    "not_allowed": "这一步由{who}来做,您的身份只能查看。",
    "teaches_the_class": "您任教这个班,请由不教该班的同事核实。",
    "wrong_state": "这件事刚才已有人处理过了,请看最新状态。",
    "no_reason": "请写一句原因,方便日后查对。",
    "trial": "学校还在试运行,大厅只显示数量,不显示班级。转为正式后再公示。",
    "before_its_hour": "班级的说明时间还没到。到时会自动公示;要提前,须由校长填写原因。",
    "register_says_not": "属实的请换一种:电话、自述或到班;不成立的点误报。",
    "too_few_calls": "电话清单还没有问够:至少3户说得清楚,且说超过的多。请接着打,或换一种核实方式。",
    "no_notice": "这件事还没有发整改通知书。",
    "issued_before": "要加学科,请那位老师也在这里回复;商定了什么,记一次座谈;要作废,点误报并写原因。",
    "too_many_replies": "回复已经很多条了,请当面与教导处商量,由教导处记一次座谈。",
    "not_cured": "复测还没有满,暂不能销号。",
}
_DOERS = {
    "publish": "教导处、副校长或校长",
    "issue": "教导处、副校长或校长",
    "close": "教导处、副校长或校长",
    "answer": "本班班主任或年级组长",
    "reply": "通知书上的学科教师、班主任或年级组长",
    "talk": "教导处或领导小组",
}
_NEEDS_WORDS = {
    "issue": "请先点选涉及的学科。",
    "reply": "请写一句怎么调整。",
    "talk": "请写一句谈了什么、商定什么。",
}
_CHECKERS = "教导处、领导小组或值周教师"

NOT_CLAIMED = "还没有收到登录口令。请先在公众号里发送,再回到这里。"
TEACHES = "您任教这个班:这里只显示班级教师可看的内容,核实请由其他同事做。"
PUBLISH_IN_TRIAL = "试运行期间大厅只显示数量,暂不公示班级。"
HIDDEN_UNITS = "不足5户,不逐户列出。"
OPEN_DAY = "这一天还没截止。{at}后,满5户可看全班合计。"
COMPARE = "请与各科老师对一下当天合计,教导处会来核实。"
NOTHING_WAITS = "没有等待核实的班级。"
NOTHING_OF_YOURS = "没有需要您核对的内容。"
NO_CLASSES = "这里没有您可以查看的班级。请管理员核对您的年级或班级。"
QUICK_REASONS = ("是两天的量", "含家庭自加", "在校已完成大部分", "登记有误")
OWN_PROMISE = "系统不向班级教师提供是谁反馈的、几点反馈的、原话是什么。"


def refusal(refusal: str, act: str) -> str:
    """Why an act was refused, and who may do it instead."""
    if refusal == "no_reason" and act in _NEEDS_WORDS:
        return _NEEDS_WORDS[act]
    return _REFUSAL[refusal].format(who=_DOERS.get(act, _CHECKERS))


def clock_words(at: datetime) -> str:
    """11月24日 12:00."""
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def day_name(day: date, today: date) -> str:
    """今天, 昨天 or the date itself."""
    names = {today: "今天", today - timedelta(days=1): "昨天"}
    return names.get(day, day_words(day))


def person(name: str, role: str) -> str:
    """王(教导处); a person who is named after the office is not named twice."""
    office = ROLE[role]
    return office if name == office else f"{name}({office})"


def acknowledged(number: int) -> str:
    return f"{number}号由您核实。核实后点一种方式;不成立就点误报。"


def confirmed(class_name: str, begins_at: datetime | None, *, trial: bool) -> str:
    """After a check found it so: what happens next."""
    if trial:
        return f"已证实。{PUBLISH_IN_TRIAL}"
    if begins_at is None:
        return "已证实。点“公示”,大厅一分钟内可见。"
    return f"已证实。{class_name}可在{clock_words(begins_at)}前说明,之后在大厅公示。"


def refuted(number: int, *, was_public: bool) -> str:
    if was_public:
        return f"{number}号已撤下,大厅会显示更正。"
    return f"{number}号记为误报,不会公布。"


def published(class_name: str) -> str:
    return f"{class_name}已公示,大厅一分钟内可见。"


def answer_hour(begins_at: datetime) -> str:
    return f"{clock_words(begins_at)}起公示,此前班级可说明"


def shown_until(ends_on: date, today: date) -> str:
    """Until when a notice stands in the hall, or when it left."""
    day = f"{ends_on.month}月{ends_on.day}日"
    return f"公示中,{day}撤下" if today < ends_on else f"公示期满,{day}已撤下"


def alerts_stuck(count: int, since: datetime, error: str) -> str:
    """The banner: alerts do not leave, since when, and what the platform says to it."""
    return (
        f"有{count}条提醒从{since:%H:%M}起一直发不出去:{error}。"
        "请学校管理员在服务器上运行 doctor 检查,处理好以后会自动补发。"
    )


def scheduler_stopped(last: datetime | None, now: datetime) -> str:
    """The banner: nobody is being alerted, since when, and who can cure it."""
    since = "还没有启动过"
    if last is not None:
        stamp = f"{last:%H:%M}" if last.date() == now.date() else clock_words(last)
        since = f"最后一次运行是{stamp}"
    return f"提醒程序已停,{since}。新的超标暂时不会判定和提醒,请告诉管理员。"


def blind(spot: BlindSpot, silent_days: int) -> str:
    """Why a class cannot be seen; nobody is blamed for it."""
    return BLIND[spot].format(days=silent_days)


def counted_as(state: CellState) -> str:
    """Beside a blind spot whose cell says something weightier, so that the overview's count of
    blind spots is understood."""
    return f"(总览计入{STATE[state]})"


def lead(rule_name: str, units: int, units_over: int, cap_words: str) -> str:
    """A lead in one line: nobody was pushed."""
    what = f"超过{cap_words}" if cap_words else "提到"
    return f"{rule_name}:{units}户中{units_over}户{what}"


def counted(units: int, units_over: int, cap_words: str) -> str:
    """How many families, for the leading group."""
    what = f"超过{cap_words}" if cap_words else "提到"
    return f"{units}户反馈,{units_over}户{what}"
