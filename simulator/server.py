"""The web server (服务): the platform's API, the control interface and the phones on one port."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.http import http_date
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from simulator import consent, control, one_time, pages, phones
from simulator.api import Picture, Request, Upload
from simulator.dispatch import Calls, dispatch, knows
from simulator.spoilt import spoil
from simulator.store import Closed
from simulator.web import LARGEST_BODY, SOCKET, Server
from simulator.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_JSON = "application/json; encoding=utf-8"  # as the platform spells it


def create_app(world: World) -> Flask:
    """Return the web application: pages and control by Flask, the API in front of it."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    calls = Calls()
    for part in (control.blueprint(world, calls), phones.blueprint(world)):
        app.register_blueprint(part)
    for part in (consent.blueprint(world), one_time.blueprint(world), pages.blueprint(world)):
        app.register_blueprint(part)
    # Whoever asked is gone as well: the server shuts their connections before the store.
    app.register_error_handler(Closed, lambda _: Response(status=HTTPStatus.SERVICE_UNAVAILABLE))
    app.before_request(lambda: None if is_ours(world, request.headers, request.host) else _forbid())
    app.wsgi_app = Front(world, calls, app.wsgi_app)  # type: ignore[assignment, method-assign]  # as Flask says
    return app


def serve(world: World, host: str, port: int) -> Server:
    """Return a server that listens; the caller runs, stops and closes it."""
    return Server(host, port, create_app(world))


class Front:
    """Answers the platform's API itself: Flask's routing costs more than a whole call of it."""

    def __init__(self, world: World, calls: Calls, behind: WSGIApplication) -> None:
        self._world, self._calls, self._behind = world, calls, behind

    def __call__(self, environ: WSGIEnvironment, start_undated: StartResponse) -> Iterable[bytes]:
        start = self._dated(start_undated)
        if not knows(environ["PATH_INFO"]):
            return self._behind(environ, start)
        asked = HttpRequest(environ)
        asked.max_content_length = LARGEST_BODY
        try:
            answer = self._answer(asked)
        except HTTPException as error:
            answer = Response(error.description, error.code)
        finally:
            asked.close()  # an upload's temporary file
        return answer(environ, start)

    def _dated(self, start: StartResponse) -> StartResponse:
        """As the platform's answers are; a program that compares clocks sees this world's."""
        date = http_date(self._world.clock.now())

        def dated(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # as WSGI says
            return start(status, [*headers, ("Date", date)], *error)

        return dated

    def _answer(self, asked: HttpRequest) -> Response:
        if not is_ours(self._world, asked.headers, asked.host):
            _forbid()
        started = time.monotonic()
        result = dispatch(self._world, self._calls, _read(asked))
        late = started + self._world.settings.latency_ms / 1000 - time.monotonic()
        if late > 0:
            time.sleep(late)
        if isinstance(result.answer, Picture):
            return Response(result.answer.content, content_type=result.answer.mime)
        body = json.dumps(result.answer, ensure_ascii=False).encode()
        if result.fault is not None:
            settings = self._world.settings
            return spoil(result.fault, settings, body, asked.environ[SOCKET])
        if result.answer is None:
            raise NotFound
        return Response(body, content_type=_JSON)


def is_ours(world: World, headers: Headers, host: str) -> bool:
    """Refuse what a page of another site could send through the user's browser."""
    own = {"127.0.0.1", "localhost", "::1", urlsplit(world.public_url).hostname}
    hosts = {urlsplit(f"//{host}").hostname}
    origin = headers.get("Origin")
    if origin and origin != "null":
        hosts.add(urlsplit(origin).hostname)
    return hosts <= own


def _forbid() -> NoReturn:
    raise Forbidden


def _read(asked: HttpRequest) -> Request:
    upload = None
    if asked.mimetype == "multipart/form-data" and asked.files:
        file = next(iter(asked.files.values()))
        upload = Upload(file.filename or "", file.mimetype, file.read())
    return Request(
        method=asked.method,
        path=asked.path,
        query=asked.args,
        raw=b"" if upload else asked.get_data(),
        caller=asked.remote_addr or "127.0.0.1",
        upload=upload,
    )
