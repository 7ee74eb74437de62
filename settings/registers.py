"""How a school keeps its class registers (登记): the hour, who is warned, how many are drawn a day."""

from __future__ import annotations

from datetime import time

from homework.plan import Balancer, RegisterPlan, SpotOutcome
from homework.report import Subject
from settings.publication import HOUR
from settings.table import Table

MOST_DRAWN = 20
MOST_GRADES = 9


def read_register(table: Table) -> RegisterPlan:
    usual = RegisterPlan()
    return RegisterPlan(
        adjust_until=_read_hour(table, usual.adjust_until),
        balancer=table.choice("balancer", Balancer, usual.balancer),
        spot_classes=table.number("spot_classes", usual.spot_classes, 1, MOST_DRAWN),
        spot_grades=table.number("spot_grades", usual.spot_grades, 1, MOST_GRADES),
        spot_outcome=table.choice("spot_outcome", SpotOutcome, usual.spot_outcome),
        rotation=_read_rotation(table),
    )


def _read_hour(table: Table, usual: time) -> time:
    text = table.text("adjust_until", f"{usual:%H:%M}")
    match = HOUR.fullmatch(text.strip())
    if match is None:
        table.mistake("adjust_until", f'"{text}" 应写作 "16:40"')
        return usual
    return time(int(match[1]), int(match[2]))


def _read_rotation(table: Table) -> tuple[Subject, ...]:
    names = table.texts("rotation", ())
    known = {str(subject): subject for subject in Subject}
    for name in names:
        if name not in known:
            table.mistake("rotation", f'没有"{name}"这一科;写 语文、数学、英语 等')
    return tuple(known[name] for name in names if name in known)
