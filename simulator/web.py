"""A small HTTP/1.1 server for WSGI (网页服务): kept connections, one send an answer, sockets in reach.

Werkzeug's own server closes every connection and waits 10 ms before it does; the real platform
keeps them, and a client's connection pool should meet the same here. Faults need the bare socket.
"""

from __future__ import annotations

import contextlib
import errno
import io
import logging
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

SOCKET = "simulator.socket"
LARGEST_BODY = 12 << 20
_LONGEST_LINE = 16384
_MOST_HEADERS = 100
_IDLE_SECONDS = 120


class BadRequest(Exception):
    """Not a request this server reads; the status to answer with."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
        super().__init__(status.phrase)


class Server(socketserver.ThreadingTCPServer):
    """A thread for each connection; closing the server closes them all."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, host: str, port: int, app: WSGIApplication) -> None:
        self.app = app
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((host, port), Connection)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def server_close(self) -> None:
        super().server_close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exc_info()[1]
        has_gone = isinstance(error, OSError) and error.errno == errno.ENOTCONN
        if not has_gone and not isinstance(error, ConnectionError | TimeoutError):
            log.exception("a connection failed")


class Connection(socketserver.StreamRequestHandler):
    """One connection: requests and answers in turn until one side has had enough."""

    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS
    server: Server
    connection: socket.socket

    def handle(self) -> None:
        self.server.opened(self.connection)
        try:
            while self._one():
                pass
        except (ConnectionError, TimeoutError):
            pass  # the other side has gone, or a fault has hung up
        finally:
            self.server.closed(self.connection)

    def _one(self) -> bool:
        """Answer one request; tell whether another may follow."""
        try:
            environ = self._read()
        except BadRequest as error:
            self.connection.sendall(_head(f"{error.status} {error}", [("Content-Length", "0")]))
            return False
        if environ is None:
            return False
        keeps = _keeps(environ)
        return self._answer(environ) and keeps

    def _read(self) -> WSGIEnvironment | None:
        line = self._line()
        if not line:
            return None
        parts = line.split(" ")
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers = self._headers()
        environ = self._environ(parts[0], parts[1], parts[2], headers)
        environ["wsgi.input"] = io.BytesIO(self._body(headers))
        return environ

    def _line(self) -> str:
        line = self.rfile.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise BadRequest(HTTPStatus.REQUEST_URI_TOO_LONG)
        return line.decode("latin-1").rstrip("\r\n")

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for _ in range(_MOST_HEADERS):
            line = self._line()
            if not line:
                return headers
            name, colon, value = line.partition(":")
            if not colon:
                raise BadRequest(HTTPStatus.BAD_REQUEST)
            headers[name.strip().upper().replace("-", "_")] = value.strip()
        raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _body(self, headers: dict[str, str]) -> bytes:
        if "TRANSFER_ENCODING" in headers:
            raise BadRequest(HTTPStatus.LENGTH_REQUIRED)
        length = headers.get("CONTENT_LENGTH", "0")
        if not length.isdigit():
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        if int(length) > LARGEST_BODY:
            raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if headers.get("EXPECT", "").lower() == "100-continue":
            self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ConnectionResetError
        return body

    def _environ(
        self, method: str, target: str, protocol: str, headers: dict[str, str]
    ) -> WSGIEnvironment:
        path, _, query = target.partition("?")
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": protocol,
            "SERVER_NAME": self.server.server_address[0],
            "SERVER_PORT": str(self.server.port),
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            SOCKET: self.connection,
        }
        for name, value in headers.items():
            plain = name in ("CONTENT_TYPE", "CONTENT_LENGTH")
            environ[name if plain else f"HTTP_{name}"] = value
        return environ

    def _answer(self, environ: WSGIEnvironment) -> bool:
        begun: list[Any] = []  # the status and headers WSGI hands to start_response

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            begun[:] = [status, headers]
            return self.connection.sendall

        chunks = self.server.app(environ, start)
        try:
            return self._send(environ, begun, chunks)
        finally:
            close: Callable[[], None] | None = getattr(chunks, "close", None)
            if close is not None:
                close()

    def _send(self, environ: WSGIEnvironment, begun: list[Any], chunks: Iterable[bytes]) -> bool:
        rest = iter(chunks)
        first = next(rest, b"")
        status, headers = begun
        names = {name.lower(): value.lower() for name, value in headers}
        if "content-length" not in names and not status.startswith(("204", "304")):
            first += b"".join(rest)
            headers = [*headers, ("Content-Length", str(len(first)))]
        has_body = environ["REQUEST_METHOD"] != "HEAD"
        self.connection.sendall(_head(status, headers) + (first if has_body else b""))
        for chunk in rest if has_body else ():
            self.connection.sendall(chunk)
        return names.get("connection") != "close"


def _keeps(environ: WSGIEnvironment) -> bool:
    asked = environ.get("HTTP_CONNECTION", "").lower()
    if environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        return bool(asked == "keep-alive")
    return bool(asked != "close")


def _head(status: str, headers: list[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")
