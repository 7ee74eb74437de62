"""The guarded HTTP session (受控连接): deadlines, a size limit, one host, no redirects, no leaks."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlencode

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from wechat.addresses import OutsideHost, rebase
from wechat.deadlines import Attempt, GuardedPool, GuardedTlsPool, attempt
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError, in_doubt, not_sent, redact

MAX_REPLY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, to wait for the next bytes, and for the whole call."""

    connect: float = 3.0
    read: float = 8.0
    total: float = 10.0


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # requests' own signature
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": GuardedPool, "https": GuardedTlsPool}


class GuardedSession(requests.Session):
    """A session that only returns replies of status 2xx, read to the end; else WeChatError.

    Whoever uses it (wechatpy among them) cannot switch the guard off: timeouts and redirects
    asked for in a call are ignored.
    """

    def __init__(self, api_base: str, timeouts: Timeouts) -> None:
        super().__init__()
        self._api_base = api_base
        self._timeouts = timeouts
        # A proxy or a .netrc of the environment must not decide where secrets go.
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # A compressed reply could grow past the limit after it is read.
        self.headers["Accept-Encoding"] = "identity"
        self._headers = {name: str(value) for name, value in self.headers.items()}
        for scheme in ("http://", "https://"):
            self.mount(scheme, _GuardedAdapter(pool_connections=4, pool_maxsize=64))
        _redact_connection_log()

    def request(self, method: Any, url: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        # (requests' own signature has seventeen arguments; wechatpy passes some by name)
        try:
            url = rebase(self._api_base, str(url))
        except OutsideHost as outside:
            raise WeChatError(
                ErrorKind.CONFIGURATION, "拒绝访问微信以外的地址", detail=str(outside)
            ) from None
        kwargs |= {
            "timeout": (self._timeouts.connect, self._timeouts.read),
            "allow_redirects": False,
            "stream": True,
        }
        reply = self._guarded(method, url, kwargs)
        # Raised out here, so that no chained traceback shows the address with its secrets.
        if isinstance(reply, WeChatError):
            raise reply
        return reply

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Never: even to look at a redirect, requests would read its whole body."""

    def _guarded(
        self, method: str, url: str, kwargs: dict[str, Any]
    ) -> requests.Response | WeChatError:
        with attempt(self._timeouts.total, self._timeouts.read) as this:
            try:
                return _read_reply(self._send(method, url, kwargs))
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                return _fault(error, this)

    def _send(self, method: str, url: str, kwargs: dict[str, Any]) -> requests.Response:
        body = kwargs.get("data")
        if not isinstance(body, bytes) or kwargs.keys() - _PLAIN:
            return super().request(method, url, **kwargs)
        # A message: bytes to an address. To merge and prepare it takes as long as to send it.
        prepared = requests.PreparedRequest()
        prepared.method = method.upper()
        prepared.url = f"{url}?{urlencode(kwargs.get('params') or {})}"
        prepared.headers = CaseInsensitiveDict(self._headers | {"Content-Length": str(len(body))})
        prepared.body = body
        verify = True if self.verify is None else self.verify
        adapter = self.get_adapter(url)
        return adapter.send(prepared, stream=True, timeout=kwargs["timeout"], verify=verify)


_PLAIN = {"data", "params", "timeout", "allow_redirects", "stream"}


def _read_reply(response: requests.Response) -> requests.Response | WeChatError:
    refusal = _refused_status(response.status_code)
    if refusal:
        response.close()
        return refusal
    body = response.raw.read(MAX_REPLY_BYTES + 1, decode_content=False)
    if len(body) > MAX_REPLY_BYTES:
        response.close()
        return in_doubt("the reply is larger than 64 KiB")
    # What requests does itself when it reads a body; it has no public way to hand one in.
    response._content = body
    response._content_consumed = True  # type: ignore[attr-defined]
    return response


def _refused_status(status: int) -> WeChatError | None:
    if 200 <= status < 300:
        return None
    detail = f"HTTP {status}"
    if status >= 500 or status == 408:
        return in_doubt(detail)
    if status == 429:
        return WeChatError(ErrorKind.RETRY, "接口网关限流,稍后自动重试", detail=detail)
    # Nothing of the platform's answers so: a wrong api_base, or a login page of the school's net.
    words = "接口地址的回答不是微信的,请检查 api_base 和校园网认证"
    return WeChatError(ErrorKind.CONFIGURATION, words, detail=detail)


def _fault(error: Exception, this: Attempt) -> WeChatError:
    # The exception's text holds the address, and the address holds secrets: only its name is kept.
    name = type(error).__name__
    return in_doubt(name) if this.has_left else not_sent(name)


class _RedactingFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


_REDACTING = _RedactingFilter()


def _redact_connection_log() -> None:
    # At DEBUG level urllib3 logs every address, with the token in it.
    for name in ("urllib3.connectionpool", "urllib3.util.retry"):
        logging.getLogger(name).addFilter(_REDACTING)
