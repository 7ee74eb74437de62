"""Words of the leading group's roster (领导小组名单), in the console and on paper for the staff."""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "领导小组名单"
GROUP = "作业管理领导小组"
ABOUT = (
    "按教职工的职务列出:校长任组长,副校长任副组长,教导处、教研室、年级组长为组员。"
    "整改通知书上印这份名单,大厅和公示单上不印。"
)
EMPTY = "还没有小组成员。校长由管理员在服务器上添加,其余在这一页添加。"
HOW_TO_PRINT = "用浏览器的“打印”,选 A4 纵向,盖章后附在方案后面。只在校内用。"
COLUMNS = ("小组职务", "姓名", "职务", "年级")


def roster_line(school_name: str, seats: Iterable[tuple[str, str]]) -> str:
    """示范小学作业管理领导小组 组长:周 副组长:吴 组员:王、李; "" where nobody sits in it."""
    named: dict[str, list[str]] = {}
    for seat, name in seats:
        named.setdefault(seat, []).append(name)
    if not named:
        return ""
    parts = [f"{seat}:{'、'.join(names)}" for seat, names in named.items()]
    return f"{school_name}{GROUP} {' '.join(parts)}"


def file_name(school_id: str, day: str) -> str:
    """ASCII, since it stands in a header."""
    return f"group-{school_id}-{day}.xlsx"
