"""A small WeChat that answers as badly as it is told to (an HTTP server of this process)."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.patience import PATIENCE

TOKEN = "/cgi-bin/token"
STABLE_TOKEN = "/cgi-bin/stable_token"
TEMPLATE = "/cgi-bin/message/template/send"
CUSTOM = "/cgi-bin/message/custom/send"


@dataclass(frozen=True)
class Call:
    """A request as it arrived."""

    path: str
    query: dict[str, str]
    body: bytes
    port: int  # the caller's, so that kept connections can be told

    @property
    def json(self) -> dict[str, object]:
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each reply waits 40 ms for an acknowledgement
    server: MeanServer

    def do_GET(self) -> None:
        self.answer(b"")

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, body: bytes) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        call = Call(address.path, query, body, self.client_address[1])
        try:
            self.server.api.take(call)(self)
        except OSError:
            self.close_connection = True  # the caller hung up, as some tests want

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


Answer = Callable[[Handler], None]


class MeanServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    api: MeanApi

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # callers that hang up are the point


class MeanApi:
    """`script(path, *answers)`: each answer once, the last one for ever."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.calls: list[Call] = []
        self.outlasted: list[str] = []
        """Paths of slow answers that came to their end: their callers' deadlines did not hold."""
        self.stopping = threading.Event()
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self._lock = threading.Lock()
        self._server = MeanServer(("127.0.0.1", 0), Handler)
        self._server.api = self
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if tls else "http"
        self.base = f"{scheme}://127.0.0.1:{self._server.server_port}"
        # A short poll, because shutdown waits for it at the end of each test.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()

    def script(self, path: str, *answers: Answer) -> None:
        with self._lock:
            self._answers[path] = list(answers)

    def take(self, call: Call) -> Answer:
        with self._lock:
            self.calls.append(call)
            answers = self._answers[call.path]
            if not answers:
                return status(404)
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def calls_to(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)


def says(value: object) -> Answer:
    """200 with JSON."""
    return raw(json.dumps(value, ensure_ascii=False).encode())


def raw(body: bytes) -> Answer:
    return lambda handler: handler.send(body)


def status(code: int, body: bytes = b"<html>no</html>", **headers: str) -> Answer:
    return lambda handler: handler.send(body, code, **headers)


def errs(errcode: int, errmsg: str = "no rid: 6a5b4c3d-11112222-33334444") -> Answer:
    return says({"errcode": errcode, "errmsg": errmsg})


def slowly(seconds: float, answer: Answer) -> Answer:
    def late(handler: Handler) -> None:
        if not handler.server.api.stopping.wait(seconds):
            handler.server.api.outlasted.append(handler.path)
            answer(handler)

    return late


def never(handler: Handler) -> None:
    """Say nothing while a test may wait for it."""
    slowly(PATIENCE, says({"errcode": 0}))(handler)


def hangs_up(handler: Handler) -> None:
    """Read the request and close without a word."""
    handler.close_connection = True


def drips(head: bytes, tail: bytes, pause: float = 0.05) -> Answer:
    """`head` at once, then `tail` over and over, a byte at a time, as long as a test may wait."""

    def drip(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(head)
        ends_at = time.monotonic() + PATIENCE
        while time.monotonic() < ends_at:
            for byte in tail:
                if handler.server.api.stopping.wait(pause):
                    return
                handler.wfile.write(bytes((byte,)))
        handler.server.api.outlasted.append(handler.path)

    return drip


class Tokens:
    """Hands out tokens: a new one each time, or always the same."""

    def __init__(self, *, always_new: bool = True, seconds: float = 0.0) -> None:
        self._count = 0
        self._always_new = always_new
        self._seconds = seconds
        self._lock = threading.Lock()

    def __call__(self, handler: Handler) -> None:
        time.sleep(self._seconds)  # a real token call takes its time; nothing waits on this
        with self._lock:
            self._count += self._always_new or not self._count
            reply = {"access_token": f"token-{self._count}", "expires_in": 7200}
        handler.send(json.dumps(reply).encode())
