"""PostgreSQL's own programs (pg_dump、pg_restore), and what their refusals mean to a school."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import sqlalchemy as sa

from opening import NotReady

_COMMON = ("--no-owner", "--no-privileges", "--no-password")


def dump(url: sa.URL, path: Path) -> None:
    """Write the whole database, as of one moment, into a file; raises NotReady."""
    _run(url, "pg_dump", "--format=custom", *_COMMON, f"--file={path}")


def load_dump(url: sa.URL, path: Path) -> None:
    """Fill an empty database from such a file, all or nothing; raises NotReady."""
    _run(url, "pg_restore", "--single-transaction", "--exit-on-error", *_COMMON, str(path))


def _run(url: sa.URL, program: str, *arguments: str) -> None:
    # The password goes by the environment: a command line can be read by everybody on the machine.
    place = url.set(drivername="postgresql", password=None)
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    command = [program, f"--dbname={place.render_as_string()}", *arguments]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, errors="replace", check=False
        )
    except FileNotFoundError:
        raise NotReady(
            f"这台机器没有 {program}。Debian、Ubuntu:apt install postgresql-client"
        ) from None
    if done.returncode == 0:
        return
    if "version mismatch" in done.stderr or "unsupported version" in done.stderr:
        raise NotReady(f"{program} 比数据库旧,请安装和服务器同一版本的 postgresql-client")
    raise NotReady(f"{program} 没有成功:{done.stderr.strip().splitlines()[-1:]}")
