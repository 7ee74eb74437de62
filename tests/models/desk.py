"""A desk from which a test queues, claims and marks pushes, with the real functions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from clock import FrozenClock
from homework.alerts import Audience, Reason
from homework.plan import SchoolPlan
from models.database.store import Store
from models.leases import Held, take_lease
from models.pushes.claims import claim_pushes
from models.pushes.outbox import NewPush, Push, queue_push


class Desk:
    """The scheduler's side of the outbox; `restart` is another process taking over."""

    def __init__(self, store: Store, plan: SchoolPlan, clock: FrozenClock) -> None:
        self.store, self.plan, self.clock = store, plan, clock
        self._holders = 0
        self.held = self.restart()

    def restart(self) -> Held:
        self._holders += 1
        name = f"holder{self._holders}"
        self.store.write(lambda connection: connection.execute(sa.text("DELETE FROM lease")))
        return self._take(name, self._holders)

    def _take(self, name: str, epoch: int) -> Held:
        year = timedelta(days=3650)  # leases have tests of their own

        def job(connection: sa.Connection) -> Held:
            held = take_lease(connection, "scheduler", name, year, self.clock.now())
            assert held is not None
            connection.execute(sa.text("UPDATE lease SET epoch = :e").bindparams(e=epoch))
            return Held(held.name, held.holder, epoch)

        self.held = self.store.write(job)
        return self.held

    def queue(self, about: str, recipient: str = "staff:1", **changes: Any) -> int | None:
        words = {
            "template": {
                "school_class": "三年级2班",
                "finding": "书面作业80分(上限60)",
                "stage": "待核实",
                "time": "2026年11月23日 20:15",
            },
            "text": f"一行 {about}",
            "path": "/console",
            "number": 1,
        }
        new = NewPush(
            school_id=self.plan.id,
            account_id=self.plan.account_id,
            recipient=recipient,
            audience=changes.pop("audience", Audience.OPERATOR),
            reason=changes.pop("reason", Reason.SUSPECTED),
            about=about,
            fields=words,
            **changes,
        )
        return self.store.write(lambda connection: queue_push(connection, new, self.clock.now()))

    def claim(self, limit: int = 20) -> list[Push]:
        plans = {self.plan.id: self.plan}
        return list(
            self.store.write(
                lambda connection: claim_pushes(
                    connection, self.held, plans, self.clock.now(), limit
                )
            )
        )

    def claim_one(self) -> Push:
        [push] = self.claim()
        return push

    def write(self, act: Any, *arguments: Any, **options: Any) -> Any:
        """Run one of the models' functions as a job."""
        return self.store.write(lambda connection: act(connection, *arguments, **options))

    def rows(self) -> list[Push]:
        with self.store.reading() as connection:
            found = connection.execute(sa.select(*Push.__table__.c).order_by(Push.id))
            return [Push(**row._mapping) for row in found]

    def states(self) -> list[str]:
        return [str(push.state) for push in self.rows()]

    def later(self, **step: float) -> None:
        self.clock.forward(timedelta(**step))
