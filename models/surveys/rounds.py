"""Rounds of questionnaires (问卷的轮次): starting one, its links and codes, closing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

import sqlalchemy as sa

from homework.plan import SchoolPlan
from homework.surveys import Respondent, Template, read_template
from homework.surveys.windows import opening, window_from
from models.database.base import AnyRow, new_id
from models.schools import School, SchoolClass, classes_of, new_link
from models.staff.people import hash_secret
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink

_CODE_LENGTH = 8
_COLUMNS = tuple(Survey.__table__.c)


class AlreadyOpen(Exception):
    """A round of this questionnaire is open; two at once could not be told apart."""


class NobodyAsked(Exception):
    """The round names no class and no teachers."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What the 教导处 chose: the file's text as read, whom to ask, and whether by one-time codes.

    `slugs` narrow the grades to single classes; empty means every class of the grades. Links are made
    at once and can be handed out before `opens_on`; None opens the round now.
    """

    template: Template
    definition: str
    grades: frozenset[int]
    roles: frozenset[Respondent]
    slugs: frozenset[str] = frozenset()
    needs_code: bool = False
    opens_on: date | None = None


def start_survey(
    connection: sa.Connection, plan: SchoolPlan, launch: Launch, now: datetime
) -> Survey:
    """Begin a round and make its links. Raises AlreadyOpen and NobodyAsked."""
    # Two people who press 开始 at once must not both get number 3.
    connection.execute(sa.select(School.id).where(School.id == plan.id).with_for_update())
    if any(
        each.template_id == launch.template.id and now < each.closes_at
        for each in surveys_of(connection, plan.id)
    ):
        raise AlreadyOpen
    roles = [role for role in launch.template.roles if role in launch.roles]
    targets = _targets(connection, plan, launch, roles, now)
    if not targets:
        raise NobodyAsked
    survey = _new_round(connection, plan, launch, roles, now)
    links = [
        {
            "school_id": plan.id,
            "link": new_link(),
            "survey_id": survey.id,
            "school_class_id": target,
        }
        for target in targets
    ]
    connection.execute(sa.insert(SurveyLink), links)
    return survey


def _targets(
    connection: sa.Connection,
    plan: SchoolPlan,
    launch: Launch,
    roles: Sequence[Respondent],
    now: datetime,
) -> list[int | None]:
    """Ids of the classes whose families are asked; None stands for the teachers."""
    today = now.date()
    families = [
        each.id
        for each in classes_of(connection, plan.id, today)
        if each.grade(today) in launch.grades & set(plan.classes)
        and (not launch.slugs or each.slug(today) in launch.slugs)
    ]
    asks_families = any(role is not Respondent.TEACHER for role in roles)
    teachers: list[int | None] = [None] if Respondent.TEACHER in roles else []
    return [*(families if asks_families else []), *teachers]


def _new_round(
    connection: sa.Connection,
    plan: SchoolPlan,
    launch: Launch,
    roles: Iterable[Respondent],
    now: datetime,
) -> Survey:
    template = launch.template
    window = window_from(template, opening(now, launch.opens_on), plan.calendar)
    values = {
        "school_id": plan.id,
        "id": new_id(),
        "number": _highest(connection, plan.id, Survey.number) + 1,
        "template_id": template.id,
        "round": _highest(connection, plan.id, Survey.round, Survey.template_id == template.id) + 1,
        "title": template.title,
        "definition": launch.definition,
        "roles": ",".join(roles),
        "needs_code": launch.needs_code,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "day": window.day,
    }
    connection.execute(sa.insert(Survey).values(values))
    return Survey(**values)


def _highest(
    connection: sa.Connection,
    school_id: str,
    column: sa.orm.InstrumentedAttribute[int],
    *also: sa.ColumnElement[bool],
) -> int:
    return (
        connection.scalar(
            sa.select(sa.func.max(column)).where(Survey.school_id == school_id, *also)
        )
        or 0
    )


def template_of(survey: Survey) -> Template:
    """A round's questions as they were when it began, for the roles it asks."""
    return _template(survey.template_id, survey.definition, survey.roles)


@lru_cache(maxsize=64)  # every visit of a page asks for one of the few that are open
def _template(template_id: str, definition: str, roles: str) -> Template:
    template = read_template(template_id, definition)
    asked = set(roles.split(","))
    return replace(template, roles=tuple(role for role in template.roles if role in asked))


def surveys_of(connection: sa.Connection, school_id: str) -> list[Survey]:
    """A school's rounds, the newest first."""
    query = sa.select(*_COLUMNS).where(Survey.school_id == school_id).order_by(Survey.number.desc())
    return [Survey(**row._mapping) for row in connection.execute(query)]


def find_survey(connection: sa.Connection, school_id: str, number: int) -> Survey | None:
    """The round people call by this number, or None."""
    return _one(connection, Survey.school_id == school_id, Survey.number == number)


def find_link(connection: sa.Connection, public_link: str) -> tuple[AnyRow, Survey] | None:
    """What stands behind /q/<public link>: the link's row and its round; None for nothing."""
    school_id, _, link = public_link.rpartition("-")
    row = connection.execute(
        sa.select(*SurveyLink.__table__.c).where(
            SurveyLink.school_id == school_id, SurveyLink.link == link
        )
    ).one_or_none()
    if row is None:
        return None
    survey = _one(connection, Survey.school_id == school_id, Survey.id == row.survey_id)
    assert survey is not None, "a link's foreign key"
    return row, survey


def _one(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Survey | None:
    row = connection.execute(sa.select(*_COLUMNS).where(*conditions)).one_or_none()
    return None if row is None else Survey(**row._mapping)


def links_of(connection: sa.Connection, survey: Survey) -> list[tuple[str, SchoolClass | None]]:
    """A round's public links, by class, the teachers' last."""
    classes = {each.id: each for each in classes_of(connection, survey.school_id, survey.opened_on)}
    rows = connection.execute(
        sa.select(SurveyLink.link, SurveyLink.school_class_id).where(
            SurveyLink.school_id == survey.school_id, SurveyLink.survey_id == survey.id
        )
    ).all()
    order = {key: place for place, key in enumerate(classes)}
    rows = sorted(rows, key=lambda row: order.get(row.school_class_id, len(order)))
    return [(f"{survey.school_id}-{row.link}", classes.get(row.school_class_id)) for row in rows]


def close_survey(connection: sa.Connection, survey: Survey, now: datetime) -> bool:
    """End a round now; False where it had ended."""
    at = sa.literal(now, Survey.opens_at.type)
    closed = connection.execute(
        sa.update(Survey)
        .where(Survey.school_id == survey.school_id, Survey.id == survey.id, Survey.closes_at > now)
        # One that never began ends where it stands: no round closes before it opens.
        .values(closes_at=now, opens_at=sa.case((Survey.opens_at > now, at), else_=Survey.opens_at))
    )
    return closed.rowcount == 1


def issue_codes(connection: sa.Connection, public_link: str, count: int) -> list[str]:
    """Make so many one-time codes for a link and return them, this once."""
    school_id, _, link = public_link.rpartition("-")
    codes = [new_link(_CODE_LENGTH) for _ in range(count)]
    connection.execute(
        sa.insert(SurveyCode),
        [{"school_id": school_id, "link": link, "code_hash": hash_secret(each)} for each in codes],
    )
    return codes


def is_code(connection: sa.Connection, public_link: str, code: str) -> bool:
    """Whether this is one of the link's codes, used or not."""
    school_id, _, link = public_link.rpartition("-")
    found = connection.scalar(
        sa.select(SurveyCode.code_hash).where(
            SurveyCode.school_id == school_id,
            SurveyCode.link == link,
            SurveyCode.code_hash == hash_secret(code),
        )
    )
    return found is not None
