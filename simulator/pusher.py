"""Callbacks (消息推送): sealed, signed, sent, cut after five seconds, tried three times."""

from __future__ import annotations

import http.client
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from simulator.accounts import Account, Mode
from simulator.crypto import encrypt, sign
from simulator.deadlines import Deadlines
from simulator.wire import render

LARGEST_REPLY = 1 << 20

_deadlines = Deadlines()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One callback, ready to be sent."""

    query: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the HTTP status and body, or why there is none."""

    seconds: float
    status: int | None = None
    body: bytes = b""
    failure: str = ""


def seal(account: Account, openid: str, xml: str, now: float) -> Envelope:
    """Sign and, as the account's mode says, encrypt a callback."""
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    query = {
        "signature": sign(account.webhook_token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid,
    }
    if account.mode is Mode.PLAIN:
        return Envelope(urlencode(query), xml.encode())
    sealed = encrypt(xml, account.aes_key, account.app_id)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = sign(account.webhook_token, timestamp, nonce, sealed)
    if account.mode is Mode.SAFE:
        body = render([("ToUserName", account.original_id), ("Encrypt", sealed)])
    else:
        inner = render([("Encrypt", sealed)]).removeprefix("<xml>")
        body = xml.removesuffix("</xml>") + inner
    return Envelope(urlencode(query), body.encode())


def address_check(account: Account, echo: str, now: float) -> str:
    """Return the query with which the platform verifies an address."""
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    signature = sign(account.webhook_token, timestamp, nonce)
    return urlencode(
        {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    )


def post(url: str, envelope: Envelope, timeout: float) -> Attempt:
    """Send it; everything, a slow drip too, is over after `timeout` seconds."""
    return _call(url, "POST", envelope, timeout)


def get(url: str, query: str, timeout: float) -> Attempt:
    return _call(url, "GET", Envelope(query, b""), timeout)


def _call(url: str, method: str, envelope: Envelope, timeout: float) -> Attempt:
    started = time.monotonic()
    parts = urlsplit(url)
    target = (parts.path or "/") + "?" + "&".join(q for q in (parts.query, envelope.query) if q)
    headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0", "Connection": "close"}
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout)
    try:
        connection.connect()
        with _deadlines.cut(connection.sock, started + timeout):
            body = envelope.body if method == "POST" else None
            connection.request(method, target, body=body, headers=headers)
            response = connection.getresponse()
            answer = response.read(LARGEST_REPLY + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        seconds = time.monotonic() - started
        failure = "timeout" if seconds >= timeout else f"{type(error).__name__}: {error}"
        return Attempt(seconds, failure=failure)
    finally:
        connection.close()
    return _judged(time.monotonic() - started, timeout, response.status, answer)


def _judged(seconds: float, timeout: float, status: int, answer: bytes) -> Attempt:
    if seconds >= timeout:  # a reply cut off by the deadline may look like a whole one
        return Attempt(seconds, failure="timeout")
    if len(answer) > LARGEST_REPLY:
        return Attempt(seconds, status, failure="the reply is larger than 1 MiB")
    return Attempt(seconds, status, answer)


def _connection(
    scheme: str, host: str, port: int | None, timeout: float
) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(host, port, timeout=timeout)
