"""A platform that fails at random (平台模型): what the delivery bench sends to instead of WeChat."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from clock import FrozenClock
from homework.days import SchoolCalendar
from homework.plan import Alerts, SchoolPlan
from homework.thresholds import Thresholds
from wechat.account import Account
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError, in_doubt, not_sent
from wechat.results import Sent

_REMEMBERS = 600.0


@dataclass(frozen=True, slots=True)
class Weather:
    """How often a step goes wrong."""

    name: str
    crash: float
    reply_lost: float
    busy: float
    no_connection: float


CALM = Weather("calm", 0.001, 0.005, 0.01, 0.01)
STORM = Weather("storm", 0.02, 0.10, 0.10, 0.10)


class Crash(BaseException):
    """The process dies here: nobody catches it, nothing is marked."""


@dataclass
class Platform:
    """WeChat as far as a sender can tell, and what people really saw."""

    clock: FrozenClock
    weather: Weather
    luck: random.Random
    calls: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    events: list[tuple[str, str]] = field(default_factory=list)
    _seen: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, openid: str, client_msg_id: str) -> Sent:
        with self._lock:
            self.calls += 1
            weather = self.weather
            self._maybe_crash()
            if self.luck.random() < weather.no_connection:
                raise not_sent("model")
            if self.luck.random() < weather.busy:
                raise WeChatError(ErrorKind.RETRY, "忙", errcode=-1)
            self._take(openid, client_msg_id)
            self._maybe_crash()
            if self.luck.random() < weather.reply_lost:
                raise in_doubt("model")
            return Sent(f"m{client_msg_id}")

    def _take(self, openid: str, client_msg_id: str) -> None:
        now = self.clock.monotonic()
        if now - self._seen.get(client_msg_id, -1e9) > _REMEMBERS:
            self.shown[client_msg_id] += 1
            self._seen[client_msg_id] = now
            if self.luck.random() < 0.98:
                self.events.append((openid, f"m{client_msg_id}"))

    def _maybe_crash(self) -> None:
        if self.luck.random() < self.weather.crash:
            raise Crash


class Client:
    """What the ladder asks of a client, answered by the model instead of the network."""

    def __init__(self, account: Account, platform: Platform) -> None:
        self.account = account
        self._platform = platform

    def send_template(
        self, openid: str, purpose: str, values: Any, url: str, client_msg_id: str
    ) -> Sent:
        return self._platform.send(openid, client_msg_id)

    def send_text(self, openid: str, text: str) -> Sent:
        raise AssertionError("nobody wrote to the account: there is no window")


class Clients:
    """One client for every account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def of(self, account_id: str) -> Client:
        return self._client

    def close(self) -> None:
        """Nothing is open."""


class NoChannels:
    """The model's school has no second channel."""

    def send(self, address: str, text: str, link: str) -> None:
        raise AssertionError("the model's school has no second channel")


def model_plan() -> SchoolPlan:
    """A school without rules; nothing is judged here."""
    return SchoolPlan(
        id="model",
        name="模型小学",
        account_id="main",
        classes={3: 1},
        packs=(),
        calendar=SchoolCalendar(),
        thresholds=Thresholds(),
        # Hygiene is measured elsewhere; here it would only spread the same calls over days.
        alerts=Alerts(time(3), time(3, 1), per_evening=1000),
    )
