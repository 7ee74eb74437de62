"""Backup and restore: taken while people write, kept apart from the keys, never over what is there."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import main
from models.staff.people import Role, add_staff, staff_of
from models.tables import Base
from opening import load, open_context
from tests.commands.printed import CONFIG, Office
from tests.stores import scratch_postgres


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    for url in scratch_postgres():
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
        engine.dispose()
        yield url


def test_what_was_backed_up_comes_back_whole(office: Office, tmp_path: Path) -> None:
    add(office.config, "周校长")
    was = everything(office.config)
    copy = backed_up(office, tmp_path)

    new = new_machine(tmp_path)
    assert restored(new, copy, "--keys", str(tmp_path / "keys")) == 0

    assert everything(new) == was
    assert main(["init", "--config", str(new)]) == 0
    assert names(new) == ["周校长"]


def test_a_backup_can_be_taken_while_people_write(office: Office, tmp_path: Path) -> None:
    """Every row that was answered before is in it, and those who write are not held up."""
    add(office.config, "之前")
    enough = threading.Event()
    written: list[str] = []

    def go_on() -> None:
        context = open_context(load(office.config))
        while not enough.is_set():
            name = f"后来{len(written)}"
            now = context.clock.now()
            context.store.write(
                partial(add_staff, school_id="sanhui", role=Role.DEPUTY, name=name, now=now)
            )
            written.append(name)
        context.store.close()

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        copies = [backed_up(office, tmp_path / str(number)) for number in range(5)]
    finally:
        enough.set()
        writer.join(60)

    for number, copy in enumerate(copies):
        new = new_machine(tmp_path / str(number))
        assert restored(new, copy, "--keys", str(tmp_path / str(number) / "keys")) == 0
        found = names(new)
        assert found == ["之前", *written[: len(found) - 1]]


def test_nothing_is_ever_overwritten(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up(office, tmp_path)
    was = everything(office.config)

    assert restored(office.config, copy) == 2

    assert "已经有数据库" in capsys.readouterr().err
    assert everything(office.config) == was


def test_keys_and_rows_are_not_put_together(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for keys in ("", "/inside"):
        words = ["--out", f"{tmp_path}/b", "--keys", f"{tmp_path}/b{keys}"]
        assert status(["backup", *words, "--config", str(office.config)]) == 2
        assert "不能在一起" in capsys.readouterr().err
    copy = backed_up(office, tmp_path)

    secret = (tmp_path / "keys" / "subject.key").read_text(encoding="utf-8")
    assert secret not in copy.read_bytes().decode("latin-1")
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]
    for path in (copy, tmp_path / "keys" / "subject.key", tmp_path / "keys" / "config.toml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_stands_in_the_place_of_another_is_not_lost(
    office: Office, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "subject.key").write_text("another school's", encoding="utf-8")

    assert office.run("backup", "--keys", str(keys)) == 0

    kept = [each.read_text(encoding="utf-8") for each in keys.glob("subject.key.*")]
    assert kept == ["another school's"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda copy, keys: shutil.rmtree(keys), "里没有完整的密钥"),
        (lambda copy, keys: (keys / "cookie.key").write_text("00" * 32), "用别的密钥存的"),
        (lambda copy, keys: copy.write_bytes(copy.read_bytes()[:20000]), "坏了"),
        (lambda copy, keys: copy.write_bytes(b"a letter"), "不是 backup 存下的文件"),
        (lambda copy, keys: copy.unlink(), "没有找到备份文件"),
    ],
)
def test_what_cannot_be_restored_is_said_and_leaves_nothing(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path, Path], object],
    said: str,
) -> None:
    copy = backed_up(office, tmp_path)
    spoil(copy, tmp_path / "keys")
    new = new_machine(tmp_path)

    assert restored(new, copy, "--keys", str(tmp_path / "keys")) == 2

    assert said in capsys.readouterr().err
    assert not list(new.parent.glob("data/homework.db*"))
    assert not (new.parent / "data" / "secrets").exists() or "坏了" in said


def test_a_database_that_waits_for_its_upgrade_can_be_backed_up(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has pulled the new program first may still take the copy to go back to."""
    database = office.config.parent / "data" / "homework.db"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert status(["staff", "list", "--config", str(office.config)]) == 2
    assert "还没有升级" in capsys.readouterr().err

    copy = backed_up(office, tmp_path)

    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_a_copy_of_a_newer_program_is_refused(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = backed_up(office, tmp_path)
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_from_next_year'")
    new = new_machine(tmp_path)

    assert restored(new, copy, "--keys", str(tmp_path / "keys")) == 1

    assert "更新版本的程序" in capsys.readouterr().err
    assert not (new.parent / "data" / "homework.db").exists()


def test_only_the_newest_are_kept_and_nobody_elses_files_are_touched(
    office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "backups"
    out.mkdir()
    strangers = ["notes.txt", "homework.db", ".homework-20260101-000000-00000000.db.1"]
    old = [f"homework-202601{day:02}-030000-00000000.db" for day in range(1, 5)]
    for name in [*strangers, *old]:
        (out / name).write_text("")

    assert office.run("backup", "--out", str(out), "--keep", "2") == 0

    left = {each.name for each in out.iterdir()}
    assert left >= set(strangers)
    assert left & set(old) == {old[-1]}
    assert len(left) == len(strangers) + 2


def test_init_makes_no_new_keys_for_an_old_database(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under new keys no family would be the one it was: the old ones must come back first."""
    secrets = office.config.parent / "data" / "secrets"
    shutil.rmtree(secrets)

    assert status(["init", "--config", str(office.config)]) == 2
    assert "密钥不见了" in capsys.readouterr().err
    assert not secrets.exists()

    assert status(["init", "--new-keys", "--config", str(office.config)]) == 0


def test_a_school_moves_to_postgres_with_every_row(
    office: Office, tmp_path: Path, postgres: str
) -> None:
    add(office.config, "周校长")
    was = everything(office.config)
    copy = backed_up(office, tmp_path)
    with office.config.open("a", encoding="utf-8") as file:
        file.write(f'[database]\nurl = "{postgres}"\n')

    assert restored(office.config, copy) == 0

    assert everything(office.config) == was
    assert restored(office.config, copy) == 2  # it is empty no more


def test_a_value_too_long_for_postgres_is_named_and_nothing_is_moved(
    office: Office, tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite keeps what is longer than its column."""
    add(office.config, "周" * 41)
    copy = backed_up(office, tmp_path)
    sqlite = office.config.read_text(encoding="utf-8")
    office.config.write_text(f'{sqlite}[database]\nurl = "{postgres}"\n', encoding="utf-8")

    for _ in range(2):  # the tables that the first leaves do not stop the second
        assert restored(office.config, copy) == 2
        assert "name 超过 40 个字" in capsys.readouterr().err
    assert sum(map(len, everything(office.config).values())) == 0


def test_postgres_comes_back_whole(
    office: Office, tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump: install postgresql-client")
    with office.config.open("a", encoding="utf-8") as file:
        file.write(f'[database]\nurl = "{postgres}"\n')
    assert office.run("init") == 0
    add(office.config, "周校长")
    was = everything(office.config)
    copy = backed_up(office, tmp_path)
    assert restored(office.config, copy) == 2
    assert "里已经有数据" in capsys.readouterr().err

    engine = sa.create_engine(postgres)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    engine.dispose()
    assert restored(office.config, copy) == 0

    assert everything(office.config) == was


def backed_up(office: Office, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    out, keys = folder / "backups", folder / "keys"
    assert office.run("backup", "--out", str(out), "--keys", str(keys)) == 0
    [copy] = out.iterdir()
    return copy


def new_machine(folder: Path) -> Path:
    """A config in a place where nothing has been."""
    config = folder / "new" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG, encoding="utf-8")
    return config


def restored(config: Path, copy: Path, *words: str) -> int:
    return status(["restore", str(copy), *words, "--config", str(config)])


def add(config: Path, name: str) -> None:
    context = open_context(load(config))
    context.store.write(
        lambda connection: add_staff(connection, "sanhui", Role.DEPUTY, name, context.clock.now())
    )
    context.store.close()


def names(config: Path) -> list[str]:
    context = open_context(load(config))
    with context.store.reading() as connection:
        people = sorted(staff_of(connection, "sanhui"), key=lambda person: person.id)
    context.store.close()
    return [person.name for person in people]


def everything(config: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the program reads it."""
    context = open_context(load(config))
    with context.store.reading() as connection:
        found = {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
    context.store.close()
    return found


def status(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as end:
        return int(str(end.code))
