"""Things that happen later (延后事件), by the simulated clock, each in a thread of its own pool."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from simulator.clock import Clock

log = logging.getLogger(__name__)

# A tick this long notices a clock that was moved while the thread slept.
_LONGEST_SLEEP = 0.25


class Timers:
    """Runs jobs when they are due; a job that fails is logged and harms no other."""

    def __init__(self, clock: Clock, workers: int = 24) -> None:
        self._clock = clock
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._stopped = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="callback")
        self._thread = threading.Thread(target=self._run, name="timers", daemon=True)
        self._thread.start()

    def after(self, seconds: float, job: Callable[[], object]) -> None:
        with self._changed:
            entry = (self._clock.steady() + seconds, next(self._order), job)
            heapq.heappush(self._due, entry)
            self._changed.notify()

    def stop(self) -> None:
        """Start nothing more; what is under way ends by itself."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        while (job := self._next()) is not None:
            self._pool.submit(self._guarded, job)

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            while not self._stopped:
                left = self._due[0][0] - self._clock.steady() if self._due else _LONGEST_SLEEP
                if left <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(min(left, _LONGEST_SLEEP) if self._due else None)
            return None

    def _guarded(self, job: Callable[[], object]) -> None:
        try:
            job()
        except Exception:
            log.exception("a delayed event failed")
