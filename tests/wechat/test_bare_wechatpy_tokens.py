"""The token's life in wechatpy 1.8.18 (defects 1 to 4), and beside it in ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import requests
from wechatpy.exceptions import WeChatOAuthException
from wechatpy.oauth import WeChatOAuth
from wechatpy.session.memorystorage import MemoryStorage

from tests.patience import PATIENCE, wait_until
from tests.wechat.bare import bare_client
from tests.wechat.calls import error_of, send
from tests.wechat.mean_api import (
    CUSTOM,
    STABLE_TOKEN,
    TEMPLATE,
    TOKEN,
    Handler,
    MeanApi,
    Tokens,
    errs,
    never,
    says,
    slowly,
)
from wechat.account import Account
from wechat.client import Client, ErrorKind
from wechat.tokens import MemoryTokenStore


def cold_start(call: Callable[[], object], threads: int) -> None:
    barrier = threading.Barrier(threads)

    def run() -> None:
        barrier.wait(PATIENCE)
        call()

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)


# 1. One refused token


def refuses_until(count: int, path: str, api: MeanApi) -> None:
    api.script(path, *[errs(40001)] * count, says({"errcode": 0, "errmsg": "ok", "msgid": 7}))


def test_bare_wechatpy_fetches_a_token_for_every_refusal_without_end(api: MeanApi) -> None:
    api.script(TOKEN, Tokens())
    refuses_until(40, CUSTOM, api)
    client = bare_client(api.base)

    client.message.send_text("oWang", "x")

    assert len(api.calls_to(TOKEN)) == 41
    client._http.close()


def test_a_refused_token_costs_one_fetch_and_one_more_try(api: MeanApi, client: Client) -> None:
    api.script(TEMPLATE, errs(40001))

    for _ in range(5):
        error = error_of(lambda: send(client))

    assert (error.kind, error.is_ambiguous) == (ErrorKind.CONFIGURATION, False)
    # The first token, and one renewal; then the breaker spares the quota.
    assert len(api.calls_to(STABLE_TOKEN)) == 2
    assert len(api.calls_to(TEMPLATE)) == 6


# 2. No timeouts


def test_bare_wechatpy_waits_for_a_token_as_long_as_it_takes(api: MeanApi) -> None:
    api.script(TOKEN, slowly(2.5, Tokens()))
    api.script(CUSTOM, says({"errcode": 0}))
    client = bare_client(api.base, timeout=2.0)

    client.message.send_text("oWang", "x")

    assert [urlsplit(path).path for path in api.outlasted] == [TOKEN]
    client._http.close()


def test_a_token_that_does_not_come_is_given_up_in_time(api: MeanApi, hurried: Client) -> None:
    api.script(STABLE_TOKEN, never)

    error = error_of(lambda: send(hurried))

    assert api.outlasted == []
    # Nothing of the message itself has left.
    assert (error.kind, error.is_ambiguous) == (ErrorKind.RETRY, False)
    assert not api.calls_to(TEMPLATE)


def test_bare_wechatpys_oauth_and_qr_codes_have_no_timeout_at_all(
    api: MeanApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.script("/sns/oauth2/access_token", slowly(1.0, says({"errcode": 40029, "errmsg": "no"})))
    oauth = WeChatOAuth("wx", "s", "https://school.example/")
    oauth.API_BASE_URL = api.base + "/"
    asked: dict[str, object] = {}
    monkeypatch.setattr(requests, "get", lambda **kwargs: asked.update(kwargs))

    with pytest.raises(WeChatOAuthException):
        oauth.fetch_access_token("CODE")
    bare_client(api.base).qrcode.show("T")

    assert [urlsplit(path).path for path in api.outlasted] == ["/sns/oauth2/access_token"]
    assert asked
    assert "timeout" not in asked
    oauth._http.close()


def test_every_way_out_goes_through_the_guarded_session(
    api: MeanApi, hurried: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a call around the guard")

    monkeypatch.setattr(requests, "get", refuse)
    api.script("/sns/oauth2/access_token", never)

    error_of(lambda: hurried.exchange_code("CODE"))

    assert api.outlasted == []
    assert hurried.qrcode_image_address("a/b=") == f"{api.base}/cgi-bin/showqrcode?ticket=a%2Fb%3D"


# 3. Cold start


def test_bare_wechatpy_fetches_a_token_per_thread(api: MeanApi) -> None:
    tokens = Tokens()

    def after_a_second_call(handler: Handler) -> None:
        wait_until(lambda: len(api.calls_to(TOKEN)) > 1)
        tokens(handler)

    api.script(TOKEN, after_a_second_call)
    api.script(CUSTOM, says({"errcode": 0}))
    client = bare_client(api.base)

    cold_start(lambda: client.message.send_text("oWang", "x"), threads=8)

    assert len(api.calls_to(TOKEN)) > 1
    client._http.close()


def test_sixteen_threads_fetch_one_token(api: MeanApi, client: Client) -> None:
    api.script(STABLE_TOKEN, Tokens(seconds=0.2))
    api.script(CUSTOM, says({"errcode": 0}))

    cold_start(lambda: client.send_text("oWang", "x"), threads=16)

    assert len(api.calls_to(STABLE_TOKEN)) == 1
    assert len(api.calls_to(CUSTOM)) == 16


# 4. Two processes, one token


def test_bare_wechatpy_keeps_the_expiry_to_itself_and_fetches_again(api: MeanApi) -> None:
    api.script(TOKEN, Tokens())
    api.script(CUSTOM, says({"errcode": 0}))
    shared = MemoryStorage()
    first, second = (bare_client(api.base, session=shared) for _ in range(2))
    first.message.send_text("oWang", "x")
    first.expires_at = time.time() + 30  # its own token is nearly over
    second.fetch_access_token()  # and another process has just renewed it

    first.message.send_text("oWang", "x")

    assert len(api.calls_to(TOKEN)) == 3
    for client in (first, second):
        client._http.close()


def test_what_one_process_renewed_the_other_uses(
    api: MeanApi, local_account: Account, store: MemoryTokenStore
) -> None:
    ok, ended = says({"errcode": 0}), errs(42001)
    api.script(CUSTOM, ok, ended, ok, ended, ok)
    first, second = Client(local_account, store), Client(local_account, store)

    first.send_text("oWang", "x")
    second.send_text("oWang", "x")  # refused once: renews for both
    first.send_text("oWang", "x")  # refused with the old one, finds the new one in the store

    assert len(api.calls_to(STABLE_TOKEN)) == 2
    tokens = [call.query["access_token"] for call in api.calls_to(CUSTOM)]
    assert tokens == ["token-1", "token-1", "token-2", "token-1", "token-2"]
    first.close()
    second.close()
