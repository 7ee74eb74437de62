"""The clock: moved in the demo while programs run, never in earnest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from clock import Clock, MovedClock, move_clock
from opening import clock_of
from settings import read_settings

_CONFIG = """\
[site]
base_url = "http://127.0.0.1:8000"
data_dir = "{folder}"
demo = {demo}
[[account]]
id = "main"
kind = "link"
[[school]]
id = "shifan"
name = "示范小学"
account = "main"
classes = {{ "3" = 2 }}
"""
_SLACK = timedelta(seconds=30)


def is_ahead(clock: Clock, by: timedelta) -> bool:
    return abs(clock.now() - datetime.now(UTC) - by) < _SLACK


def test_a_clock_is_moved_on_and_back_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = MovedClock(timedelta(hours=1), file)
    assert is_ahead(clock, timedelta(hours=1))

    move_clock(file, 7 * 24 * 3600)
    assert is_ahead(clock, timedelta(days=7, hours=1))
    move_clock(file, 0)

    assert is_ahead(clock, timedelta(hours=1))


def test_only_the_demos_clock_can_be_moved(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    move_clock(tmp_path / "clock", 3600)

    moved = {}
    for demo in ("true", "false"):
        config.write_text(_CONFIG.format(folder=tmp_path.as_posix(), demo=demo), encoding="utf-8")
        moved[demo] = clock_of(read_settings(config))

    assert is_ahead(moved["true"], timedelta(hours=1))
    assert is_ahead(moved["false"], timedelta(0))
