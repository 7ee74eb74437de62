"""Registers from paper days (补录): a table's registers, all of them saved or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa

from homework.days import closes_at, day_words
from homework.plan import SchoolPlan
from homework.register_csv import ReadTable, read_table
from homework.registers import Register
from homework.school import read_slug
from models.registers.revisions import Filing, Source, TooManyRevisions
from models.registers.warnings import file_register
from models.schools import classes_of


def refused_day(plan: SchoolPlan, day: date, now: datetime) -> str:
    """Why nothing of a day can be typed in now; "" where it can."""
    if not plan.calendar.is_school_day(day) or day > now.date():
        return f"{day_words(day)}不上学,或还没有到"
    if now >= closes_at(day, plan.calendar):
        return f"{day_words(day)}的登记已经截止(次日 12:00),不再补录"
    return ""


def read_paper(content: bytes, school: str, known: Collection[str]) -> ReadTable:
    """Read a file as a spreadsheet saves it; classes that are not `known` are mistakes too."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on a Chinese Windows writes.
        text = content.decode("gb18030", errors="replace")
    table = read_table(text)
    strangers = sorted(set(table.registers) - set(known), key=read_slug)
    if not table.mistakes and not strangers:
        return table
    return ReadTable(mistakes=(*table.mistakes, *(f"{school}没有 {slug} 班" for slug in strangers)))


def file_paper(
    connection: sa.Connection,
    plan: SchoolPlan,
    registers: Mapping[str, Register],
    day: date,
    now: datetime,
) -> int:
    """Save what stood on paper, all classes or none; returns how many were news.

    A class whose day was revised too often already (TooManyRevisions) takes all the others back.
    """
    by_slug = {each.slug(day): each for each in classes_of(connection, plan.id, day)}
    saved = [
        file_register(connection, Filing(plan, by_slug[slug], day, register, Source.PAPER), now)
        for slug, register in registers.items()
    ]
    return sum(each is not None for each in saved)


__all__ = ["TooManyRevisions", "file_paper", "read_paper", "refused_day"]
