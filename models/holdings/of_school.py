"""What is held of nobody (不涉及个人): schools, classes, class registers, aggregates, machinery."""

from __future__ import annotations

from models.holdings.columns import Holding, Whose

_TABLES = (
    ("school", "学校", "id name account_id"),
    (
        "school_class",
        "班级",
        "school_id id entry_grade entry_year number size link desk_code ended_on",
    ),
    ("class_code", "班级的公众号二维码", "school_id school_class_id app_id url"),
    (
        "verdict",
        "全班合计与判定(保留3年,不足5户的随反馈一起删除)",
        """school_id day school_class_id rule_id outcome stage measured permitted units units_over
        evidence judged_at""",
    ),
    ("class_day", "哪一天要重新计算", "school_id school_class_id day version judged_version"),
    (
        "register",
        "班级作业登记表(保留3年)",
        "school_id id school_class_id day revision saved_at source is_late is_over stands",
    ),
    (
        "register_entry",
        "登记的作业",
        """school_id register_id position subject minutes kind content is_noon is_optional
        set_in_class difficulty""",
    ),
    ("spot_promise", "抽签的盐", "school_id day salt salt_hash promised_at"),
    ("spot_seed", "抽签种子", "school_id day closed_day lines seed published_at"),
    (
        "spot_draw",
        "抽签结果",
        "school_id day drawn_at salt classes had_turn blind drawn round_after most_classes most_grades",
    ),
    (
        "survey",
        "问卷",
        """school_id id number template_id round title definition roles needs_code opens_at
        closes_at day""",
    ),
    ("survey_link", "问卷链接", "school_id link survey_id school_class_id"),
    ("access_token", "公众号接口凭证", "account_id token_sealed expires_at fetching_until fetcher"),
    (
        "trend_day",
        "各班走势:满5户的当天中间值,和当天登记(保留3年)",
        "school_id subject day school_class_id monday minutes cap evenings declared",
    ),
    ("job_run", "定时任务记录", "school_id job day done_at"),
    ("lease", "哪个进程在当班", "name holder epoch expires_at renewed_at"),
)

OF_SCHOOL = tuple(Holding(table, title, Whose.NOBODY, rest=rest) for table, title, rest in _TABLES)
