"""`audit-pack` (合规审计材料): schema, keeping times, what is held, and who read what, as files."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from commands.arguments import day_of
from commands.printing import require_folder
from context import Context
from homework.days import SHANGHAI
from homework.plan import SchoolPlan
from homework.retention import reports_end
from homework.surveys.cells import Cell, to_csv
from homework.wording import audits as wording
from homework.wording.console import person
from homework.wording.console_office import ACT, about_words
from models.database.schema import head
from models.holdings.columns import as_markdown
from models.holdings.everything import HOLDINGS
from models.holdings.exposure import (
    School,
    acts_between,
    held_until,
    last_retention,
    overdue,
)
from models.holdings.retention import Ends
from models.staff.audit import ActFilter, acts_before
from models.staff.people import staff_ever
from models.staff.sensitive import SENSITIVE
from models.tables import Base
from opening import add_config, load, open_context, pick_school

_A_YEAR = timedelta(days=365)
_MOST_READS = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个新文件夹")
    parser.add_argument("--since", type=day_of, help="访问记录从哪天起;默认一年前")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    out: Path = arguments.out
    require_folder(out)
    today = context.clock.now().date()
    first = arguments.since or today - _A_YEAR
    (out / "1-个人信息清单.md").write_text(as_markdown(HOLDINGS), encoding="utf-8")
    _write(out / "2-表结构.csv", wording.COLUMNS, _columns())
    with context.store.reading() as connection:
        _write_held(connection, context, plan, out)
        reads = _write_acts(connection, plan, out, first, today)
        readme = _readme(connection, context, plan, first, reads)
    (out / "0-说明.md").write_text(readme, encoding="utf-8")
    print(f"已写入 {out}:{'、'.join(sorted(path.name for path in out.iterdir()))}")
    return 0


def _columns() -> Iterable[tuple[object, ...]]:
    of = {each.table: each for each in HOLDINGS}
    for table in Base.metadata.sorted_tables:
        holding = of[table.name]
        said = {name: part.what for part in holding.held for name in part.columns.split()}
        for column in table.c:
            may_be_empty = "是" if column.nullable else ""
            is_key = "是" if column.primary_key else ""
            kind = (column.name, str(column.type), may_be_empty, is_key)
            yield (holding.title, table.name, *kind, said.get(column.name, wording.OF_NOBODY))


def _write_held(connection: sa.Connection, context: Context, plan: SchoolPlan, out: Path) -> None:
    held = held_until(connection, _school(plan), context.clock.now())
    rows = (
        (
            each.whose.value,
            each.title,
            ";".join(each.what),
            each.rows,
            each.people if each.people is not None else wording.NOT_COUNTED,
            each.first or wording.NOT_DATED,
            each.last or wording.NOT_DATED,
        )
        for each in held
    )
    _write(out / "3-保存与删除.csv", wording.HELD, rows)


def _write_acts(
    connection: sa.Connection, plan: SchoolPlan, out: Path, first: date, last: date
) -> int:
    """Returns how many lines stand in the last file: none is an answer too."""
    people = staff_ever(connection, plan.id)
    called = {each.id: each.name for each in people.values()}
    names = {each.id: person(each.name, each.role) for each in people.values()}
    counted = Counter(acts_between(connection, plan.id, first, last))
    rows = (
        (month, names.get(who, "系统"), ACT.get(act, act), count)
        for (month, who, act), count in sorted(counted.items())
    )
    _write(out / "4-访问记录汇总.csv", ("月份", "谁", "做了什么", "次数"), rows)
    reads = acts_before(connection, plan.id, ActFilter(acts=SENSITIVE), limit=_MOST_READS)
    lines = [
        (
            f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            names.get(row.staff_id, "系统"),
            ACT.get(row.act, row.act),
            about_words(row.about, called),
            str((row.detail or {}).get("reason", "")),
        )
        for row in reads
        if first <= row.at.astimezone(SHANGHAI).date() <= last
    ]
    _write(out / "5-查阅与导出.csv", ("时间", "谁", "做了什么", "关于", "用途"), lines)
    return len(lines)


def _readme(
    connection: sa.Connection, context: Context, plan: SchoolPlan, first: date, reads: int
) -> str:
    now = context.clock.now()
    ran = last_retention(connection, plan.id)
    ends = Ends(now, reports_end(plan.calendar, now.date()))
    titles = {each.table: each.title for each in HOLDINGS}
    late = [(titles[table], rows) for table, rows in overdue(connection, _school(plan), ends)]
    return wording.PACK_README.format(
        school=plan.name,
        at=f"{now:%Y-%m-%d %H:%M}",
        version=head(),
        first=first,
        last=now.date(),
        reads=reads,
        retention=wording.RAN.format(day=ran) if ran else wording.NEVER_RUN,
        overdue="、".join(f"{title} {rows}行" for title, rows in late) or wording.NONE_OVERDUE,
    )


def _school(plan: SchoolPlan) -> School:
    return School(plan.id, plan.account_id)


def _write(path: Path, heading: Sequence[Cell], rows: Iterable[Sequence[object]]) -> None:
    """A table that Excel opens; what begins like a formula is only text in it."""
    cells: list[Sequence[Cell]] = [heading]
    cells += [[each if isinstance(each, int) else str(each) for each in row] for row in rows]
    path.write_bytes(to_csv(cells))
