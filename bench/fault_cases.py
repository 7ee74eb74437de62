"""One fault (一种故障): let it happen, let the others go on, and ask what became of everything."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import failpoints
from bench.programs import has_halted, wait_for
from bench.school import School
from bench.tally import tally
from homework.alerts import Reason
from models.database.writer import NotCommitted
from models.days.overloads import Overload
from models.families.reporters import Reporter
from models.pushes.outbox import Push, PushState
from models.reporting.reports import ReportRow
from models.staff.people import Role

CLASSES = ((3, 2), (4, 1), (5, 3))
FAMILIES = 4
_MINUTES = 85
_WITHIN = 90.0
"""Seconds for what takes two or three on an idle machine."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case came to. `lost_reports`: acknowledged, and not kept just as they were said.
    `held`: a process frozen in mid-write kept everybody from writing (SQLite)."""

    fault: str
    store: str
    hit: bool
    lost_reports: int
    overloads: int
    wrong: int
    lost: int
    listed: int
    twice: int
    held: bool
    seconds: float

    @property
    def is_good(self) -> bool:
        bad = self.lost_reports or self.wrong or self.lost or self.twice
        return self.hit and self.overloads == len(CLASSES) and not bad


def not_run(fault: str, store: str) -> Outcome:
    """A case that could not be run to its end."""
    return Outcome(fault, store, False, 0, 0, 0, 0, 0, 0, False, 0.0)


def is_on_the_web(fault: str) -> bool:
    """Whether the web server passes this failpoint, and not the scheduler."""
    code = fault.partition(":")[0]
    return failpoints.NAMES.get(code, code).startswith("web.")


def run_case(fault: str, database: str = "") -> Outcome:
    """One failpoint and action, on one store, from a clean school to quiet."""
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder), database)
        try:
            for grade, number in CLASSES:
                slug = f"{grade}-{number}"
                school.hire(f"oT{slug}", Role.HOMEROOM, f"{slug}班主任", homeroom_class=slug)
            case = (_WebCase if is_on_the_web(fault) else _SchedulerCase)(school, fault)
            return case.run()
        finally:
            school.close()


@dataclass
class _Case:
    """A school to which a fault happens."""

    school: School
    fault: str
    hit: bool = False
    held: bool = False

    @property
    def action(self) -> str:
        return self.fault.split(":")[1]

    def run(self) -> Outcome:
        began = time.monotonic()
        lost_reports = self.strike()
        wait_for(self.is_quiet, _WITHIN)
        time.sleep(1)  # whatever would be sent a second time now would be due now
        return self._outcome(lost_reports, time.monotonic() - began)

    def strike(self) -> int:
        """Let the fault happen and everything go on; how many acknowledged reports were lost."""
        raise NotImplementedError

    def can_write(self) -> bool:
        """Whether another process gets the write lock within a moment."""
        try:
            self.school.context.store.write(lambda connection: None, timeout=2.0)
        except NotCommitted:
            return False
        return True

    def pushes(self) -> list[sa.Row[Any]]:  # any column of a push
        with self.school.context.store.reading() as connection:
            return list(connection.execute(sa.select(*Push.__table__.c).order_by(Push.id)))

    def is_quiet(self) -> bool:
        """Every class is judged, and nothing is due: what waits, waits its ten minutes."""
        rows = self.pushes()
        asked = [row for row in rows if row.reason == Reason.SUSPECTED]
        now = self.school.context.clock.now()
        is_busy = any(
            row.state == PushState.SENDING
            or (row.state == PushState.PENDING and (row.due_at <= now or row.is_ambiguous))
            for row in rows
        )
        return len(asked) == len(CLASSES) and not is_busy

    def kept(self) -> dict[str, int]:
        """Whose reports are kept, and the minutes they came to."""
        with self.school.context.store.reading() as connection:
            rows = connection.execute(
                sa.select(Reporter.subject_id, ReportRow.all_low).join(
                    ReportRow,
                    sa.and_(
                        ReportRow.school_id == Reporter.school_id,
                        ReportRow.reporter_id == Reporter.id,
                    ),
                )
            ).all()
        assert len(rows) == len({row[0] for row in rows}), "a reporter counts twice"
        return {row[0]: row[1] for row in rows}

    def _outcome(self, lost_reports: int, seconds: float) -> Outcome:
        store = self.school.context.store
        shown = Counter(each["client_msg_id"] for each in self.school.shown())
        found = tally(store, shown)
        if len(self.kept()) != FAMILIES * len(CLASSES):
            lost_reports += 1
        with store.reading() as connection:
            overloads = list(connection.scalars(sa.select(Overload.id)))
            if store.is_sqlite:
                assert connection.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        listed = found.listed + found.listed_though_shown
        return Outcome(
            fault=self.fault,
            store="sqlite" if store.is_sqlite else "postgresql",
            hit=self.hit,
            lost_reports=lost_reports,
            overloads=len(overloads),
            wrong=sum(not self._is_in_one_state(overload) for overload in overloads),
            lost=found.lost,
            listed=listed,
            twice=found.twice,
            held=self.held,
            seconds=seconds,
        )

    def _is_in_one_state(self, overload_id: int) -> bool:
        """One alert to the operator and one to the class's teacher, each one row in one state."""
        rows = [row for row in self.pushes() if row.overload_id == overload_id]
        whom = sorted(row.reason for row in rows)
        return whom == sorted([Reason.SUSPECTED, Reason.PLEASE_COMPARE]) and all(
            row.state in tuple(PushState) for row in rows
        )


class _SchedulerCase(_Case):
    """The fault happens to the scheduler; another one is started beside or after it."""

    def strike(self) -> int:
        for grade, number in CLASSES:
            self.school.report_over(grade, number)
        victim = self.school.scheduler(fail=self.fault, name="victim")
        self.hit = wait_for(self.school.programs.struck, _WITHIN)
        if self.action == "kill":
            self.hit &= wait_for(lambda: victim.poll() == -signal.SIGKILL, _WITHIN)
        elif self.action == "stop":
            self.hit &= wait_for(lambda: has_halted(victim.pid), _WITHIN)
        self.school.scheduler(name="second")
        if self.action == "stop":
            self._thaw(victim)
        return 0

    def _thaw(self, victim: subprocess.Popen[bytes]) -> None:
        """The second takes over; then the frozen one wakes up beside it and must send nothing."""
        self.held = not self.can_write() and self.school.context.store.is_sqlite
        if not self.held:
            wait_for(self.is_quiet, _WITHIN)
        victim.send_signal(signal.SIGCONT)
        time.sleep(2)


class _WebCase(_Case):
    """The fault happens to one of two web workers while every parent writes at once."""

    def strike(self) -> int:
        parents = {
            f"oP{grade}-{number}-{family}": (grade, number)
            for grade, number in CLASSES
            for family in range(FAMILIES)
        }
        for openid, (grade, number) in parents.items():
            self.school.join(openid, grade, number)
        self.school.sim("settings", {"retry_seconds": 0.5})
        self.school.server(fail=self.fault)
        with ThreadPoolExecutor(len(parents)) as crowd:
            promised = {each for each in crowd.map(self._write, parents) if each}
        self.hit = bool(self.school.programs.struck())
        if self.action == "stop" and self.hit:
            self.held = self.school.context.store.is_sqlite and not self.can_write()
            os.kill(self.school.programs.struck(), signal.SIGCONT)
            wait_for(self.can_write, _WITHIN)
        lost = len(promised - self._openids_kept(list(parents)))
        # Whoever was told that it was not kept, or heard nothing, says it again.
        for openid in set(parents) - promised:
            wait_for(lambda openid=openid: self._write(openid), _WITHIN)  # type: ignore[misc]
        self.school.scheduler()
        return lost

    def _write(self, openid: str) -> str:
        """The parent, where the answer was a receipt."""
        said = self.school.sim(f"people/{openid}/text", {"text": f"数学卷子{_MINUTES}分钟"})
        replies = [str(reply["text"]) for reply in (said or {}).get("replies", [])]
        return openid if any(str(_MINUTES) in text for text in replies) else ""

    def _openids_kept(self, openids: list[str]) -> set[str]:
        kept, keys = self.kept(), self.school.context.keys
        return {each for each in openids if kept.get(keys.subject_id("main", each)) == _MINUTES}
