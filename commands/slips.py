"""`slips` (家庭反馈条): sheets to cut and hand out; one reissued, one closed, a new school year."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from commands.printing import remind_of_address, require_fonts, require_writable
from commands.slip_batches import Batch, Desk, Wish, batch_of, draw, issue
from homework.days import open_days
from homework.slips import paper_day, read_code
from homework.views import band
from models.families.slips import close_slip, count_slips, reissue_slip, replace_slip
from models.schools import get_class
from opening import NotReady, add_config, load, open_context, pick_school

_NO_CODE = "没有找到这个家庭码:可能抄错了,或者已经作废、过期"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--class", dest="slug", help="给这个班印一批,例如 3-2")
    what.add_argument("--all", action="store_true", help="给全校每个班印一批")
    what.add_argument(
        "--new-year", action="store_true", help="新学年:作废往年的条子,给每个班印一批"
    )
    what.add_argument("--reissue", metavar="家庭码", help="换一张:旧条作废,绑定的手机不变")
    what.add_argument("--replace-one", metavar="家庭码", help="换一张,并解除绑定的手机")
    what.add_argument("--close", metavar="家庭码", help="作废一张,绑定的手机全部解除")
    what.add_argument("--list", action="store_true", help="各班有几张、多少户在用")
    parser.add_argument("--count", type=int, help="每班几张;默认按配置里的班级人数")
    parser.add_argument("--add", type=int, metavar="张数", help="在已发的之外补印几张")
    parser.add_argument("--replace", action="store_true", help="同时作废还没有人用过的旧条")
    parser.add_argument("--csv", action="store_true", help="不排版,只输出 class,code,url 三列")
    parser.add_argument("--out", type=Path, help="打印文件放在哪里;默认 slips-班级.pdf,不覆盖旧的")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    desk = Desk(context, plan, paper_day(context.clock.now().date()))
    if arguments.list:
        return _show_list(desk)
    if arguments.close:
        return _close(desk, arguments.close)
    path = _free(f"slips-{arguments.slug or plan.id}")
    if arguments.out is not None:
        path = arguments.out
        _require_unprinted(path, replaces=arguments.replace)
    if arguments.csv:
        return _show_csv(_make(desk, arguments))
    # Links are shown this once: a file that cannot be written would lose them.
    require_fonts()
    require_writable(path)
    made = _make(desk, arguments)
    draw(desk, made, path)
    total = sum(len(each.slips) for each in made)
    print(f"{len(made)} 个班,{total} 张家庭反馈条在 {path}(A4,不缩放打印,沿虚线裁开,不按学号发)")
    print("里面的链接只在这个文件里有,库里只存校验值:打印后请删除文件。")
    remind_of_address(context.base_url)
    return 0


def _free(stem: str) -> Path:
    """A name that no file has: an earlier batch's links stand in its file and nowhere else."""
    path, number = Path(f"{stem}.pdf"), 2
    while path.exists():
        path, number = Path(f"{stem}-{number}.pdf"), number + 1
    return path


def _require_unprinted(path: Path, *, replaces: bool) -> None:
    if path.is_file() and not replaces:
        raise NotReady(
            f"{path} 已经在了,那一批的链接只有这个文件里有。"
            "打印过就先删掉它;还没打印,换个文件名:--out"
        )


def _make(desk: Desk, arguments: argparse.Namespace) -> list[Batch]:
    if arguments.reissue or arguments.replace_one:
        return _change(desk, arguments.reissue, arguments.replace_one)
    wish = Wish(
        desk.classes(arguments.slug),
        arguments.count if arguments.add is None else arguments.add,
        is_extra=arguments.add is not None,
        replaces=arguments.replace,
        is_new_year=arguments.new_year,
    )
    _remind(desk, wish)
    return issue(desk, wish)


def _remind(desk: Desk, wish: Wish) -> None:
    """A second batch would give families two slips each, and two voices."""
    if wish.is_extra or wish.replaces or wish.is_new_year:
        return
    with desk.context.store.reading() as connection:
        counts = count_slips(connection, desk.plan.id, desk.day)
    again = [each.name(desk.day) for each in wish.classes if each.id in counts]
    if again:
        print(
            f"提醒:{'、'.join(again)}本学年已经发过条子,旧条仍然有效,一户只能有一张。"
            "旧条没有发出去的,再运行一次并加上 --replace;只想补几张,用 --add。",
            file=sys.stderr,
        )


def _change(desk: Desk, reissued: str | None, replaced: str | None) -> list[Batch]:
    code, now = read_code(reissued or replaced or ""), desk.context.clock.now()
    days = open_days(now, desk.plan.calendar)
    found = desk.context.store.write(
        lambda connection: (
            reissue_slip(connection, desk.plan.id, code, now)
            if reissued
            else replace_slip(connection, desk.plan.id, code, days, now)
        )
    )
    if found is None:
        raise NotReady(_NO_CODE)
    key, slip = found
    with desk.context.store.reading() as connection:
        return [batch_of(desk, get_class(connection, key), [slip])]


def _close(desk: Desk, typed: str) -> int:
    code, now = read_code(typed), desk.context.clock.now()
    key = desk.context.store.write(
        lambda connection: close_slip(connection, desk.plan.id, code, now)
    )
    if key is None:
        raise NotReady(_NO_CODE)
    with desk.context.store.reading() as connection:
        school_class = get_class(connection, key)
    print(f"{school_class.name(desk.day)}的这张家庭反馈条已作废,绑定的手机已全部解除。")
    print("已经记下的反馈不变。要给这家一张新的:")
    print(f"  python app.py slips --class {school_class.slug(desk.day)} --add 1")
    return 0


def _show_list(desk: Desk) -> int:
    with desk.context.store.reading() as connection:
        counts = count_slips(connection, desk.plan.id, desk.day)
    for each in desk.classes():
        counted = counts.get(each.id)
        words = f"{counted.open} 张,{band(counted.used)}在用" if counted else "本学年还没有发"
        print(f"{each.name(desk.day)}  {words}")
    return 0


def _show_csv(made: Sequence[Batch]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("class", "code", "url"))
    writer.writerows((each.slug, code, url) for each in made for code, url in each.slips)
    return 0
