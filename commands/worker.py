"""One web worker's place (工作进程): bound to a core of its own, gone when its parent is gone."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO

_SET_PARENT_DEATH_SIGNAL = 1
_held: list[IO[bytes]] = []


def die_with_parent(parent: int) -> None:
    """End this process when the server that started it dies, so that no orphan keeps the port and
    the database.

    The server says its own number: one that was killed while this worker was being started is
    nobody's parent any more, and asking who the parent is would name whoever took the orphan in.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_watch, args=(parent,), name="parent-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def bind_to_core(run_dir: Path) -> int | None:
    """Bind this worker to a core no other worker holds; None where there is none to have.

    Threads of one process that wander over two cores fight for the interpreter's lock: bound to
    one, the same process does up to twice the work. A lock file a core decides who has it, and
    frees itself with the process.
    """
    if sys.platform != "linux":
        return None
    import fcntl

    run_dir.mkdir(parents=True, exist_ok=True)
    for core in sorted(os.sched_getaffinity(0), reverse=True):
        file = (run_dir / f"core-{core}.lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            continue
        _held.append(file)
        os.sched_setaffinity(0, {core})
        return core
    return None
