"""Parents at the form (家长填表): bytes of a first visit, forms shown and reports taken a second.

The production server on one core, SQLite with every report durably stored before its thanks, and
so many browsers that each hold one connection. The load runs on the same machine.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import requests

from bench.load import IsGood, Outcome, drive
from bench.messages import Prepared
from bench.ours import start_ours
from bench.servers import Server
from models.schools import classes_of
from opening import load, open_context

CONNECTIONS = 16
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')


@dataclass(frozen=True, slots=True)
class Evening:
    """What a run measured; `cpu_*` are microseconds of the server a request.

    `cpu_empty` is an address where nothing is, in the same run: what any page costs at the least,
    and the only measure that holds on a machine whose speed drifts.
    """

    first_visit_bytes: int
    first_visit_requests: int
    shown: Outcome
    known: Outcome
    sent: Outcome
    cpu_shown: float
    cpu_known: float
    cpu_sent: float
    cpu_empty: float


def measure_parents(folder: Path, seconds: float, reports: int) -> Evening:
    """Serve a school of 24 classes, show its form for so long, then take in so many reports."""
    server = start_ours(0, folder, "")
    try:
        paths = _links(folder / "config.toml")
        weight, files = _first_visit(server.port, paths[0])
        _, cpu_empty = _drive(server, _showing(["/nowhere"]), seconds / 4, _is_empty)
        shown, cpu_shown = _drive(server, _showing(paths), seconds, _is_form)
        filled = [_filled(server.port, paths[number % len(paths)]) for number in range(reports)]
        sent, cpu_sent = _drive(server, filled, 60.0, _is_thanks)
        # Those who have reported, coming back: their own words stand in the form.
        known, cpu_known = _drive(server, _again(filled), seconds / 2, _is_form)
    finally:
        server.stop()
    return Evening(weight, files, shown, known, sent, cpu_shown, cpu_known, cpu_sent, cpu_empty)


def _links(config: Path) -> list[str]:
    context = open_context(load(config))
    with context.store.reading() as connection:
        classes = classes_of(connection, "bench", context.clock.now().date())
    context.store.close()
    return [f"/r/{each.public_link}" for each in classes]


def _first_visit(port: int, path: str) -> tuple[int, int]:
    """Compressed bytes of the page and everything it loads, and how many requests that takes."""
    base = f"http://127.0.0.1:{port}"
    page = requests.get(base + path, timeout=10)
    assets = [base + found for found in _ASSETS.findall(page.text)]
    bodies = [page.content, *(requests.get(each, timeout=10).content for each in assets)]
    return sum(len(gzip.compress(body, 6)) for body in bodies), len(bodies)


def _showing(paths: list[str]) -> list[Prepared]:
    one = "GET {} HTTP/1.1\r\nHost: school.example\r\nAccept-Encoding: gzip\r\n\r\n"
    return [
        Prepared(one.format(paths[number % len(paths)]).encode(), number)
        for number in range(200_000)
    ]


def _filled(port: int, path: str) -> Prepared:
    """A new device's report, ready to be sent: it has opened the form and filled it in."""
    browser = requests.Session()
    page = browser.get(f"http://127.0.0.1:{port}{path}", timeout=10)
    fields = {**dict(_HIDDEN.findall(page.text)), "m-chinese": "20", "m-maths": "30"}
    body = urlencode(fields)
    cookies = "; ".join(f"{each.name}={each.value}" for each in browser.cookies)
    browser.close()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return Prepared((head + body).encode(), 0)


def _again(filled: list[Prepared]) -> list[Prepared]:
    """The form asked for again by the browsers that sent these."""
    requests_again = []
    for each in filled:
        lines = each.request.partition(b"\r\n\r\n")[0].split(b"\r\n")
        kept = [line for line in lines[1:] if line.startswith((b"Host:", b"Cookie:"))]
        head = [lines[0].replace(b"POST", b"GET"), *kept, b"Accept-Encoding: gzip"]
        requests_again.append(Prepared(b"\r\n".join(head) + b"\r\n\r\n", 0))
    return requests_again


def _drive(
    server: Server, prepared: list[Prepared], seconds: float, is_good: IsGood
) -> tuple[Outcome, float]:
    before = server.cpu_seconds()
    outcome = drive(server.port, prepared, CONNECTIONS, seconds, is_good)
    if outcome.refused or not outcome.acknowledged:
        raise RuntimeError(f"{outcome.refused} of {len(outcome.latencies)} answers were refusals")
    cpu = (server.cpu_seconds() - before) / len(outcome.acknowledged)
    return outcome, cpu * 1_000_000


def _is_form(status: int, body: bytes) -> bool:
    return status == 200 and len(body) > 1000


def _is_empty(status: int, body: bytes) -> bool:
    return status == 404


def _is_thanks(status: int, body: bytes) -> bool:
    return status == 303
