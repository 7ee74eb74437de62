"""`qr` (二维码海报): a picture of every class's code, and all posters in one file to print."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.printing import embedded, print_sheet, qr_picture
from models.schools import classes_of
from opening import add_config, load, open_context, pick_school


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--out", type=Path, required=True, help="放海报的文件夹")


def run(arguments: argparse.Namespace) -> int:
    from rich.progress import track

    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    today = context.clock.now().date()
    with context.store.reading() as connection:
        classes = classes_of(connection, plan.id, today)
    arguments.out.mkdir(parents=True, exist_ok=True)
    posters = []
    for school_class in track(classes, description="班级海报"):
        link = context.address(f"/r/{school_class.public_link}")
        picture = qr_picture(link)
        (arguments.out / f"{school_class.slug(today)}.png").write_bytes(picture)
        posters.append(
            {"name": school_class.name(today), "link": link, "picture": embedded(picture)}
        )
    sheet = arguments.out / "posters.html"
    sheet.write_text(
        print_sheet("posters.html", school=plan.name, posters=posters), encoding="utf-8"
    )
    print(f"{len(posters)} 个班:每班一张图片,全部海报在 {sheet}(用浏览器打开,打印 A4)")
    return 0
