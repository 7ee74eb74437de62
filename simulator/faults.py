"""Faults the platform shows on request (故障注入), by path and number of times."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from enum import StrEnum

from simulator.errcodes import Json


class Fault(StrEnum):
    BUSY = "busy"
    TOKEN_REVOKED = "token_revoked"
    EXPIRED_TOKEN = "expired_token"
    QUOTA = "quota"
    MINUTE_QUOTA = "minute_quota"
    TIMEOUT_AFTER_ACCEPTING = "timeout_after_accepting"
    TIMEOUT_BEFORE = "timeout_before"
    CLOSE = "close"
    CLOSE_AFTER_ACCEPTING = "close_after_accepting"
    HTTP_502 = "http_502"
    HTTP_502_AFTER_ACCEPTING = "http_502_after_accepting"
    HTML = "html"
    DRIP = "drip"
    REDIRECT = "redirect"
    EMPTY = "empty"
    HUGE = "huge"
    TRUNCATED = "truncated"
    LIST = "list"
    NULL = "null"
    OBJECT = "object"
    FROZEN_SECRET = "frozen_secret"
    IP_REFUSED = "ip_refused"


# With these the call is carried out; only its answer is spoilt.
ACCEPTING = frozenset(
    {
        Fault.TIMEOUT_AFTER_ACCEPTING,
        Fault.CLOSE_AFTER_ACCEPTING,
        Fault.HTTP_502_AFTER_ACCEPTING,
        Fault.DRIP,
        Fault.TRUNCATED,
    }
)
# With these the platform answers as usual, in the usual form, and says no.
REFUSING: dict[Fault, int] = {
    Fault.BUSY: -1,
    Fault.TOKEN_REVOKED: 40001,
    Fault.EXPIRED_TOKEN: 42001,
    Fault.QUOTA: 45009,
    Fault.MINUTE_QUOTA: 45011,
    Fault.FROZEN_SECRET: 40243,
    Fault.IP_REFUSED: 40164,
}
EVERYWHERE = "*"


@dataclass(slots=True)
class Rule:
    path: str
    fault: Fault
    times: int  # how many calls it still spoils; -1: all
    skip: int = 0  # how many calls it lets pass first


class Faults:
    """The faults in force; the oldest one that fits a call is taken."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def add(self, path: str, fault: Fault, times: int = 1, skip: int = 0) -> None:
        with self._lock:
            self._rules.append(Rule(path, fault, times, skip))

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def take(self, path: str) -> Fault | None:
        """Return the fault for this call, and count it."""
        with self._lock:
            for rule in self._rules:
                if rule.path not in (path, EVERYWHERE) or rule.times == 0:
                    continue
                if rule.skip > 0:
                    rule.skip -= 1
                    continue
                if rule.times > 0:
                    rule.times -= 1
                return rule.fault
        return None

    def listed(self) -> list[Json]:
        with self._lock:
            return [asdict(rule) for rule in self._rules if rule.times != 0]
