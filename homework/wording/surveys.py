"""What questionnaires say (问卷措辞): mistakes beside their question, promises, states, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from homework.days import day_words

PLEASE_ANSWER = "这一题还没有填。"
NOT_A_CHOICE = "请从列出的选项里选。"
NUMBER_UNREADABLE = "请填一个整数,如 2。"
MINUTES_UNREADABLE = "没看懂时间。请填分钟数,如 30,或“半小时”。"
CLOCK_UNREADABLE = "没看懂钟点。请按24小时填,如 21:30。"
SOME_MISTAKES = "有题目要补一下,已标出。您填的都还在。"
NO_ROLE = "请选是谁在填。"
CODE_NEEDED = "请填老师发的填写码,一码填一份。"
CODE_UNKNOWN = "没有找到这个填写码,请核对一下字母和数字。"
CODE_USED = "这个填写码已经填过一份了。是自家填的,用当时那部手机打开就能改;不是自家填的,请向学校换一个填写码。"
TRY_AGAIN = "刚才没有记下,请再点一次“提交”。您填的都还在。"
PAGE_WAITED = "页面放得太久,没有提交成功。您填的都还在,请再点一次“提交”。"
CONSENT_CHANGED = "隐私说明刚有更新,请看一下最下面的“隐私说明”。您填的都还在,同意请再点一次“提交”。"
NO_COOKIES = "如果反复出现,请在微信里打开,或允许浏览器保存Cookie。"
NO_SURVEY_HERE = "没有找到这份问卷"
NO_SURVEY_WHY = (
    "链接可能少了几个字,或者学校已经收回。请重新扫问卷的二维码,或请发链接的老师再发一次。"
    "填过的答卷可以在“我填过的”里看。"
)
CONSENT = "点“提交”,就是同意按隐私说明记下;点“不填”,什么也不记。"
CONSENT_EDIT = "点“提交”,就是同意按隐私说明记下;点“不改了”,以前填的不变。"
PROMISES = (
    "不问姓名、手机号、学号。",
    "答卷不存是谁填的;班级老师只看到满5份后的汇总,看不到原话。",
    "截止前随时可以改;一家几部手机都填了,算先填的那份。",
)
PROMISES_TEACHER = (
    "不问姓名。",
    "答卷不存是谁填的;学校只看到满5份后的汇总。",
    "截止前随时可以改。",
)
ROLE = {
    "parent": "家长",
    "pupil_with_parent": "孩子和家长一起",
    "teacher": "教师",
}
ROLE_SHORT = {"parent": "家长", "pupil_with_parent": "亲子", "teacher": "教师"}
ROLE_ASKED = "是谁在填?"
HIDDEN = "不足5份或能倒推,不显示"
OPEN_NOTE = "问卷进行中:只看全校,每满5份更新一次,最近一批截止后再计入。"
OWN_NOTE = "您看到的是截止后的汇总,比例取整到10%,没有原话。"
NO_SURVEYS = "还没有问卷。从下面选一份模板,选好年级,点“开始”,各班二维码就生成了。"
NO_SURVEYS_TO_READ = "还没有截止的问卷。截止后这里能看到您班级或年级的汇总。"
NO_TARGET = "请至少选一个年级和一种身份。"
ALREADY_OPEN = "这份问卷还有一轮没截止。先截止那一轮,再发起新的。"
STARTED = "问卷已开始。把各班二维码或链接发下去就可以收了。"
HAND_OUT = "二维码和链接现在就可以印、可以发。"
OPENS_WHEN = "不填就是现在;填了,从那天7:00开始,二维码现在就可以印。"
CANCELLED = "已取消这一轮,没有人填过。"
CLOSED_NOW = "已截止。各年级、各班的汇总现在可以看了。"
NOT_ALLOWED = "发起和截止问卷由教导处和校领导操作。"
DAY_OVER = "今天的反馈已经截止,每日作业量要等下一个上学日再发。"


def too_many(most: int) -> str:
    """More ticks than the question allows."""
    return f"最多选{most}项,请去掉几项。"


def too_long(length: int, limit: int) -> str:
    """A text over its limit."""
    return f"写了{length}个字,最多{limit}个,请缩短一些。"


def out_of_bounds(low: int, high: int, unit: str) -> str:
    """A number that cannot be."""
    return f"请填{low}到{high}{unit}之间的数。"


def clock_beyond(low: str, high: str, *, is_next_day: bool) -> str:
    """A clock time that cannot be meant, most often a morning's for an evening's."""
    end = f"次日{high}" if is_next_day else high
    return f"请填{low}到{end}之间的钟点,按24小时写:晚上九点半是21:30。"


def asked_if(question: str, choices: Iterable[str]) -> str:
    """For who sees every question at once: when this one is meant."""
    chosen = "”或“".join(choices)
    return f"上面“{question}”选了“{chosen}”才填"


def open_until(closes: datetime) -> str:
    """Until when a round can be answered and changed."""
    return f"{day_words(closes.date())}{closes:%H:%M}前都可以填、可以改"


def not_yet(opens: datetime) -> str:
    """What stands where the form will be."""
    return f"这份问卷{day_words(opens.date())}{opens:%H:%M}开始,到时再打开这个链接就能填。"


def opens_later(opens: datetime) -> str:
    """What the 教导处 reads of a round that has not begun."""
    return f"{day_words(opens.date())}{opens:%H:%M}开始。{HAND_OUT}"


def bad_opening(most: int) -> str:
    """A first day that is no day, has gone, or is too far away."""
    return f"“哪天开始”请填今天起{most}天以内的日期,或者不填。"


def open_between(opens: datetime, closes: datetime) -> str:
    """A poster that is printed before its round begins."""
    return f"{day_words(opens.date())}{opens:%H:%M}起,{open_until(closes)}"


def on_scale(step: int, bounds: tuple[int, int], ends: tuple[str, str]) -> str:
    """A step with what its ends mean: 2(1 很低落,5 很愉快)."""
    return f"{step}({bounds[0]} {ends[0]},{bounds[1]} {ends[1]})"


def state_words(now: datetime, opens: datetime, closes: datetime) -> str:
    """未开始, 进行中, 已截止."""
    if now < opens:
        return "未开始"
    return "进行中" if now < closes else "已截止"


def closed_at(closed: datetime) -> str:
    """What stands where the form was."""
    return f"这份问卷{day_words(closed.date())}{closed:%H:%M}已截止,谢谢。"


def round_words(title: str, number: int) -> str:
    """A round as people call it."""
    return title if number == 1 else f"{title} 第{number}轮"


def about_day(day: date) -> str:
    """Which day a daily-load round asks about."""
    return f"{day_words(day)}的作业"


def span_words(opens: datetime, closes: datetime) -> str:
    """When a round is open."""
    return f"{day_words(opens.date())}–{day_words(closes.date())}{closes:%H:%M}"


def units_words(count: int) -> str:
    """How many answers there are."""
    return f"{count}份"


def rough_percent(percent: int) -> int:
    """A share as a class's own teachers see it, to the next ten percent."""
    return (percent + 5) // 10 * 10
