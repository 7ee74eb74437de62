"""The scheduler process (调度进程): a lease, a ticker, and a watch on the ticker."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from clock import SHANGHAI
from models.leases import LeaseLost
from scheduler.channels import AppriseChannels
from scheduler.clients import Clients
from scheduler.jobs.cases import run_cases
from scheduler.jobs.daily import run_daily
from scheduler.jobs.escalate import escalate_untaken
from scheduler.jobs.judge import judge_touched
from scheduler.jobs.month_article import draft_month
from scheduler.jobs.registers_due import judge_due_registers
from scheduler.jobs.remind import remind_parents
from scheduler.jobs.retire import retire
from scheduler.jobs.send import Sender
from scheduler.jobs.spot_check import run_spot_checks
from scheduler.jobs.tidy import checkpoint, purge
from scheduler.jobs.trend import roll_up_trends
from scheduler.shift import Shift

log = logging.getLogger(__name__)

_STUCK_FACTOR = 3

_THREADS = 32
"""More than there are jobs: the one that keeps the lease must never wait for a thread."""


class Ticker:
    """APScheduler as a ticker: in-memory jobs only, re-armed when the wall clock jumps.

    APScheduler plans by the wall clock, so a clock set back would stop it until the time has
    come round again. The watch counts by the monotonic clock and plans anew.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._scheduler = BackgroundScheduler(
            timezone=SHANGHAI,
            executors={"default": ThreadPoolExecutor(_THREADS)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._every: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def add(self, name: str, seconds: float, job: Callable[[], object]) -> None:
        """Run a job now and then every so many seconds; it never overlaps itself."""
        self._every[name] = seconds
        self._last[name] = self._monotonic()

        def run() -> None:
            self._last[name] = self._monotonic()
            try:
                job()
            except LeaseLost:
                log.warning("job %s: another scheduler has taken over", name)
            except Exception:
                log.exception("job %s failed", name)
            self._last[name] = self._monotonic()

        self._scheduler.add_job(
            run, "interval", seconds=seconds, id=name, next_run_time=datetime.now(SHANGHAI)
        )

    def start(self) -> None:
        """Begin ticking."""
        self._scheduler.start()

    def rearm_stuck(self) -> list[str]:
        """Plan anew what has not run for three of its intervals; returns the names."""
        now = self._monotonic()
        stuck = [
            name
            for name, seconds in self._every.items()
            if now - self._last[name] > max(_STUCK_FACTOR * seconds, 5)
        ]
        for name in stuck:
            log.warning("job %s has not run for %.0f s: planned anew", name, now - self._last[name])
            self._last[name] = now
            soon = datetime.now(SHANGHAI) + timedelta(milliseconds=10)
            self._scheduler.modify_job(name, next_run_time=soon)
            self._scheduler.wakeup()
        return stuck

    def stop(self) -> None:
        """Let running jobs end, then stop."""
        self._scheduler.shutdown(wait=True)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are done, in seconds; tests and the demo are quicker."""

    judge: float = 15.0
    send: float = 5.0
    renew: float = 5.0
    daily: float = 30.0
    checkpoint: float = 60.0
    purge: float = 3600.0


def run_scheduler(shift: Shift, stop: threading.Event, pace: Pace | None = None) -> None:
    """Tick until told to stop; safe beside any number of others, of which one acts."""
    pace = pace or Pace()
    clients = Clients(shift.accounts, shift.store, shift.keys, shift.clock)
    sender = Sender(shift, clients, AppriseChannels())
    ticker = Ticker(shift.clock.monotonic)
    shift.renew()
    ticker.add("renew", pace.renew, shift.renew)
    ticker.add("judge", pace.judge, lambda: judge_touched(shift))
    ticker.add("send", pace.send, sender.send_due)
    ticker.add("escalate", pace.daily, lambda: escalate_untaken(shift))
    ticker.add("daily", pace.daily, lambda: run_daily(shift))
    ticker.add("cases", pace.daily, lambda: run_cases(shift))
    ticker.add("month_article", pace.daily, lambda: draft_month(shift, clients))
    ticker.add("registers", pace.daily, lambda: judge_due_registers(shift))
    ticker.add("spot_checks", pace.daily, lambda: run_spot_checks(shift))
    ticker.add("remind", pace.daily, lambda: remind_parents(shift, clients))
    ticker.add("trends", pace.daily, lambda: roll_up_trends(shift))
    ticker.add("checkpoint", pace.checkpoint, lambda: checkpoint(shift))
    ticker.add("purge", pace.purge, lambda: purge(shift))
    ticker.add("retire", pace.purge, lambda: retire(shift))
    ticker.start()
    log.info("scheduler %s is up", shift.holder)
    try:
        while not stop.wait(min(1.0, pace.renew)):
            ticker.rearm_stuck()
    finally:
        ticker.stop()
        sender.close()
        shift.end()
        clients.close()
