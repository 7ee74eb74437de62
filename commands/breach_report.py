"""`breach-report` (泄露报告): how many people, which kinds, from when to when; the rest for the school to fill in."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from commands.arguments import day_of
from commands.printing import require_writable
from homework.days import SHANGHAI
from homework.wording import audits as wording
from models.holdings.columns import Whose
from models.holdings.exposure import Held, School, held_until, people_concerned
from opening import NotReady, add_config, load, open_context, pick_school


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--since", type=day_of, help="可能从哪天起;默认今天")
    parser.add_argument("--until", type=day_of, help="到哪天止;默认今天")
    parser.add_argument("--keys", action="store_true", help="data_dir/secrets 里的密钥也可能泄露")
    parser.add_argument("--out", type=Path, help="写成文件;默认打印")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    now = context.clock.now()
    until = arguments.until or now.date()
    since = arguments.since or until
    if since > until:
        raise NotReady("--since 不能晚于 --until")
    end = min(now, datetime.combine(until, time(23, 59, 59), SHANGHAI))
    school = School(plan.id, plan.account_id)
    with context.store.reading() as connection:
        held = held_until(connection, school, end)
        people = people_concerned(connection, school, end)
    text = wording.BREACH.format(
        school=plan.name,
        at=f"{now:%Y-%m-%d %H:%M}",
        since=since,
        until=until,
        parents=people[Whose.PARENT],
        staff=people[Whose.STAFF],
        keys=wording.KEYS_LOST if arguments.keys else wording.KEYS_SAFE,
        kinds=_kinds(held),
    )
    if arguments.out:
        require_writable(arguments.out)
        arguments.out.write_text(text, encoding="utf-8")
        print(f"已写入 {arguments.out}")
    else:
        print(text, end="")
    return 0


def _kinds(held: Sequence[Held]) -> str:
    lines = [
        f"| {' | '.join(wording.HELD)} |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in held:
        cells = (
            each.whose.value,
            each.title,
            ";".join(each.what),
            str(each.rows),
            wording.NOT_COUNTED if each.people is None else str(each.people),
            str(each.first or wording.NOT_DATED),
            str(each.last or wording.NOT_DATED),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
