"""Whatever stands behind a key, the answer is a mistake or a setting, never a traceback."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from settings import read_tables
from settings.secret import Surroundings
from settings.table import Notebook
from settings.toml import read_toml
from tests.settings.test_example import DEFAULT, EXAMPLE, SAMPLE

VALUES: list[object] = [
    " ",
    "\0",
    "http://[",
    "https://a:b",
    "sqlite:///..",
    "x" * 5000,
    -1,
    10**30,
    float("nan"),
    True,
    ["\0", "x" * 5000],
    [1, [], {}],
    [["2026-01-01", "9999-12-31"]],
    {"": "", "9": 10**9, "id": {"id": []}},
    datetime(2026, 1, 1, tzinfo=UTC),
]


def full_example(folder: Path) -> dict[str, object]:
    path = folder / "full.toml"
    path.write_text(SAMPLE.sub("", DEFAULT.sub("", EXAMPLE.read_text("utf-8"))), "utf-8")
    return read_toml(path, "full.toml", Notebook())


def known_keys(folder: Path) -> list[str]:
    notebook = Notebook()
    read_tables(full_example(folder), Surroundings(folder, {}), notebook)
    return sorted(notebook.keys)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_no_value_of_any_key_makes_a_traceback(tmp_path: Path, value: object) -> None:
    example = full_example(tmp_path)
    keys = known_keys(tmp_path)
    assert len(keys) > 60

    for key in keys:
        raw = copy.deepcopy(example)
        for table, name in places(raw, key):
            table[name] = value
        notebook = Notebook()
        read_tables(raw, Surroundings(tmp_path, {}), notebook)

        assert all(mistake.key and mistake.reason for mistake in notebook.mistakes), key


def places(raw: object, key: str) -> list[tuple[dict[str, object], str]]:
    """Every table in which a key like school.publication.mode stands or could stand."""
    first, _, rest = key.partition(".")
    if isinstance(raw, list):
        return [place for entry in raw for place in places(entry, key)]
    if not isinstance(raw, dict):
        return []
    if not rest:
        return [(raw, first)]
    below = list(raw.values()) if first == "*" else [raw.get(first)]
    return [place for value in below for place in places(value, rest)]
