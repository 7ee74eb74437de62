"""One running program's values (运行环境): what settings gave, opened, for whoever acts on it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clock import Clock
from homework.flood import Bucket, Pace, admit
from homework.plan import SchoolPlan
from models.keys import Keys
from models.store import Store
from wechat.account import Account

_MOST_SENDERS = 20_000


class Floods:
    """Who has sent how much, in one process; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[Pace, str], Bucket] = OrderedDict()
        self._aside: OrderedDict[str, None] = OrderedDict()

    def wait(self, pace: Pace, sender: str, now: float) -> float:
        """Count one of a sender's at a monotonic moment; 0.0, or seconds until it may come again."""
        key = (pace, sender)
        with self._lock:
            bucket, seconds = admit(self._buckets.get(key, Bucket(at=now)), pace, now)
            self._buckets[key] = bucket
            self._buckets.move_to_end(key)
            while len(self._buckets) > _MOST_SENDERS:
                self._buckets.popitem(last=False)
        return seconds

    def put_aside(self, sender: str) -> None:
        """Remember that what this sender says is kept as a lead only."""
        with self._lock:
            self._aside[sender] = None
            while len(self._aside) > _MOST_SENDERS:
                self._aside.popitem(last=False)

    def is_aside(self, sender: str) -> bool:
        """Whether this sender was put aside."""
        return sender in self._aside


@dataclass(frozen=True, slots=True)
class Context:
    """One running program. `frame_ancestors` are origins that may show our pages in a frame: the
    local WeChat in the demo, nobody in earnest."""

    store: Store
    keys: Keys
    clock: Clock
    base_url: str
    accounts: Mapping[str, Account]
    plans: Mapping[str, SchoolPlan]
    frame_ancestors: tuple[str, ...] = field(default=())
    is_demo: bool = False
    data_dir: Path | None = None
    trusted_proxies: int = 0  # of our own, between a browser and us
    floods: Floods = field(default_factory=Floods, repr=False, compare=False)

    def plans_of(self, account_id: str) -> tuple[SchoolPlan, ...]:
        """The schools that one WeChat account speaks for."""
        return tuple(plan for plan in self.plans.values() if plan.account_id == account_id)

    def address(self, path: str) -> str:
        """The public address of one of our paths."""
        return f"{self.base_url.rstrip('/')}/{path.lstrip('/')}"
