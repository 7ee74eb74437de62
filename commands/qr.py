"""`qr` (二维码海报): posters to hang, an index to file, pictures for an article."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from commands.follow_codes import follow_codes, has_follow_codes
from commands.printing import remind_of_address, require_folder, require_fonts, save
from context import Context
from homework.plan import SchoolPlan
from homework.slips import paper_day
from homework.wording import printed
from models.schools import SchoolClass, classes_of, school_link
from opening import NotReady, add_config, load, open_context, pick_school
from paper.pictures import POSTER_WIDTH, SQUARE, cover, in_text, picture_of
from paper.posters import Poster, draw_index, draw_posters

POSTERS = "posters.pdf"
INDEX = "index.pdf"
SCHOOL, ARTICLE, FOLLOW = "school", "article", "follow"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--class", dest="slug", help="只要这个班,例如 3-2")
    parser.add_argument("--out", type=Path, required=True, help="放海报的文件夹")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    day = paper_day(context.clock.now().date())
    classes = _classes(context, plan, arguments.slug, day)
    out: Path = arguments.out
    require_fonts()
    for folder in (out, out / SCHOOL, out / ARTICLE):
        require_folder(folder)
    own = [_poster(context, plan, each, day) for each in classes]
    school = _school_poster(context, plan)
    save(out / POSTERS, draw_posters([school, *own], f"{plan.name} 班级海报"))
    save(out / INDEX, draw_index([school, *own], plan.name, day))
    _save_pictures(out, school, own)
    print(f"{len(own)} 个班的海报在 {out / POSTERS}(A4,不缩放打印;第 1 页是全校通用的)")
    print(f"  {out / INDEX}:全部二维码和链接,存档、转发用")
    first = out / f"{own[0].slug}.png"
    print(f"  {first} 等:每班海报的图片;{out / ARTICLE}:公众号文章的封面和配图")
    stray = _strays(out, own, arguments.slug)
    if stray:
        print(f"  文件夹里还有不在名单里的旧图片,可以删:{'、'.join(stray)}")
    if has_follow_codes(context.accounts[plan.account_id]):
        _save_follow_posters(context, plan, classes, out / FOLLOW)
    print("接下来:打印 posters.pdf,自己先用微信扫一张,看班级对不对,再贴到教室门口。")
    remind_of_address(context.base_url)
    return 0


def _strays(out: Path, own: Sequence[Poster], slug: str | None) -> list[str]:
    """Pictures of classes that are none any more, from an earlier run into the same folder."""
    if slug is not None:
        return []
    known = {poster.slug for poster in own}
    return sorted(path.name for path in out.glob("*-*.png") if path.stem not in known)


def _classes(
    context: Context, plan: SchoolPlan, slug: str | None, day: date
) -> Sequence[SchoolClass]:
    with context.store.reading() as connection:
        found = [
            each
            for each in classes_of(connection, plan.id, day)
            if each.grade(day) in plan.classes and slug in (None, each.slug(day))
        ]
    if not found:
        raise NotReady(f"{plan.name}没有 {slug or '任何'} 班。班级写成 年级-班号,例如 3-2")
    return found


def _poster(context: Context, plan: SchoolPlan, each: SchoolClass, day: date) -> Poster:
    link = context.address(f"/r/{each.public_link}")
    return Poster(each.slug(day), each.name(day), plan.name, link)


def _school_poster(context: Context, plan: SchoolPlan) -> Poster:
    link = context.address(f"/s/{school_link(context.keys, plan.id)}")
    return Poster(SCHOOL, plan.name, plan.name, link, how=printed.HOW_SCHOOL)


def _save_pictures(out: Path, school: Poster, own: Sequence[Poster]) -> None:
    from rich.progress import track

    save(out / ARTICLE / "cover.png", cover(school.school))
    save(out / ARTICLE / "square.png", cover(school.school, SQUARE))
    for poster in track([school, *own], description="海报和配图"):
        folder = out / SCHOOL if poster is school else out
        save(folder / f"{poster.slug}.png", _picture(poster))
        save(out / ARTICLE / f"{poster.slug}.png", in_text(poster))


def _save_follow_posters(
    context: Context, plan: SchoolPlan, classes: Sequence[SchoolClass], folder: Path
) -> None:
    """The same posters with codes that follow the account, in a folder of their own."""
    posters = list(_follow_posters(context, plan, classes))
    if not posters:
        return
    require_folder(folder)
    save(folder / POSTERS, draw_posters(posters, f"{plan.name} 关注码海报"))
    for poster in posters:
        save(folder / f"{poster.slug}.png", _picture(poster))
    print(f"  {folder}:关注码海报,扫了先关注公众号、选好班级,再填或直接说")


def _follow_posters(
    context: Context, plan: SchoolPlan, classes: Sequence[SchoolClass]
) -> Iterator[Poster]:
    day = paper_day(context.clock.now().date())
    codes = follow_codes(context, plan, classes)
    for each in classes:
        if each.id in codes:
            yield replace(
                _poster(context, plan, each, day),
                link=codes[each.id],
                how=printed.HOW_FOLLOW,
                privacy=printed.PRIVACY_FOLLOW,
            )


def _picture(poster: Poster) -> bytes:
    return picture_of(draw_posters([poster], poster.name), POSTER_WIDTH)
