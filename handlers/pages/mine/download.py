"""My data as a file (下载我的数据): everything that was said, as JSON for machines and CSV for Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.pages.report.receipt import ticks_of
from handlers.pages.survey.sheet import understood
from homework.days import SHANGHAI
from homework.report import Assignment
from homework.surveys.cells import Cell, to_csv
from homework.wording import pages as wording
from models.families.own_replies import OwnReply
from models.families.own_reports import OwnReport
from models.surveys.rounds import template_of

_HEADER = ("类别", "班级", "日期", "学科或题目", "内容或回答", "用时", "说明")


def as_plain(reports: Sequence[OwnReport], replies: Sequence[OwnReply]) -> Mapping[str, Any]:
    """Everything, as values of JSON."""
    return {
        "reports": [_plain(own) for own in reports],
        "surveys": [_plain_reply(own) for own in replies],
    }


def as_csv(reports: Sequence[OwnReport], replies: Sequence[OwnReply]) -> bytes:
    """The same as one table, a row an assignment or an answer."""
    rows: list[Sequence[Cell]] = [_HEADER]
    for own in reports:
        rows += _report_rows(own)
    for reply in replies:
        rows += _reply_rows(reply)
    return to_csv(rows)


def _plain(own: OwnReport) -> Mapping[str, Any]:
    report, total = own.report, own.report.stated_total
    return {
        "class": own.school_class.name(own.day),
        "day": own.day.isoformat(),
        "changed_at": own.changed_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "no_homework": report.no_homework,
        "assignments": [_plain_assignment(each) for each in report.assignments],
        "stated_total": None if total is None else [total.low, total.high],
        "irregularities": sorted(report.irregularities),
        "burdens": sorted(report.burdens),
        "difficulty": report.difficulty,
    }


def _plain_assignment(assignment: Assignment) -> Mapping[str, Any]:
    minutes = assignment.minutes
    return {
        "subject": assignment.subject,
        "content": assignment.content,
        "minutes": None if minutes is None else [minutes.low, minutes.high],
        "kind": assignment.kind,
        "done_at_school": assignment.done_at_school,
        "family_added": assignment.family_added,
        "optional": assignment.is_optional,
        "slot": assignment.slot,
    }


def _plain_reply(own: OwnReply) -> Mapping[str, Any]:
    day = own.survey.opened_on
    return {
        "survey": own.survey.title,
        "class": own.school_class.name(day) if own.school_class else None,
        "opened_on": day.isoformat(),
        "answers": dict(own.answers),
        "consent_version": own.consent_version,
    }


def _report_rows(own: OwnReport) -> Iterator[Sequence[Cell]]:
    head = ("作业反馈", own.school_class.name(own.day), own.day.isoformat())
    ticks = "、".join(ticks_of(own.report))
    if own.report.no_homework:
        yield (*head, "", "没有作业", "", ticks)
    elif own.report.stated_total is not None:
        yield (*head, "", "一共", wording.minutes_words(own.report.stated_total), ticks)
    elif not own.report.assignments:
        yield (*head, "", "", "", ticks)
    for each in own.report.assignments:
        words = wording.assignment_words(each)
        yield (*head, each.subject.value, words, wording.time_words(each), ticks)


def _reply_rows(own: OwnReply) -> Iterator[Sequence[Cell]]:
    day = own.survey.opened_on
    name = own.school_class.name(day) if own.school_class else "教师"
    for asked, said in understood(template_of(own.survey), own.answers):
        yield ("问卷", name, day.isoformat(), asked, said, "", own.survey.title)
