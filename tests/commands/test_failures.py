"""What the machine or the database will not do: one Chinese sentence with what to do, no traceback."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

import app
from app import main
from failures import sentence_of
from models.database.store import Store
from models.database.writer import NotCommitted
from tests.commands.printed import CONFIG, Office
from tests.tree import ROOT


def test_a_folder_is_no_config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["doctor", "--config", str(tmp_path)]) == 2
    assert f"{tmp_path} 是一个文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/x", "连不上数据库服务器"),
        ("sqlite:///FOLDER/none/x.db", "打不开数据库文件"),
        ("sqlite:///FOLDER/notes.txt", "不是 SQLite 数据库"),
    ],
)
@pytest.mark.parametrize("command", ["init", "doctor"])
def test_a_wrong_database_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, said: str, command: str
) -> None:
    (tmp_path / "notes.txt").write_text("three lines\n" * 300, encoding="utf-8")
    config = Office.set_up(tmp_path).config  # with keys, so that doctor comes as far
    words = CONFIG + f'[database]\nurl = "{url.replace("FOLDER", str(tmp_path))}"\n'
    config.write_text(words, encoding="utf-8")
    capsys.readouterr()

    assert status([command, "--config", str(config)]) in (1, 2)

    assert said in capsys.readouterr().err


def test_a_database_of_a_newer_program_is_left_alone(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(f"sqlite:///{office.config.parent / 'data' / 'homework.db'}")
    store.write(lambda connection: connection.execute(sa.text(_NEWER)))
    store.close()

    for command in ("init", "doctor", "serve", "scheduler"):
        assert status([command, "--config", str(office.config)]) in (1, 2)
        assert "更新版本的程序升级过" in capsys.readouterr().err


_NEWER = "UPDATE alembic_version SET version_num = '9999_from_next_year'"


def test_a_broken_key_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.config.parent / "data" / "secrets" / "cookie.key").write_text("not hex")

    assert status(["doctor", "--config", str(office.config)]) == 2

    assert "密钥文件坏了" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "", "/backup/a.db"), "磁盘满了,写不下 /backup/a.db"),
        (OSError(errno.EROFS, "", "/backup/a.db"), "只能读"),
        (PermissionError(errno.EACCES, "", "/srv/data"), "没有权限读写 /srv/data"),
        (NotCommitted("not committed within 30 s"), "迟迟没有轮到"),
        (OperationalError("", None, sqlite3.OperationalError("disk I/O error")), "磁盘读写不了"),
        (OperationalError("", None, sqlite3.OperationalError("no such thing")), "数据库出错了"),
    ],
)
def test_the_machines_refusals_have_words(error: Exception, said: str) -> None:
    assert said in (sentence_of(error) or "")


def test_a_write_that_was_refused_says_why(tmp_path: Path) -> None:
    """What stands behind the writer's refusal is what a school can put right."""
    store = Store(f"sqlite:///{tmp_path / 'none' / 'x.db'}")
    with pytest.raises(NotCommitted) as refused:
        store.write(lambda connection: None)

    assert refused.value.__cause__ is not None
    assert isinstance(refused.value.__cause__, OSError)


def test_our_own_mistakes_are_not_called_the_machines() -> None:
    assert sentence_of(KeyError("a bug")) is None
    assert sentence_of(ConnectionResetError(errno.ECONNRESET, "")) is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_service_that_could_keep_nothing_does_not_start(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    data = office.config.parent / "data"
    data.chmod(0o500)
    try:
        assert status(["scheduler", "--config", str(office.config)]) in (1, 2)
    finally:
        data.chmod(0o700)
    assert "没有权限" in capsys.readouterr().err


def test_a_python_without_our_packages_is_told_which_to_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "find_spec", lambda name: None)

    assert status(["doctor"]) == 2

    assert ".venv/bin/python" in capsys.readouterr().err


def test_who_reads_only_the_first_line_gets_no_traceback(office: Office) -> None:
    """python app.py … | head -1."""
    command = [sys.executable, "app.py", "register", "desks", "--config", str(office.config)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # before it has said a word
        told = process.stderr.read()

    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def status(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as end:
        return int(str(end.code))
