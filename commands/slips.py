"""`slips` (家庭反馈条): a sheet of slips for one class, shuffled, to cut and hand out."""

from __future__ import annotations

import argparse
import csv
import secrets
import sys
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from commands.printing import embedded, print_sheet, qr_picture
from context import Context
from homework.plan import SchoolPlan
from homework.school import read_slug
from models.households import Slip, issue_slips
from models.schools import ClassKey, SchoolClass, find_class
from opening import NotReady, add_config, load, open_context, pick_school

_DEFAULT_COUNT = 45
_MOST = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--class", dest="slug", required=True, help="班级,例如 3-2")
    parser.add_argument("--count", type=int, help="几张;默认按配置里的班级人数")
    parser.add_argument("--csv", action="store_true", help="只输出 class,code,url 三列")
    parser.add_argument("--out", type=Path, help="打印页放在哪里;默认 slips-班级.html")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    today = context.clock.now().date()
    school_class = _find(context, plan, arguments.slug, today)
    count = arguments.count or plan.class_sizes.get(arguments.slug) or _DEFAULT_COUNT
    if not 1 <= count <= _MOST:
        raise NotReady(f"张数要在 1 到 {_MOST} 之间")
    slips = context.store.write(lambda connection: _issue(connection, context, school_class, count))
    rows = [
        (arguments.slug, slip.code, context.address(f"/h/{slip.link}")) for slip in _shuffled(slips)
    ]
    if arguments.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("class", "code", "url"))
        writer.writerows(rows)
        return 0
    out = arguments.out or Path(f"slips-{arguments.slug}.html")
    out.write_text(_sheet(plan, school_class.name(today), rows), encoding="utf-8")
    print(f"{count} 张家庭反馈条在 {out}(用浏览器打开,打印 A4 后裁开,不按学号发)")
    print("里面的链接只在这个文件里有,库里只存校验值:打印后请删除文件。")
    return 0


def _find(context: Context, plan: SchoolPlan, slug: str, today: date) -> SchoolClass:
    try:
        grade, number = read_slug(slug)
    except ValueError:
        raise NotReady("班级要写成 年级-班号,例如 3-2") from None
    with context.store.reading() as connection:
        found = find_class(connection, plan.id, grade, number, today)
    if found is None:
        raise NotReady(f"{plan.name}没有 {slug} 班")
    return found


def _issue(
    connection: sa.Connection, context: Context, school_class: SchoolClass, count: int
) -> list[Slip]:
    key = ClassKey(school_class.school_id, school_class.id)
    return issue_slips(connection, key, count, context.clock.now())


def _shuffled(slips: list[Slip]) -> list[Slip]:
    # Slips in the order of the roll would tell whose is whose.
    mixed = list(slips)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def _sheet(plan: SchoolPlan, class_name: str, rows: list[tuple[str, str, str]]) -> str:
    slips = [{"code": code, "picture": embedded(qr_picture(url, box=8))} for _, code, url in rows]
    return print_sheet("slips.html", school=plan.name, class_name=class_name, slips=slips)
