"""Paper registers typed in (补录): lines of a table read into registers, every mistake with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from homework.registers import MOST_CONTENT, MOST_ENTRIES, Register, RegisterEntry
from homework.report import MAX_MINUTES, Kind, Subject
from homework.school import class_slug, read_slug

COLUMNS = ("班级", "学科", "分钟", "形式", "内容", "中午", "选做", "课堂布置", "难度")
NO_HOMEWORK = "没有作业"
_NEEDED = COLUMNS[:3]
_KINDS = {"": Kind.WRITTEN, "书面": Kind.WRITTEN, "口头": Kind.ORAL, "实践": Kind.PRACTICAL}
_YES = ("是", "1", "y", "Y", "√", "✓")
_NO = ("", "否", "0", "n", "N", "×")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """Registers by class slug (3-2), and the mistakes; with any mistake nothing should be saved."""

    registers: Mapping[str, Register] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()


def read_table(text: str) -> ReadTable:
    """Read a table whose first line names its columns; 没有作业 in 学科 stands for a whole class."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        return ReadTable(mistakes=(f"第1行缺少这几列:{'、'.join(missing)}",))
    found: dict[str, list[RegisterEntry]] = {}
    none: set[str] = set()
    mistakes = []
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(cells.values()):
            continue
        try:
            slug = class_slug(*read_slug(cells["班级"]))
            entries = found.setdefault(slug, [])
            if cells["学科"] == NO_HOMEWORK:
                none.add(slug)
            else:
                entries.append(_read_entry(cells))
        except ValueError as wrong:
            mistakes.append(f"第{reader.line_num}行 {_plain(str(wrong), cells)}")
    mistakes += [f"{slug} 又写没有作业,又写了作业" for slug in sorted(none) if found[slug]]
    mistakes += [
        f"{slug} 多于{MOST_ENTRIES}项" for slug in found if len(found[slug]) > MOST_ENTRIES
    ]
    if mistakes:
        return ReadTable(mistakes=tuple(mistakes))
    return ReadTable({slug: Register(tuple(entries)) for slug, entries in found.items()})


def _plain(wrong: str, cells: Mapping[str, str]) -> str:
    if wrong.startswith("not a class"):
        return f'班级"{cells["班级"]}"要写成 3-2'
    return wrong


def _read_entry(cells: Mapping[str, str]) -> RegisterEntry:
    if cells["学科"] not in set(Subject):
        raise ValueError(f'没有"{cells["学科"]}"这一科')
    if cells["形式"] not in _KINDS:
        raise ValueError(f'形式"{cells["形式"]}"应为 书面、口头 或 实践')
    return RegisterEntry(
        subject=Subject(cells["学科"]),
        minutes=_number(cells["分钟"], "分钟", MAX_MINUTES),
        kind=_KINDS[cells["形式"]],
        content=" ".join(cells["内容"].split())[:MOST_CONTENT],
        is_noon=_flag(cells, "中午", default=False),
        is_optional=_flag(cells, "选做", default=False),
        set_in_class=_flag(cells, "课堂布置", default=True),
        difficulty=_number(cells["难度"], "难度", 5) if cells["难度"] else None,
    )


def _number(text: str, name: str, most: int) -> int:
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= most:
        raise ValueError(f'{name}"{text}"应为 1 到 {most} 的整数')
    return int(text)


def _flag(cells: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = cells[name]
    if text == "":
        return default
    if text not in _YES + _NO:
        raise ValueError(f'{name}"{text}"写 是 或 否')
    return text in _YES
