"""The life of an access token (凭据刷新): fetched once for all, renewed once, then a breaker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError
from wechat.tokens import AccessToken, TokenStore

# stable_token hands out a new token in the last five minutes of the old one, so a token with
# less than two minutes left can always be replaced, and the answer is always usable.
MARGIN = timedelta(minutes=2)
REFUSED_PAUSE_SECONDS = 900.0  # at most four fetches an hour while the secret is wrong
FAILED_PAUSE_SECONDS = 5.0  # so that threads waiting for the lock do not each wait for a timeout


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks a token lives by: aware wall time, and seconds that never run backwards."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]


class TokenCycle:
    """Gives a usable token. `fetch` calls stable_token and raises WeChatError.

    What it raises is never ambiguous: the caller's own request has not left.
    """

    def __init__(
        self, store: TokenStore, fetch: Callable[[], tuple[str, int]], clock: Clock
    ) -> None:
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._paused_until = float("-inf")
        self._pause_reason: WeChatError | None = None
        self._known: AccessToken | None = None

    def current(self) -> str:
        """A token that still has time to live, fetched if need be by one caller for all.

        What was read once is used until it ends or is refused: the store is not asked every time.
        """
        known = self._known
        if known is not None and self._is_fresh(known):
            return known.value
        return self._fresh_value() or self._fetch_once(self._fresh_value)

    def renew(self, refused_value: str) -> str:
        """Another token than the one WeChat refused; raises when there is none to be had."""

        def other() -> str | None:
            value = self._fresh_value()
            return value if value != refused_value else None

        # Another process may have renewed it since we read it.
        value = other() or self._fetch_once(other)
        if value == refused_value:
            raise self._pause(_distrusted("stable_token still gives the refused token"))
        return value

    def distrust(self) -> WeChatError:
        """Note that even a new token was refused, and give the error that says so."""
        return self._pause(_distrusted("a new token was refused as well"))

    def _fresh_value(self) -> str | None:
        token = self._store.current()
        if token is None or not self._is_fresh(token):
            return None
        self._known = token
        return token.value

    def _is_fresh(self, token: AccessToken) -> bool:
        return token.expires_at - self._clock.now() > MARGIN

    def _fetch_once(self, found_meanwhile: Callable[[], str | None]) -> str:
        self._check_pause()
        with self._store.refreshing():
            value = found_meanwhile()
            if value:
                return value
            self._check_pause()
            try:
                value, lifetime_seconds = self._fetch()
            except WeChatError as error:
                raise self._pause(_for_the_token(error)) from None
            expires_at = self._clock.now() + timedelta(seconds=lifetime_seconds)
            self._known = AccessToken(value, expires_at)
            self._store.save(self._known)
            return value

    def _pause(self, error: WeChatError) -> WeChatError:
        lasting = error.kind is not ErrorKind.RETRY
        seconds = REFUSED_PAUSE_SECONDS if lasting else FAILED_PAUSE_SECONDS
        self._paused_until = self._clock.monotonic() + seconds
        self._pause_reason = error
        return error

    def _check_pause(self) -> None:
        reason = self._pause_reason
        if reason is not None and self._clock.monotonic() < self._paused_until:
            # A new exception each time: one object raised by many threads would grow tracebacks.
            raise WeChatError(
                reason.kind, reason.words, errcode=reason.errcode, detail=reason.detail
            )


def _for_the_token(error: WeChatError) -> WeChatError:
    # At the token's own address 40001 can only mean the secret, and nothing was delivered.
    kind = ErrorKind.CONFIGURATION if error.kind is ErrorKind.TOKEN else error.kind
    words = "AppSecret 不对,请在微信开发者平台重新取一次" if error.errcode == 40001 else error.words
    if error.is_ambiguous:
        words = "取接口凭据时微信没有给出明确的回答,稍后自动重试"
    return WeChatError(kind, words, errcode=error.errcode, detail=error.detail)


def _distrusted(detail: str) -> WeChatError:
    return WeChatError(
        ErrorKind.CONFIGURATION,
        "微信一直不认接口凭据:请核对 AppID、AppSecret,并查看是否有别的程序在用同一个公众号",
        errcode=40001,
        detail=detail,
    )
