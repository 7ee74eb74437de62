"""Words of the ledger (台账): its columns, its sheets, and who may export what."""

from __future__ import annotations

COLUMNS = (
    "编号",
    "作业日",
    "班级",
    "规则",
    "中间值",
    "上限",
    "单位",
    "反馈",
    "状态",
    "核实",
    "核实人",
    "核实时间",
    "班级说明",
    "销号时间",
)
SPOT_COLUMNS = ("日期", "班级", "结果", "看到什么", "谁看的", "时间")
NOT_LOOKED = "没有记录"
CASES_SHEET, SPOT_SHEET, ABOUT_SHEET = "督办", "抽查", "说明"
NOTHING = "这样筛选没有督办。班级疑似超标时会自动进台账。"
ABOUT = "督办从疑似到销号的每一件。导出的内容和您在页面上看到的一样,每次导出都有记录。"
APPRAISAL = (
    "考核用:只含已销号、班级始终没有异议的督办。疑似、误报、已更正、有异议的一律不在内,"
    "不能单凭反馈人数或线索评价教师。"
)
SPANS = (("term", "近20周"), ("month", "近4周"), ("year", "本学年"))


def counted(units: int, units_over: int) -> str:
    """9/12户: how many of those that reported were over."""
    return f"{units_over}/{units}户"


def file_name(school_id: str, kind: str, first: str, last: str) -> str:
    """ASCII, since it stands in a header."""
    return f"{kind}-{school_id}-{first}-{last}.xlsx"
