"""The webhook's door (回调入口): WeChat is answered in front of Flask, which need not see it.

A request through Flask costs a third of what reading and storing a report costs, and a delivery
uses nothing of it: no session, no form, no cookie, no template. Nor does it wait until the pages
are loaded: this file and what it imports know nothing of Flask.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from context import Context
from handlers.webhook import deliver
from wechat.inbound import MAX_BODY_BYTES, verify_address
from wechat.refusals import Refused, TooLarge

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

_PREFIX = "/wechat/"


class Door:
    """Answers `/wechat/<account>`: POST with the reply, GET when WeChat checks our address (服务器配置);
    400, 403 or 413 for what is refused. Every other address goes on inside."""

    def __init__(self, inside: WSGIApplication, context: Context) -> None:
        self._inside = inside
        self._context = context
        self._headers = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]
        if urlsplit(context.base_url).scheme == "https":
            self._headers.append(("Strict-Transport-Security", "max-age=31536000"))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(_PREFIX):
            return self._inside(environ, start_response)
        status, body = self._answer(path.removeprefix(_PREFIX), environ)
        kind = "text/xml" if body[:1] == b"<" else "text/plain"
        headers = [
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            *self._headers,
        ]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def _answer(self, account_id: str, environ: Mapping[str, Any]) -> tuple[int, bytes]:
        account = self._context.accounts.get(account_id)
        if account is None:
            return 404, b"NotFound"
        # Of two values by one name the first counts.
        query = dict(reversed(parse_qsl(environ.get("QUERY_STRING", ""))))
        try:
            match environ["REQUEST_METHOD"]:
                case "POST":
                    return 200, deliver(self._context, account, query, _body(environ))
                case "GET":
                    return 200, verify_address(account, query).encode()
        except Refused as refused:
            log.warning("a call to %s refused: %s", account_id, refused)
            return refused.status, type(refused).__name__.encode()
        return 405, b"MethodNotAllowed"


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
