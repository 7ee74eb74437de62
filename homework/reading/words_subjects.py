"""Names of subjects (学科名称) as people write, shorten, mistype and dictate them.

To add a name, add it to the line of its subject; a name of one school only belongs in that school's
configuration (see `Vocabulary.extended`).
"""

from __future__ import annotations

from homework.report import Subject

NAMES: dict[Subject, str] = {
    Subject.CHINESE: "语文 中文 国语 国文 语闻 语纹 语问 语温 雨文 玉文 语言文字 文语 yuwen yw chinese",
    Subject.MATHS: "数学 数血 数雪 树学 数学思维 奥数 学数 shuxue sx mathematics maths math",
    Subject.ENGLISH: "英语 外语 英文 英与 英雨 应语 硬语 英羽 语英 yingyu yy english",
    Subject.ETHICS: "道法 道德与法治 道德与法制 道德法治 道德和法治 道德 思品 思想品德 品德 品社 品德与社会 到法",
    Subject.SCIENCE: "科学 自然 可学 科学课 科雪 科穴 science",
    Subject.PHYSICS: "物理 物里 physics",
    Subject.CHEMISTRY: "化学 化血 chemistry",
    Subject.BIOLOGY: "生物 生物学 biology",
    Subject.HISTORY: "历史 力史 history",
    Subject.GEOGRAPHY: "地理 地里 geography",
    Subject.POLITICS: "政治 思政 思想政治",
    Subject.PE: "体育 体育与健康 体锻 体健 体娱",
    Subject.MUSIC: "音乐 唱游",
    Subject.ART: "美术 造型美术",
    Subject.COMPUTING: "信息 信息技术 信息科技 计算机 电脑 微机 信科 编程",
    Subject.LABOUR: "劳动 劳技 劳动技术 劳动教育 劳动与技术",
    Subject.OTHER: "综合实践 综合实践活动 社会 心理 心理健康 书法 日语 俄语 校本课程 综合学科",
}

# These are everyday words as well; they name a subject only where one would be written: first.
WEAK_NAMES = frozenset(
    "yw sx yy 中文 社会 道德 自然 信息 电脑 编程 心理 书法 品德 劳动 英文 文语 学数 语英 地里 物里 到法 可学 玉文 雨文 树学"
    " 计算机 chinese math english science history".split()
)

SHORT: dict[str, Subject] = {
    "语": Subject.CHINESE,
    "数": Subject.MATHS,
    "英": Subject.ENGLISH,
    "外": Subject.ENGLISH,
    "物": Subject.PHYSICS,
    "化": Subject.CHEMISTRY,
    "生": Subject.BIOLOGY,
    "政": Subject.POLITICS,
    "史": Subject.HISTORY,
    "地": Subject.GEOGRAPHY,
    "道": Subject.ETHICS,
    "科": Subject.SCIENCE,
    "体": Subject.PE,
    "音": Subject.MUSIC,
    "美": Subject.ART,
    "信": Subject.COMPUTING,
    "劳": Subject.LABOUR,
}

# Several subjects said in one breath. A list, not any row of short names: 生物 and 地道 are words.
JOINED = (
    "语数英 语数外 数语英 语英数 数英语 英语数 语数 数语 数英 英数 数外 语外"
    " 语数英科 语数英物 语数英物化 语数科 数英科 语数英道 语数英道科 数物 数理 理化 物化 物化生 政史 史政"
    " 史地 地史 史地生 政史地 政史地生 道史 道史地 史道 生地 地生 音体美 体音美 语数英政史 语数英史"
).split()
JOINED_LETTERS = SHORT | {"理": Subject.PHYSICS}

# Words that contain the name of a subject and do not mean it.
DECOYS = (
    "六日 今日 昨日 明日 周日 期日 拜日 节日 假日 休日 日日 社会实践 社会上 社会主义 中文名 中文版 音乐会 音乐厅 音乐节 音乐剧 体育馆 体育场 体育中心 体育老师 体育中考 体育生 体育新闻 美术馆 美术生 美术用品"
    " 美术工具 美术材料 化学反应 化学品 化妆 生物钟 生物圈 地理位置 历史上 历史博物馆 历史剧 历史书店 历史记录 科学家"
    " 科学馆 科学院 科学素养 不科学 自然段 自然界 大自然 自然博物馆 信息表 信息采集 信息登记 发信息 短信息 收信息 回信息"
    " 信息量 个人信息 学籍信息 数学家 政治家 劳动节 劳动法 道德模范"
    " 劳动合同 劳动能力 心理医生 心理咨询 英文版 英文名 汉语 电脑上"
    " 打电脑 玩电脑 电脑房 用电脑 电脑游戏"
).split()
