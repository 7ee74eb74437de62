"""What parents read on the report page (填报页的措辞): labels, receipts, mistakes said at the field."""

from __future__ import annotations

from datetime import date, datetime

from homework.days import day_words
from homework.report import (
    MAX_MINUTES,
    Assignment,
    Irregularity,
    Kind,
    Minutes,
    Report,
    Slot,
)

KIND_WORDS = {Kind.WRITTEN: "书面", Kind.ORAL: "口头", Kind.PRACTICAL: "实践"}

IRREGULARITY_WORDS = {
    Irregularity.PARENT_MARK: "要求家长批改",
    Irregularity.PARENT_SIGN: "要求家长签字",
    Irregularity.PARENT_HELP: "要求家长完成或代劳",
    Irregularity.PUNITIVE_COPY: "罚抄、加量惩罚",
    Irregularity.MECHANICAL_COPY: "机械重复、大量抄写",
    Irregularity.GROUP_ASSIGNED: "在微信群、QQ群布置",
    Irregularity.GROUP_CHECKIN: "要求在群里打卡",
    Irregularity.PRINT_AT_HOME: "要求在家打印",
    Irregularity.ONLINE_APP: "要求用手机或App完成",
}

NOTHING_SAID = "还没有填。点一个用时就可以,没有作业请点“没有作业”。"
HOMEWORK_AND_NONE = "上面已经填了作业,没有发送。确实没有作业,请先把填的清掉。"
KIND_NEEDED = "一、二年级请选一下:口头、实践,还是书面。"
UNFINISHED_NEEDS_MINUTES = "没写完的,也请填一下停笔时写了多少分钟。"
MINUTES_UNREADABLE = f"用时请填1到{MAX_MINUTES}之间的分钟数,例如 25。"
WORDS_TOO_LONG = "这段话太长了,请分开说,每次不超过500字。"
WORDS_UNREAD = "这句话里没有读出作业。请写成“语文抄写20分钟 数学练习册半小时”这样。"
WORDS_IMPLAUSIBLE = "这句话里有一项用时特别长,请改一下,或把它填在上面对应的学科里。"
PAGE_WAITED = "这一页放得太久,没有发送成功。您填的都还在,请再点一次“发送”。"
NO_COOKIES = "如果再点还是这样,是浏览器关闭了 Cookie:请打开它,或在微信里重新扫码。"
TRY_AGAIN = "系统正忙,刚才没有记下。您填的都还在,请再点一次“发送”。"
CONSENT = (
    "不问姓名,老师看不到是谁填的。第一次填:点“同意并发送”或“没有作业”,"
    "就是同意按下面的隐私说明记下这份反馈;点“不同意”,什么也不记。"
)
CONSENT_CHANGED = "隐私说明刚有更新,请看一下最下面的“隐私说明”。您填的都还在,同意请再点一次发送。"
ALSO_IN_CHAT = "这一天您在公众号对话框里也说过。两处算一户,以最后说的一份为准。"
SAME_AS_CHAT = "改的就是您在公众号对话框里说的那一份,两处算一户。"
GO_ON_FROM_CHAT = "在对话框里说过?接着改那一份"
PUT_ASIDE = (
    "今天从同一个网络填这个班的特别多,这份已记下,先放在一边,学校核实后再计算。"
    "用学校发的家庭反馈条填,就按一户一票计算。"
)
CLASS_ENDED = "这个二维码的班级已经毕业或调整。请选孩子现在的班级。"
CLASS_UNKNOWN = "链接不完整,或者学校换过班级海报。请重新扫班级海报上的二维码,或先选班级填。"
SCHOOL_UNKNOWN = (
    "链接不完整,或者学校换过海报。请重新扫学校或班级海报上的二维码;扫不出来,请向学校要链接。"
)
SLIP_ENDED = (
    "这张家庭反馈条用不了:链接不完整、换过新的,或者是上学年的。"
    "请重新扫一下,或先选班级填;新的请向学校要。"
)

PROMISES = (
    "不问姓名、手机号、学号。",
    "老师只看到满5户后的全班合计,看不到谁填、几点填、原话。",
    "您随时可以查看、更正、删除。",
)


def content_too_long(limit: int) -> str:
    """A content longer than its field; it is shown whole, to be shortened."""
    return f"内容请写短些,不超过{limit}个字。"


def too_fast(seconds: int, *, is_shared: bool) -> str:
    """More at once than can be: what to do, and that nothing typed is lost."""
    why = "同一个网络里正在填的人很多" if is_shared else "刚才点得太快"
    return f"{why},这次没有记下。您填的都还在,请等{seconds}秒再点一次“发送”。"


def implausible(minutes: int) -> str:
    """A figure beyond any ordinary evening, asked about before it counts."""
    hours, rest = divmod(minutes, 60)
    words = f"{hours}小时" + (f"{rest}分钟" if rest else "")
    return f"{minutes}分钟就是{words}。没写错的话,请勾选下面这一格再发送。"


def to_mend(places: int) -> str:
    """Above a form that came back: how much there is to do, and that nothing was lost."""
    return f"有{places}处要改一下,已标出。您填的都还在。"


def names_another_class(said: str, here: str) -> str:
    """The words speak of another class than the page is for."""
    return f"这里只记{here},您写的是{said}。另一个班请扫那个班的二维码。"


def speaks_of_another_day(day: date) -> str:
    """The words say 昨天 or a weekday that is not the page's day."""
    return f"这一页记的是{day_words(day)}的作业,您写的像是另一天。请在最上面换一天,或去掉日期。"


def closed(day: date, closed_at: datetime, open_day: date) -> str:
    """The chosen day ended while the page was open."""
    return (
        f"{day_words(day)}的反馈已在{day_words(closed_at.date())}{closed_at:%H:%M}截止,没有保存。"
        f"如果说的是{day_words(open_day)}的作业,请再点“发送”。"
    )


def minutes_words(minutes: Minutes | None) -> str:
    """20分钟, 30到60分钟, 至少40分钟(没写完), 用时未填."""
    if minutes is None:
        return "用时未填"
    if minutes.high is None:
        return f"至少{minutes.low}分钟"
    if minutes.low == minutes.high:
        return f"{minutes.low}分钟"
    return f"{minutes.low}到{minutes.high}分钟"


def assignment_words(assignment: Assignment) -> str:
    """Content, form and circumstances of one assignment, without subject and minutes."""
    said = [assignment.content] if assignment.content else []
    if assignment.kind is not None:
        said.append(KIND_WORDS[assignment.kind])
    if assignment.slot is Slot.NOON:
        said.append("中午布置")
    if assignment.is_optional:
        said.append("选做")
    if assignment.family_added:
        said.append("家里加的,不算学校作业")
    if assignment.minutes is not None and not assignment.minutes.is_finished:
        said.append("在校先写了一部分" if assignment.done_at_school else "没写完,到点停了")
    return " · ".join(said)


def time_words(assignment: Assignment) -> str:
    """How long one assignment took, as the receipt says it."""
    if assignment.done_at_school and assignment.minutes is None:
        return "在校写完"
    if assignment.minutes_included:
        return "时间已含"
    return minutes_words(assignment.minutes)


def spoken(assignment: Assignment) -> str:
    """One assignment as a person would type it, for correcting it in the free text."""
    minutes = assignment.minutes
    time = "" if minutes is None else minutes_words(minutes)
    if minutes is not None and not minutes.is_finished:
        time = f"{minutes.low}分钟没写完"
    elif assignment.done_at_school and minutes is None:
        time = "在校写完"
    marks = [KIND_WORDS[assignment.kind]] if assignment.kind else []
    marks += ["家里加的"] if assignment.family_added else []
    # The reader keeps such marks in the content: said twice, they would pile up with each edit.
    said = "".join(f"({mark})" for mark in marks if mark not in assignment.content)
    return f"{assignment.subject}{assignment.content}{said}{'' if time in assignment.content else time}"


def missing_minutes(report: Report) -> str:
    """Names the subjects whose minutes are open, with what to do; empty where none is."""
    names = dict.fromkeys(
        each.subject
        for each in report.assignments
        if each.minutes is None and not each.done_at_school and not each.minutes_included
    )
    if not names or report.stated_total or report.unknown_minutes_accepted:
        return ""
    return f"{'、'.join(names)}的用时还没填。记得的话补一下,不清楚就空着,我们不替您猜。"


def editable_until(day: date, closes: datetime) -> str:
    """Until when, and how, a report may be corrected."""
    return f"{day_words(closes.date())}{closes:%H:%M}前再填一次,就会替换{day_words(day)}的这一份。"


def what_follows(is_lead: bool) -> str:
    """What happens with a report once it is sent."""
    if is_lead:
        return "这份先算作线索。用学校发的家庭反馈条填,就按一户一票计算。未经人工核实不会公布。"
    return "全班合计如果超过上限,教导处会去核实。未经人工核实不会公布。"


def ended_before(day: date, open_day: date) -> str:
    """A link was opened for a day that has ended."""
    return f"{day_words(day)}的反馈已截止,这一页填的是{day_words(open_day)}的作业。"


def covers_until(day: date, next_school_day: date) -> str:
    """On the last day before days off: what is meant by the day's homework."""
    return f"放假前布置、{day_words(next_school_day)}上学前要做完的,都算{day_words(day)}的作业。"
