"""What parents read in the chat (对家长的措辞): the fact, then what to do next, then nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from homework.days import day_words
from homework.policy import Measure, Rule

EXAMPLE = "语文抄词20分钟 数学练习册半小时"
PROMISE = "不问姓名、电话、学号;系统不会告诉老师是谁填的。"
SAY_CLASS = "孩子在哪个班?回班级即可,如 三年级2班"

KEPT_FOR_YOU = "作业先替您留着。"

NOT_COMMITTED = "刚才这条没有记下,请再发一次。"
TOO_FAST = "消息来得太快,这条没有记下。请过一分钟再发一次。"
SORRY = "这条没能处理好,原话已加密留存,管理员会查看。请过几分钟再发一次。"
NO_SCHOOL = "这个公众号还没有接入学校,请联系学校管理员。"
THANKS = '不客气。有作业随时说;没有作业就说"今天没有作业"。'
WHO_REPORTED = "哪些家庭填了反馈,系统任何页面都不提供。"
NO_LOOKING_UP = (
    "这里不能查、也不转发今晚的作业:按国家规定不得用手机布置作业。孩子没记清,请直接问老师。"
)
BE_SPECIFIC = "说说具体作业和时间,学校才好核实。例如:语文小练笔40分钟"
WHOSE_FIGURE = "这是哪一科的时间?带上科目再说一次就记下,如 数学30分钟"
WHOSE_KIND = "哪一科?带上科目再说一次就记下,如 数学是口头的"
THATS_ALL = '好。有作业随时说;没有作业就说"今天没有作业"。'
WHICH_HOMEWORK = "哪一科、什么作业?和时间一起说就记下,例如:数学练习册20分钟,要家长批改"
SCAN_POSTER = "这个公众号服务多所学校。请扫一下班级海报上的二维码,就知道是哪个班了。"


def greeting(school: str, class_name: str, link: str) -> str:
    """First contact, by a class's poster."""
    return (
        f"您好,这里是{school}作业反馈,已为您选好{class_name}。\n"
        f"点这里填最快:{link}\n"
        f"也可以直接说,例如:{EXAMPLE}\n{PROMISE}"
    )


def greeting_without_class(school: str, *, is_unknown_code: bool = False) -> str:
    """First contact, by any other way; `is_unknown_code`: a code that leads to no class."""
    found = "这个班级码没有认出来。" if is_unknown_code else ""
    return f"您好,这里是{school}作业反馈。{found}{SAY_CLASS}\n{PROMISE}"


def class_chosen(class_name: str, link: str) -> str:
    """The class was scanned or typed: what to do next."""
    return f"已为您选好{class_name}。\n点这里填最快:{link}\n也可以直接说,例如:{EXAMPLE}"


def which_of_classes(class_names: Sequence[str]) -> str:
    """Two classes in one message."""
    named = "、".join(class_names)
    return f"说到了两个班:{named}。这份是哪个班的?回一个班级即可,如 {class_names[0]}"


def still_waits(name: str) -> str:
    """The same message spoke of another class, too."""
    return f'{name}的替您留着,回"{name}"就记下。'


def say_again(name: str) -> str:
    """The same, where a question is open already."""
    return f"{name}的,请等下再单独发一句。"


def which_school(schools: Sequence[str]) -> str:
    """The account speaks for a few schools."""
    numbered = " ".join(f"{place}.{name}" for place, name in enumerate(schools, 1))
    return f"孩子在哪所学校?回数字即可,如 1\n{numbered}"


def no_such_class(school: str, grade_name: str, count: int) -> str:
    """The class that was named does not exist; `count`: how many the grade has."""
    if count == 0:
        return f"{school}没有找到{grade_name}。{SAY_CLASS}"
    classes = f"1班到{count}班" if count > 1 else "1班"
    return f"{school}{grade_name}有{classes}。孩子在几班?回班级即可,如 {grade_name}1班"


def which_number(grade_name: str) -> str:
    """The grade was named, the class was not."""
    return f"{grade_name}几班?回班级即可,如 {grade_name}2班"


def day_closed(day: date) -> str:
    """An edit that comes too late."""
    return f"{day_words(day)}的反馈已过截止时间(下一个上学日12:00),不能再改。"


def day_too_old(day: date) -> str:
    """A report about a day long gone."""
    return f"{day_words(day)}太久了,这里只补记最近5个上学日的。"


def withdrawn(class_name: str, day: date) -> str:
    """撤回, done."""
    return f"已撤回{class_name} {day_words(day)}的反馈,不再计入。"


def too_late_to_withdraw(day: date, link: str) -> str:
    """撤回, after the day closed; deleting one's data stays possible."""
    return f"{day_words(day)}的反馈已过截止时间,不能在这里撤回。要删除自己的数据:{link}"


NOTHING_SAID = "您还没有反馈过,没有可撤回的。"


def nothing_to_withdraw(day: date) -> str:
    """撤回, where there is nothing."""
    return f'{day_words(day)}您还没有反馈,没有可撤回的。要看以前的,回"我的"。'


def mine(said: str, link: str) -> str:
    """我的: what is kept of today, and the way to everything."""
    return f"{said}\n查看、更正、删除全部:{link}\n链接10分钟内有效,请不要转发。"


def own_data(link: str) -> str:
    """删除我的数据: where everything is seen and deleted."""
    return f"查看、更正、删除全部,都在这里:{link}\n链接10分钟内有效,请不要转发。取消关注,资料也会一起删掉。"


def refusing(link: str) -> str:
    """不同意."""
    return f"不同意就不用填,什么也不记。填过的要删,点这里:{link}\n链接10分钟内有效,请不要转发。"


def said_nothing(day: date) -> str:
    """我的, where nothing was said of the day."""
    return f"{day_words(day)}您还没有反馈。"


def said_so_far(class_name: str, day: date, lines: Sequence[str]) -> str:
    """我的: what this person said of the day."""
    return "\n".join([f"{class_name} {day_words(day)} 您说的是:", *lines])


def guidance(link: str | None) -> str:
    """帮助: the page first, since WeChat's back office does not see it."""
    first = f"点这里填最快:{link}\n" if link else f"先说{SAY_CLASS.removeprefix('孩子')}\n"
    return (
        f'{first}也可以直接说,例如:{EXAMPLE};没有就说"今天没有作业"\n'
        '还可以回:撤回、我的、上限;想由这里一项项问,回"一步一步"\n'
        f"{PROMISE}打字时公众号管理员可能看到您的微信昵称,介意请用填报页。"
    )


def not_understood(link: str | None) -> str:
    """Anything else: two lines of help."""
    second = f"点这里填也行:{link}" if link else "第一次用请先说班级,如 三年级2班"
    return f"没看懂这句。说科目和时间就行,例如:{EXAMPLE}\n{second}"


def not_understood_yet(question: str) -> str:
    """Anything else while a question is open: the question again."""
    return f"没看懂这句。{question}"


def hello(school: str, link: str | None) -> str:
    """您好."""
    first = f"点这里填今天的作业:{link}" if link else SAY_CLASS
    return f'您好,这里是{school}作业反馈。\n{first}\n也可以直接说,例如:{EXAMPLE};更多回"帮助"'


def here(link: str | None) -> str:
    """在吗."""
    second = f"点这里填也行:{link}" if link else SAY_CLASS
    return f"在的,随时可以说。例如:{EXAMPLE}\n{second}"


def cannot_answer(link: str | None) -> str:
    """A question about something else."""
    page = f"\n点这里填今天的作业:{link}" if link else ""
    return f'这个这里答不了,请问老师或教导处。这里只收作业和时间,例如:{EXAMPLE};更多回"帮助"{page}'


def text_only(link: str | None) -> str:
    """An image, a voice, a video, a place."""
    page = f"\n点这里填也行:{link}" if link else ""
    return f"这里只看得懂文字。请打字说,例如:{EXAMPLE}{page}"


def bound(class_name: str) -> str:
    """绑定, done."""
    return f"已绑定{class_name}的家庭反馈条。从现在起,您家的反馈按一户一票计算。{PROMISE}"


def already_bound(class_name: str) -> str:
    """绑定, again."""
    return f"这个家庭码您已经绑定过了({class_name}),直接说作业就行。"


WRONG_CODE = "没有找到这个家庭码,请对照家庭反馈条再看一遍。例如:绑定 k7m2xq4p"
TOO_MANY_CODES = "今天输错的次数多了,请明天再试。反馈作业不受影响。"


_MOST_CAPS, _MOST_BANS = 2, 4


def caps(class_name: str, rules: Sequence[Rule], page: str) -> str:
    """上限: what holds for the class, each cap with where it comes from, the bans by
    name, and the page of all."""
    bans = [each.name for each in rules if each.measure is Measure.BREACH]
    limits = [each for each in rules if each.measure is not Measure.BREACH]
    lines = [f"{class_name}今天适用的规定:"]
    lines += [_cap_line(each) for each in limits[:_MOST_CAPS]]
    others = [_names("也管:", [each.name for each in limits[_MOST_CAPS:]]), _names("不许:", bans)]
    rest = [";".join(filter(None, others))] if any(others) else []
    rest.append(f"全部规定和出处:{page}")
    # Four lines: beside two caps the bans share the last.
    return "\n".join([*lines, *rest] if len(lines) <= 2 else [*lines, "。".join(rest)])


def rules_quoted(name: str, rules: Sequence[Rule], page: str) -> str:
    """中午能布置作业吗: what the rules say of it, word for word, with where it is from."""
    lines = [f"{each.name}:{each.quote}({each.pack_title})" for each in rules[:_MOST_CAPS]]
    head = [f"{name}适用的规定:"] if lines else ["本校的规定里没有单说这一条。"]
    return "\n".join([*head, *lines, f"全部规定和出处:{page}"])


def _names(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    return what + "、".join(names[:_MOST_BANS]) + ("等" if len(names) > _MOST_BANS else "")


def _cap_line(rule: Rule) -> str:
    """书面作业:每天书面作业完成时间平均不超过60分钟(国家作业管理等规定(2021)); where the clause names
    no figure, the figure it comes to."""
    is_said = rule.limit == 0 or str(rule.limit) in rule.quote
    figure = "" if is_said else f"不超过{rule.limit}{rule.measure.unit},"
    return f"{rule.name}:{figure}{rule.quote}({rule.pack_title})"
