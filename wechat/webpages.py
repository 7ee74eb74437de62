"""What our pages need from WeChat (网页授权, JS-SDK): who opened them, and a signature."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from wechatpy.oauth import WeChatOAuth

from wechat.account import Account
from wechat.addresses import rebase
from wechat.reading import Reply, read_reply, seconds_of, text_of
from wechat.signing import jsapi_signature
from wechat.transport import GuardedSession

# wechatpy puts the state into the address as it is.
_STATE = re.compile(r"[A-Za-z0-9_\-]{1,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a page. With `is_snapshot` the openid is made up: never bind it."""

    openid: str = field(repr=False)
    is_snapshot: bool
    unionid: str | None = field(default=None, repr=False)


class GuardedOAuth(WeChatOAuth):  # type: ignore[misc]  # wechatpy ships no types
    """wechatpy's web login over our session."""

    def __init__(self, account: Account, session: GuardedSession, redirect_uri: str, state: str):
        super().__init__(account.app_id, account.app_secret, redirect_uri, state=state)
        self._http = session

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Reply:
        response = self._http.request(method, self.API_BASE_URL + url_or_endpoint, **kwargs)
        reply = read_reply(response.content, (self.secret,))
        # wechatpy looks these up without asking.
        for name in ("access_token", "openid", "refresh_token", "expires_in"):
            text_of(reply, name)
        return reply


def authorize_url(account: Account, redirect_uri: str, state: str) -> str:
    """Where to send a browser to learn the openid; raises ValueError on a state that is not
    1 to 128 letters, digits, `-` or `_`."""
    if not _STATE.fullmatch(state):
        raise ValueError("state")
    address = WeChatOAuth(account.app_id, account.app_secret, redirect_uri, state=state)
    return rebase(account.api_base, address.authorize_url)


def exchange_code(account: Account, session: GuardedSession, code: str) -> Visitor:
    """Who came back with this code; a code is good once, for five minutes.

    Raises WeChatError, of kind RESTART when the person has to open the page again.
    """
    reply: Reply = GuardedOAuth(account, session, "", "").fetch_access_token(code)
    return Visitor(
        openid=text_of(reply, "openid"),
        is_snapshot=reply.get("is_snapshotuser") in (1, "1", True),
        unionid=str(reply.get("unionid") or "") or None,
    )


class JsapiTickets:
    """The ticket that signs pages for the JS-SDK, kept until shortly before it expires."""

    def __init__(self, fetch: Callable[[], Reply], now: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._now = now
        self._lock = threading.Lock()
        self._ticket = ""
        self._expires_at: datetime | None = None

    def current(self) -> str:
        with self._lock:
            if self._expires_at is None or self._now() >= self._expires_at:
                reply = self._fetch()
                self._ticket = text_of(reply, "ticket")
                lifetime = timedelta(seconds=seconds_of(reply, "expires_in"))
                self._expires_at = self._now() + lifetime * 0.9
            return self._ticket


def page_signature(app_id: str, jsapi_ticket: str, page: str, now: datetime) -> dict[str, object]:
    """The arguments of `wx.config` for a page's address."""
    nonce, timestamp = secrets.token_hex(8), int(now.timestamp())
    return {
        "appId": app_id,
        "timestamp": timestamp,
        "nonceStr": nonce,
        "signature": jsapi_signature(page, jsapi_ticket, nonce, timestamp),
    }
