"""One running program's values (运行环境): what settings gave, opened, for whoever acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clock import Clock
from homework.plan import SchoolPlan
from models.database.store import Store
from models.floods import Floods
from models.keys import Keys
from wechat.account import Account


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
