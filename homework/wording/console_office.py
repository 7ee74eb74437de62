"""Words of the console's office pages (教职工、值周、操作记录、送达): short, nobody is blamed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from homework.days import day_words
from homework.school import class_name, grade_name, read_slug

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SLUG = re.compile(r"(?:^class:|(?<=\) ))([1-9]-[1-9]\d?)$")
"""A class as an act names it: 5-2, behind its day or alone."""

STAFF_REFUSAL = {
    "not_allowed": "教职工由教导处或管理员来管理。",
    "no_such": "没有找到这个人,可能刚被改过,请看最新名单。",
    "own": "自己的职务由另一位管理者来改,或请管理员在服务器上改。",
    "principal": "校长由管理员在服务器上添加:python app.py staff add --role principal。",
    "no_name": "请写一个称呼,例如 林老师。",
    "bad_class": "班级要写成 3-2 这样,几个班用逗号隔开;并且要是本校的班。",
    "needs_class": "班主任要写明班级,例如 3-2。",
    "needs_grade": "年级组长要写明年级。",
}
STAFF_CHANGED = "已保存,从下一次打开页面起生效。"
STAFF_DISMISSED = "{name}不再能登录,提醒也不再发给{name}。"
STAFF_RETURNED = "{name}已恢复,原来的微信绑定仍有效。"
NO_STAFF = "还没有教职工。先添加教导处和班主任,提醒才有人收到。"
CODE_ONCE = "只显示这一次,14天内有效,只能用一次。"
MANAGED_BY = "添加和更改由教导处或管理员来做。"
ROSTER_SAVED = "{week}值周已保存。"
NOBODY_ON_DUTY = "还没有排"
ROSTER_ABOUT = (
    "值周的人收到当天抽查名单和本周待核实的班级。没有排的周,发给值周教师,再没有就发给教导处。"
)
BOUND, UNBOUND, CODE_GONE = "已绑定微信", "待绑定", "绑定码已过期"

ACT = {
    "sign_in": "登录控制台",
    "acknowledge": "接手核实",
    "pass_on": "转校长",
    "confirmed": "核实:属实",
    "refuted": "核实:误报",
    "corrected": "更正",
    "publish": "公示",
    "public": "公示",
    "draw_calls": "抽电话顺序",
    "answer": "班级说明",
    "issue": "开整改通知书",
    "reply": "回复整改",
    "talk": "记座谈",
    "close": "销号",
    "spot_check": "记抽查结果",
    "add_spot_check": "加临时抽查",
    "open_spot_case": "抽查转督办",
    "start_survey": "发起问卷",
    "close_survey": "截止问卷",
    "export_survey": "导出问卷",
    "read_words": "查阅问卷原话",
    "staff_add": "添加教职工",
    "staff_change": "更改教职工",
    "staff_code": "重发绑定码",
    "staff_leave": "停用教职工",
    "staff_return": "恢复教职工",
    "second_step_on": "启用两步验证",
    "second_step_off": "取消两步验证",
    "second_step_locked": "两步验证输错十次",
    "duty": "排值周",
    "export_ledger": "导出台账",
    "export_appraisal": "导出考核用台账",
    "export_group": "导出领导小组名单",
    "register_paper": "补录纸质登记",
    "register_teacher": "教师登记",
    "ask_yield": "请学科让一让",
    "issue_slips": "印家庭反馈条",
    "reissue_slip": "换家庭反馈条",
    "replace_slip": "换家庭反馈条并解除手机",
    "close_slip": "作废家庭反馈条",
}
"""What the audit log calls an act."""
NO_ACTS = "这样筛选没有记录。"
AUDIT_ABOUT = "谁在什么时候做了什么。只增不改,任何人都删不掉。"

RUNG = {
    "template": "模板消息",
    "subscription": "订阅通知",
    "customer": "客服消息",
}
"""How a push travels in WeChat."""
SECOND_CHANNEL = "群机器人或邮件"
NOT_STARTED = "尚未发出"
NO_PUSHES = "这样筛选没有提醒。有班级疑似超标时,这里会列出发给了谁、到了没有。登记超过上限的提醒只给本班,不列在这里。"
DELIVERIES_ABOUT = (
    "每条提醒按 模板消息→订阅通知→客服消息 逐级试,都不通就留到本人下次打开对话时显示;"
    "群机器人或邮件同时发。可能已送达的不重发,改由下一位接手。"
)


def week_words(monday: date) -> str:
    """11月23日(周一)起的一周."""
    return f"{day_words(monday)}起一周"


def office_words(grade: int | None, homeroom: str | None, taught: str) -> str:
    """三年级 · 3-2 · 任教3-2、3-3."""
    parts = [
        grade_name(grade) if grade else "",
        homeroom or "",
        f"任教{taught.replace(',', '、')}" if taught else "",
    ]
    return " · ".join(part for part in parts if part)


def about_words(about: str, names: Mapping[int, str]) -> str:
    """What an act was about, as people call it: 3号, a person's name, 问卷2, 11月23日(周一) 三年级2班."""
    kind, _, rest = about.partition(":")
    if kind == "staff" and rest.isdecimal():
        return names.get(int(rest), "")
    if kind == "survey" and rest:
        return f"问卷{rest}"
    if about.isdecimal():
        return f"{about}号"
    with_days = _DAY.sub(lambda found: day_words(date.fromisoformat(found[0])), about)
    return _SLUG.sub(lambda found: class_name(*read_slug(found[1])), with_days).replace("–", "至")


def code_words(name: str, code: str) -> str:
    """The one-time code, once."""
    return f"请{name}在公众号里发送:我是 {code}"


def bound_until(until: datetime) -> str:
    return f"{UNBOUND},绑定码{until.month}月{until.day}日前有效"
