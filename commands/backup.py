"""`backup` (备份): the whole database while the school goes on reporting; the keys apart from it."""

from __future__ import annotations

import argparse
import os
import re
from datetime import datetime
from pathlib import Path

from commands import postgres_tools
from commands.printing import require_folder
from context import Context
from homework.days import SHANGHAI
from models.database.copies import BrokenCopy, copy_sqlite
from models.database.schema import schema_version
from models.keys import key_words
from opening import NotReady, add_config, load, open_context

_NAMED = re.compile(r"homework-\d{8}-\d{6}-[0-9a-f]{8}\.(db|dump)")
"""Our own files and nobody else's: what `--keep` may delete."""
_CONFIGS = ("config.toml", "calendar.toml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--out", type=Path, metavar="文件夹", help="数据库的备份放在哪里")
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="文件夹",
        help="把密钥和配置存到这里;不要和数据库的备份放在一起",
    )
    parser.add_argument("--keep", type=kept, help="只留最新的几份,更早的删除;默认都留着")


def kept(text: str) -> int:
    """How many copies to keep; for `type=`."""
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"要写 1 到 3660 的整数,写的是 {text}")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    if arguments.out is None and arguments.keys is None:
        raise NotReady("写明放在哪里:--out 文件夹 备份数据库,--keys 另一个文件夹 存密钥")
    _require_apart(arguments.out, arguments.keys)
    context = open_context(load(arguments.config), may_be_old=True)
    try:
        if arguments.keys is not None:
            _save_keys(context, arguments.config, arguments.keys)
        if arguments.out is not None:
            _save_database(context, arguments.out)
            _forget_old(arguments.out, arguments.keep)
            if arguments.keys is None:
                print("密钥不在里面。第一次备份,以及换过密钥、改过配置以后,加 --keys 另存一处。")
    finally:
        context.store.close()
    return 0


def _require_apart(out: Path | None, keys: Path | None) -> None:
    """Whoever finds the one must not find the other: together they say who reported what."""
    if out is None or keys is None:
        return
    out, keys = out.resolve(), keys.resolve()
    if out == keys or out in keys.parents or keys in out.parents:
        raise NotReady("--keys 和 --out 不能在一起:谁同时拿到两样,就认得出哪些反馈是谁的")


def _save_database(context: Context, folder: Path) -> None:
    if schema_version(context.store.engine) is None:
        raise NotReady("数据库还是空的,没有可备份的。先运行:python app.py init")
    require_folder(folder)
    stamp = f"{context.clock.now():%Y%m%d-%H%M%S}-{context.keys.fingerprint()}"
    path = folder / f"homework-{stamp}.{'db' if context.store.is_sqlite else 'dump'}"
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if context.store.is_sqlite:
            _copy_sqlite(context, draft)
        else:
            print("正在导出 PostgreSQL 数据库(大的要几分钟)…", flush=True)
            postgres_tools.dump(context.store.url, draft)
        draft.replace(path)
    except BrokenCopy as broken:
        raise NotReady(f"数据库里有坏的地方({broken}),没有备份成。请保留旧的备份") from None
    finally:
        draft.unlink(missing_ok=True)
    print(f"已备份:{path}({path.stat().st_size / 1e6:.1f} MB)")


def _copy_sqlite(context: Context, path: Path) -> None:
    from rich.progress import Progress  # late: only here is there something to watch

    with Progress() as bar:
        task = bar.add_task("备份数据库", total=None)
        copy_sqlite(
            context.store, path, lambda done, all_: bar.update(task, completed=done, total=all_)
        )


def _save_keys(context: Context, config: Path, folder: Path) -> None:
    """The keys as they are in force, and the config; readable to their owner alone."""
    require_folder(folder)
    folder.chmod(0o700)
    words = {f"{name}.key": text for name, text in key_words(context.keys).items()}
    for path, name in ((config, _CONFIGS[0]), (config.parent / _CONFIGS[1], _CONFIGS[1])):
        if path.exists():
            words[name] = path.read_text(encoding="utf-8")
    for name, text in words.items():
        _write_own(folder / name, text)
    print(f"密钥和配置已存到 {folder}:{'、'.join(words)}。这里的东西谁也不要给")


def _write_own(path: Path, text: str) -> None:
    """Write a secret; another key that stands there already is never lost."""
    if path.exists():
        if path.read_text(encoding="utf-8") == text:
            return
        changed = datetime.fromtimestamp(path.stat().st_mtime, SHANGHAI)
        path.rename(path.with_name(f"{path.name}.{changed:%Y%m%d-%H%M%S}"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _forget_old(folder: Path, keep: int | None) -> None:
    """Delete all but the newest copies: what a family had deleted must not stay for ever either."""
    if keep is None:
        return
    ours = sorted(each for each in folder.iterdir() if _NAMED.fullmatch(each.name))
    for path in ours[:-keep]:
        path.unlink()
        print(f"已删除旧的:{path.name}")
