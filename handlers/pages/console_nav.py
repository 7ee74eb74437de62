"""The console's menu (导航): every page a person may open, the daily ones first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.pages.console_scope import Viewer
from models.staff import Role

MANAGERS = frozenset({Role.DEAN, Role.ADMIN})
"""Who appoints staff and draws up the duty roster."""

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


ENTRIES = (
    Entry("today", "今日待办", "console.today.home", is_daily=True),
    Entry("registers", "登记", "console_registers.show_list", is_daily=True),
    Entry("spot_checks", "抽查", "console_spotchecks.show_today", True, checks_classes),
    Entry("surveys", "问卷", "console.surveys.show_list"),
    Entry("posters", "海报", "console.posters.show_posters", False, lambda v: v.sees_grid),
)


def menu(viewer: Viewer) -> tuple[Entry, ...]:
    """What this person may open."""
    return tuple(each for each in ENTRIES if each.is_for(viewer))
