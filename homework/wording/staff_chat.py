"""What staff read in the chat (对教职工的对话措辞): what was done, and what can be said next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from homework.cases import CaseState, PublicHours
from homework.days import day_words

WRONG_CODE = "没有找到这个绑定码,可能已用过或过期。请向学校管理员要一个新的。"
TOO_MANY_CODES = "今天输错的次数多了,请明天再试,或向学校管理员要一个新的绑定码。"
WRONG_LOGIN = "登录码不对或已过期。请刷新电脑上的登录页,再发一次新的6位数字。"
SIGNED_IN = "已登录,请看电脑上的页面。不是您本人在登录的话,请立即在控制台退出。"
WHICH_NUMBER = '请带上编号,例如:收到3。回"今日"看待办和编号。'
HOW_TO_SIGN_IN = "在电脑上打开控制台的登录页,把上面的6位数字发来,例如:登录 123456"
NO_REGISTER = "当天没有填"
NOTHING_TODAY = "没有待办:今天还没有需要核实的班级。"
PLEASE_COMPARE = "好。请与各科老师对一下当天合计,教导处会来核实。"
NOT_YOURS = "这一步由教导处或学校领导来做。"
TEACHES_THE_CLASS = "您教这个班,核实要由不教本班的老师来做。"
TRIAL = "现在是试运行,大厅只计数,不点名。"

ROLE_WORDS = {
    "principal": "校长",
    "deputy": "副校长",
    "dean": "教导处",
    "research": "教研室",
    "grade_leader": "年级组长",
    "homeroom": "班主任",
    "teacher": "任课教师",
    "duty": "值周教师",
    "admin": "管理员",
}
STATE_WORDS = {
    CaseState.SUSPECTED: "待核实",
    CaseState.CONFIRMED: "已证实",
    CaseState.REFUTED: "已记为误报",
    CaseState.PUBLIC: "已公示",
    CaseState.CORRECTED: "已更正",
    CaseState.CLOSED: "已销号",
    CaseState.RESOLVED: "按最新反馈已不超标",
}
OWN_SUSPECTED = "请核对"
"""待核实, as the class's own teachers read it."""


def staff_bound(school: str, role: str) -> str:
    """我是 <code>, done."""
    return f'已绑定{school}{role}。有班级需要核实时在这里提醒您。\n回"今日"看待办,电脑登录控制台时回"登录 6位数字"。'


def today(day: date, lines: Sequence[str], link: str) -> str:
    """今日: what is open, a line a case."""
    return "\n".join([f"{day_words(day)} 待办{len(lines)}件:", *_cut(lines), f"全部:{link}"])


def _cut(lines: Sequence[str]) -> list[str]:
    shown = list(lines[:8])
    return shown if len(lines) <= len(shown) else [*shown, f"……另有{len(lines) - len(shown)}件"]


def case_line(number: int, class_name: str, what: str, stage: str, families: str = "") -> str:
    """3号 三年级2班 书面作业80分(上限60) 待核实 9/12户."""
    return " ".join(word for word in (f"{number}号", class_name, what, stage, families) if word)


def families(units_over: int, units: int) -> str:
    """9/12户, for the leading group only."""
    return f"{units_over}/{units}户"


def taken(number: int, register: str, *, is_borne_out: bool = True) -> str:
    """收到 N: whose case it is now, what the register says, what to reply; 登记表 is no way to
    confirm where the register says otherwise."""
    ways = ("登记表", "电话") if is_borne_out else ("电话", "到班")
    offered = [*(f"核实{number} {way}" for way in ways), f"误报{number} 原因"]
    return f"{number}号由您核实。登记表:{register}。可回:{' / '.join(offered)}"


def taken_before(number: int, role: str) -> str:
    """收到 N, where somebody else has the case: whom to talk to before both ring the same families."""
    who = ROLE_WORDS[role]
    return f"{number}号已由{who}接手。要一起核实,请先跟{who}说一声。"


def ask_how(number: int) -> str:
    """核实 N without how."""
    return f"怎么核实的?回其中一条:核实{number} 登记表 / 核实{number} 电话 / 核实{number} 自述 / 核实{number} 到班"


def confirmed(class_name: str, hours: PublicHours, now: datetime) -> str:
    """核实 N, where the class may answer first."""
    return f"已证实。{class_name}可在{_when(hours.begins_at, now)}前说明,之后在大厅公布。"


def confirmed_at_once(number: int, class_name: str) -> str:
    """核实 N, where a second word publishes."""
    return f'已证实:{class_name}。回"公示{number}"在大厅公布。'


def confirmed_in_trial(class_name: str) -> str:
    """核实 N during the trial."""
    return f"已证实:{class_name}。试运行期间大厅只计数,不点名。"


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"今天{local:%H:%M}"
    if local.date() == now.date() + timedelta(days=1):
        return f"明天{local:%H:%M}"
    return f"{day_words(local.date())}{local:%H:%M}"


def refuted(class_name: str, reason: str, *, was_shown: bool) -> str:
    """误报 N, done."""
    if was_shown:
        return f"已更正:{class_name}不成立({reason})。大厅公示已撤下,更正同样显示。"
    return f"已记为误报:{class_name}不成立({reason}),不会公布。"


def now_public(class_name: str, day: date, what: str, last_day: date) -> str:
    """公示 N, done."""
    return f"已公示:{class_name} {day_words(day)} {what}。大厅显示到{day_words(last_day)}。"


def waiting(texts: Sequence[str]) -> str:
    """What could not be delivered before, shown at this contact."""
    more = [f'……另有{len(texts) - 3}条,回"今日"看全部'] if len(texts) > 3 else []
    return "\n".join(["之前没能送到您的提醒:", *texts[:3], *more])


def no_such_case(number: int) -> str:
    """A number nobody gave."""
    return f'没有{number}号。回"今日"看待办和编号。'


def no_reason(word: str, number: int) -> str:
    """误报 N, an early 公示 N, a reply or a talk without its words."""
    what = "原因" if word in ("误报", "公示") else "内容"
    return f"请写明{what},例如:{word}{number} {_REASONS[word]}"


_REASONS = {
    "核实": "登记表",
    "误报": "含家庭自加30分钟",
    "公示": "影响较大,先行公布",
    "整改": "语文 数学",
    "回复": "数学练习册改隔天",
    "座谈": "与各科老师商定每天错开",
}


def before_its_hour(number: int) -> str:
    """公示 N while the class may still answer."""
    return f'班级的说明时间还没到,到点自动公布。确需提前,请校长回"公示{number} 原因"。'


def too_long(word: str, signs: int, most: int) -> str:
    """More was written behind a word than is kept."""
    return f"没有记下:{word}后面写了{signs}个字,最多{most}个字。请缩短后再发一次。"


def shortened(words: str, most: int = 60) -> str:
    """What a receipt says again of what was written; … where it is not all."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def wrong_state(number: int, state: CaseState) -> str:
    """An act that does not fit where the case stands."""
    return f"{number}号现在是:{STATE_WORDS[state]},不能这样办。{_NEXT.get(state, '')}".replace(
        "{number}", str(number)
    )


def nothing_to_take(number: int, state: CaseState) -> str:
    """收到 N of a case that has ended."""
    return f"{number}号{STATE_WORDS[state]},已经办完,不用再接手。"


def number_unread(word: str) -> str:
    """A staff word whose number could not be read: one number, in digits, before anything else."""
    example = " ".join(filter(None, (f"{word}3", _REASONS.get(word, ""))))
    return f'编号没看懂。一次写一件,用数字,例如:{example}。回"今日"看待办和编号。'


_NEXT = {
    CaseState.SUSPECTED: "请先核实:核实{number} 登记表 / 核实{number} 电话 / 误报{number} 原因",
    CaseState.CONFIRMED: "可回:公示{number} / 误报{number} 原因 / 整改{number} 学科",
    CaseState.REFUTED: "核实为不成立的,不再公布。",
    CaseState.CORRECTED: "核实为不成立的,不再公布。",
    CaseState.PUBLIC: "可回:误报{number} 原因 / 整改{number} 学科 / 销号{number}",
}
