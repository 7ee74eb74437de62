"""A line of shorthand for what a message must be read as (读法速记), so that hundreds fit on a page.

    三年级2班 语文抄写20分钟        →  3-2 语文=20w
    数学卷子1小时 英语背单词        →  数学=60w 英语=-o
    今天没有作业                    →  none
    作业太多了                      →  talk

A subject's minutes are the sum of its assignments (the middle of an interval; `-` for not said),
then come the kinds: w written, o oral, p practical, `?` for whatever. `#` names an irregularity,
`@` a slot, `total=` a total for everything, `day=` an offset, `2班` a class without grade.
"""

from __future__ import annotations

import re

from homework.reading import Reading
from homework.reading.predictions import middle
from homework.report import Irregularity

KIND_LETTERS = {"written": "w", "oral": "o", "practical": "p"}
SUBJECT = re.compile(r"^(?P<subject>[\u4e00-\u9fff]+)=(?P<minutes>-|[\d.]+)(?P<kinds>[wop]*\??)$")


def differences(reading: Reading, expected: str) -> list[str]:
    """What of `expected` the reading gets wrong, in words; empty where it is right."""
    said = summary(reading)
    wanted: dict[str, str] = {}
    for token in expected.split():
        subject = SUBJECT.match(token)
        key = token if subject is None else subject.group("subject")
        wanted[key] = token
    wrong = [
        f"missing {token}, got {said.get(key)}"
        for key, token in wanted.items()
        if not _agrees(said.get(key), token)
    ]
    return wrong + [f"extra {token}" for key, token in said.items() if key not in wanted]


def _agrees(said: str | None, token: str) -> bool:
    if said is None:
        return False
    if not token.endswith("?"):
        return said == token
    return said.rstrip("wop?") == token.rstrip("wop?")


def summary(reading: Reading) -> dict[str, str]:
    """The reading in the same shorthand, by key."""
    tokens: dict[str, str] = {}
    names = reading.class_names
    for name in names:
        grade = "" if name.grade is None else str(name.grade)
        text = (
            f"{grade}-{name.number}"
            if grade and name.number
            else f"{name.number}班"
            if name.number
            else f"{grade}年级"
        )
        tokens[text] = text
    report = reading.report
    if not reading.is_report:
        tokens["talk"] = "talk"
        return tokens
    if report.no_homework:
        tokens["none"] = "none"
    for subject in dict.fromkeys(a.subject for a in report.assignments):
        own = [a for a in report.assignments if a.subject is subject]
        minutes = [m for a in own if (m := middle(a.minutes)) is not None]
        kinds = {KIND_LETTERS[a.kind.value] for a in own if a.kind}
        figure = f"{sum(minutes):g}" if minutes else "-"
        tokens[subject.value] = f"{subject.value}={figure}{''.join(k for k in 'wop' if k in kinds)}"
    for flag in sorted(report.irregularities - {Irregularity.MECHANICAL_COPY}):
        tokens[f"#{flag.value}"] = f"#{flag.value}"
    for slot in dict.fromkeys(a.slot for a in report.assignments if a.slot):
        tokens[f"@{slot.value}"] = f"@{slot.value}"
    if report.stated_total is not None:
        tokens[f"total={middle(report.stated_total):g}"] = "total"
        tokens[f"total={middle(report.stated_total):g}"] = f"total={middle(report.stated_total):g}"
    if reading.day_offset:
        tokens[f"day={reading.day_offset}"] = f"day={reading.day_offset}"
    return tokens
