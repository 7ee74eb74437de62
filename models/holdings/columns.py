"""What the database holds of people (个人信息清单): every column, why, and how long.

The privacy notice and docs/privacy.md are made of this list (`python -m models.holdings.everything`), and a
test insists that every column of every table stands in it: a new one is declared before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from homework.retention import Keep


class Whose(StrEnum):
    """Of whom a table knows something."""

    PARENT = "家长"
    STAFF = "教职工"
    NOBODY = "不涉及个人"


@dataclass(frozen=True, slots=True)
class Held:
    """Columns that hold one thing of a person, in words for that person: what, what for, how long."""

    columns: str
    what: str
    why: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class Holding:
    """One table. `rest` are columns that say nothing of a person: keys, states, the class's facts."""

    table: str
    title: str
    whose: Whose
    held: tuple[Held, ...] = ()
    rest: str = ""

    @property
    def columns(self) -> list[str]:
        """Every column that is declared."""
        return [name for part in (*self.held,) for name in part.columns.split()] + self.rest.split()


def undeclared(holdings: Iterable[Holding], tables: Iterable[sa.Table]) -> list[str]:
    """Columns that stand in no holding, and declared ones that no table has: "table.column"."""
    declared = {f"{each.table}.{name}" for each in holdings for name in each.columns}
    existing = {f"{table.name}.{column.name}" for table in tables for column in table.c}
    return sorted(declared ^ existing)


def as_markdown(holdings: Iterable[Holding]) -> str:
    """The list as docs/privacy.md shows it."""
    lines = [
        "# 个人信息清单",
        "",
        "由 `python -m models.holdings.everything > docs/privacy.md` 生成,和网页 `/privacy` 同一来源。",
        "期满由定时任务每天删除或清空;“其余字段”不含个人信息。",
    ]
    for each in holdings:
        lines += ["", f"## {each.title}({each.table})· {each.whose}", ""]
        if each.held:
            lines += ["| 记什么 | 字段 | 做什么用 | 保留多久 |", "|---|---|---|---|"]
            lines += [
                f"| {part.what} | {' '.join(part.columns.split())} | {part.why} | {part.keep.words} |"
                for part in each.held
            ]
            lines += [""] if each.rest else []
        if each.rest:
            lines.append(f"其余字段:{' '.join(each.rest.split())}")
    return "\n".join(lines) + "\n"
