"""The load (负载): keep-alive connections on this machine, each with one request under way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bench.messages import Prepared

_PATIENCE = 20.0


@dataclass(slots=True)
class Outcome:
    """What came back: seconds each answer took, who was acknowledged, what went wrong."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    refused: int = 0
    sample: bytes = b""

    @property
    def rate(self) -> float:
        """Acknowledged requests a second."""
        return len(self.acknowledged) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of the answers did not exceed."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


IsGood = Callable[[int, bytes], bool]


def is_sealed_reply(status: int, body: bytes) -> bool:
    """Whether a delivery was acknowledged with a reply."""
    return status == 200 and b"Encrypt" in body


def drive(
    port: int,
    prepared: Sequence[Prepared],
    connections: int,
    seconds: float,
    is_good: IsGood = is_sealed_reply,
) -> Outcome:
    """Send requests over so many connections for so long, or until they are used up."""
    return asyncio.run(_drive(port, prepared, connections, seconds, is_good))


async def _drive(
    port: int,
    prepared: Sequence[Prepared],
    connections: int,
    seconds: float,
    is_good: IsGood,
) -> Outcome:
    outcome = Outcome()
    supply = iter(prepared)
    began = time.perf_counter()
    until = began + seconds
    async with asyncio.timeout(seconds + _PATIENCE):
        await asyncio.gather(
            *(_connection(port, supply, until, outcome, is_good) for _ in range(connections))
        )
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _connection(
    port: int, supply: Iterator[Prepared], until: float, outcome: Outcome, is_good: IsGood
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < until and (one := next(supply, None)) is not None:
            began = time.perf_counter()
            writer.write(one.request)
            status, body = await _answer(reader)
            outcome.latencies.append(time.perf_counter() - began)
            if is_good(status, body):
                outcome.acknowledged.append(one.msg_id)
                outcome.sample = outcome.sample or body
            else:
                outcome.refused += 1
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    length = 0
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return int(lines[0].split()[1]), await reader.readexactly(length)
