"""The evening a demo begins at (演示的晚上): one on which too much homework is too much."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from clock import SHANGHAI, SystemClock
from commands.demo.home import Demo
from commands.demo.school import prepare


@pytest.mark.parametrize(
    ("started", "evening"),
    [
        ("2026-11-24 06:59", "2026-11-24"),
        ("2026-11-23 23:59", "2026-11-23"),
        ("2026-11-27 15:00", "2026-11-26"),  # a Friday
        ("2026-11-28 09:00", "2026-11-26"),
        ("2026-11-29 22:00", "2026-11-26"),
        ("2026-10-03 10:00", "2026-09-29"),  # in a holiday: the 30th covers it
        ("2027-01-01 10:00", "2026-12-30"),
        ("2027-07-20 10:00", "2027-07-20"),  # a school that has entered no terms
        ("2028-02-29 20:30", "2028-02-29"),  # of a year whose holidays nobody knows yet
    ],
)
def test_a_demo_begins_on_an_evening_with_the_daily_cap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: str, evening: str
) -> None:
    now = datetime.fromisoformat(started).replace(tzinfo=SHANGHAI)
    monkeypatch.setattr(SystemClock, "now", lambda clock: now + clock.offset)
    demo = Demo(tmp_path / "demo", 18390)

    prepare(demo)

    assert f"{demo.now():%Y-%m-%d %H:%M}" == f"{evening} 19:00"
    assert not demo.settings.schools[0].calendar.covers_days_off(demo.now().date())
