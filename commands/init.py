"""`init` (初始化): keys, migrations, schools and classes; safe to run again after every change."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from clock import SystemClock
from models.class_ends import end_uncounted
from models.database.schema import schema_version, upgrade_schema
from models.database.store import Store
from models.keys import MissingKeys, load_keys, make_keys
from models.schools import save_school
from opening import NotReady, add_config, load
from settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument(
        "--new-keys",
        action="store_true",
        help="旧密钥确实找不回来了,另做新的:旧反馈从此认不出是谁的",
    )


def run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    if not arguments.new_keys:
        _require_old_keys(settings)
    print("正在准备密钥和数据库…", flush=True)
    for line in initialise(settings):
        print(line)
    return 0


def _require_old_keys(settings: Settings) -> None:
    """New keys under an old database would cut every family from what it said; raises NotReady."""
    place = settings.site.data_dir / "secrets"
    try:
        load_keys(place)
    except MissingKeys:
        store = Store(settings.database_url)
        is_new = not _exists(store) or schema_version(store.engine) is None
        store.close()
        if not is_new:
            raise NotReady(
                f"数据库里已有数据,可密钥不见了({place})。请把 backup --keys 存的那几个 .key 放回去;"
                "确实找不回来了,再运行 init --new-keys"
            ) from None


def _exists(store: Store) -> bool:
    """Asking an SQLite database that is not there would make it."""
    return not store.is_sqlite or Path(str(store.url.database)).exists()


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
