"""The console's menu (导航): every page a person may open, the daily ones first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.pages.console.scope import Viewer
from models.staff.people import Role
from models.staff.staffing import MANAGERS

AUDITORS = MANAGERS | {Role.PRINCIPAL, Role.DEPUTY}
"""Who reads what everybody did."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; `key` is what the page calls itself, `is_daily` keeps it in sight on
    a phone."""

    key: str
    label: str
    endpoint: str
    is_daily: bool = False
    is_for: Callable[[Viewer], bool] = lambda viewer: True


def checks_classes(viewer: Viewer) -> bool:
    """Whether today's drawn classes are this person's business by office."""
    return viewer.is_leading or not viewer.sees_grid


def manages(viewer: Viewer) -> bool:
    """Whether this person appoints staff."""
    return viewer.person.role in MANAGERS


def audits(viewer: Viewer) -> bool:
    """Whether this person reads what everybody did."""
    return viewer.person.role in AUDITORS


ENTRIES = (
    Entry("today", "今日待办", "console.today.home", is_daily=True),
    Entry("registers", "登记", "console_registers.show_list", is_daily=True),
    Entry("spot_checks", "抽查", "console_spotchecks.show_today", is_daily=True),
    Entry("trends", "走势", "console_trends.show_trends", True, lambda v: v.sees_grid),
    Entry("ledger", "台账", "console_ledger.show_list"),
    Entry("hearing", "听证", "console_hearing.show_kit", False, lambda v: v.is_leading),
    Entry("surveys", "问卷", "console.surveys.show_list"),
    Entry("posters", "海报", "console.posters.show_posters", False, lambda v: v.sees_grid),
    Entry("roster", "值周", "console_roster.show_roster", False, checks_classes),
    Entry("policy", "规则", "console_policy.show_policy"),
    Entry("deliveries", "送达", "console_deliveries.show_list", False, lambda v: v.is_leading),
    Entry("staff", "教职工", "console_staff.show_list", False, manages),
    Entry("audit", "操作记录", "console_audit.show_log", False, audits),
    Entry("second_step", "两步验证", "console_second_step.show_step"),
)


def menu(viewer: Viewer) -> tuple[Entry, ...]:
    """What this person may open."""
    return tuple(each for each in ENTRIES if each.is_for(viewer))
