"""`init` (初始化): keys, migrations, schools and classes; safe to run again after every change."""

from __future__ import annotations

import argparse
from functools import partial

from clock import SystemClock
from models.class_ends import end_uncounted
from models.database.schema import upgrade_schema
from models.database.store import Store
from models.keys import make_keys
from models.schools import save_school
from opening import add_config, load
from settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)


def run(arguments: argparse.Namespace) -> int:
    for line in initialise(load(arguments.config)):
        print(line)
    return 0


def initialise(settings: Settings) -> list[str]:
    """Make what is missing; returns what was done, a line each."""
    directory = settings.site.data_dir
    directory.mkdir(parents=True, exist_ok=True)
    done = []
    if make_keys(directory / "secrets"):
        done.append(f"已生成密钥:{directory / 'secrets'}(请另外备份,丢了就认不出谁是谁)")
    store = Store(settings.database_url)
    try:
        upgrade_schema(store.engine)
        done.append("数据库已是最新")
        today = SystemClock(settings.site.clock_offset).now().date()
        for plan in settings.schools:
            new = store.write(partial(save_school, plan=plan, day=today))
            done.append(f"{plan.name}:{sum(plan.classes.values())} 个班,新登记 {new} 个")
            ended = store.write(partial(end_uncounted, plan=plan, day=today))
            if ended:
                names = "、".join(each.name(today) for each in ended)
                done.append(
                    f"{plan.name}:配置里不再有{names},今天起不再收反馈;写错了就改回再运行一次"
                )
        store.checkpoint()
    finally:
        store.close()
    return done
