"""The escalation job (升级): cases nobody has taken go to the next role, while people may be written to."""

from __future__ import annotations

import sqlalchemy as sa

from homework.alerts import is_quiet
from homework.plan import SchoolPlan
from models.cases.escalating import escalate
from models.leases import Held, require_lease
from scheduler.shift import Shift


def escalate_untaken(shift: Shift) -> int:
    """Ask the next role where half an hour has brought no answer; returns how many cases went on."""
    held = shift.held
    if held is None:
        return 0
    return sum(_escalate(shift, held, plan) for plan in shift.plans.values())


def _escalate(shift: Shift, held: Held, plan: SchoolPlan) -> int:
    now = shift.clock.now()
    # At night nobody can have answered, and the next role would only be woken as well.
    if is_quiet(now, plan.alerts):
        return 0

    def job(connection: sa.Connection) -> int:
        require_lease(connection, held, now)
        return escalate(connection, plan, now)

    return shift.store.write(job)
