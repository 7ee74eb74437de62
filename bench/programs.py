"""Programs under test (被测程序): started, watched, stopped and ended as real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import ROOT


@dataclass
class Programs:
    """The processes of one folder, each with its log there; `close` ends every one of them."""

    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(
        self, command: Sequence[str], name: str, environ: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**os.environ, **(environ or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def start_ours(
        self, command: Sequence[str], name: str, fail: str = ""
    ) -> subprocess.Popen[bytes]:
        """Start a command of ours with a failpoint (`F07:kill`), or without one."""
        environ = {"HW_TESTING": "1"}
        if fail:
            environ |= {"HW_FAIL": fail, "HW_FAIL_MARK": str(self._mark)}
        return self.start(["app.py", *command], name, environ)

    @property
    def _mark(self) -> Path:
        return self.folder / "failed-here"

    def struck(self) -> int:
        """The process in which the failpoint did its work; 0 until it has."""
        try:
            return int(self._mark.read_text() or 0)
        except FileNotFoundError:
            return 0

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        for process in self.running:
            # The whole group: a web worker that was stopped outlives its parent.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def has_halted(pid: int) -> bool:
    """Whether no thread of a process runs any more: all stopped, or gone."""
    states = []
    for task in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            states.append(task.read_text().rpartition(")")[2].split()[0])
    return all(state in "TtZX" for state in states)


def is_listening(port: int) -> bool:
    """Whether anybody takes connections on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(is_true: Callable[[], object], seconds: float) -> bool:
    """Poll until something is true; False when it was not in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.05)
    return False
