"""Telling the 教导处 that the month's article lies among the account's drafts (月报草稿)."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from homework.alerts import Audience, Reason
from homework.plan import SchoolPlan
from homework.wording.month import draft_text, draft_values
from models.pushes.outbox import NewPush, queue_push
from models.pushes.readers import operators
from models.staff.people import staff_of


def tell_draft(connection: sa.Connection, plan: SchoolPlan, month: date, now: datetime) -> int:
    """Queue one push to each operator of the school; returns how many."""
    queued = 0
    for person in operators(staff_of(connection, plan.id)):
        new = NewPush(
            school_id=plan.id,
            account_id=plan.account_id,
            recipient=f"staff:{person.id}",
            audience=Audience.OPERATOR,
            reason=Reason.DIGEST,
            about=f"month {month.isoformat()}",
            fields={
                "template": draft_values(plan.name, month, now),
                "text": draft_text(plan.name, month),
                "path": f"/hall/{plan.id}/month?m={month:%Y-%m}",
            },
        )
        queued += queue_push(connection, new, now) is not None
    return queued
