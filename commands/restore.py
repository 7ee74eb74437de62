"""`restore` (恢复): a backup into an empty place; what is there already is never overwritten.

A copy of an SQLite database may go into an empty PostgreSQL one: so a school moves.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from commands import postgres_tools
from models.database.copies import (
    BrokenCopy,
    TooLong,
    copy_rows,
    has_rows,
    has_tables,
    require_whole,
)
from models.database.schema import schema_is_current, upgrade_schema
from models.database.store import Store
from models.keys import Keys, MissingKeys, load_keys, put_keys
from models.tables import Base
from opening import NotReady, add_config, load
from settings import Settings

_SQLITE = b"SQLite format 3\x00"
_DUMP = b"PGDMP"
_FINGERPRINT = re.compile(r"homework-\d{8}-\d{6}-([0-9a-f]{8})\.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("file", type=Path, help="backup 存下的文件")
    parser.add_argument(
        "--keys", type=Path, metavar="文件夹", help="backup --keys 存密钥的地方;密钥还在就不用写"
    )


def run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    kind = _kind_of(arguments.file)
    store = Store(settings.database_url)
    try:
        _require_fitting(store, kind)
        _require_empty(store, kind)
        _bring_keys(settings, arguments.keys, arguments.file)
        if kind == _DUMP:
            print("正在导入 PostgreSQL 数据库(大的要几分钟)…", flush=True)
            postgres_tools.load_dump(store.url, arguments.file)
            schema_is_current(store.engine)
        else:
            _bring_sqlite(store, arguments.file)
    finally:
        store.close()
    print(f"已恢复:{arguments.file}")
    print("接下来:运行 init(升级数据库),doctor 检查,再启动 serve 和 scheduler。")
    print("备份之后填的反馈不在里面;备份之后家长删掉的会重新出现,请让他们在“我的”里再删一次。")
    return 0


def _kind_of(path: Path) -> bytes:
    if path.is_dir():
        raise NotReady(f"{path} 是一个文件夹,这里要写里面的一个文件")
    if not path.exists():
        raise NotReady(f"没有找到备份文件 {path}")
    with path.open("rb") as file:
        start = file.read(len(_SQLITE))
    for kind in (_SQLITE, _DUMP):
        if start.startswith(kind):
            return kind
    raise NotReady(f"{path} 不是 backup 存下的文件")


def _require_fitting(store: Store, kind: bytes) -> None:
    if kind == _DUMP and store.is_sqlite:
        raise NotReady(
            "这是 PostgreSQL 的备份,不能恢复到 SQLite:先在 [database] url 里写 PostgreSQL"
        )


def _require_empty(store: Store, kind: bytes) -> None:
    todo = "恢复从不覆盖:先停下 serve 和 scheduler,"
    if store.is_sqlite:
        path = Path(str(store.url.database))
        standing = [each for each in (path, Path(f"{path}-wal")) if each.exists()]
        if standing:
            names = "、".join(str(each) for each in standing)
            raise NotReady(f"已经有数据库 {names}。{todo}把 {path}* 移到别处,再运行一次")
    elif has_rows(store.engine, Base.metadata) if kind == _SQLITE else has_tables(store.engine):
        raise NotReady(
            f"数据库 {store.url.database} 里已经有数据。{todo}另建一个空的库,改 [database] url"
        )


def _bring_keys(settings: Settings, folder: Path | None, copy: Path) -> None:
    """Put the saved keys where they belong; raises NotReady where the copy was made under others."""
    place = settings.site.data_dir / "secrets"
    standing = _standing(place)
    if folder is None:
        if standing is None:
            raise NotReady(f"没有密钥({place})。加上 --keys,写 backup --keys 存的地方")
        _compare(standing, copy)
        return
    try:
        saved = load_keys(folder, environ={})
    except (MissingKeys, ValueError) as missing:
        raise NotReady(f"{folder} 里没有完整的密钥({missing})") from None
    _compare(saved, copy)
    if standing is None:
        put_keys(place, saved)
        print(f"密钥已放回 {place}")
    elif standing != saved:
        raise NotReady(f"{place} 里已经有别的密钥。请先把它移到别处,再运行一次")


def _standing(place: Path) -> Keys | None:
    try:
        return load_keys(place)
    except MissingKeys:
        return None


def _compare(keys: Keys, copy: Path) -> None:
    named = _FINGERPRINT.match(copy.name)
    if named and named[1] != keys.fingerprint():
        raise NotReady(
            f"这个备份是用别的密钥存的({named[1]},给的是 {keys.fingerprint()}):"
            "配错了就认不出哪些反馈是谁的。请找到当时的密钥"
        )


def _bring_sqlite(store: Store, path: Path) -> None:
    """Look through the copy and bring it up to date aside; only then put it into its place."""
    folder = Path(str(store.url.database)).parent if store.is_sqlite else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as aside:
        draft = Path(aside) / "homework.db"
        shutil.copyfile(path, draft)
        draft.chmod(0o600)
        try:
            require_whole(draft)
        except BrokenCopy as broken:
            raise NotReady(f"这个备份坏了({broken})。请换一份") from None
        _upgrade(draft)
        if store.is_sqlite:
            os.rename(draft, str(store.url.database))
        else:
            _move(draft, store)


def _upgrade(path: Path) -> None:
    old = Store(f"sqlite:///{path}")
    try:
        upgrade_schema(old.engine)
    finally:
        old.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # whole again in its one file


def _move(path: Path, store: Store) -> None:
    from rich.progress import Progress  # late: only here is there something to watch

    upgrade_schema(store.engine)
    source = sa.create_engine(f"sqlite:///{path}")
    with Progress() as bar:
        task = bar.add_task("搬到 PostgreSQL", total=None)
        try:
            rows = copy_rows(
                source,
                store.engine,
                Base.metadata,
                lambda done, all_: bar.update(task, completed=done, total=all_),
            )
        except TooLong as too_long:
            raise NotReady(f"一行也没有搬:{too_long}。请在原来的库里改短,再备份、再搬") from None
        finally:
            source.dispose()
    print(f"已搬 {rows} 行")
