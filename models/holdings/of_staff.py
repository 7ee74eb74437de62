"""What is held of staff (教职工的信息): who they are at the school, signing in, and what they did."""

from __future__ import annotations

from homework.retention import AFTER_LEAVING, LOG, ONE_DAY, THREE_YEARS
from models.holdings.columns import Held, Holding, Whose

OF_STAFF = (
    Holding(
        "staff_member",
        "教职工名册",
        Whose.STAFF,
        (
            Held(
                "role name grade homeroom_class teaches left_at",
                "姓名、职务、任教班级",
                "分清谁该收到什么、谁能核实哪个班",
                THREE_YEARS,
            ),
            Held(
                "account_id subject_id code_hash code_until",
                "加密的微信编号和绑定码",
                "登录、收提醒",
                AFTER_LEAVING,
            ),
        ),
        "school_id id",
    ),
    Holding(
        "duty_week",
        "值周表",
        Whose.STAFF,
        (Held("monday staff_id", "哪一周谁值周", "提醒当周值周教师", THREE_YEARS),),
        "school_id",
    ),
    Holding(
        "teacher_entry",
        "教师自己登记的作业",
        Whose.STAFF,
        (Held("staff_id said_at", "哪位老师什么时候登记", "与班级登记表对账", THREE_YEARS),),
        """school_id school_class_id day subject position minutes kind content is_noon
        is_optional""",
    ),
    Holding(
        "audit_entry",
        "操作记录",
        Whose.STAFF,
        (
            Held(
                "staff_id act about detail at",
                "谁在什么时候做了什么",
                "核实、公布都能查到经手人",
                THREE_YEARS,
            ),
        ),
        "school_id id",
    ),
    Holding(
        "login_code",
        "登录码",
        Whose.STAFF,
        (
            Held(
                "browser_hash code expires_at school_id staff_id",
                "电脑上显示的登录码",
                "用微信登录管理台",
                ONE_DAY,
            ),
        ),
        "account_id",
    ),
    Holding(
        "entry_link",
        "一次性登录链接",
        Whose.STAFF,
        (
            Held(
                "link_hash staff_id expires_at used_at",
                "给谁的登录链接",
                "没有公众号时登录管理台",
                ONE_DAY,
            ),
        ),
        "school_id",
    ),
    Holding(
        "console_session",
        "管理台登录",
        Whose.STAFF,
        (
            Held(
                "cookie_hash staff_id began_at seen_at stepped_at ended_at",
                "谁在什么时候登录",
                "退出后立即失效",
                ONE_DAY,
            ),
        ),
        "school_id",
    ),
    Holding(
        "second_step",
        "两步验证",
        Whose.STAFF,
        (
            Held(
                "staff_id secret_sealed enrolled_at used_step tries tries_since",
                "加密的验证器密钥、启用时间、输错次数",
                "登录时多验一次",
                AFTER_LEAVING,
            ),
        ),
        "school_id",
    ),
    Holding(
        "push",
        "发给教职工的提醒",
        Whose.STAFF,
        (
            Held(
                "recipient audience fields",
                "发给谁、什么内容(班级和数字)",
                "提醒不重复、不遗漏",
                LOG,
            ),
            Held(
                "created_at first_try_at sent_at delivered_at acknowledged_at",
                "什么时候发出、送达、收到",
                "没人处理时转给下一位",
                LOG,
            ),
        ),
        """school_id id account_id channel reason overload_id generation client_msg_id state due_at
        held_until carried_by rung msg_id attempts lease_until lease_epoch is_ambiguous last_error""",
    ),
    Holding(
        "overload",
        "核实案件",
        Whose.STAFF,
        (
            Held(
                "acknowledged_at acknowledged_by answer answered_at answered_by closed_by",
                "谁接手、谁说明、谁销号",
                "处理有经手人",
                THREE_YEARS,
            ),
        ),
        """school_id id school_class_id day rule_id rule_name unit severity school_year number state
        measured permitted units units_over evidence generation opened_at strengthened_at
        resolved_at checked_at was_contested closed_at chain_id relapsed_from""",
    ),
    Holding(
        "overload_check",
        "核实记录",
        Whose.STAFF,
        (
            Held(
                "staff_id is_confirmed way reason found checked_at",
                "谁核实的、怎么核实、结果",
                "结论有据可查",
                THREE_YEARS,
            ),
        ),
        "school_id id overload_id",
    ),
    Holding(
        "call",
        "电话核实名单",
        Whose.PARENT,
        (
            Held(
                "list_number outcome",
                "抽到的班级名单序号和通话结果;不记姓名、电话",
                "随机抽取,不由人挑",
                LOG,
            ),
            Held("called_by called_at", "谁打的、什么时候", "处理有经手人", LOG),
        ),
        "school_id overload_id place",
    ),
    Holding(
        "notice",
        "公示",
        Whose.STAFF,
        (
            Held(
                "made_by made_at reason retracted_at retracted_by",
                "谁公布、谁更正、为什么",
                "公布有经手人",
                THREE_YEARS,
            ),
        ),
        """school_id id overload_id school_class_id day rule_id rule_name unit measured permitted
        begins_at ends_on""",
    ),
    Holding(
        "rectification",
        "整改通知书",
        Whose.STAFF,
        (
            Held(
                "issued_by reply replied_by replied_at added_replies talk talked_by talked_at",
                "谁发出、谁回复、谈了什么",
                "整改有回音",
                THREE_YEARS,
            ),
        ),
        "school_id id overload_id year number subjects issued_at reply_until rounds reopened_on closed_at",
    ),
    Holding(
        "spot_check",
        "抽查结果",
        Whose.STAFF,
        (Held("note checked_by checked_at", "谁抽查、看到什么", "抽查有经手人", THREE_YEARS),),
        "school_id day school_class_id place finding",
    ),
)
