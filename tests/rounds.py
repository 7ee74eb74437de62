"""Rounds of questionnaires for tests: a short one of every kind of question, and the shipped ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from context import Context
from homework.surveys import Respondent, Template, read_template
from models.families.slips import issue_slips
from models.schools import ClassKey, SchoolClass
from models.surveys.questionnaires import Survey
from models.surveys.rounds import Launch, find_survey, links_of, start_survey
from tests.people import Cast

SHIPPED = Path(__file__).resolve().parent.parent / "homework" / "surveys" / "templates"
FAMILIES = frozenset({Respondent.PARENT, Respondent.PUPIL_WITH_PARENT})
EVERY_KIND = """
title = "每种题一道"
intro = "测试用。"

[[question]]
key = "load"
kind = "single"
words = "作业量怎么样?"
choices = { fit = "合适", heavy = "偏多" }
required = true

[[question]]
key = "why"
kind = "multiple"
words = "为什么?"
most = 2
choices = { amount = "量大", hard = "太难", late = "开始晚" }
when = { question = "load", choices = ["heavy"] }
required = true

[[question]]
key = "books"
kind = "number"
words = "几本练习册?"
unit = "本"
high = 20

[[question]]
key = "minutes"
kind = "minutes"
words = "写了多久?"

[[question]]
key = "bedtime"
kind = "clock"
words = "几点睡?"
low = 720

[[question]]
key = "mood"
kind = "scale"
words = "心情怎么样?"
ends = ["低落", "愉快"]

[[question]]
key = "marks"
kind = "number"
words = "每天批改几小时?"
high = 8
only = ["teacher"]

[[question]]
key = "suggestion"
kind = "text"
words = "建议"
high = 50
"""


def every_kind() -> Template:
    return read_template("every-kind", EVERY_KIND)


def shipped(name: str) -> tuple[Template, str]:
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    return read_template(name, text), text


def start(
    context: Context,
    name: str = "",
    roles: frozenset[Respondent] = FAMILIES,
    grades: frozenset[int] = frozenset({3}),
    *,
    needs_code: bool = False,
    opens_on: date | None = None,
) -> Survey:
    """Begin a round; without a name, of every kind of question."""
    template, text = shipped(name) if name else (every_kind(), EVERY_KIND)
    launch = Launch(template, text, grades, roles, needs_code=needs_code, opens_on=opens_on)
    plan, now = context.plans["shifan"], context.clock.now()
    return context.store.write(lambda connection: start_survey(connection, plan, launch, now))


def link(context: Context, survey: Survey, slug: str = "3-2") -> str:
    """What stands behind /q/ for a class; "" for the teachers."""
    day = survey.opened_on
    with context.store.reading() as connection:
        found = {
            "" if each is None else each.slug(day): public
            for public, each in links_of(connection, survey)
        }
    return found[slug]


def again(context: Context, number: int) -> Survey:
    """The round as it is kept now."""
    with context.store.reading() as connection:
        found = find_survey(connection, "shifan", number)
    assert found is not None
    return found


def key_of(cast: Cast, grade: int, number: int) -> ClassKey:
    return ClassKey("shifan", cast.school_class(grade, number).id)


def slip(context: Context, school_class: SchoolClass) -> str:
    """A family slip's address, /h/…"""
    key = ClassKey("shifan", school_class.id)
    now = context.clock.now()
    slips = context.store.write(lambda connection: issue_slips(connection, key, 1, now))
    return f"/h/{slips[0].link}"
