"""wechatpy's client (接口调用), with our session, our token and our reading of replies."""

from __future__ import annotations

from typing import Any

import requests
from wechatpy.client import WeChatClient

from wechat.account import Account
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError
from wechat.reading import Reply, read_reply, seconds_of, text_of
from wechat.token_cycle import Clock, TokenCycle
from wechat.tokens import TokenStore
from wechat.transport import GuardedSession

STABLE_TOKEN = "https://api.weixin.qq.com/cgi-bin/stable_token"


class Plumbing(WeChatClient):  # type: ignore[misc]  # wechatpy ships no types
    """Every endpoint of wechatpy, guarded: it returns a dict the platform said yes with,
    or raises WeChatError."""

    def __init__(
        self, account: Account, store: TokenStore, clock: Clock, session: GuardedSession
    ) -> None:
        super().__init__(account.app_id, account.app_secret, auto_retry=False)
        self._account = account
        self._http = session
        self._cycle = TokenCycle(store, self._fetch_token, clock)

    @property
    def access_token(self) -> str:
        return self._cycle.current()

    def fetch_access_token(self) -> None:
        """Closed: wechatpy's classic call would throw away the token other processes use."""
        raise NotImplementedError("tokens come from stable_token")

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Reply:
        """One call, and one more with another token when the platform refuses the first."""
        kwargs["params"] = dict(kwargs.get("params") or {})
        token = kwargs["params"]["access_token"] = self._cycle.current()
        try:
            reply: Reply = super()._request(method, url_or_endpoint, **kwargs)
        except WeChatError as error:
            if error.kind is not ErrorKind.TOKEN:
                raise
        else:
            return reply
        kwargs["params"]["access_token"] = self._cycle.renew(token)
        try:
            reply = super()._request(method, url_or_endpoint, **kwargs)
        except WeChatError as error:
            if error.kind is not ErrorKind.TOKEN:
                raise
        else:
            return reply
        raise self._cycle.distrust()

    def _handle_result(
        self,
        res: requests.Response,
        method: str | None = None,
        url: str | None = None,
        result_processor: Any = None,  # wechatpy's pickers fail on replies we refuse anyway
        **kwargs: Any,
    ) -> Reply:
        params = kwargs.get("params") or {}
        return read_reply(res.content, (self.secret, str(params.get("access_token", ""))))

    def _fetch_token(self) -> tuple[str, int]:
        body = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.app_secret,
            "force_refresh": False,
        }
        response = self._http.request("post", STABLE_TOKEN, json=body)
        reply = read_reply(response.content, (self._account.app_secret,))
        return text_of(reply, "access_token"), seconds_of(reply, "expires_in")
