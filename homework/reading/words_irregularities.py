"""How people say that homework was set in a way rules forbid (违规情形的说法)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from re import Pattern

from homework.reading.phrases import any_of
from homework.report import Irregularity

PARTS = {
    "PARENT": "(?:家长|爸妈|爸爸妈妈|爸爸|妈妈|父母|大人|家人|爷爷奶奶|监护人|我们)",
    # Between the parent and the verb people put 要, 帮忙, 在家, 给孩子: a few words at most.
    "GAP": r"[^\d,;。!?\n]{0,5}?",
    "GROUP": (
        "(?:(?:(?:微信|qq|钉钉|企业微信|家长|班级|班|学习|作业|年级|同学|家校|语文|数学|英语|物理|化学|地理|生物|历史|道法"
        "|课代表|老师|小组){0,3}群(?!众|体|岛|星|山))|班级圈|朋友圈|班级空间|qq空间)"
    ),
    # Who lives with the child signs and checks as well; that they keep company is nobody's demand.
    "ELDER": "(?:爷爷|奶奶|姥姥|姥爷|外公|外婆)",
    "SEND": "(?:发|传|交|上传|提交|晒|分享|投|丢|甩)",
    "END": r"(?=$|[^\u4e00-\u9fff])",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one irregularity; without any of its signs the message is not searched."""

    what: Irregularity
    signs: Mapping[str, tuple[str, ...]]  # by their first character
    first_characters: frozenset[str]
    phrases: Pattern[str]

    def may_occur(self, matched: str, characters: Set[str]) -> bool:
        """False where none of the signs is in a message with these characters."""
        if self.first_characters.isdisjoint(characters):
            return False
        begun = self.first_characters & characters
        return any(sign in matched for c in begun for sign in self.signs[c])


def _wording(what: Irregularity, signs: str, phrases: str) -> Wording:
    by_first: dict[str, tuple[str, ...]] = {}
    for sign in signs.split():
        by_first[sign[0]] = (*by_first.get(sign[0], ()), sign)
    return Wording(what, by_first, frozenset(by_first), any_of(phrases, PARTS))


WORDINGS: tuple[Wording, ...] = (
    _wording(
        Irregularity.PARENT_SIGN,
        "签 写评语",
        """
        家签 ELDERGAP签(?!到|约|证|收|订) 家检签 签字 签名 签个[字名] 签上?名字 签上[字名] PARENTGAP签(?!到|约|证|收|订) 签家长 签意见
        签署 家长写评语 批改签 检查签 回执签 要签END 签一下
        """,
    ),
    _wording(
        Irregularity.PARENT_MARK,
        "批 改 检 查 对 判 打 把关 评 过目 订",
        """
        ELDERGAP(?:批改|检查|核对|订正) 家批 家改 家检 家查
        PARENTGAP(?:批改|批阅|批|改好|改错|改作业|改一下|改完|改一改|改一遍|改过|(?<!修)改END|检查|订正|对答案|核对|校对|打[勾√分钩]|判|评分|把关|过目|检[验阅])
        (?:对答案|批改|检查)GAP(?:家长|爸妈) (?:由|让|请|要求|叫|需)家长改
        (?:发|给|附)了?答案GAP(?:自己|自行|家长|在家|回家)?(?:批|改|对|订正) 自己对着?答案GAP批 家长对着答案 改好(?:后|再)?签
        """,
    ),
    _wording(
        Irregularity.PARENT_HELP,
        "家 爸 妈 父母 大人 亲子 帮 替 报 监护人 我们 爷爷",
        """
        PARENTGAP(?<![忘补来汇举])报(?!名|销|警|告|复|到|备|税|考|一下|个|的|班|了班) PARENTGAP(?:念单词|读单词|念词|协助|辅助|配合|辅导|代劳|动手|参与|共同|出题|讲解|讲题|制作|(?<!孩子)(?<!娃)完成|操作|拍摄|提问|计时|监督|指导|准备材料|听背|听孩子)
        PARENTGAP帮(?!忙?[孩他她子]{0,2}(?:报一?[下个]|填|反馈|登记))(?:忙|助|着|孩子|做|他|她|写|录|查|听|报|默)? PARENTGAP陪(?:同|伴|着|读|写|做|练|孩子|跳)? PARENTGAP代(?:做|写|完成)
        PARENTGAP一起(?:做|完成|制作|读|写|动手|拍|朗读|阅读|参与|看|跳|练|观察) PARENTGAP(?:给?孩子|给)?(?:听写|默写) PARENTGAP(?:抽背|抽查)
        PARENTGAP教(?!室|育|师|材|学) PARENTGAP做(?:ppt|手工|手抄报|小报|模型|课件|一|个) PARENTGAP写(?:评语|感想|寄语|一段|100|[1-9])
        PARENTGAP(?:画|上网查|查资料|填(?:写|表)) 亲子(?:作业|手工|任务|制作|活动|实验|共读|完成|小报|手抄报|运动|游戏|作品|合作)
        和(?:爸爸妈妈|爸爸|妈妈|爸妈|父母|家长|家人|大人)(?:一起|共同|合作) (?:帮|替)(?:孩子|他|她|娃)(?:做|写|完成|画|查|打印|报) 大人(?:做|帮|弄|动手)
        家长作业 给家长布置 报听写 家听 家默 报单词 报词 报生字 (?:得|要|只能|都是)(?:我们|大人|爸妈|妈妈)(?:来|自己)?(?:帮|做|弄|教|写|报|陪) 妈妈报 爸爸报
        """,
    ),
    _wording(
        Irregularity.GROUP_ASSIGNED,
        "群 圈 空间",
        """
        GROUP(?:里面|里头|里|内|中|上)?(?:又|还|才|都|临时|晚上|统一|老师|的|直接|会|有|说|刚|刚刚|另外|再|突然|补充|@家长){0,4}(?:布置|通知|公布|下达|写的|下发|追加|加的|加了|说的|公告|接收|要求做|安排|传达|发布|留(?!言))
        GROUP(?:里面|里|内|中|上)?(?:又|还|才|都|临时|晚上|统一|老师|直接|会|刚|刚刚|另外|再|突然){0,4}发(?=的|了|布|通|作业|下|来|语|数|英|出|过|公|要|抄|背|练|完|$|[^\\u4e00-\\u9fff])
        (?:见|看|详见|参见|按|查看|参考|依照|同)GAPGROUP(?!\\w*(?:打卡|友)) (?:布置|留|通知|作业发|老师发|内容发)(?:在|到)了?GAPGROUP
        (?:作业|内容|任务|题目?)(?:都|就|是|全)*在?GAPGROUP里?(?=$|[^\\u4e00-\\u9fff]|里|发|通) (?:在|用|通过|从)GROUP里?GAP(?:布置|留|通知|接龙布置)
        (?:卷子?|试卷|题目?|单子?|资料|文件|版|讲义|材料|作业|内容)(?:都|也|就|已经?|刚刚?|老师){0,2}(?:发|传|上传)(?:到|在|至)?了?GAPGROUP
        群(?:作业|公告|文件|通知)(?!太) 群里?(?:的|发的|布置的)(?:语文|数学|英语|作业|练习|卷|题|任务) 转发到?群(?=的)
        """,
    ),
    _wording(
        Irregularity.GROUP_CHECKIN,
        "打卡 打咔 接龙 发 传 交 晒 拍 录 投 丢 甩 享 反馈 展示 背给",
        """
        打卡 打咔 接龙
        (?:SEND|拍|录)[^\\d,;。!?\\n]{0,8}?(?:到|至|在|进|给|去|回)?(?:GROUP|小管家|钉钉|小程序|班级相册|群相册|家校本|平台)
        GROUP(?:里|内|中)?GAP(?:SEND(?:视频|照片|图片|语音|录音|作业|背诵|朗读|图|完成)|交作业|上传|提交|打卡|接龙|背给|晒|反馈|展示|拍照)
        (?:拍(?:照|视频|小视频|个?视频|图|照片)|录(?:视频|音|像|小视频|个?视频|屏))[^。;!?\\n]{0,6}?(?:上传|发(?!现|音|言|声)|交|传|提交|上交|打卡)
        (?:视频|录音|照片|语音|录像)(?:要)?(?:发|上传|传|交|提交)(?:给|到|至|老师|群|上来|过去|班)
        (?:发|传|提交)(?:给)?(?:老师|课代表|组长|班主任)(?:微信|检查|看|END)
        (?:视频|录音|音频|照片|截图|语音)要?(?:上传|提交) 上传(?:视频|录音|照片|作业|图片|打卡|班级|语音|至|到|小|家校) (?:钉钉|微信|线上|小程序|网上)(?:上)?(?:提交|上交|交作业|上传|交)
        """,
    ),
    _wording(
        Irregularity.PRINT_AT_HOME,
        "打 印",
        """
        打印 打出来 打下来 打卷子 复印(?!件|好) 彩打 下载(?:后|并)?打
        (?:自己|自行|家里|在家|回家|家长|要|得|去)(?:去|自己|在家)?印(?=出|一|卷|试|资|\\d|题|来|$)
        """,
    ),
    _wording(
        Irregularity.ONLINE_APP,
        "配音 纳米盒 一起 1起作业 作业盒 小盒 小猿 猿 口算app 速算盒 沪学习 学习通 智学 洋葱 晓黑板 口语100 e听说 翼课 外研 每日交作业 优化大师 管家 小打卡 鲸打卡"
        " 知识圈 小程序 天天练口语 流利说 百词斩 喜马拉雅 学乐云 讯飞 平台 空中课堂 人人通 之江汇 好分数 作业帮 乐教 家校本 班级宝 爱作业 扇贝 可可 多邻国 app 腾讯"
        " 雨课堂 希沃 问卷星 慧学 七彩 掌上通 叫叫 考拉 阅伴 分级阅读 人教 点读 教育云 中小学 优课 ai 天天跳绳 软件 线上 在线 网上 网课 上网 扫 手机 平板 电脑 ipad 视频 钉",
        """
        趣配音 趣味配音 纳米盒 一起作业 1起作业 一起小学 一起中学 一起学 作业盒子 小盒 小猿(?:口算|搜题)? 猿题库 猿辅导 速算盒子 沪学习 学习通 智学网? 洋葱(?:学园|数学|学院|视频) 晓黑板
        口语100 e听说 翼课网? 翼课学生 外研(?:通|优学|在线) 每日交作业 班级优化大师 班级小管家 小管家 小打卡 鲸打卡 知识圈 小程序(?!作品|设计|编|开发) 天天练口语 流利说 百词斩
        喜马拉雅 学乐云 讯飞 安全教育平台 智慧(?:教育)?平台 国家平台 云平台 学习平台 空中课堂 人人通 之江汇 好分数 作业帮 乐教乐学 家校本 班级宝 爱作业 扇贝
        可可英语 多邻国 腾讯(?:会议|课堂) 雨课堂 希沃 问卷星 慧学 七彩课堂 掌上通 叫叫阅读 考拉阅读 阅伴 分级阅读 人教口语 人教点读 点读(?:app|软件) 教育云
        中小学智慧 智慧中小学 优课 ai听说 ai跑步 天天跳绳 (?<![a-z])app(?![a-z]) 软件上 (?:口语|听力|学习|朗读|背单词|手机)软件 下载[^,;。\\n]{0,6}(?:软件|app) 用软件 线上 在线(?:听|口语|答题|完成|学习|测试|作业|练习|做)
        网上(?:做|完成|答题|提交|作业|学习|看) 网课 上网(?:查|做|搜|找) 扫码(?:听|看|做|观看|学习|答题|完成)? 扫二维码 扫描二维码
        (?:用|在|拿|需要|要用|看|玩)(?:我们|大人|爸妈|妈妈|家长)?的?(?:手机|平板|电脑|ipad)(?!拍|群) 手机上 平板上 电脑上 手机(?:做|完成|听|打卡|看)
        平板(?:做|完成|作业|学习|电脑) 看(?:网课|微课视频|教学视频|视频课) 钉钉(?!\\w{0,3}群)(?!老师) 钉一钉 钉打卡
        """,
    ),
    _wording(
        Irregularity.PUNITIVE_COPY,
        "罚 全班 错 漏 忘 不会 不过 不合 不及 没 背不 默不 迟到 说话 吵 讲话",
        """
        罚(?!款|站|球|单|金) 惩罚 抄写?全班 错一罚 错一[^,;。\\n]{0,4}(?:罚|抄|写)\\d?[十百]
        (?:错|漏|忘|不会|没背|没过|不过关|不合格|没默|不及格|没带|没交|没写|没完成|背不|默不|迟到|说话|吵|讲话)[^;。\\n]{0,9}?(?:一个|一字|一处|一题|一词|的|就|要|字|词|,)[^;。\\n\\d]{0,5}(?:抄|写|重抄|重写)[^;。\\n\\d]{0,6}(?:[5-9]|\\d{2,3}|[五六七八九十百]{1,3})(?:遍|次)
        """,
    ),
)

NEGATION = "(?:不用|不需要?|无需|无须|不必|不要求|不要|没要求|没有要求|没让|没叫|别|免|不再|不得|没有?(?:再)?|禁止|未|不许|不准|不让|不强制|可不|不)"
NEGATED_BEFORE = any_of(r"NO[^\d,;。!?\n]{0,4}$", {"NO": NEGATION})
# 没背出来被罚 is a punishment all the same: only the word beside it denies it.
NOT_PUNISHED = any_of("(?:不|没|没有|不许|不会|不要|禁止)(?:再|被)?$")
NEGATED_INSIDE = any_of(
    "NO(?:家长|爸妈|大人|再|去|在|到|发|用|群|微信|统一|签|打|批|检|陪|拍|上|一起|自己|任何)",
    {"NO": NEGATION},
)
DOUBTED = any_of("[吗么] 要不要 是否 是不是 会不会 什么时候 怎么(?!又|这么|还|老) 能不能")

# The school has printed it already, or the paper is only described.
PRINTED_BEFORE = any_of(
    r"(?:老师|学校|校内|班里|班级|统一|学校里|课上|已经?|都|发的|给|发下来的|发了)[^,;。\n]{0,4}$"
)
PRINTED_AFTER = any_of(
    "好(?:了|的|发) 了?发(?:下|给|了|的) 过了 纸 机 版 体 稿(?!打) 的(?:卷|试|练|纸|资|讲|口|题) 件"
)
ASKED_TO_PRINT = any_of("自己 自行 家长 在家 回家 家里 需 要 得 去 让 请 帮")
# 作业老师都发在群里: the teacher posts, nobody is made to.
TEACHER_POSTS = any_of(
    "(?:老师|作业|内容|卷子?|试卷|题目?|单子?|资料|文件|版|讲义|答案|材料|通知)(?:把[^,;。]{1,5})?(?:都|是|就|会|又|才|在|已|已经|刚|刚刚|每天|统一|直接){0,3}$"
)
# 打卡 is also what people do at work and at sights.
NOT_CHECKIN = any_of("打卡(?:机|点|圣地|上班|下班|地|景)")
