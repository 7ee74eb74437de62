"""How soon an alert arrives (提醒时延): real schedulers at their real pace, one killed or frozen."""

from __future__ import annotations

import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from bench.programs import has_halted, wait_for
from bench.school import School
from homework.alerts import Reason
from models.database.lockfile import LockFile
from models.days.overloads import Overload
from models.leases import look_at_lease
from models.pushes.outbox import Push
from models.staff.people import Role

_GRADES, _NUMBERS = range(1, 7), range(1, 5)
_TICK, _LEASE = 15.0, 30.0
_TAKEOVER = 45.0
_WITHIN = 180.0


@dataclass
class Delay:
    """From each class's deciding report to WeChat's acceptance of its teacher's alert."""

    name: str
    goal: float
    seconds: list[float] = field(default_factory=list)
    takeovers: list[tuple[str, float]] = field(default_factory=list)
    twice: int = 0

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p99(self) -> float:
        """With fewer than a hundred alerts, the slowest of them."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]

    @property
    def is_good(self) -> bool:
        quick = all(seconds <= _TAKEOVER for _, seconds in self.takeovers)
        return self.p99 <= self.goal and quick and not self.twice


def measure_delays(seed: int) -> list[Delay]:
    """Undisturbed, and with the acting scheduler killed, frozen and killed after the reports."""
    luck = random.Random(seed)
    return [_undisturbed(luck), _disturbed(luck)]


def _undisturbed(luck: random.Random) -> Delay:
    with _school() as scene:
        for slug in scene.slugs:
            scene.report(slug)
            time.sleep(luck.uniform(0, 5))
        return scene.measured(Delay("undisturbed", 60.0))


def _disturbed(luck: random.Random) -> Delay:
    delay = Delay("killed in between", 120.0)
    with _school() as scene:
        signs = (signal.SIGKILL, signal.SIGSTOP, signal.SIGKILL)
        for sign, slugs in zip(signs, _in_three(scene.slugs), strict=True):
            time.sleep(luck.uniform(0, _TICK))
            for slug in slugs:
                scene.report(slug)
            delay.takeovers.append((sign.name, scene.take_over(sign)))
        return scene.measured(delay)


def _in_three(slugs: Sequence[str]) -> list[Sequence[str]]:
    third = len(slugs) // 3
    return [slugs[:third], slugs[third : 2 * third], slugs[2 * third :]]


@dataclass
class _Scene:
    """A school with a teacher for each class, and two schedulers at their real pace."""

    school: School
    acting: subprocess.Popen[bytes]
    standby: subprocess.Popen[bytes]
    reported: dict[str, datetime] = field(default_factory=dict)

    @property
    def slugs(self) -> list[str]:
        return [f"{grade}-{number}" for number in _NUMBERS for grade in _GRADES]

    def report(self, slug: str) -> None:
        grade, number = map(int, slug.split("-"))
        self.reported[slug] = self.school.context.clock.now()
        self.school.report_over(grade, number)

    def take_over(self, sign: signal.Signals) -> float:
        """Kill or freeze the acting scheduler; seconds until another acts. A frozen one then wakes
        up beside it."""
        before, old = self._epoch(), self.acting
        # Not in the middle of a write: that one would keep SQLite locked until it wakes up.
        lock = LockFile(self.school.context.store.lock_path)
        with lock.held():
            old.send_signal(sign)
            wait_for(lambda: has_halted(old.pid), _WITHIN)
        lock.close()
        began = time.monotonic()
        if not wait_for(lambda: self._epoch() > before, _WITHIN):
            raise TimeoutError("nobody took over")
        seconds = time.monotonic() - began
        self._all_told()
        if sign is signal.SIGSTOP:
            old.send_signal(signal.SIGCONT)
            time.sleep(_TICK)  # whatever it would still send
            old.kill()
        self.acting, self.standby = self.standby, _scheduler(self.school, f"after-{before}")
        return seconds

    def _epoch(self) -> int:
        with self.school.context.store.reading() as connection:
            seen = look_at_lease(connection)
        return 0 if seen is None else seen.epoch

    def _told(self) -> dict[str, datetime]:
        """When WeChat took the alert to each class's teacher."""
        context = self.school.context
        with context.store.reading() as connection:
            rows = connection.execute(
                sa.select(Overload.school_class_id, Push.sent_at)
                .join(
                    Push,
                    sa.and_(Push.school_id == Overload.school_id, Push.overload_id == Overload.id),
                )
                .where(Push.reason == Reason.PLEASE_COMPARE, Push.sent_at.is_not(None))
            ).all()
        found = {row.school_class_id: row.sent_at for row in rows}
        ids = {slug: self.school.school_class(*map(int, slug.split("-"))).id for slug in self.slugs}
        return {slug: found[class_id] for slug, class_id in ids.items() if class_id in found}

    def _all_told(self) -> None:
        if not wait_for(lambda: self._told().keys() == self.reported.keys(), _WITHIN):
            raise TimeoutError("not every teacher was told")

    def measured(self, delay: Delay) -> Delay:
        self._all_told()
        told = self._told()
        delay.seconds = [(told[slug] - at).total_seconds() for slug, at in self.reported.items()]
        shown = Counter(each["client_msg_id"] for each in self.school.shown())
        delay.twice = sum(count > 1 for count in shown.values())
        return delay


@contextmanager
def _school() -> Iterator[_Scene]:
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder))
        try:
            first = _scheduler(school, "first")
            scene = _Scene(school, first, first)
            for slug in scene.slugs:
                school.hire(f"oT{slug}", Role.HOMEROOM, f"{slug}班主任", homeroom_class=slug)
            wait_for(lambda: scene._epoch() > 0, _WITHIN)
            scene.standby = _scheduler(school, "second")
            yield scene
        finally:
            school.close()


def _scheduler(school: School, name: str) -> subprocess.Popen[bytes]:
    return school.scheduler(lease=_LEASE, tick=_TICK, name=name)
