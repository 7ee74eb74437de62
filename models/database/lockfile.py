"""A lock file (锁文件): one process at a time writes SQLite, waiting in line instead of polling."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _release(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _acquire(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _release(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class LockFile:
    """An exclusive lock held through an open file; the system releases it if the process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._pid = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it; not re-entrant, one thread a process uses it."""
        file = self._opened()
        _acquire(file)
        try:
            yield
        finally:
            _release(file)

    def _opened(self) -> IO[bytes]:
        # A forked child shares its parent's open file and with it the parent's lock.
        if self._file is None or self._pid != os.getpid():
            self._file = self._path.open("ab")
            self._pid = os.getpid()
        return self._file

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def holder_of(path: Path) -> int | None:
    """The process that holds a lock file, where the system tells (Linux); None where nobody does."""
    try:
        inode = f":{path.stat().st_ino} "
        held = [line.split() for line in _LOCKS.read_text().splitlines() if inode in line]
    except OSError:
        return None
    # "3: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF"; who waits has "->" before the kind.
    return next((int(words[4]) for words in held if words[1] == "FLOCK"), None)


_LOCKS = Path("/proc/locks")
