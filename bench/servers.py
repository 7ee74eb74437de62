"""Servers under measurement (被测服务): started on one core, watched through /proc."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Server:
    """A running server and when it first answered."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    started_seconds: float

    def cpu_seconds(self) -> float:
        """User and system seconds of the whole tree so far."""
        return sum(_cpu(pid) for pid in tree(self.process.pid))

    def largest_memory(self) -> float:
        """Proportional memory of the largest process, in megabytes."""
        return max((_memory(pid) for pid in tree(self.process.pid)), default=0.0)

    def stop(self) -> None:
        """End the whole tree."""
        pids = tree(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in pids[1:]:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass


def start(
    command: Sequence[str], port: int, core: int, environ: Mapping[str, str], log: Path
) -> Server:
    """Start a server bound to one core and wait for its first answer; raises TimeoutError."""
    began = time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
    while not _answers(port):
        if process.poll() is not None or time.perf_counter() - began > 30:
            process.kill()
            raise TimeoutError(f"the server did not come up: {log.read_text()[-2000:]}")
        time.sleep(0.01)
    return Server(process, port, log, time.perf_counter() - began)


def _answers(port: int) -> bool:
    """Whether an HTTP answer, any answer, comes back: a listening socket is not yet a server."""
    try:
        with socket.create_connection(("127.0.0.1", port), 2) as connection:
            connection.sendall(b"GET /wechat/main HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            connection.settimeout(2)
            return connection.recv(16).startswith(b"HTTP/")
    except OSError:
        return False


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:
                continue
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def gunicorn(module: str, port: int, *options: str) -> list[str]:
    """The command line of a gunicorn server with one worker."""
    return [
        *(sys.executable, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}"),
        *("--log-level", "warning", *options, f"{module}:application"),
    ]
