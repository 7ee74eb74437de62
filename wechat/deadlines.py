"""Connections that keep a total deadline (总时限), even against an answer that drips in."""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection


@dataclass(slots=True)
class Attempt:
    """One request on its way: when it must be over, and whether any of it has left."""

    ends_at: float
    read_seconds: float
    has_left: bool = False

    def remaining(self) -> float:
        seconds = self.ends_at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the total deadline has passed")
        return seconds


# Carried beside urllib3's own arguments, which know timeouts per read but no deadline.
_current: ContextVar[Attempt] = ContextVar("attempt")


@contextmanager
def attempt(total_seconds: float, read_seconds: float) -> Iterator[Attempt]:
    """Everything sent and read inside is over within `total_seconds`, or raises TimeoutError."""
    this = Attempt(time.monotonic() + total_seconds, read_seconds)
    mark = _current.set(this)
    try:
        yield this
    finally:
        _current.reset(mark)


class _DeadlineReader(io.RawIOBase):
    """The socket's reader, with the time that is left set before each read."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock
        self._attempt = _current.get()
        # The socket's own file object keeps it open until the answer is read.
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        # (typeshed asks for any writable buffer; BufferedReader hands a memoryview)
        self._sock.settimeout(min(self._attempt.read_seconds, self._attempt.remaining()))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _DeadlineResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: object, **kwargs: object) -> None:
        super().__init__(sock, *args, **kwargs)  # type: ignore[arg-type]  # passed on untouched
        self.fp.close()
        self.fp = io.BufferedReader(_DeadlineReader(sock))


class _GuardedConnection(HTTPConnection):
    response_class = _DeadlineResponse

    def _new_conn(self) -> socket.socket:
        return _connect_within_deadline(self)

    def send(self, data: Any) -> None:  # http.client takes bytes, files and iterables alike
        if self.sock is None:
            self.connect()
        this = _current.get()
        self.sock.settimeout(this.remaining())
        this.has_left = True
        super().send(data)


class _GuardedTlsConnection(_GuardedConnection, HTTPSConnection):
    pass


def _connect_within_deadline(connection: HTTPConnection) -> socket.socket:
    """Connect to the first address that answers.

    urllib3 gives each address of the host the whole connect timeout, and eight dropped addresses
    add up; here they share what is left of the deadline.
    """
    failure: Exception = NewConnectionError(connection, "the host has no address")
    for host, port in _addresses(connection):
        seconds = min(float(connection.timeout or 60.0), _current.get().remaining())
        try:
            return create_connection(
                (host, port), seconds, socket_options=connection.socket_options
            )
        except TimeoutError:
            failure = ConnectTimeoutError(connection, "connecting took too long")
        except OSError as error:
            failure = NewConnectionError(connection, f"no connection: {error.strerror}")
    raise failure


def _addresses(connection: HTTPConnection) -> list[tuple[str, int]]:
    try:
        found = socket.getaddrinfo(connection.host, connection.port, 0, socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    return [(str(address[0]), int(address[1])) for *_, address in found]


class GuardedPool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection


class GuardedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTlsConnection
