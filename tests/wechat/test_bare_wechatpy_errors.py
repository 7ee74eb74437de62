"""How wechatpy 1.8.18 fails (defects 5 to 7), and beside it how ours does."""

from __future__ import annotations

import logging
import re
import socket
import traceback
from dataclasses import replace

import pytest
import requests
from wechatpy.exceptions import WeChatClientException

from tests.wechat.bare import bare_client
from tests.wechat.calls import error_of, send
from tests.wechat.conftest import SECRET
from tests.wechat.mean_api import (
    CUSTOM,
    STABLE_TOKEN,
    TEMPLATE,
    TOKEN,
    Answer,
    MeanApi,
    Tokens,
    errs,
    raw,
    says,
    status,
)
from wechat.account import Account
from wechat.client import Client, ErrorKind
from wechat.tokens import MemoryTokenStore

# 5. Secrets in errors


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def test_bare_wechatpy_prints_the_secret_when_it_cannot_connect() -> None:
    client = bare_client(f"http://127.0.0.1:{unused_port()}")

    with pytest.raises(requests.ConnectionError) as caught:
        client.message.send_text("oWang", "x")

    assert SECRET in str(caught.value)
    client._http.close()


@pytest.mark.parametrize("answer", [None, errs(40013, f"bad {SECRET} token-1"), raw(b"<html>")])
def test_no_secret_and_no_token_is_in_an_error_or_a_log(
    api: MeanApi,
    local_account: Account,
    caplog: pytest.LogCaptureFixture,
    answer: Answer | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    base = api.base if answer else f"http://127.0.0.1:{unused_port()}"
    api.script(CUSTOM, answer or status(502))
    # What a server can echo is what this call brought: the secret, not the token.
    api.script("/sns/oauth2/access_token", errs(40013, f"bad {SECRET}"))
    client = Client(replace(local_account, api_base=base), MemoryTokenStore())

    # Not written out, since tracebacks quote these lines.
    code, openid = "-".join(["canary", "code"]), "-".join(["canary", "openid"])
    api.script("/cgi-bin/user/info", answer or status(502))
    errors = [
        error_of(lambda: client.send_text(openid, "x")),
        error_of(lambda: client.user_info(openid)),
        error_of(lambda: client.exchange_code(code)),
    ]

    shown = caplog.text + "".join(
        "".join(traceback.format_exception(error)) + str(error) + repr(error) for error in errors
    )
    for canary in (SECRET, code, openid, "token-1"):
        assert canary not in shown
    client.close()


# 6. Errors of many kinds


def test_bare_wechatpy_fails_in_as_many_ways_as_there_are_causes(api: MeanApi) -> None:
    client = bare_client(api.base)
    api.script(TOKEN, says({"errcode": 40013}))
    with pytest.raises(KeyError):
        client.message.send_text("oWang", "x")

    api.script(TOKEN, Tokens())
    api.script(CUSTOM, status(502))
    with pytest.raises(WeChatClientException) as caught:
        client.message.send_text("oWang", "x")
    assert caught.value.errcode is None

    api.script(CUSTOM, says({"errcode": "abc"}))
    with pytest.raises(ValueError, match="invalid literal"):
        client.message.send_text("oWang", "x")
    client._http.close()


@pytest.mark.parametrize(
    ("token_answer", "answer", "kind", "is_ambiguous"),
    [
        (says({"errcode": 40013}), None, ErrorKind.CONFIGURATION, False),
        (says({"access_token": "t"}), None, ErrorKind.RETRY, False),
        (says({"expires_in": 7200}), None, ErrorKind.RETRY, False),
        (says({"access_token": "", "expires_in": 7200}), None, ErrorKind.RETRY, False),
        (errs(40001), None, ErrorKind.CONFIGURATION, False),
        (None, status(502), ErrorKind.RETRY, True),
        (None, status(429), ErrorKind.RETRY, False),
        (None, status(404), ErrorKind.CONFIGURATION, False),
        (None, says({"errcode": "abc"}), ErrorKind.RETRY, True),
        (None, says({"errcode": True}), ErrorKind.RETRY, True),
        (None, says({"errcode": "43004"}), ErrorKind.PERMANENT, False),
    ],
)
def test_every_failure_is_one_kind_of_error(
    api: MeanApi,
    client: Client,
    token_answer: Answer | None,
    answer: Answer | None,
    kind: ErrorKind,
    is_ambiguous: bool,
) -> None:
    api.script(STABLE_TOKEN, token_answer or Tokens())
    api.script(TEMPLATE, answer or says({"errcode": 0, "msgid": 1}))

    error = error_of(lambda: send(client))

    assert (error.kind, error.is_ambiguous) == (kind, is_ambiguous)
    assert re.search("[\u4e00-\u9fff]", error.words)


# 7. What is not a yes


NOT_A_YES = [b"<html>login</html>", b"", b"[]", b"null", b"{}", b'"ok"', b"0", b"\xff\xfe"]


@pytest.mark.parametrize("body", NOT_A_YES)
def test_bare_wechatpy_takes_anything_for_success(api: MeanApi, body: bytes) -> None:
    api.script(TOKEN, Tokens())
    api.script(CUSTOM, raw(body))
    client = bare_client(api.base)

    client.message.send_text("oWang", "x")  # no exception: the alert counts as sent
    client._http.close()


@pytest.mark.parametrize(
    "body", [*NOT_A_YES, b'{"errcode":0}', b'{"errmsg":"ok"}', b"[" * 60_000, b'{"msgid":1}']
)
def test_only_a_plain_yes_is_success(api: MeanApi, client: Client, body: bytes) -> None:
    api.script(TEMPLATE, raw(body))

    error = error_of(lambda: send(client))

    assert (error.kind, error.is_ambiguous) == (ErrorKind.RETRY, True)
