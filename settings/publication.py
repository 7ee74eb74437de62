"""How a school publishes (公示) and when its staff may be written to (提醒)."""

from __future__ import annotations

import re
from datetime import time

from homework.plan import Alerts, CheckMode, Publication, PublicationMode
from settings.table import Table

HOUR = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
AT_ONCE = "none"
MOST_PER_EVENING = 20


def read_publication(table: Table) -> Publication:
    usual = Publication()
    return Publication(
        mode=table.choice("mode", PublicationMode, usual.mode),
        check=table.choice("check", CheckMode, usual.check),
        answer_until=_read_deadline(table, usual.answer_until),
    )


def read_alerts(table: Table) -> Alerts:
    usual = Alerts()
    quiet_from, quiet_until = _read_quiet(table, usual)
    per_evening = table.number("per_evening", usual.per_evening, 1, MOST_PER_EVENING)
    return Alerts(quiet_from, quiet_until, per_evening)


def _read_deadline(table: Table, usual: time | None) -> time | None:
    text = table.text("answer_until", f"{usual:%H:%M}" if usual else AT_ONCE)
    if text == AT_ONCE:
        return None
    deadline = _read_time(text)
    if text and deadline is None:
        table.mistake("answer_until", f'"{text}" 应写作 "12:00",不等说明就写 "{AT_ONCE}"')
    return deadline


def _read_quiet(table: Table, usual: Alerts) -> tuple[time, time]:
    text = table.text("quiet", f"{usual.quiet_from:%H:%M}-{usual.quiet_until:%H:%M}")
    first, _, last = text.partition("-")
    quiet_from, quiet_until = _read_time(first), _read_time(last)
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        table.mistake("quiet", f'"{text}" 应写作 "22:30-07:00"')
        return usual.quiet_from, usual.quiet_until
    return quiet_from, quiet_until


def _read_time(text: str) -> time | None:
    match = HOUR.fullmatch(text.strip())
    return time(int(match[1]), int(match[2])) if match else None
