"""`register` (作业登记表): blank sheets for paper days, what was written on them, and the desks' links."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa

from commands.printing import print_sheet
from context import Context
from homework.days import closes_at, day_words
from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.register_csv import COLUMNS, read_table
from homework.registers import Register
from homework.school import read_slug
from homework.wording.register import caps
from models.register_warnings import file_register
from models.registers import Filing, Source
from models.schools import SchoolClass, classes_of
from opening import NotReady, add_config, load, open_context, pick_school

_LINES = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "action", choices=("sheet", "import", "desks"), help="打印空表、导入补录、各班电脑登记地址"
    )
    parser.add_argument("file", nargs="?", type=Path, help="import:表格另存的 CSV 文件")
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--class", dest="slug", help="只要这个班,例如 3-2")
    parser.add_argument("--day", type=date.fromisoformat, help="import:登记的是哪一天")
    parser.add_argument("--out", type=Path, default=Path("register.html"), help="sheet:存到哪里")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    if arguments.action == "import":
        if arguments.file is None or arguments.day is None:
            raise NotReady("补录要写文件和日期:register import 补录.csv --day 2026-11-23")
        return import_paper(context, plan, arguments.file, arguments.day)
    classes = _classes(context, plan, arguments.slug)
    if arguments.action == "desks":
        for each in classes:
            today = context.clock.now().date()
            print(f"{each.slug(today)},{context.address(f'/register/{each.desk_link}')}")
        return 0
    arguments.out.write_text(blank_sheets(context, plan, classes), encoding="utf-8")
    print(f"{len(classes)} 张作业登记表在 {arguments.out}(用浏览器打开,打印 A4,一张两天)")
    print("补录:把纸上的内容抄进表格,另存为 CSV,第一行写:" + ",".join(COLUMNS))
    return 0


def _classes(context: Context, plan: SchoolPlan, slug: str | None) -> list[SchoolClass]:
    today = context.clock.now().date()
    with context.store.reading() as connection:
        found = [
            each
            for each in classes_of(connection, plan.id, today)
            if each.grade(today) in plan.classes and slug in (None, each.slug(today))
        ]
    if not found:
        raise NotReady(f"{plan.name}没有 {slug} 班")
    return found


def blank_sheets(context: Context, plan: SchoolPlan, classes: Sequence[SchoolClass]) -> str:
    """A page of A4 a class, two days on it, with the rules of a usual evening."""
    today = context.clock.now().date()
    usual = plan.calendar.last_school_day(today)
    while plan.calendar.evenings_covered(usual) > 1:
        usual = plan.calendar.previous_school_day(usual)
    sheets = [
        {
            "class_name": each.name(today),
            "rules": caps(effective_rules(plan.packs, each.grade(today), usual, plan.calendar)),
        }
        for each in classes
    ]
    hour = f"{plan.register.adjust_until:%H:%M}"
    return print_sheet(
        "register.html", school=plan.name, sheets=sheets, lines=range(_LINES), hour=hour
    )


def import_paper(context: Context, plan: SchoolPlan, path: Path, day: date) -> int:
    """Save what a day's paper registers said, all of it or nothing; 2 where there are mistakes."""
    now = context.clock.now()
    if not plan.calendar.is_school_day(day) or day > now.date():
        raise NotReady(f"{day_words(day)}不上学,或还没有到")
    if now >= closes_at(day, plan.calendar):
        raise NotReady(f"{day_words(day)}的登记已经截止(次日 12:00),不再补录")
    table = read_table(_decoded(path))
    mistakes = [*table.mistakes, *_strangers(context, plan, table.registers, day)]
    if mistakes:
        print("没有导入,请改好再来:", *mistakes, sep="\n  ", file=sys.stderr)
        return 2
    saved = context.store.write(
        lambda connection: file_paper(connection, plan, table.registers, day, now)
    )
    print(f"{day_words(day)} 补录了 {saved} 个班,{len(table.registers) - saved} 个班没有变化")
    return 0


def file_paper(
    connection: sa.Connection,
    plan: SchoolPlan,
    registers: Mapping[str, Register],
    day: date,
    now: datetime,
) -> int:
    """Save what stood on paper, all classes or none; returns how many were news."""
    by_slug = {each.slug(day): each for each in classes_of(connection, plan.id, day)}
    saved = [
        file_register(connection, Filing(plan, by_slug[slug], day, register, Source.PAPER), now)
        for slug, register in registers.items()
    ]
    return sum(each is not None for each in saved)


def _strangers(
    context: Context, plan: SchoolPlan, registers: Mapping[str, Register], day: date
) -> list[str]:
    with context.store.reading() as connection:
        known = {each.slug(day) for each in classes_of(connection, plan.id, day)}
    return [f"{plan.name}没有 {slug} 班" for slug in sorted(set(registers) - known, key=read_slug)]


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotReady(f"打不开 {path}({type(error).__name__})") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on a Chinese Windows writes.
        return content.decode("gb18030", errors="replace")
