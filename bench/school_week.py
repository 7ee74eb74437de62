"""A whole school for a week (一周的学校): real processes, whose clock is moved from hour to hour."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa

from bench.ports import free_port
from clock import SHANGHAI, Clock, move_clock
from commands.demo.children import Children
from commands.demo.home import Demo
from commands.demo.school import prepare, seed, wait_until_up
from commands.demo.visitor import Device
from models.pushes.outbox import Push, PushState
from models.schools import classes_of

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 30.0
"""For what another process does, on a machine that is busy."""

_FRESH_SECONDS = 15.0
_MOST_STOPS = 6
_WAYS = """
[school.publication]
mode = "formal"
answer_until = "12:00"
[school.alerts]
per_evening = 20
[school.rectification]
prefix = "示小作改"
remeasure_days = 3
"""


class SchoolWeek:
    """示范小学 in earnest (answers until twelve, three days measured again); `at` moves the clock of every program without stopping one."""

    def __init__(self, folder: Path, begins: datetime) -> None:
        self.demo = Demo(folder, free_port(neighbours=2))
        self._begins, self._started = begins, datetime.now(UTC)
        self.now = begins
        offset = round((self._begins - self._started).total_seconds())
        prepare(self.demo, _WAYS, offset)
        self._context = self.demo.open()
        self._children = Children(folder / "log")

    def start(self) -> None:
        """Start every program; returns once they answer and everybody is at work."""
        app, config = [sys.executable, "app.py"], ["--config", str(self.demo.config_path)]
        wechat = {
            "--account": self.demo.account_path,
            "--state": self.demo.data_dir / "wechat.db",
            "--port": self.demo.wechat_port,
            "--clock-offset": self.demo.clock_offset(),
        }
        options = [str(word) for option in wechat.items() for word in option]
        self._children.start("wechat", [sys.executable, "-m", "simulator", *options], ROOT)
        serve = [*app, "serve", *config, "--port", str(self.demo.port)]
        self._children.start("web", serve, ROOT)
        # A shorter lease: a scheduler whose clock was moved has taken it again in two seconds.
        pace = ("--tick", "1", "--lease", "12")
        self._children.start("scheduler", [*app, "scheduler", *config, *pace], ROOT)
        wait_until_up(self.demo, within=4 * PATIENCE_SECONDS)
        seed(self.demo)

    def stop(self) -> None:
        self._children.stop()
        self._context.store.close()

    def at(self, moment: datetime) -> None:
        """It is that moment now, for every program; returns once the scheduler has noticed.

        What is held back for later (ten minutes between two pushes to a person, the quiet night) goes
        out on the way: sent only then, it would hold back what the moment itself brings.
        """
        for _ in range(_MOST_STOPS):
            due = self._next_push()
            if due is None or due >= moment:
                break
            self._move(max(due, self._clock.now()))
            self.until(partial(self._has_left, due))
        self._move(moment)

    def _has_left(self, due: datetime) -> bool:
        return self._next_push() != due

    def _move(self, moment: datetime) -> None:
        self.now = moment
        ahead = (moment - self._begins) - (datetime.now(UTC) - self._started)
        offset = self.demo.clock_offset() + ahead.total_seconds()
        requests.post(
            f"{self.demo.wechat_url}/sim/clock", json={"offset_seconds": offset}, timeout=20
        ).raise_for_status()
        move_clock(self.demo.data_dir / "clock", ahead.total_seconds())
        self.until(lambda: 0 <= self._heartbeat_age() < _FRESH_SECONDS)

    @property
    def _clock(self) -> Clock:
        return self._context.clock

    def _next_push(self) -> datetime | None:
        """When the next push may leave that has not; None where nothing waits."""
        waits = Push.state.in_([PushState.PENDING, PushState.SENDING])
        with self._context.store.reading() as connection:
            return connection.scalar(sa.select(sa.func.min(Push.due_at)).where(waits))

    def _heartbeat_age(self) -> float:
        facts = requests.get(f"{self.demo.url}/healthz", timeout=20).json()
        return float(facts.get("scheduler_heartbeat_age") or -1.0)

    def until(self, is_so: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for what another process does; raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not in {seconds:.0f} s, see {self.demo.data_dir / 'log'}")
            time.sleep(0.1)

    def hall(self) -> dict[str, Any]:
        """What the hall says, as facts."""
        facts: dict[str, Any] = requests.get(f"{self.demo.url}/hall/shifan.json", timeout=20).json()
        return facts

    def desk(self, slug: str) -> str:
        """The register's address behind the desk code of a class."""
        return f"{self.demo.url}/register/{self._link(slug, 'desk_link')}"

    def poster(self, slug: str) -> str:
        """What the code on a class's poster opens."""
        return f"{self.demo.url}/r/{self._link(slug, 'public_link')}"

    def scene(self, slug: str) -> str:
        """What the code on a class's poster means to WeChat."""
        return f"c_{self._link(slug, 'public_link')}"

    def _link(self, slug: str, which: str) -> str:
        today = self._begins.date()
        with self._context.store.reading() as connection:
            found = classes_of(connection, "shifan", today)
        return str(next(getattr(each, which) for each in found if each.slug(today) == slug))

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours as the school's IT teacher does."""
        return subprocess.run(
            [sys.executable, "app.py", *words, "--config", str(self.demo.config_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def pushes(self, openid: str) -> list[dict[str, Any]]:
        """The template messages on this phone, oldest first: `fields` by label, and `url`."""
        address = f"{self.demo.wechat_url}/sim/people/{openid}/messages"
        found = [each.get("template") or {} for each in requests.get(address, timeout=20).json()]
        return [each for each in found if each]

    def families_report(self, slug: str, *minutes: int) -> None:
        """As many families send the poster's page over HTTP: so long in maths, and ten minutes of
        Chinese."""
        for each in minutes:
            sheet = {"x-chinese": "10", "x-maths": str(each)}
            assert Device(self.poster(slug)).send(sheet), f"{slug} {each}"


def moment(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Of the year the story plays in."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)
