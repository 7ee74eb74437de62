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
        wrong: list[str] = []
        slug = _read_class(cells["班级"], wrong)
        if cells["学科"] == NO_HOMEWORK:
            none.add(slug)
            found.setdefault(slug, [])
        else:
            found.setdefault(slug, []).extend(_read_entry(cells, wrong))
        if wrong:
            mistakes.append(f"第{reader.line_num}行 {';'.join(wrong)}")
    mistakes += [f"{slug} 又写没有作业,又写了作业" for slug in sorted(none) if found[slug]]
    mistakes += [
        f"{slug} 多于{MOST_ENTRIES}项" for slug in found if len(found[slug]) > MOST_ENTRIES
    ]
    if mistakes:
        return ReadTable(mistakes=tuple(mistakes))
    return ReadTable({slug: Register(tuple(entries)) for slug, entries in found.items()})


def _read_class(text: str, wrong: list[str]) -> str:
    """The class's slug; "" and a word in `wrong` where it is none."""
    try:
        return class_slug(*read_slug(text))
    except ValueError:
        wrong.append(f'班级"{text}"要写成 3-2')
        return ""


def _read_entry(cells: Mapping[str, str], wrong: list[str]) -> list[RegisterEntry]:
    """The line's homework; with anything in `wrong`, every cell's mistake, none."""
    minutes = _number(cells, "分钟", MAX_MINUTES, wrong)
    difficulty = _number(cells, "难度", 5, wrong) if cells["难度"] else None
    if cells["学科"] not in set(Subject):
        wrong.append(f'没有"{cells["学科"]}"这一科')
    if cells["形式"] not in _KINDS:
        wrong.append(f'形式"{cells["形式"]}"应为 书面、口头 或 实践')
    is_noon, is_optional, set_in_class = (
        _flag(cells, name, wrong, default=default)
        for name, default in (("中午", False), ("选做", False), ("课堂布置", True))
    )
    if wrong:
        return []
    entry = RegisterEntry(
        subject=Subject(cells["学科"]),
        minutes=minutes,
        kind=_KINDS[cells["形式"]],
        content=" ".join(cells["内容"].split())[:MOST_CONTENT],
        is_noon=is_noon,
        is_optional=is_optional,
        set_in_class=set_in_class,
        difficulty=difficulty,
    )
    return [entry]


def _number(cells: Mapping[str, str], name: str, most: int, wrong: list[str]) -> int:
    text = cells[name]
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= most:
        wrong.append(f'{name}"{text}"应为 1 到 {most} 的整数')
        return 0
    return int(text)


def _flag(cells: Mapping[str, str], name: str, wrong: list[str], *, default: bool) -> bool:
    text = cells[name]
    if text == "":
        return default
    if text not in _YES + _NO:
        wrong.append(f'{name}"{text}"写 是 或 否')
    return text in _YES
