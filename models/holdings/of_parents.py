"""What is held of parents (家长的信息): reports, the keyed number behind them, the chat, answers."""

from __future__ import annotations

from homework.retention import (
    DELIVERY,
    FAILED_WORDS,
    FREE_TEXT,
    ONE_DAY,
    REPLY,
    REPORTS,
    SLIP,
    SURVEY_TRACE,
    THREE_YEARS,
    WAITING,
    WHILE_FOLLOWING,
)
from models.holdings.columns import Held, Holding, Whose

OF_PARENTS = (
    Holding(
        "report",
        "作业反馈",
        Whose.PARENT,
        (
            Held(
                """school_class_id day no_homework total_low total_high difficulty unknown_accepted
                written_low written_high all_low all_high subjects written_subjects item_count
                written_count assumed_count practical_count noon_count family_low breaches
                kind_assumed""",
                "班级、作业日、用时、难度和勾选的情况",
                "算出全班合计,供您查看、更正",
                REPORTS,
            ),
            Held(
                "reporter_id unit_id unit_order counts",
                "哪一台设备、哪一户填的(编号)",
                "一户只算一次",
                REPORTS,
            ),
            Held(
                "door received_at changed_at",
                "从哪里、什么时候填的",
                "判断是否在截止前,老师看不到",
                REPORTS,
            ),
        ),
        "school_id id",
    ),
    Holding(
        "assignment",
        "反馈里的各项作业",
        Whose.PARENT,
        (
            Held("content", "您写的作业内容", "供您核对、更正;老师看不到原话", FREE_TEXT),
            Held(
                """subject minutes_low minutes_high kind slot is_optional done_at_school family_added
                minutes_included""",
                "学科、用时、形式、什么时候布置",
                "算出全班合计,供您查看、更正",
                REPORTS,
            ),
        ),
        "school_id report_id position",
    ),
    Holding(
        "reporter",
        "填写人编号",
        Whose.PARENT,
        (
            Held(
                "subject_id door linked_to first_seen_at",
                "由设备随机编号或微信身份加密算出的编号,算不回去",
                "认出是同一个人,方便更正、删除,不重复计算",
                THREE_YEARS,
            ),
            Held(
                "household_id bound_at place",
                "用的是哪一张家庭反馈条(不含姓名)、算不算在这一户里",
                "一户只算一次",
                SLIP,
            ),
            Held(
                "consent_version consented_at withdrew_at",
                "同意的是哪一版说明、什么时候同意或撤回",
                "证明经过您同意;全部删除时一并删除",
                THREE_YEARS,
            ),
        ),
        "school_id id",
    ),
    Holding(
        "household",
        "家庭反馈条",
        Whose.PARENT,
        (
            Held(
                "school_class_id link_hash code_hash issued_at closed_at",
                "一张反馈条的编号,不对应姓名",
                "一户只算一次",
                SLIP,
            ),
        ),
        "school_id id",
    ),
    Holding(
        "follower",
        "公众号对话",
        Whose.PARENT,
        (
            Held(
                "subject_id is_subscribed",
                "由微信身份加密算出的编号",
                "认出是同一个人",
                WHILE_FOLLOWING,
            ),
            Held("school_id school_class_id", "您说过的班级", "不用每次再说", WHILE_FOLLOWING),
            Held(
                "openid_sealed last_message_at",
                "加密的微信身份,只有教职工和要求接收消息的人有",
                "给您发消息",
                WHILE_FOLLOWING,
            ),
            Held("conversation open_until", "还没说完的话", "接着问一个问题", WAITING),
            Held("wrong_codes wrong_codes_on", "当天输错绑定码的次数", "防止猜码", ONE_DAY),
        ),
        "account_id id",
    ),
    Holding(
        "inbound",
        "收到的微信消息",
        Whose.PARENT,
        (
            Held("reply subject_id", "我们回复的话", "微信重发同一条时,给出同样的回复", REPLY),
            Held("text_sealed", "没能处理的原话(加密)", "程序出错时不丢您的话", FAILED_WORDS),
            Held("dedup_key received_at", "消息编号和时间", "同一条消息只算一次", DELIVERY),
        ),
        "account_id state",
    ),
    Holding(
        "reminder",
        "您定的提醒",
        Whose.PARENT,
        (
            Held(
                "subject_id at asked_at reminded_on",
                "您要我们几点提醒、哪天提醒过",
                "到点提醒一次,不多发;回“不用提醒”即删",
                WHILE_FOLLOWING,
            ),
        ),
        "account_id",
    ),
    Holding(
        "reply_window",
        "还能给您回几条消息",
        Whose.PARENT,
        (
            Held(
                "subject_id contact closes_at remaining",
                "最近一次联系的方式和时间",
                "不超出微信允许的条数",
                ONE_DAY,
            ),
        ),
        "account_id",
    ),
    Holding(
        "notice_credit",
        "您同意接收的通知",
        Whose.PARENT,
        (
            Held(
                "subject_id template_id remaining",
                "同意接收哪种通知、还剩几次",
                "只发您同意过的",
                WHILE_FOLLOWING,
            ),
        ),
        "account_id",
    ),
    Holding(
        "survey_reply",
        "问卷答案",
        Whose.PARENT,
        (
            Held(
                "unit_hash author_hash",
                "每轮、每班都不同的加密编号",
                "一户只答一次,截止前可以改;期满换成乱码,任何人都认不出哪份是谁的",
                SURVEY_TRACE,
            ),
            Held("texts_sealed", "您写的话(加密)", "供学校改进", SURVEY_TRACE),
            Held(
                "school_class_id role batch is_counted answers",
                "班级、身份、选的答案",
                "汇总,满5份才显示",
                THREE_YEARS,
            ),
            Held(
                "consent_version",
                "提交时同意的隐私说明是第几版",
                "说明换版后能分清,撤回同意时和答卷一起删除",
                THREE_YEARS,
            ),
        ),
        "school_id survey_id",
    ),
    Holding(
        "survey_code",
        "问卷填写码",
        Whose.PARENT,
        (
            Held(
                "code_hash",
                "填写码的编号,不对应姓名,也不记有没有用过",
                "一码只答一次",
                SURVEY_TRACE,
            ),
        ),
        "school_id link",
    ),
)
