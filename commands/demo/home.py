"""Where a demo lives (演示的位置): its folder, its ports, its files, its clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from clock import SystemClock
from context import Context
from homework.days import day_words
from opening import open_context
from settings import Settings, read_settings


class Demo:
    """Where a demo lives: its folder, its ports, its files."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir = data_dir
        self.port = port
        self.wechat_port = port + 1
        self.url = f"http://127.0.0.1:{port}"
        self.wechat_url = f"http://127.0.0.1:{self.wechat_port}"
        self.config_path = data_dir / "config.toml"
        self.account_path = data_dir / "account.json"
        self.unfinished = data_dir / "unfinished"
        """Stands there while the past is being written: a start that was stopped leaves it behind."""

    @cached_property
    def settings(self) -> Settings:
        """The settings, once `prepare` has written them."""
        return read_settings(self.config_path)

    def clock_offset(self) -> float:
        """Seconds by which the demo's clock is ahead of the machine's."""
        return self.settings.site.clock_offset.total_seconds()

    def now(self) -> datetime:
        """The demo's time."""
        return SystemClock(timedelta(seconds=self.clock_offset())).now()

    def opening_words(self) -> str:
        """11月23日(周一) 19:00, for the welcome."""
        now = self.now()
        return f"{day_words(now.date())} {now:%H:%M}"

    def open(self) -> Context:
        """The store and all the rest, for seeding; close its store afterwards."""
        return open_context(self.settings)
