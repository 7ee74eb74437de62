"""Blank register sheets (作业登记空表): what stands on each class's sheet before anyone wrote on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.wording.register import caps
from models.schools import SchoolClass

LINES = 8


def sheet_values(plan: SchoolPlan, classes: Iterable[SchoolClass], today: date) -> dict[str, Any]:
    """The values of templates/print/register.html, with the rules of a usual evening."""
    usual = plan.calendar.last_school_day(today)
    while plan.calendar.evenings_covered(usual) > 1:
        usual = plan.calendar.previous_school_day(usual)
    return {
        "school": plan.name,
        "sheets": [
            {
                "class_name": each.name(today),
                "rules": caps(effective_rules(plan.packs, each.grade(today), usual, plan.calendar)),
            }
            for each in classes
        ],
        "lines": range(LINES),
        "hour": f"{plan.register.adjust_until:%H:%M}",
    }
