"""The machine (本机): database, disk, calendar, the scheduler's heartbeat, the font of PDFs."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from commands.doctor.findings import Finding, bad, good, note
from context import Context
from failures import sentence_of
from models.database.lockfile import holder_of
from models.database.writer import NotCommitted
from models.leases import heartbeat
from paper.fonts import BOLD, FOLDER, REGULAR
from settings import Settings

_LEAST_FREE = 200 * 1024 * 1024
_LEAST_SHARE = 0.10
_SCHEDULER_DEAD_AFTER = 60
_WRITES_WITHIN = 5.0
_SOON = timedelta(days=60)
"""From early November on, when the next year's holidays are announced."""
_FILL_IN = "照 calendar.example.toml 写一个 calendar.toml,再重启 serve 和 scheduler"
_TRUETYPE = b"\x00\x01\x00\x00"
_REPAIRED = ((3, 44, 6), (3, 50, 7))


def examine(settings: Settings, context: Context) -> Iterator[Finding]:
    """Everything that needs no network."""
    yield _database(context)
    yield _writing(context)
    yield _disk(settings.site.data_dir)
    yield _scheduler(context)
    yield from _calendars(context)
    yield _printing()


def _database(context: Context) -> Finding:
    if context.store.is_sqlite:
        return _sqlite(sqlite3.sqlite_version_info)
    with context.store.reading() as connection:
        version = connection.scalar(sa.text("SHOW server_version"))
    return good("数据库", f"PostgreSQL {version}")


def _sqlite(version: tuple[int, ...]) -> Finding:
    words = "SQLite " + ".".join(str(part) for part in version[:3])
    repaired = version >= (3, 51, 3) or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _REPAIRED
    )
    if version < (3, 35, 0):
        return bad("数据库", f"{words} 太旧,请用 Python 3.11 以上的官方安装包或换 PostgreSQL")
    if repaired:
        return good("数据库", words)
    return good("数据库", f"{words}(带有 WAL 检查点缺陷的版本,本程序只在写锁下做检查点,不受影响)")


def _writing(context: Context) -> Finding:
    """Whether a write gets its turn: a process that was stopped in mid-write keeps SQLite locked."""
    try:
        context.store.write(lambda connection: None, timeout=_WRITES_WITHIN)
    except NotCommitted as refused:
        known = refused.__cause__ and sentence_of(refused.__cause__)
        if known:
            return bad("数据库写入", known)
        return bad("数据库写入", f"{_WRITES_WITHIN:.0f} 秒内没有轮到。{_who_holds(context)}")
    return good("数据库写入", "正常")


def _who_holds(context: Context) -> str:
    holder = holder_of(context.store.lock_path) if context.store.is_sqlite else None
    if holder is None:
        return "请看数据库是否在运行、磁盘是否写满"
    return (
        f"进程 {holder} 占着写锁不动:如果它是被暂停的,用 kill -CONT {holder} 让它继续;"
        f"不行就 kill -9 {holder},没写完的自动撤销,不会丢已答复的反馈"
    )


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    words = f"{folder} 还剩 {usage.free / 1e9:.1f} GB"
    if usage.free < _LEAST_FREE:
        return bad("磁盘", f"{words},不足 200 MB:请清理,否则反馈会记不下来")
    if usage.free < _LEAST_SHARE * usage.total:
        return note("磁盘", f"{words},不到一成")
    return good("磁盘", words)


def _scheduler(context: Context) -> Finding:
    with context.store.reading() as connection:
        beat = heartbeat(connection)
    todo = "请运行 python app.py scheduler --config config.toml,并设为开机自启"
    if beat is None:
        return bad("定时任务", f"从没有运行过,不会判定也不会提醒。{todo}")
    age = (context.clock.now() - beat).total_seconds()
    if age > _SCHEDULER_DEAD_AFTER:
        return bad(
            "定时任务",
            f"{beat.astimezone(context.clock.now().tzinfo):%m月%d日 %H:%M} 起没有动静。{todo}",
        )
    return good("定时任务", "在运行")


def _calendars(context: Context) -> Iterator[Finding]:
    today = context.clock.now().date()
    for plan in context.plans.values():
        warning = plan.calendar.warning(today)
        next_year = (today + _SOON).year
        if warning:
            yield note("校历", f"{plan.name}:{warning}。{_FILL_IN}")
        elif next_year not in plan.calendar.known_years:
            words = f"{next_year}年的放假调休还没有录入,到时暂按周一至周五上学计算"
            yield note("校历", f"{plan.name}:{words}。国务院一般11月公布;{_FILL_IN}")
        else:
            yield good("校历", f"{plan.name}:{today.year}年的放假调休已录入")
        if not plan.calendar.terms:
            words = "没有写学期起止(terms),寒暑假里的周一至周五也会当作上学日"
            yield note("校历", f"{plan.name}:{words}。请写进 config.toml")


def _printing() -> Finding:
    """The font that every PDF embeds; what the machine has itself is not looked at."""
    missing = [f"{name}.ttf" for name in (REGULAR, BOLD) if not _is_font(FOLDER / f"{name}.ttf")]
    if not missing:
        return good("打印字体", "齐全,海报、家庭反馈条、公示单都能印")
    return bad(
        "打印字体",
        f"缺 {'、'.join(missing)},海报、家庭反馈条、公示单印不出来:"
        f"在程序文件夹里运行 make assets;不能联网的,从别的机器拷来放进 {FOLDER}",
    )


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == _TRUETYPE
    except OSError:
        return False
