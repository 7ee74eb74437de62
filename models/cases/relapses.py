"""Relapses (复发): a new finding soon after 销号 opens the old chain again, and says so."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from homework.cases import CaseState
from homework.days import SHANGHAI
from homework.plan import SchoolPlan
from homework.rectifications import is_relapse
from models.cases.rectifications import find_rectification, update_rectification
from models.days.overloads import Overload, rule_key, update_overload
from models.pushes.telling import Telling


def twin_rules(plan: SchoolPlan, rule_id: str) -> frozenset[str]:
    """The keys of the rules that measure the same thing: a Friday's has a name of its own."""
    rules = [rule for pack in plan.packs for rule in pack.rules]
    own = {(rule.measure, rule.breach) for rule in rules if rule_key(rule) == rule_id}
    twins = {rule_key(rule) for rule in rules if (rule.measure, rule.breach) in own}
    return frozenset(twins | {rule_id})


def find_relapsed(connection: sa.Connection, plan: SchoolPlan, case: Overload) -> Overload | None:
    """The case that was closed so lately that this one is a relapse of it; None for a first one."""
    rows = connection.execute(
        sa.select(*Overload.__table__.c)
        .where(
            Overload.school_id == case.school_id,
            Overload.school_class_id == case.school_class_id,
            Overload.rule_id.in_(twin_rules(plan, case.rule_id)),
            Overload.state == CaseState.CLOSED,
            Overload.id != case.id,
        )
        .order_by(Overload.closed_at.desc())
    )
    return _latest(plan, case, (Overload(**row._mapping) for row in rows))


def _latest(plan: SchoolPlan, case: Overload, closed: Iterable[Overload]) -> Overload | None:
    for each in closed:
        assert each.closed_at is not None
        closed_on = each.closed_at.astimezone(SHANGHAI).date()
        if is_relapse(closed_on, case.day, plan.rectify, plan.calendar):
            return each
    return None


def note_relapse(connection: sa.Connection, telling: Telling) -> None:
    """Join a case that was just confirmed to the chain it relapses from, and open that again.

    The notice of the chain is open anew: its class is measured again from here.
    """
    case = telling.overload
    before = find_relapsed(connection, telling.plan, case)
    if before is None or before.closed_at is None:
        return
    closed_on = before.closed_at.astimezone(SHANGHAI).date()
    update_overload(connection, case, chain_id=before.first_id, relapsed_from=closed_on)
    notice = find_rectification(connection, case)
    if notice is not None:
        update_rectification(
            connection,
            notice,
            closed_at=None,
            rounds=notice.rounds + 1,
            reopened_on=telling.now.astimezone(SHANGHAI).date(),
        )
