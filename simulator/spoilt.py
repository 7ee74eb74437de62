"""Answers that are no answers (坏回答): silence, drips, pages, cut and swollen bodies."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

from werkzeug.wrappers import Response

from simulator.faults import Fault
from simulator.settings import Settings

HUGE = 8 << 20
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


def spoil(fault: Fault, settings: Settings, body: bytes, wire: socket.socket) -> Response:
    """Return (or withhold) what this fault lets through of the true answer."""
    if fault in (Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER_ACCEPTING):
        time.sleep(settings.hang_seconds)
        return _hang_up(wire)
    if fault in (Fault.CLOSE, Fault.CLOSE_AFTER_ACCEPTING):
        return _hang_up(wire)
    if fault is Fault.DRIP:
        return _dripping(body, settings.drip_seconds)
    if fault is Fault.TRUNCATED:
        return _truncated(body, wire)
    return _WHOLE[fault]()


def _hang_up(wire: socket.socket) -> Response:
    with contextlib.suppress(OSError):  # the caller may have been quicker
        wire.shutdown(socket.SHUT_RDWR)
    return Response(b"")


def _dripping(body: bytes, pause: float) -> Response:
    def drip() -> Iterator[bytes]:
        for n in range(len(body)):
            yield body[n : n + 1]
            time.sleep(pause)

    headers = {"Content-Length": str(len(body)), "Connection": "close"}
    return Response(drip(), mimetype="application/json", headers=headers)


def _truncated(body: bytes, wire: socket.socket) -> Response:
    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        wire.shutdown(socket.SHUT_RDWR)

    headers = {"Content-Length": str(len(body)), "Connection": "close"}
    return Response(half(), mimetype="application/json", headers=headers)


def _json(body: bytes) -> Callable[[], Response]:
    return lambda: Response(body, mimetype="application/json")


_WHOLE: dict[Fault, Callable[[], Response]] = {
    Fault.HTTP_502: lambda: Response(_PAGE, 502, mimetype="text/html"),
    Fault.HTTP_502_AFTER_ACCEPTING: lambda: Response(_PAGE, 502, mimetype="text/html"),
    Fault.HTML: lambda: Response(_PAGE, 200, mimetype="text/html"),
    Fault.REDIRECT: lambda: Response(b"", 302, headers={"Location": "/sim/elsewhere"}),
    Fault.EMPTY: _json(b""),
    Fault.HUGE: lambda: Response(
        b'{"errcode":0,"errmsg":"' + b"x" * HUGE + b'"}', mimetype="application/json"
    ),
    Fault.LIST: _json(b"[]"),
    Fault.NULL: _json(b"null"),
    Fault.OBJECT: _json(b"{}"),
}
