"""Words of the school's own choices (本校设置): what config.toml says, read back to the school."""

from __future__ import annotations

from homework.days import WEEKDAY_WORDS
from homework.plan import Balancer, CheckMode, PublicationMode, SchoolPlan, Trust

_TRUST = {
    Trust.CLASS: "扫了班级海报的每一户算一票",
    Trust.HOUSEHOLD: "只有用家庭反馈条绑定的才算票,其他是线索",
}
_MODE = {
    PublicationMode.TRIAL: "试运行:大厅只显示数量,不显示班级",
    PublicationMode.FORMAL: "正式:核实过的班级在大厅公示",
}
_CHECK = {
    CheckMode.REQUIRED: "必须有人核实才能公示",
    CheckMode.TWO_DAYS: "两个上学日的反馈都达到从严标准才能公示",
}
_BALANCER = {
    Balancer.HOMEROOM: "班主任",
    Balancer.GRADE_LEADER: "年级组长",
    Balancer.BOTH: "班主任和年级组长",
}


def choices(plan: SchoolPlan) -> list[tuple[str, str]]:
    """What the school decided, a name and a sentence each; all of it stands in config.toml."""
    publication, register, limits = plan.publication, plan.register, plan.thresholds
    answer = publication.answer_until
    return [
        ("谁算一票", _TRUST[plan.trust]),
        ("起判人数", f"至少{limits.quorum}户,其中至少{limits.min_over_units}户超过上限"),
        ("公示", _MODE[publication.mode]),
        ("核实", _CHECK[publication.check]),
        ("说明时间", f"到下一个上学日{answer:%H:%M}" if answer else "不等说明,核实后即可公示"),
        ("登记可调整到", f"当天{register.adjust_until:%H:%M},调整好不留记录"),
        ("谁来平衡各科", _BALANCER[register.balancer]),
        ("每日抽查", f"{register.spot_classes}个班,不超过{register.spot_grades}个年级"),
        ("轮流无作业", "→".join(register.rotation) or "没有"),
        ("每周无作业日", _weekday(plan.calendar.no_homework_weekday)),
        (
            "免打扰",
            f"{plan.alerts.quiet_from:%H:%M}–{plan.alerts.quiet_until:%H:%M},"
            f"每人每晚最多{plan.alerts.per_evening}条",
        ),
    ]


def _weekday(number: int | None) -> str:
    return f"周{WEEKDAY_WORDS[number - 1]}" if number else "没有"
