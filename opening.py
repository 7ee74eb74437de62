"""Opening a configured program (打开): settings, keys and store become one context."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path

from clock import Clock, MovedClock, SystemClock
from context import Context
from failures import sentence_of
from homework.plan import SchoolPlan
from models.database.schema import schema_is_current
from models.database.store import Store
from models.floods import Floods
from models.keys import MissingKeys, load_keys
from settings import Settings, read_settings


class NotReady(SystemExit):
    """The program cannot run yet; the sentence says what to do. Exit status 2."""

    def __init__(self, sentence: str) -> None:
        print(sentence, file=sys.stderr)
        super().__init__(2)


def add_config(parser: argparse.ArgumentParser) -> None:
    """The argument every command has."""
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("config.toml"),
        metavar="文件",
        help="配置文件;默认 config.toml",
    )


def seconds(text: str) -> float:
    """A pace that keeps the promises of a minute and does not spin; for `type=`."""
    found = float(text)
    if not 0.05 <= found <= 600:  # what is no number is not between them either
        raise argparse.ArgumentTypeError(f"要写 0.05 到 600 之间的秒数,写的是 {text}")
    return found


def load(path: Path) -> Settings:
    """Read the settings and say their warnings; raises SettingsMistakes."""
    if path.is_dir():
        raise NotReady(f"{path} 是一个文件夹。--config 后面写配置文件,例如 {path / 'config.toml'}")
    if not path.exists():
        raise NotReady(
            f"没有找到配置文件 {path}。先运行:cp config.example.toml {path},再按里面的说明填写。"
        )
    settings = read_settings(path)
    for warning in settings.warnings:
        print(f"提醒:{warning}", file=sys.stderr)
    return settings


def open_context(
    settings: Settings, frame_ancestors: tuple[str, ...] = (), *, may_be_old: bool = False
) -> Context:
    """Build the context of a running program; raises NotReady before `init` was run.

    `may_be_old` is for who copies a database before it is upgraded.
    """
    try:
        keys = load_keys(settings.site.data_dir / "secrets")
    except MissingKeys as missing:
        raise NotReady(f"没有找到密钥({missing})。先运行:python app.py init") from None
    except ValueError:
        raise NotReady(
            f"密钥文件坏了({settings.site.data_dir / 'secrets'})。请用备份里的密钥换回"
        ) from None
    store = Store(settings.database_url)
    try:
        is_current = schema_is_current(store.engine)
    except Exception as error:
        sentence = sentence_of(error) or f"{type(error).__name__}。请检查 [database] url"
        raise NotReady(f"打不开数据库:{sentence}") from error
    if not is_current and not may_be_old:
        raise NotReady("数据库还没有升级到这个版本。先运行:python app.py init")
    return Context(
        store=store,
        keys=keys,
        clock=clock_of(settings),
        base_url=settings.site.base_url,
        accounts={account.id: account for account in settings.accounts},
        plans={plan.id: plan for plan in settings.schools},
        frame_ancestors=frame_ancestors,
        is_demo=settings.demo,
        data_dir=settings.site.data_dir,
        trusted_proxies=settings.site.trusted_proxies,
        floods=Floods(settings.site.data_dir / "run" / "floods", keys.cookie),
    )


def require_writable_data(settings: Settings) -> None:
    """Say before a service starts that it could keep nothing; raises NotReady."""
    folder = settings.site.data_dir
    if not os.access(folder, os.W_OK):
        sentence = sentence_of(PermissionError(errno.EACCES, "", str(folder)))
        raise NotReady(sentence or "")


def clock_of(settings: Settings) -> Clock:
    """The machine's clock; the demo's may be moved while it runs (`move_clock`)."""
    offset = settings.site.clock_offset
    if not settings.demo:
        return SystemClock(offset)
    return MovedClock(offset, settings.site.data_dir / "clock")


def pick_school(context: Context, school_id: str | None) -> SchoolPlan:
    """The school of that id, or the only one there is; raises NotReady."""
    if school_id is None and len(context.plans) == 1:
        return next(iter(context.plans.values()))
    plan = context.plans.get(school_id or "")
    if plan is not None:
        return plan
    known = "、".join(context.plans) or "(一个也没有)"
    raise NotReady(f"没有学校 {school_id}。配置里有:{known}")
