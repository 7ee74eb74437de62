"""Checking by the class's register (登记表一致): what it says of a case, and whether it shows it."""

from __future__ import annotations

import sqlalchemy as sa

from homework.plan import SchoolPlan
from homework.policy import effective_rules
from homework.registers import declared
from homework.wording import staff_refusals as wording
from models.cases.moves import Act, ActRefused, Refusal
from models.days.overloads import Overload, rule_key
from models.registers.due import declared_measures
from models.registers.revisions import register_words
from models.schools import ClassKey, SchoolClass


def register_on_record(
    connection: sa.Connection, act: Act, case: Overload, school_class: SchoolClass
) -> str:
    """What the register says, for the record of a check; raises ActRefused where it says otherwise.

    A class that has filed none may have kept it on paper: then the person's own word stands, and
    the record says that it is no more than that.
    """
    key = ClassKey(case.school_id, case.school_class_id)
    says = register_words(connection, key, case.day)
    if says is None:
        return wording.PAPER_REGISTER
    if not register_shows(connection, act.plan, case, school_class):
        limit = f"{case.permitted}{case.unit}" if case.permitted > 0 else ""
        words = wording.register_says_not(case.rule_name, says, limit)
        raise ActRefused(Refusal.REGISTER_SAYS_NOT, case, words)
    return f"登记表:{says}"


def register_shows(
    connection: sa.Connection, plan: SchoolPlan, case: Overload, school_class: SchoolClass
) -> bool:
    """Whether the class itself declared more than the case's rule permits."""
    measures = declared_measures(connection, plan, school_class, case.day)
    rules = effective_rules(plan.packs, school_class.grade(case.day), case.day, plan.calendar)
    rule = next((rule for rule in rules if rule_key(rule) == case.rule_id), None)
    if measures is None or rule is None or not rule.measure.is_reported:
        return False
    return declared(measures, rule) > rule.limit
