"""One call of the API, from the wire to the answer (接口调用): faults, checks, log."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from simulator import tokens
from simulator.api import Picture, Request, answer, check_method
from simulator.endpoints import ENDPOINTS, OPEN_ENDPOINTS
from simulator.errcodes import Json, Refusal, new_rid, refusal_body
from simulator.faults import ACCEPTING, REFUSING, Fault
from simulator.world import World

_FORBIDDEN_IN_LOG = ("access_token", "refresh_token", "ticket")


@dataclass(frozen=True, slots=True)
class Result:
    """What goes back: an answer (None: a 404), and the fault that spoils it on its way."""

    answer: Json | Picture | None
    fault: Fault | None = None


@dataclass(slots=True)
class Calls:
    """How often each endpoint was called since the last reset, whatever it answered."""

    _counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, path: str) -> None:
        with self._lock:
            self._counts[path] += 1

    def listed(self) -> dict[str, int]:
        with self._lock:
            return dict(self._counts)

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()


def knows(path: str) -> bool:
    return path in ENDPOINTS or path in OPEN_ENDPOINTS


def dispatch(world: World, calls: Calls, request: Request) -> Result:
    """Answer a call; never raises for anything a caller can do wrong."""
    started = time.monotonic()
    calls.count(request.path)
    fault = world.faults.take(request.path)
    if fault is not None and fault not in ACCEPTING and fault not in REFUSING:
        return Result(None, fault)
    rid = new_rid()
    try:
        if fault in REFUSING:
            raise _refusal_of(world, fault, request)
        found = _carry_out(world, request)
    except Refusal as refusal:
        found = refusal_body(refusal, rid)
    _log(world, request, rid, found, time.monotonic() - started)
    return Result(found, fault if fault in ACCEPTING else None)


def _carry_out(world: World, request: Request) -> Json | Picture | None:
    opened = OPEN_ENDPOINTS.get(request.path)
    if opened is None:
        return answer(world, ENDPOINTS[request.path], request)
    check_method(opened.method, request.method)
    return opened.run(world, request)


def _refusal_of(world: World, fault: Fault, request: Request) -> Refusal:
    if fault in (Fault.TOKEN_REVOKED, Fault.EXPIRED_TOKEN):
        # The token is really gone, so that asking for the stable one again gives a new one.
        expired = fault is Fault.EXPIRED_TOKEN
        tokens.revoke(world, request.query.get("access_token"), expired=expired)
    if fault is Fault.IP_REFUSED:
        return tokens.ip_refusal(world.settings.caller_ip or request.caller)
    return Refusal(REFUSING[fault])


def _log(
    world: World, request: Request, rid: str, found: Json | Picture | None, seconds: float
) -> None:
    app_id = ""
    if token := request.query.get("access_token"):
        row = world.store.row("SELECT app_id FROM token WHERE value = ?", token)
        app_id = row["app_id"] if row is not None else ""
    asked = request.raw[:4000].decode(errors="replace") if request.upload is None else "(upload)"
    if request.path in OPEN_ENDPOINTS or request.path.endswith("/getticket"):
        asked, found = "(secret)", _without_secrets(found)
    told = json.dumps(found, ensure_ascii=False) if isinstance(found, dict) else "(picture)"
    world.store.run(
        "INSERT INTO request_log (rid, app_id, at, path, request, response, seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(rid, app_id, world.clock.now(), request.path, asked, told[:4000], seconds),
    )


def _without_secrets(found: Json | Picture | None) -> Json:
    if not isinstance(found, dict):
        return {}
    return {k: "(secret)" if k in _FORBIDDEN_IN_LOG else v for k, v in found.items()}
