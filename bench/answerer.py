"""`python -m bench.answerer PORT`: a platform that takes every message after 50 ms, and nothing else.

The local WeChat checks, remembers and shows what it takes, at a few hundred messages a second;
beside it the speed of a sender could not be seen. This one only counts.
"""

from __future__ import annotations

import asyncio
import sys

DELAY_SECONDS = 0.05
_TOKEN = b'{"access_token":"bench-token","expires_in":7200}'


class _Connection(asyncio.Protocol):
    """One kept connection: a request, fifty milliseconds, an answer."""

    _taken = 0

    def __init__(self) -> None:
        self._wire: asyncio.Transport | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._wire = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._received = b""
        if b"/cgi-bin/message/" in head.partition(b"\r\n")[0]:
            _Connection._taken += 1
            answer = b'{"errcode":0,"errmsg":"ok","msgid":%d}' % _Connection._taken
            asyncio.get_running_loop().call_later(DELAY_SECONDS, self._answer, answer)
        else:
            self._answer(_TOKEN)

    def _answer(self, body: bytes) -> None:
        if self._wire is not None and not self._wire.is_closing():
            head = (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            )
            self._wire.write(head % len(body) + body)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def _serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
