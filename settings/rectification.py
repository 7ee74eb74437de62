"""How a school has findings put right (整改): file numbers, deadlines, measuring again."""

from __future__ import annotations

from homework.plan import Closing, RectifyPlan
from settings.table import Table

MOST_PREFIX = 12
MOST_DAYS = 20
MOST_RELAPSE = 200


def read_rectify(table: Table) -> RectifyPlan:
    usual = RectifyPlan()
    prefix = table.text("prefix", usual.prefix)
    if not 1 <= len(prefix) <= MOST_PREFIX:
        table.mistake("prefix", f'应为 1 到 {MOST_PREFIX} 个字,例如 "示小作改"')
    return RectifyPlan(
        prefix=prefix,
        reply_days=table.number("reply_days", usual.reply_days, 1, MOST_DAYS),
        remeasure_days=table.number("remeasure_days", usual.remeasure_days, 1, MOST_DAYS),
        relapse_days=table.number("relapse_days", usual.relapse_days, 1, MOST_RELAPSE),
        closing=table.choice("closing", Closing, usual.closing),
    )
