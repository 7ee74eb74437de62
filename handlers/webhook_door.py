"""The webhook's door (回调入口): deliveries are answered in front of Flask, which need not see them.

A request through Flask costs a third of what reading and storing a report costs, and a delivery
uses nothing of it: no session, no form, no cookie, no template.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask

from handlers.context import Context
from handlers.webhook import deliver
from wechat.inbound import MAX_BODY_BYTES
from wechat.refusals import Refused, TooLarge

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

_PREFIX = "/wechat/"


def open_door(application: Flask, context: Context) -> None:
    """Let deliveries in before Flask; everything else goes on to it."""
    application.wsgi_app = Door(application.wsgi_app, context)  # type: ignore[method-assign]  # as Flask has it


class Door:
    """Answers `POST /wechat/<account>`: 200 with the reply, 403, 400 or 413 for what is refused."""

    def __init__(self, inside: WSGIApplication, context: Context) -> None:
        self._inside = inside
        self._context = context
        self._headers = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]
        if urlsplit(context.base_url).scheme == "https":
            self._headers.append(("Strict-Transport-Security", "max-age=31536000"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] != "POST" or not path.startswith(_PREFIX):
            return self._inside(environ, start_response)
        status, body = self._answer(path.removeprefix(_PREFIX), environ)
        kind = "text/xml" if body[:1] == b"<" else "text/plain"
        start_response(
            f"{status} {HTTPStatus(status).phrase}",
            [
                ("Content-Type", f"{kind}; charset=utf-8"),
                ("Content-Length", str(len(body))),
                *self._headers,
            ],
        )
        return [body]

    def _answer(self, account_id: str, environ: Mapping[str, Any]) -> tuple[int, bytes]:
        account = self._context.accounts.get(account_id)
        if account is None:
            return 404, b"NotFound"
        try:
            # Of two values by one name the first counts.
            query = dict(reversed(parse_qsl(environ.get("QUERY_STRING", ""))))
            return 200, deliver(self._context, account, query, _body(environ))
        except Refused as refused:
            log.warning("delivery to %s refused: %s", account_id, refused)
            return refused.status, type(refused).__name__.encode()


def _body(environ: Mapping[str, Any]) -> bytes:
    """The body, never more than one byte beyond what is allowed; raises TooLarge."""
    announced = environ.get("CONTENT_LENGTH") or ""
    if announced.isdecimal():
        length = int(announced)
        if length > MAX_BODY_BYTES:
            raise TooLarge(f"{length} bytes announced")
    elif environ.get("wsgi.input_terminated"):
        length = MAX_BODY_BYTES + 1  # of unknown length: one byte too many tells
    else:
        return b""
    parts = []
    while length > 0 and (part := environ["wsgi.input"].read(length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
