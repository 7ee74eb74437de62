"""A round as staff read it (查看问卷): its results and the grades and classes it asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from homework.school import grade_name
from homework.surveys import Results, Scope, Whole
from homework.surveys.results import OfClass, OfGrade
from models.schools import SchoolClass
from models.surveys.questionnaires import Survey
from models.surveys.results import replies_to
from models.surveys.rounds import links_of, template_of


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the school that a round asked, as a slug (`all`, `g3`, `3-2`) and in words."""

    slug: str
    name: str
    scope: Scope
    school_class: SchoolClass | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its results."""

    survey: Survey
    results: Results
    places: tuple[Place, ...]
    is_open: bool


def read_round(connection: sa.Connection, survey: Survey, now: datetime) -> Round:
    """Read a round whole: replies without hashes or words."""
    classes = [each for _, each in links_of(connection, survey) if each is not None]
    is_open = now < survey.closes_at
    replies = replies_to(connection, survey, classes)
    results = Results(template_of(survey), replies, is_open=is_open)
    return Round(survey, results, _places(survey, classes), is_open)


def _places(survey: Survey, classes: list[SchoolClass]) -> tuple[Place, ...]:
    day = survey.opened_on
    grades = sorted({each.grade(day) for each in classes})
    whole = Place("all", "全校", Whole())
    return (
        whole,
        *(Place(f"g{grade}", grade_name(grade), OfGrade(grade)) for grade in grades),
        *(
            Place(each.slug(day), each.name(day), OfClass(each.grade(day), each.slug(day)), each)
            for each in classes
        ),
    )
