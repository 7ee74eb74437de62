"""The site (站点): its address, its data folder, its database and, for demos, its moved clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from settings.secret import Surroundings, environment_name, read_secret
from settings.table import Table

TIMEZONE = "Asia/Shanghai"
TEN_YEARS = 10 * 366 * 24 * 3600
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the product lives; `base_url` has no slash at the end, `data_dir` is absolute."""

    base_url: str
    data_dir: Path
    timezone: str
    clock_offset: timedelta
    trusted_proxies: int


def read_site(table: Table, around: Surroundings, is_demo: bool) -> Site:
    return Site(
        base_url=read_address(table, "base_url"),
        data_dir=_read_data_dir(table, around),
        timezone=_read_timezone(table),
        clock_offset=_read_offset(table, around, is_demo),
        trusted_proxies=table.number("trusted_proxies", 0, 0, 9),
    )


def read_address(table: Table, key: str, default: str | None = None) -> str:
    """An http(s) address without path, query or a slash at the end."""
    address = table.text(key, default).rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        table.mistake(key, f'"{address}" 不是网址')
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        table.mistake(key, f'"{address}" 应以 https:// 开头,例如 "https://zuoye.example.edu.cn"')
    elif parts.path or parts.query or parts.fragment or parts.username:
        table.mistake(key, f'只写到域名和端口为止:"{parts.scheme}://{parts.hostname}…"')
    return address


def is_loopback(address: str) -> bool:
    """Whether an address that was read above stays on this machine."""
    return urlsplit(address).hostname in LOOPBACK


def read_database_url(table: Table, site: Site, around: Surroundings) -> str:
    """SQLAlchemy's address of the store; a file in the data folder where none is given."""
    text = read_secret(table, "url", around, environment_name("DATABASE_URL"))
    if not text:
        return _sqlite_url(site.data_dir / "homework.db")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The address may hold a password, so it is not repeated.
        table.mistake("url", "不是数据库地址,例如 postgresql://用户:密码@主机:5432/库名")
        return ""
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        table.mistake("url", f"不支持 {url.drivername},只支持 sqlite 和 postgresql")
        return ""
    if driver == "sqlite":
        return _read_sqlite(table, url, around)
    return url.set(drivername=driver).render_as_string(hide_password=False)


def _read_sqlite(table: Table, url: URL, around: Surroundings) -> str:
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        table.mistake("url", "SQLite 要写文件名,例如 sqlite:///data/homework.db")
        return ""
    return _sqlite_url(around.folder / str(url.database))


def _sqlite_url(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string()


def _read_data_dir(table: Table, around: Surroundings) -> Path:
    path = around.folder / table.text("data_dir", "data")
    try:
        if path.exists() and not path.is_dir():
            table.mistake("data_dir", f"{path} 是一个文件,这里要写文件夹")
    except OSError as error:
        table.mistake("data_dir", f"不能用作文件夹({error.strerror})")
    return path


def _read_timezone(table: Table) -> str:
    timezone = table.text("timezone", TIMEZONE)
    if timezone != TIMEZONE:
        # Homework days and deadlines are Beijing time by rule, wherever the machine stands.
        table.mistake("timezone", f'作业日按北京时间计算,只能写 "{TIMEZONE}"')
    return timezone


def _read_offset(table: Table, around: Surroundings, is_demo: bool) -> timedelta:
    seconds = table.number("clock_offset", 0, -TEN_YEARS, TEN_YEARS)
    if seconds and not is_demo and around.environ.get("HW_TESTING") != "1":
        table.mistake("clock_offset", "只有演示(site.demo = true)才能拨动时钟;正式使用请删除这一项")
    return timedelta(seconds=seconds)
