"""Talk that is not a report (闲聊、提问、抱怨、通知): told clause by clause, so that a report survives it."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from homework.reading.lazy import lazy
from homework.reading.phrases import Phrases, any_of, signed


class Talk(StrEnum):
    """What a clause is, when it is not about tonight's homework."""

    QUESTION = "question"
    EXAM = "exam"
    MARKS = "marks"  # 成绩、缺交、表扬
    ERRAND = "errand"  # 买、带、报名
    CLUB = "club"  # lessons outside school
    EVENT = "event"  # meetings, lessons, clubs
    COMPLAINT = "complaint"
    PLAN = "plan"  # wishes and plans


# Behind 考试 these turn news of an exam into homework (考试卷, 测试题).
PARTS = {"NO_WORK": r"(?![^,;。\n]{0,3}(?:卷|题|复习|错|订正|改错|资料|分析|范围|重点|内容|练习))"}

QUESTION = signed(
    "谁楚木想怎哪咨咋否号什么麻诉忘啥呢吗可?问能嘛几少人h会下知求我不有",
    any_of(
        r"""
    \? [是要多]几(?!何) 吗 呢(?=$|[\s,;。!?|]) 么(?=$|[\s,;。!?|]) (?<!\ue002)嘛(?=$|[\s,;。!?|]) 谁 (?<!没)(?<!没有)什么(?!都)
    (?<!没)啥(?!都|作业都|作业也) 第几 几点 几页 几课 几题 (?<!好)几遍 几单元 几号 哪 (?<!没)(?<!不)多少 怎么(?!也) 咋 是不是 有没有 有木有 要不要 能不能
    会不会 可不可以 请问 求(?:助|告知|作业|发|问|拍|图|解答) 是否 有人知道 ([做写交背抄带用要会算是])不\1 发一下
    发我 发下(?!来) 麻烦(?:发|告|问|拍) 问一下 问下 想问 咨询 不知道 不清楚作业 告诉我 忘记是 \bwhat\b
    \bhow\b \bwhen\b \bwhich\b
""",
        PARTS,
    ),
)
EXAM = signed(
    "监抽模月高统期考检测",
    any_of(
        r"""
    考试NO_WORK 测验
    (?:单元|随堂|阶段|期中|期末|模拟|摸底|水平)?(?:测试|检测)NO_WORK(?![\d一二三四五六(p])(?=$|[^\u4e00-\u9fff]|了|的|时|成|前)
    (?:期中|期末|月考|中考|高考|模考)NO_WORK 要考 考(?:了|得|砸|完|过|语|数|英|听)
    抽考 统考 监测 (?:模拟|机|口语)考(?!卷|题|试)
""",
        PARTS,
    ),
)
# A clause that prepares for an exam is homework, not news of one.
PREPARES = lazy(r"复习|预习|订正|整理|抄|背|默|准备|错题|卷|练习")
MARKS = signed(
    "齐退迹进走赞落良缺粗秀现率潦漏流未旷早排拖找扣均及厉乱丢迟绩真特棒扬忘假评见满差补带重次考得工部已交名对全批班分错订的",
    any_of(
        r"""
    (?:[89]\d|1[0-5]\d)(?:\.5)?分(?!钟) 错[\d一二两三四五六七八九十几]+[题个道处](?!,?订正|,?改|.{0,4}[罚抄写]) 未(?:背|默|写|做|完成): 全部改完 已批改 批完了
    第[一二三四五\d]名 流利 特别[棒好] 真棒 很棒 厉害 没写名字 缺交 未交 没交 漏交 补交 不交作业 拖欠 优秀 全对(?!可|的|免|者|就|不) 表扬 点赞 批评 得分 成绩 不及格 排名
    名次 进步 退步 作业[乱差] 潦草 工整[,。!]?$ 请假 缺勤 名单 全错 错了(?!的) 错\d 粗心 走神
    忘带(?!.{0,12}[抄罚]) 没带(?!.{0,12}[抄罚]) 没订正 未订正 做得(?:好|不错|很)
    写得(?:好|不错|很|乱) 得了 (?:得|考|扣)了?\d+分 满分(?!卷|\d) 满分\d+(?!分|\d) (?:不过关|不合格|没过关?|没背|未背|没默)的 迟到(?!.{0,12}[抄罚]) 早退 旷课
    字迹 正确率 表现 点名 退回 重交 还没交 收齐 班第一 平均分 交齐 有进步 良好 丢了 不见了 忘在
    落在?(?:学校|家|教室) 找不到 写错了
""",
        PARTS,
    ),
)
ERRAND = signed(
    "齐领钱费购缴携买去带名下元",
    any_of(
        r"""
    \d元 带到 带去 缴费 交费 交钱 报名 订购 购买 下单 (?<![购])买 明天带 记得带 带来 带上 请带 带好 带齐 带回(?!家|来(?:写|做|了?一?点|的)) 要带 携带 领取 领到
""",
        PARTS,
    ),
)
CLUB = signed(
    "托培启兴陪线网教辅补验班",
    any_of(
        r"""
    (?:作文|书法|英语|数学|语文|奥数|思维|阅读|写作|口才|编程|美术|画画|舞蹈|游泳|围棋|乐高|钢琴|口语|外教)班(?!作业)
    外教课 启蒙课 陪练 体验课 线下课 (?:兴趣|补习|辅导|培训|网课|托管)班(?!的?作业) 家教 补习(?![班册本]) 培训(?!班)
""",
        PARTS,
    ),
)
EVENT = signed(
    "督控表节食车赛费薪竞秋票研直病疫烧游服换招拖执意影座展室占医办值住餐访议演接停假玩放几代运趣调补关开公讲检会看下好晚日上群老听",
    any_of(
        r"""
    家长会 开会 会议 体检 疫苗 春游 秋游 研学(?!单) 校服 材料费 书费 回执 放假 开学 补课 上课 下课 拖堂 占课 占了
    调课 停课 代课 换课 竞赛 比赛 演出 值日 运动会 家访 接孩子 放学时间 几点放学
    晚自习 校车 食堂 午餐 教室 办公室 生病 发烧 住院 医院 招聘 月薪 讲座 直播 公开课 展览 门票 关门 电影 演唱 生日
    作业群 请假 发放 老师(?:很|太|真|特别|超级|人|好|教|讲得|讲课|打|骂|说孩子|姓|是|换|病|生病|产假|今天没来)
    讲课 听课 课程?表 第[\d一二三四五六七八]节课?(?:[是上]|[^,;。]{0,6}改) 班会 督促(?:任课|教|老师) 控制作业 好听 好玩 好看 有趣 有意思 没意思
""",
        PARTS,
    ),
)
COMPLAINT = signed(
    "难隔违辱越超负讨磨睡疼爱熬死欢拖抗意愁想怜怎常崩害哭命吐受取凭么举辛累管烦映投建希压别间次头公讲总太会罚无好合多是天",
    any_of(
        r"""
    太[多少难累晚重长慢过烦] 这么多 那么多 好多 好累 好难 很难 难死 真难 难[啊呀吧] 受不了 受得了 没意义 无意义 建议 希望 举报 投诉 管不管
    管管 总是 天天(?!练|向上|跳绳|算|背|读|抄|一练) 老是 经常 每次都 怎么又 不合理 超标 超量 违规 减负 负担 压力
    崩溃 无语 烦(?!请) 抗议 反映 难道 凭什么 睡觉 熬夜 没时间 辛苦 比隔壁 别的班 隔壁班 不讲 不管 不会做 不想
    作业多 多死 要命 哭 磨蹭 拖拉 不喜欢 喜欢 讨厌 害怕 我爱 爱上 头疼 头大 发愁 吐槽 可怜 不公平 体罚 辱骂 取消
    不负责 负责任 意见 越来越 不想写 气死
""",
        PARTS,
    ),
)
PLAN = signed(
    "该荐聊游曾想待候果将可去划再假等始以电次期下明后我周是打",
    any_of(
        r"""
    ^[\s|]*(?:明天|后天|下周.)[^,;。]{0,6}(?:听写|默写|抽查|检查|抽背|过关|测) 我想 我要 想学 想报 打算 明天开始 下周 下学期 (?<![页课题章节])以后(?!的?内容) 将来 计划 打电话 聊 推荐
    应该多 可以多 玩游戏 如果 要是 假如 曾经 以前 小时候 上次 上周(?!末) 上学期 去年 等会 待会 一会儿?再
""",
        PARTS,
    ),
)
Rules = tuple[tuple[Talk, Phrases], ...]
RULES: Rules = (
    (Talk.EXAM, EXAM),
    (Talk.QUESTION, QUESTION),
    (Talk.MARKS, MARKS),
    (Talk.ERRAND, ERRAND),
    (Talk.CLUB, CLUB),
    (Talk.EVENT, EVENT),
    (Talk.COMPLAINT, COMPLAINT),
    (Talk.PLAN, PLAN),
)

# One of these and the whole message is somebody's business, whatever else it says.
ADVERT = signed(
    "会领顾邮进转费贷薪私现热杀授招折惠奖团售咨原刷击兼低v红特包限教代辅补提对二验加试",
    any_of(
        r"""
    招聘 月薪 代写 加[vV我微薇威] vx 优惠 打折 折扣 特价 秒杀 免费(?:试|领|体验|送|听) 试听 一对一 1对1
    补习班 辅导班 家教 贷款 兼职 私聊 低价 出售 转让 二手 团购 招生 红包 包过 名师授课 扫码进群 扫码领 报名热线
    咨询热线 电话咨询 代做 刷单 中奖 点击链接 限时(?!训练|练|作业|测|完成) 拼团 原价 现价 包邮 课程顾问 提分 体验课 资料包 会员 [\d一二三四五六七八九]折
""",
        PARTS,
    ),
)
ATTACHMENT = lazy(
    r"^\s*[\[(【](?:文件|图片|语音|视频|链接|动画表情|表情|位置|转账|红包|名片|聊天记录|小程序|照片|收藏|引用)[\])】]"
)


def rules_for(characters: Set[str]) -> Rules:
    """The rules that can say anything of a message with these characters, mostly one or none."""
    return tuple(rule for rule in RULES if rule[1].may_occur(characters))


def classify_clause(clause: str, rules: Rules) -> Talk | None:
    """What talk a clause is by these rules of its message; None where it may be a report."""
    for talk, phrases in rules:
        if phrases.search(clause) and not (talk is Talk.EXAM and PREPARES.search(clause)):
            return talk
    return None


def is_foreign(matched: str, characters: Set[str]) -> bool:
    """True for adverts and forwarded attachments: nothing in them is read."""
    return ATTACHMENT.match(matched) is not None or ADVERT.is_in(matched, characters)
