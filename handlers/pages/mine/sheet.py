"""What the page of one's own data shows (我填过的): reports and answers as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from context import Context
from handlers.pages.report.receipt import ticks_of
from handlers.pages.survey.sheet import understood
from homework.days import closes_at, day_words
from homework.wording import pages as wording
from models.families.own_replies import OwnReply
from models.families.own_reports import OwnReport
from models.families.reporters import Door
from models.surveys.rounds import template_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One report as the page shows it."""

    id: int
    class_name: str
    day_words: str
    lines: list[tuple[str, str, str]]
    no_homework: bool
    ticks: str
    edit_path: str  # empty once the day has closed
    is_chat: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One questionnaire as the page shows it."""

    handle: str
    title: str
    class_name: str
    lines: list[tuple[str, str]]
    edit_path: str  # empty once the round has closed, or where only its code opens it


def entry_of(context: Context, own: OwnReport, now: datetime) -> Entry:
    """Lay out one report; the chat's is corrected in the chat."""
    plan = context.plans[own.school_class.school_id]
    is_open = now < closes_at(own.day, plan.calendar)
    report = own.report
    lines = [
        (each.subject.value, wording.assignment_words(each), wording.time_words(each))
        for each in report.assignments
    ]
    if report.stated_total is not None:
        lines.append(("一共", "", wording.minutes_words(report.stated_total)))
    return Entry(
        id=own.id,
        class_name=own.school_class.name(own.day),
        day_words=day_words(own.day),
        lines=lines,
        no_homework=report.no_homework,
        ticks="、".join(ticks_of(report)),
        edit_path=f"/r/{own.school_class.public_link}?day={own.day}" if is_open else "",
        is_chat=own.door is Door.CHAT,
    )


def answered_of(own: OwnReply, now: datetime) -> Answered:
    """Lay out one questionnaire."""
    survey = own.survey
    may_edit = now < survey.closes_at and not survey.needs_code
    return Answered(
        handle=own.handle,
        title=survey.title,
        class_name=own.school_class.name(survey.opened_on) if own.school_class else "教师问卷",
        lines=understood(template_of(survey), own.answers),
        edit_path=f"/q/{own.link}" if may_edit else "",
    )
