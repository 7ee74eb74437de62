"""The HTTP server: kept connections, whole bodies, and no patience with nonsense."""

from __future__ import annotations

import http.client
import socket
import threading
from urllib.parse import urlsplit

import pytest

from simulator.web import Connection
from tests.patience import PATIENCE
from tests.simulator.conftest import Platform


def talk(wechat: Platform, sent: bytes) -> bytes:
    """Send raw bytes and return all that comes back until the server closes."""
    port = urlsplit(wechat.url).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=PATIENCE) as wire:
        wire.sendall(sent)
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


def test_one_connection_carries_many_calls(wechat: Platform) -> None:
    connection = http.client.HTTPConnection(
        "127.0.0.1", urlsplit(wechat.url).port, timeout=PATIENCE
    )
    sockets = set()
    for _ in range(3):
        connection.request("GET", "/cgi-bin/user/get?access_token=x")
        assert b"40014" in connection.getresponse().read()
        sockets.add(connection.sock)
    connection.close()

    assert len(sockets) == 1


def test_two_calls_sent_at_once_are_both_answered_in_order(wechat: Platform) -> None:
    one = b"GET /cgi-bin/user/get HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    other = b"GET /sim/clock HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    told = talk(wechat, one + other)

    assert told.count(b"HTTP/1.1 200 OK") == 2
    assert told.index(b"41001") < told.index(b"offset_seconds")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"GET /" + b"a" * 17000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 101 + b"\r\n", b"431"),
    ],
)
def test_nonsense_gets_a_status_and_the_end_of_the_connection(
    wechat: Platform, sent: bytes, status: bytes
) -> None:
    assert talk(wechat, sent).startswith(b"HTTP/1.1 " + status)


def test_half_a_body_is_no_call(wechat: Platform) -> None:
    sent = b"POST /sim/people HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{}"

    assert talk(wechat, sent) == b""
    assert wechat.look("people") == []


def test_a_large_body_is_invited(wechat: Platform) -> None:
    sent = b"POST /sim/people HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}"

    assert talk(wechat, sent).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_an_answer_to_head_has_no_body(wechat: Platform) -> None:
    told = talk(wechat, b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    assert told.startswith(b"HTTP/1.1 200 OK")
    assert told.endswith(b"\r\n\r\n")


def test_a_wall_that_waits_for_news_does_not_keep_the_program_from_ending(
    wechat: Platform, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, ended, wait = threading.Event(), threading.Event(), wechat.world.bell.wait

    def watched(since: int, seconds: float) -> None:
        waiting.set()
        wait(since, seconds)

    def see_end(connection: Connection) -> None:
        handle(connection)
        ended.set()

    rung = wechat.look("wall")["bell"]
    handle = Connection.handle
    monkeypatch.setattr(wechat.world.bell, "wait", watched)
    monkeypatch.setattr(Connection, "handle", see_end)
    with socket.create_connection(("127.0.0.1", urlsplit(wechat.url).port or 0)) as wall:
        asked = f"GET /sim/wall?bell={rung}&wait=25 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        wall.sendall(asked.encode())
        assert waiting.wait(PATIENCE)

        wechat.world.close()

        assert ended.wait(PATIENCE)
    assert [record.getMessage() for record in caplog.records] == []
