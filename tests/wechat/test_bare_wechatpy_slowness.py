"""What a slow, endless or moved reply does to wechatpy 1.8.18, and to ours."""

from __future__ import annotations

import time

import pytest

from tests.patience import PATIENCE
from tests.wechat.bare import bare_client
from tests.wechat.calls import error_of, send
from tests.wechat.mean_api import (
    CUSTOM,
    TEMPLATE,
    TOKEN,
    MeanApi,
    Tokens,
    drips,
    never,
    raw,
    says,
    status,
)
from wechat.account import Account
from wechat.client import Client, ErrorKind, Timeouts
from wechat.tokens import MemoryTokenStore

# Slow, endless and moved replies


def test_bare_wechatpy_reads_a_dripping_reply_past_its_timeout(api: MeanApi) -> None:
    body = b'{"errcode":0}'.ljust(40)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"
    api.script(TOKEN, Tokens())
    api.script(CUSTOM, drips(head, body, pause=0.1))
    client = bare_client(api.base, timeout=2.0)  # a byte every tenth of a second is in time
    begun = time.monotonic()

    client.message.send_text("oWang", "x")

    assert time.monotonic() - begun > 2.0
    client._http.close()


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"HTTP/1.1 200 ", b"O"),
        (b"", b"H"),
    ],
    ids=["body", "chunks", "header", "status line", "garbage"],
)
def test_a_dripping_reply_ends_at_the_total_deadline_in_doubt(
    api: MeanApi, client: Client, hurried: Client, head: bytes, tail: bytes
) -> None:
    api.script(TEMPLATE, says({"errcode": 0, "msgid": 7}), drips(head, tail))
    send(client)  # so that a token is there, and all the time is the drip's

    error = error_of(lambda: send(hurried))

    assert api.outlasted == []
    assert (error.kind, error.is_ambiguous) == (ErrorKind.RETRY, True)


def test_bare_wechatpy_swallows_a_reply_of_any_size(api: MeanApi) -> None:
    api.script(TOKEN, Tokens())
    api.script(CUSTOM, raw(b" " * 4_000_000 + b'{"errcode":0}'))
    client = bare_client(api.base)

    assert client.message.send_text("oWang", "x") == {"errcode": 0}
    client._http.close()


@pytest.mark.parametrize("size", [65_537, 20_000_000])
def test_a_huge_reply_is_not_read_and_not_success(api: MeanApi, client: Client, size: int) -> None:
    yes = b'{"errcode":0,"msgid":1}'
    api.script(TEMPLATE, raw(yes.ljust(size)), raw(yes.ljust(65_536)))

    error = error_of(lambda: send(client))

    assert error.is_ambiguous
    assert send(client).msg_id == "1"


def test_bare_wechatpy_follows_a_redirect_with_the_token_in_hand(api: MeanApi) -> None:
    other = MeanApi()
    other.script("/taken", says({"errcode": 0}))
    api.script(TOKEN, Tokens())
    api.script(CUSTOM, status(307, Location=f"{other.base}/taken"))
    client = bare_client(api.base)

    client.message.send_text("oWang", "x")

    assert b"oWang" in other.calls[0].body
    client._http.close()
    other.stop()


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused(api: MeanApi, client: Client, code: int) -> None:
    other = MeanApi()
    api.script(TEMPLATE, status(code, b"x" * 1_000_000, Location=f"{other.base}/taken"))

    error = error_of(lambda: send(client))

    assert (error.kind, error.is_ambiguous, other.calls) == (ErrorKind.CONFIGURATION, False, [])
    other.stop()


def test_timeouts_asked_for_in_a_call_do_not_loosen_the_guard(
    api: MeanApi, local_account: Account
) -> None:
    client = Client(local_account, MemoryTokenStore(), timeouts=Timeouts(0.3, 0.3, 0.5))
    api.script("/cgi-bin/slow", never)

    error_of(lambda: client._wechat.get("slow", timeout=2 * PATIENCE, allow_redirects=True))

    assert api.outlasted == []
    client.close()
