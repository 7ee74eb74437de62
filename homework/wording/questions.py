"""What parents ask the chat about itself (常见问题): who sees it, what for, who answers; no figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """What an answer may name: the school, this class's page where the class is known."""

    school: str
    page: str | None
    class_name: str | None = None


def who_sees(asker: Asker) -> str:
    """老师知道是我填的吗."""
    other = f"介意请用填报页:{asker.page}" if asker.page else "介意请扫班级码用填报页。"
    return (
        "班级老师看不到是谁填的,只看到满5户后的全班合计。不问姓名、电话、学号。\n"
        f"在这里发文字,公众号管理员可能在微信后台看到您的昵称头像;{other}"
    )


def who_answers(asker: Asker) -> str:
    """你们是谁 · 你是机器人吗."""
    return (
        f"这里是{asker.school}作业反馈,由程序自动回复,没有人工客服。\n"
        "您说今晚的作业和时间,全班合起来超了上限,学校来核实。"
    )


def what_for(asker: Asker) -> str:
    """填了有什么用."""
    return (
        "各家说的时间合在一起,超过上限时由教导处核实;属实的在学校大厅公布,并要求调整。\n"
        '填不填都行,我们不催。本班上限回"上限"。'
    )


def of_others(asker: Asker) -> str:
    """有多少人反馈了 · 我们班超标了吗."""
    return "别家填了什么、填了几户,这里不提供。学校核实过的超标,会在大厅公布。"


def need_not(asker: Asker) -> str:
    """我不想填了."""
    return '好,不填就不用管,我们不催。要删掉自己填过的,回"我的"。'


def whom_to_ask(asker: Asker) -> str:
    """校长电话多少."""
    return (
        "这里不转话,也没有老师和学校的电话,请直接联系教导处或校长。\n"
        "作业太多、罚抄、要家长批改,可以在这里说,全班合起来学校会核实。例如:语文罚抄5遍40分钟"
    )


def not_written(asker: Asker) -> str:
    """没写作业 · 孩子发烧了: not written is not none set."""
    return (
        '孩子没写的,不用填。老师没有布置,回"今天没有作业"。\n'
        "只写了一部分,照实说就行,例如:数学卷子30分钟没写完"
    )


def how_long(asker: Asker) -> str:
    """作业写完了 · 孩子每天写到十一点: what is still to say."""
    return "今晚哪几科,各写了多久?这样说就能记下:语文抄词20分钟 数学练习册半小时"


def noted(asker: Asker) -> str:
    """好的 · 👍."""
    return '好。有作业随时说;没有作业就说"今天没有作业"。'


def which_class(asker: Asker) -> str:
    """怎么换班级 · 我家孩子是哪个班."""
    now = f"现在选的是{asker.class_name}。" if asker.class_name else ""
    return (
        f"{now}换班级直接回新的班级,如 三年级2班;今天已经说过的记错了班,回“发错班了,是三年级2班”。"
    )


def of_surveys(asker: Asker) -> str:
    """问卷在哪填."""
    return (
        "学校的问卷请扫问卷自己的二维码,或点老师发的链接;截止前用同一部手机再打开就能改。\n"
        "这里只收当天的作业和时间。"
    )


def slip_lost(asker: Asker) -> str:
    """反馈条丢了."""
    return "反馈条丢了或没收到,请向学校要一张新的。没有也能反馈,直接说作业就行,例如:语文抄词20分钟"


def page_trouble(asker: Asker) -> str:
    """链接打不开: the chat does the same, and the link can be had again."""
    again = f"\n再试一次:{asker.page}" if asker.page else ""
    return f"页面打不开不要紧,在这里直接说就行,例如:语文抄词20分钟 数学练习册半小时{again}"


def unfollow(asker: Asker) -> str:
    """取消关注怎么弄."""
    return '在公众号主页点"已关注"就能取消;取消后,您填过的资料会一起删掉。'


def how_to_change(asker: Asker) -> str:
    """填错了 · 怎么修改 · 不对."""
    return (
        '直接说对的就行,如 数学40分钟,同一科以后说的为准。\n全部重说,开头加"更正";不留了,回"撤回"。'
    )


def which_kind(asker: Asker) -> str:
    """听读算书面吗 · 选做的算不算."""
    return (
        "动笔写的是书面,读、背、听的是口头,动手做、运动的是实践。\n"
        '照实说就行,系统会分开算;自己选做的,加一句"选做"。'
    )


def no_tutor(asker: Asker) -> str:
    """第三题怎么做."""
    return "这里不讲题、不批改。不会的题可以空着,第二天问老师;写了多久照实说就行。"


def more_wanted(asker: Asker) -> str:
    """能不能多布置点."""
    return "布置多少由老师按规定来定,这里只收当天的作业和时间。没有作业,回“今天没有作业”就行。"


def not_schools(asker: Asker) -> str:
    """补习班作业一小时."""
    return "补习班和家里加的不算学校作业,可以不说。学校布置的,例如:数学练习册20分钟"


def praise(asker: Asker) -> str:
    """今天作业不多,点赞."""
    return "替孩子高兴。作业少也请照实说一句,例如:数学口算10分钟;做得好的班,学校也看得到。"


def sorry(asker: Asker) -> str:
    """Whatever is shouted at a program late at night."""
    return "抱歉,没帮上忙。把作业和时间说给这里,例如:语文抄词20分钟;全班合起来超了,学校来核实。"


def tired(asker: Asker) -> str:
    """😭 · 唉."""
    return "您和孩子都辛苦了。今晚哪几科,各写了多久?例如:语文抄词20分钟 数学练习册半小时"


def thanks(asker: Asker) -> str:
    """辛苦了."""
    return '不客气。有作业随时说;没有作业就说"今天没有作业"。'


Answer = Callable[[Asker], str]
