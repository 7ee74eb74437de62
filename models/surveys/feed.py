"""From a daily-load reply to the day's report (每日作业量): the same report as the form's and the chat's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from homework.plan import SchoolPlan
from homework.report import Report
from homework.surveys import Answers, Template, merged, report_from
from models.families.identities import speaker_in_class
from models.families.reporters import Door
from models.reporting.intake import About, Said, said_before, take_in, withdraw
from models.schools import ClassKey, SchoolClass
from models.surveys.questionnaires import Survey


@dataclass(frozen=True, slots=True)
class Fed:
    """A reply as its report needs it: `before` are the answers it replaces, empty for a first."""

    survey: Survey
    template: Template
    school_class: SchoolClass
    before: Answers
    answers: Answers


def feed_report(
    connection: sa.Connection, plan: SchoolPlan, fed: Fed, subject_id: str, now: datetime
) -> None:
    """Let a reply tell the day's report; nothing happens where its template feeds none.

    What the same device reported otherwise of the day stays: only the subjects said here change.
    """
    day = fed.survey.day
    if day is None or not fed.template.feeds_reports:
        return
    key = ClassKey(plan.id, fed.school_class.id)
    speaker = replace(speaker_in_class(connection, key, subject_id), door=Door.PAGE)
    about = About(key, fed.school_class.grade(day), day)
    kept = said_before(connection, speaker, about)
    before = report_from(fed.template, fed.before)
    report = merged(kept, before, report_from(fed.template, fed.answers))
    if report == (kept or Report()):
        return
    if report == Report():
        withdraw(connection, speaker, about)
    else:
        take_in(connection, plan, Said(speaker, about, report, now))
