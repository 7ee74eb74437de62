"""Failpoints (故障点): named places where a test may kill, stop or break the program.

Compiled in, and dead unless `HW_FAIL=name:action[:nth]` is set; a program in earnest refuses to
start with it (`HW_TESTING=1` must be set as well). Actions: `kill` (SIGKILL to itself), `stop`
(SIGSTOP to itself, until a test sends SIGCONT), `exception`. With `HW_FAIL_MARK=file` it happens
once however often the program is started again, and the file holds the process's id.
"""

from __future__ import annotations

import http.client
import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NAMES = {
    "F01": "web.parsed",
    "F02": "web.inserted",
    "F03": "web.committed",
    "F04": "eval.before_commit",
    "F05": "eval.committed",
    "F06": "send.claimed",
    "F07": "send.bytes_out",
    "F08": "send.replied",
    "F09": "send.marked",
    "F11": "token.fetched",
}
ACTIONS = ("kill", "stop", "exception")


class Failed(Exception):
    """What the action `exception` raises: a bug of ours, as far as the program can tell."""


@dataclass(slots=True)
class _Armed:
    name: str
    action: str
    nth: int
    mark: str = ""
    hits: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def _read(environ: Mapping[str, str]) -> _Armed | None:
    words = environ.get("HW_FAIL", "")
    if not words:
        return None
    if environ.get("HW_TESTING") != "1":
        raise RuntimeError("HW_FAIL is for tests: it needs HW_TESTING=1")
    name, action, nth = [*words.split(":"), "1"][:3]
    name = NAMES.get(name, name)
    if name not in NAMES.values() or action not in ACTIONS:
        raise RuntimeError(f"HW_FAIL={words}: no such failpoint or action")
    return _Armed(name, action, int(nth), environ.get("HW_FAIL_MARK", ""))


_armed = _read(os.environ)


def hit(name: str) -> None:
    """Pass a failpoint; only the armed one, at its nth passing, does anything."""
    if _armed is not None and _armed.name == name:
        _pass(_armed)


def watch_the_wire() -> None:
    """Where `send.bytes_out` is armed: pass it when a message has left and its answer is awaited."""
    if _armed is None or _armed.name != "send.bytes_out":
        return
    ask, await_answer = (
        http.client.HTTPConnection.putrequest,
        http.client.HTTPConnection.getresponse,
    )
    urls: dict[int, str] = {}

    def putrequest(self: Any, method: str, url: str, *args: Any, **options: Any) -> None:
        urls[id(self)] = url
        ask(self, method, url, *args, **options)

    def getresponse(self: Any) -> http.client.HTTPResponse:
        if "/message/" in urls.get(id(self), ""):
            hit("send.bytes_out")
        return await_answer(self)

    # The client library has no place of ours between the last byte out and the first byte in.
    http.client.HTTPConnection.putrequest = putrequest  # type: ignore[method-assign]
    http.client.HTTPConnection.getresponse = getresponse  # type: ignore[method-assign]


def _pass(armed: _Armed) -> None:
    with armed.lock:
        armed.hits += 1
        if armed.hits != armed.nth or not _is_first(armed.mark):
            return
    if armed.action == "exception":
        raise Failed(armed.name)
    os.kill(os.getpid(), signal.SIGKILL if armed.action == "kill" else signal.SIGSTOP)


def _is_first(mark: str) -> bool:
    """Leave the mark; False where an earlier process, or another one, has left it."""
    if not mark:
        return True
    try:
        with open(mark, "x", encoding="ascii") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return False
    return True
