"""A school of many people (被提醒的人): each can be written to, each has one alert waiting."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from clock import Clock
from homework.alerts import Audience, Reason
from homework.plan import SchoolPlan
from models.account.followers import save_follower
from models.database.schema import upgrade_schema
from models.database.store import Store
from models.keys import Keys
from models.pushes.outbox import NewPush, queue_push
from models.schools import save_school
from models.staff.people import Role, TypedCode, add_staff, bind_staff

_BATCH = 100
"""Rows under one write, which has its time limit."""

_LINE = {"school_class": "三年级2班", "finding": "书面作业80分", "stage": "待核实"}


class Staff:
    """A database in a folder, and the people in it: `recipients` by openid."""

    def __init__(self, folder: Path, plan: SchoolPlan, clock: Clock) -> None:
        self.clock, self.plan = clock, plan
        self.store = Store(f"sqlite:///{folder / 'model.db'}")
        upgrade_schema(self.store.engine)
        self.keys = Keys(*(secrets.token_bytes(32) for _ in range(3)))
        self.recipients: dict[str, str] = {}
        today = clock.now().date()
        self.store.write(lambda connection: save_school(connection, plan, today))

    def hire(self, count: int) -> None:
        """A person for each alert: what waits for one person would travel together."""
        for first in range(0, count, _BATCH):
            numbers = range(first, min(first + _BATCH, count))
            self.recipients |= self.store.write(partial(self._hire, numbers=numbers))

    def _hire(self, connection: sa.Connection, numbers: Iterable[int]) -> dict[str, str]:
        hired = {}
        now = self.clock.now()
        for number in numbers:
            openid = f"o{number}"
            subject = self.keys.subject_id("main", openid)
            staff_id, code = add_staff(connection, self.plan.id, Role.DEAN, f"{number}", now)
            bind_staff(connection, TypedCode("main", subject, code), now)
            sealed = self.keys.seal(openid)
            save_follower(connection, "main", subject, openid_sealed=sealed)
            hired[openid] = f"staff:{staff_id}"
        return hired

    def queue(self) -> None:
        """One alert for each person."""
        recipients = list(self.recipients.values())
        for first in range(0, len(recipients), _BATCH):
            numbered = list(enumerate(recipients))[first : first + _BATCH]
            self.store.write(partial(_queue, numbered=numbered, now=self.clock.now()))


def _queue(connection: sa.Connection, numbered: Iterable[tuple[int, str]], now: datetime) -> None:
    for number, recipient in numbered:
        queue_push(connection, _alert(number, recipient), now)


def _alert(number: int, recipient: str) -> NewPush:
    return NewPush(
        school_id="model",
        account_id="main",
        recipient=recipient,
        audience=Audience.OPERATOR,
        reason=Reason.SUSPECTED,
        about=f"alert {number}",
        fields={
            "template": {**_LINE, "time": "20:00"},
            "text": "一行",
            "path": "/",
            "number": number,
        },
    )
