"""`register` (作业登记表): blank sheets for paper days, what was written on them, and the desks' links."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from commands.arguments import day_of
from commands.printing import print_sheet, require_writable
from context import Context
from homework.days import day_words
from homework.plan import SchoolPlan
from homework.register_csv import COLUMNS
from models.registers.paper import file_paper, read_paper, refused_day
from models.registers.sheets import sheet_values
from models.schools import SchoolClass, classes_of
from opening import NotReady, add_config, load, open_context, pick_school

_STATIC = Path(__file__).resolve().parent.parent / "static"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "action", choices=("sheet", "import", "desks"), help="打印空表、导入补录、各班电脑登记地址"
    )
    parser.add_argument("file", nargs="?", type=Path, help="import:表格另存的 CSV 文件")
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--class", dest="slug", help="只要这个班,例如 3-2")
    parser.add_argument("--day", type=day_of, help="import:登记的是哪一天")
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
    require_writable(arguments.out)
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
    style = (_STATIC / "register-sheet.css").read_text(encoding="utf-8")
    return print_sheet("register.html", style=style, **sheet_values(plan, classes, today))


def import_paper(context: Context, plan: SchoolPlan, path: Path, day: date) -> int:
    """Save what a day's paper registers said, all of it or nothing; 2 where there are mistakes."""
    now = context.clock.now()
    if refusal := refused_day(plan, day, now):
        raise NotReady(refusal)
    with context.store.reading() as connection:
        known = {each.slug(day) for each in classes_of(connection, plan.id, day)}
    table = read_paper(_content(path), plan.name, known)
    if table.mistakes:
        print("没有导入,请改好再来:", *table.mistakes, sep="\n  ", file=sys.stderr)
        return 2
    saved = context.store.write(
        lambda connection: file_paper(connection, plan, table.registers, day, now)
    )
    print(f"{day_words(day)} 补录了 {saved} 个班,{len(table.registers) - saved} 个班没有变化")
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotReady(f"打不开 {path}({type(error).__name__})") from None
