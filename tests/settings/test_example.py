"""config.example.toml shows every setting, its true default, and one line of why."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from settings import Settings, read_settings, read_tables
from settings.calendar import read_almanac
from settings.secret import Surroundings
from settings.table import Notebook
from settings.toml import read_toml

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
CALENDAR = EXAMPLE.with_name("calendar.example.toml")
DEFAULT = re.compile(r"^# (?=[a-z_]+ = )", re.MULTILINE)
SAMPLE = re.compile(r"^#例 ", re.MULTILINE)
SETTING = re.compile(r'(?:# |#例 )?("?[\w-]+"?) = ')
CHINESE = re.compile(r"^(?:#例 )?# .*[\u4e00-\u9fff]")


def read(text: str, folder: Path) -> Settings:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config's folder with the files that the samples name."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/app_secret.txt").write_text("0" * 32, encoding="utf-8")
    (tmp_path / "secrets/channels.txt").write_text("wecombot://key", encoding="utf-8")
    return tmp_path


def test_the_example_passes_as_it_is(folder: Path) -> None:
    settings = read(EXAMPLE.read_text(encoding="utf-8"), folder)

    assert settings.schools[0].name == "示范小学"


def test_the_defaults_it_shows_are_the_defaults(folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    written_out, count = DEFAULT.subn("", text)

    assert count >= 20
    assert read(written_out, folder) == read(text, folder)


def test_the_samples_it_shows_are_accepted(folder: Path) -> None:
    text = SAMPLE.sub("", DEFAULT.sub("", EXAMPLE.read_text(encoding="utf-8")))
    settings = read(text, folder)

    assert [account.id for account in settings.accounts] == ["main", "fuwuhao"]
    assert settings.schools[0].channels == ("wecombot://key",)


def test_it_shows_every_key_the_program_knows(folder: Path) -> None:
    path = folder / "config.toml"
    path.write_text(SAMPLE.sub("", DEFAULT.sub("", EXAMPLE.read_text("utf-8"))), "utf-8")
    notebook = Notebook()
    raw = read_toml(path, "config.toml", notebook)
    read_tables(raw, Surroundings(folder, {}), notebook)

    missing = {key for key in notebook.keys if not any(_shows(raw, form) for form in _forms(key))}

    assert notebook.mistakes == []
    assert len(notebook.keys) > 60
    assert missing == set()


@pytest.mark.parametrize("example", [EXAMPLE, CALENDAR], ids=["config", "calendar"])
def test_every_setting_it_shows_has_a_line_of_why_in_chinese(example: Path) -> None:
    lines = example.read_text(encoding="utf-8").splitlines()
    unexplained = [
        line
        for before, line in zip(lines, lines[1:], strict=False)
        if SETTING.match(line)
        and not CHINESE.match(before)
        # Several words of one kind share the sentence above them.
        and not (SETTING.match(before) and line.startswith('#例 "'))
    ]

    assert unexplained == []


def test_the_calendar_example_shows_every_key_and_is_accepted(folder: Path) -> None:
    text = SAMPLE.sub("", CALENDAR.read_text(encoding="utf-8"))
    (folder / "calendar.toml").write_text(text, encoding="utf-8")
    calendar = read(EXAMPLE.read_text(encoding="utf-8"), folder).schools[0].calendar

    assert not calendar.is_school_day(date(2027, 2, 5))
    assert calendar.is_school_day(date(2027, 2, 20))
    assert calendar.is_school_day(date(2026, 11, 21))
    assert calendar.warning(date(2027, 3, 1)) is None

    notebook = Notebook()
    read_almanac(Surroundings(folder, {}), notebook)
    raw = read_toml(folder / "calendar.toml", "calendar.toml", notebook)
    assert {key for key in notebook.keys if not _shows(raw, key)} == {"school.*.years"}


def _forms(key: str) -> list[str]:
    """A secret may be shown in any of its three forms."""
    base = re.sub(r"_(file|env)$", "", key)
    return [base, f"{base}_file", f"{base}_env"] if base != key else [key, f"{key}_file"]


def _shows(raw: object, key: str) -> bool:
    first, _, rest = key.partition(".")
    if isinstance(raw, list):
        return any(_shows(entry, key) for entry in raw)
    if not isinstance(raw, dict):
        return False
    below = list(raw.values()) if first == "*" else [raw[first]] if first in raw else []
    return any(_shows(value, rest) for value in below) if rest else bool(below)
