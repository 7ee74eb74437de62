"""Deadlines for sockets (时限): a socket still in use when its time is up is shut.

A timeout of the socket's own starts anew with every byte, so that a slow drip never ends; and a
timer thread for each callback costs more than the callback.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from collections.abc import Iterator


class Deadlines:
    """One thread that watches all sockets handed to it; it starts with the first."""

    def __init__(self) -> None:
        self._queue: list[tuple[float, int]] = []
        self._watched: dict[int, socket.socket] = {}
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def cut(self, connection: socket.socket, at: float) -> Iterator[None]:
        """Shut the connection at `at` (monotonic seconds) unless the block has ended by then."""
        number = self._add(connection, at)
        try:
            yield
        finally:
            with self._changed:
                self._watched.pop(number, None)

    def _add(self, connection: socket.socket, at: float) -> int:
        with self._changed:
            number = next(self._numbers)
            self._watched[number] = connection
            heapq.heappush(self._queue, (at, number))
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            if self._queue[0][1] == number:  # earlier than all others
                self._changed.notify()
            return number

    def _watch(self) -> None:
        with self._changed:
            while True:
                while self._queue and self._queue[0][0] <= time.monotonic():
                    _, number = heapq.heappop(self._queue)
                    if (connection := self._watched.pop(number, None)) is not None:
                        with contextlib.suppress(OSError):
                            connection.shutdown(socket.SHUT_RDWR)
                due = self._queue[0][0] - time.monotonic() if self._queue else None
                self._changed.wait(due)
