"""Child processes of the demo (子进程): restarted when they die, gone when the demo is gone."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SET_PARENT_DEATH_SIGNAL = 1
_POLL_SECONDS = 0.3
_BACKOFF_SECONDS = 1.0
_STOP_SECONDS = 8


@dataclass(slots=True)
class Child:
    """One process and how to start it again."""

    name: str
    command: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes]
    started: float


class Children:
    """Starts programs, watches them, and stops them all together."""

    def __init__(self, log_dir: Path) -> None:
        self._log_dir = log_dir
        self._children: dict[str, Child] = {}
        log_dir.mkdir(parents=True, exist_ok=True)

    def start(
        self,
        name: str,
        command: Sequence[str],
        folder: Path,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Start a program; what it prints goes to its own log file."""
        extra = dict(environ or {})
        process = self._spawn(name, command, folder, extra)
        self._children[name] = Child(name, command, folder, extra, process, time.monotonic())

    def pids(self) -> dict[str, int]:
        """The processes there are now, by name."""
        return {name: child.process.pid for name, child in self._children.items()}

    def watch(self, each_round: Callable[[], None]) -> None:
        """Restart what dies, for ever, and call `each_round` a few times a second."""
        while True:
            self.revive()
            each_round()
            time.sleep(_POLL_SECONDS)

    def revive(self) -> None:
        """Start again whatever has ended."""
        for child in list(self._children.values()):  # others may be started meanwhile
            if child.process.poll() is None:
                continue
            if time.monotonic() - child.started < _BACKOFF_SECONDS:
                time.sleep(_BACKOFF_SECONDS)
            print(f"{child.name} 停了(退出码 {child.process.returncode}),重新启动", flush=True)
            child.process = self._spawn(child.name, child.command, child.folder, child.environ)
            child.started = time.monotonic()

    def stop(self) -> None:
        """Ask everything to end; what does not is killed."""
        for child in self._children.values():
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._children.values():
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()

    def _spawn(
        self, name: str, command: Sequence[str], folder: Path, environ: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        with (self._log_dir / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is for us: the children are ended in order.
                start_new_session=sys.platform != "win32",
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def port_is_free(port: int) -> bool:
    """Whether nothing listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0
