"""`spotcheck` (抽查): make today's draw by hand, or make any day's draw again and compare."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from commands.arguments import day_of
from homework.days import SHANGHAI, day_words
from homework.plan import SchoolPlan
from homework.wording.staff import when
from models.spot_checks.drawing import (
    draw_today,
    find_draw,
    find_seed,
    publish_seed,
)
from models.spot_checks.records import SpotPromise, SpotSeed
from models.spot_checks.salts import find_promise
from models.spot_checks.verifying import Verified, verify_draw
from models.staff.duty import rostered, save_duty
from models.staff.people import staff_of
from opening import NotReady, add_config, load, open_context, pick_school


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("action", choices=("draw", "verify", "duty"), help="抽签、复核、值周表")
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--day", type=day_of, help="例如 2026-11-23;默认今天")
    parser.add_argument("--name", action="append", default=[], help="duty:这一周谁值周,可写几次")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    now = context.clock.now()
    day = arguments.day or now.date()
    if arguments.action == "verify":
        with context.store.reading() as connection:
            seed = find_seed(connection, plan.id, day)
            promise = find_promise(connection, plan.id, day)
            verified = verify_draw(connection, plan, day)
        print(f"{plan.name} {day_words(day)} 抽查复核")
        _say_promise(promise, verified)
        return _say(day, seed, verified)
    if arguments.action == "duty":
        if arguments.name:
            with context.store.reading() as connection:
                ids = _ids_of(connection, plan, arguments.name)
            context.store.write(lambda connection: save_duty(connection, plan.id, day, ids))
        with context.store.reading() as connection:
            names = [person.name for person in rostered(connection, plan.id, day)]
        print(f"{day_words(day)}这一周值周:{'、'.join(names) or '还没有排'}")
        return 0
    if day != now.date() or not plan.calendar.is_school_day(day):
        raise NotReady("只能抽今天的,而且今天要上学")
    # Two transactions: the seed stands before anything is drawn from it.
    context.store.write(lambda connection: publish_seed(connection, plan, now))
    later = context.clock.now()
    context.store.write(lambda connection: draw_today(connection, plan, later))
    with context.store.reading() as connection:
        stored = find_draw(connection, plan.id, day)
    print(f"{plan.name} {day_words(day)} 抽到:{stored.drawn if stored else '没有班级可抽'}")
    return 0


def _ids_of(connection: sa.Connection, plan: SchoolPlan, names: Sequence[str]) -> list[int]:
    known = {person.name: person.id for person in staff_of(connection, plan.id)}
    strangers = [name for name in names if name not in known]
    if strangers:
        raise NotReady(f"教职工里没有 {'、'.join(strangers)};先用 staff add 添加")
    return [known[name] for name in names]


def _say_promise(promise: SpotPromise | None, verified: Verified | None) -> None:
    """The salt's hash, which stands from the day before on; the salt itself only after the draw."""
    if promise is None:
        return
    at = when(promise.promised_at.astimezone(SHANGHAI))
    print(f"盐的 SHA-256 {promise.salt_hash}")
    print(f"  {at} 公布;盐在抽签时公开:{verified.stored.salt if verified else '还没有抽签'}")


def _say(day: date, seed: SpotSeed | None, verified: Verified | None) -> int:
    """Print each step, so that anybody can follow it with a SHA-256 program; 0 where all agree.

    Before the draw the seed alone, which stands from noon on.
    """
    if seed is None:
        print("还没有种子,没有抽签")
        return 1
    print(f"种子 {seed.seed}")
    print(f"  来自 {day_words(seed.closed_day)} 的登记,下面各行(含行末换行)的 SHA-256:")
    for line in seed.lines.split("\n"):
        print(f"    {line}")
    if verified is None:
        at = when(seed.published_at.astimezone(SHANGHAI))
        print(f"种子 {at} 已公布,还没有用它抽签")
        return 1
    return _say_draw(day, verified)


def _say_draw(day: date, verified: Verified) -> int:
    seed, stored = verified.seed, verified.stored
    checks = [
        ("种子就是这些行的哈希", verified.seed_is_hash),
        (f"种子先公布({when(seed.published_at.astimezone(SHANGHAI))})后抽签", verified.was_before),
        ("登记和当时一样", verified.registers_unchanged),
        (f"再抽一次结果相同:{stored.drawn}", verified.same_draw),
    ]
    if verified.promise is not None or stored.salt is not None:
        moment = "种子之前" if verified.promised_before else "和种子同时"
        checks.insert(2, (f"盐就是{moment}公布过哈希的那个", verified.salt_kept))
    for words, holds in checks:
        print(f"{'符合' if holds else '不符'}  {words}")
    print(_lots_words(day, is_salted=stored.salt is not None))
    print(f"盲区 {stored.blind or '无'};本轮已抽过 {stored.had_turn or '无'}")
    return 0 if verified.matches else 1


def _lots_words(day: date, *, is_salted: bool) -> str:
    lot = f"每个班的签 = SHA-256(签种|{day.isoformat()}|班级),小的先抽"
    return f"签种 = SHA-256(种子|盐);{lot}" if is_salted else lot.replace("签种", "种子")
