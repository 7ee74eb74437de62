"""Replies (答卷): one a unit by the table's own key, changed until the round closes, nobody's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from homework.consent import CONSENT_VERSION
from homework.surveys import Answer, Answers, QuestionKind, Respondent, Template
from homework.surveys.small_groups import next_batch
from models.database.base import AnyRow
from models.families.households import identities_of
from models.families.reporters import Household, Place, Reporter
from models.keys import Keys
from models.schools import ClassKey
from models.surveys.questionnaires import Survey, SurveyReply

_TEACHERS = "teachers"
UNHEARD = "unheard"
"""The unit of a device that is answered like any and counts nowhere (docs/decisions/0017)."""
_NO_BATCH = 0  # of a reply that is not counted: nothing tells when it came


class Saved(StrEnum):
    """What became of a reply."""

    KEPT = "kept"
    UNIT_ANSWERED = "unit_answered"  # somebody else used the code
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers which round in which class (None: a teacher), as nothing but keyed hashes."""

    survey: Survey
    school_class_id: int | None
    unit_hash: str
    author_hash: str
    aside_hash: str  # in place of the unit's, for a reply that is kept and not counted
    is_heard: bool  # False for a slip's fourth device, whose replies are never counted


@dataclass(frozen=True, slots=True)
class Said:
    """One unit's answers; `texts_sealed` are those in its own words, encrypted; `consent_version` is
    the privacy notice under which they were sent."""

    role: Respondent
    answers: Answers
    texts_sealed: str
    consent_version: int


def answering(
    keys: Keys, survey: Survey, school_class_id: int | None, subject_id: str, unit: str
) -> Answering:
    """Hash a device and its unit for one round and class. The unit names its kind: `code:…`."""
    # With codes, one phone may answer for twins.
    code = unit if survey.needs_code else None
    place = _place(survey.id, school_class_id)
    author = author_hash(keys, survey.id, school_class_id, subject_id, code)
    return Answering(
        survey,
        school_class_id,
        unit_hash=keys.subject_id("survey-unit", *place, unit),
        author_hash=author,
        aside_hash=keys.subject_id("survey-aside", *place, author),
        is_heard=unit != UNHEARD,
    )


def author_hash(
    keys: Keys, survey_id: int, school_class_id: int | None, subject_id: str, code: str | None
) -> str:
    """The hash of a device in one round and class; `code` is its unit where codes are needed."""
    author = (subject_id,) if code is None else (subject_id, code)
    return keys.subject_id("survey-author", *_place(survey_id, school_class_id), *author)


def _place(survey_id: int, school_class_id: int | None) -> tuple[str, str]:
    return str(survey_id), str(school_class_id or _TEACHERS)


def code_unit(code_hash: str) -> str:
    """The unit of whoever holds a one-time code."""
    return f"code:{code_hash}"


def unit_of(connection: sa.Connection, key: ClassKey | None, subject_id: str) -> str:
    """The unit a device answers for: its household in that class (UNHEARD where the household does
    not hear it), else itself."""
    if key is not None:
        identities = identities_of(connection, [key.school_id], subject_id)
        household = connection.execute(
            sa.select(Household.id, Reporter.place)
            .join(
                Reporter,
                sa.and_(
                    Household.school_id == Reporter.school_id,
                    Household.id == Reporter.household_id,
                ),
            )
            .where(
                Reporter.school_id == key.school_id,
                Reporter.id.in_([each.id for each in identities]),
                Household.school_class_id == key.school_class_id,
            )
            .limit(1)
        ).first()
        if household is not None:
            return f"household:{household.id}" if Place(household.place).is_heard else UNHEARD
    return f"device:{subject_id}"


def split_texts(keys: Keys, template: Template, role: Respondent, answers: Answers) -> Said:
    """Part the answers in people's own words from the rest, and seal them."""
    own_words = {each.key for each in template.questions if each.kind is QuestionKind.TEXT}
    texts = {key: value for key, value in answers.items() if key in own_words}
    rest = {key: value for key, value in answers.items() if key not in own_words}
    sealed = keys.seal(json.dumps(texts, ensure_ascii=False)) if texts else ""
    return Said(role, rest, sealed, CONSENT_VERSION)


def save_reply(connection: sa.Connection, who: Answering, said: Said, now: datetime) -> Saved:
    """Keep a unit's answers; what the same device said before is replaced whole.

    The family's first answer counts. What its other devices send is kept and changed like any,
    uncounted: whoever photographed the slip must not learn that the family has answered.
    """
    if not _is_open(connection, who.survey, now):
        return Saved.CLOSED
    own = find_own(connection, who)
    stays = own is not None and own.is_counted and own.role == said.role
    batch = own.batch if own is not None and stays else _batch(connection, who, said)
    counted = {"unit_hash": who.unit_hash, "batch": batch, "is_counted": True}
    aside = {"unit_hash": who.aside_hash, "batch": _NO_BATCH, "is_counted": False}
    values = {
        "role": said.role,
        "answers": dict(said.answers),
        "texts_sealed": said.texts_sealed,
        "consent_version": said.consent_version,
    }
    try:
        with connection.begin_nested():
            _put(connection, who, own, values | (counted if who.is_heard else aside))
    except sa.exc.IntegrityError:
        if who.survey.needs_code:
            return Saved.UNIT_ANSWERED
        _put(connection, who, own, values | aside)
    return Saved.KEPT


def _put(
    connection: sa.Connection, who: Answering, own: AnyRow | None, values: dict[str, object]
) -> None:
    if own is None:
        connection.execute(sa.insert(SurveyReply).values(**_new(who), **values))
    else:
        connection.execute(sa.update(SurveyReply).where(_is_own(who)).values(values))


def _new(who: Answering) -> dict[str, object]:
    return {
        "school_id": who.survey.school_id,
        "survey_id": who.survey.id,
        "author_hash": who.author_hash,
        "school_class_id": who.school_class_id,
    }


def _is_own(who: Answering) -> sa.ColumnElement[bool]:
    return sa.and_(
        SurveyReply.school_id == who.survey.school_id,
        SurveyReply.survey_id == who.survey.id,
        SurveyReply.author_hash == who.author_hash,
    )


def _is_open(connection: sa.Connection, survey: Survey, now: datetime) -> bool:
    """Whether the round takes answers; holds it until the transaction ends, so that batches fill
    one after the other."""
    closes_at = connection.scalar(
        sa.select(Survey.closes_at)
        .where(Survey.school_id == survey.school_id, Survey.id == survey.id)
        .with_for_update()
    )
    return closes_at is not None and now < closes_at


def _batch(connection: sa.Connection, who: Answering, said: Said) -> int:
    of_role = (
        SurveyReply.school_id == who.survey.school_id,
        SurveyReply.survey_id == who.survey.id,
        SurveyReply.role == said.role,
        SurveyReply.is_counted,
    )
    newest = connection.scalar(sa.select(sa.func.max(SurveyReply.batch)).where(*of_role))
    size = connection.scalar(
        sa.select(sa.func.count())
        .select_from(SurveyReply)
        .where(*of_role, SurveyReply.batch == newest)
    )
    return next_batch(newest, size or 0)


def find_own(connection: sa.Connection, who: Answering) -> AnyRow | None:
    """The reply this device gave, or None."""
    return connection.execute(sa.select(*SurveyReply.__table__.c).where(_is_own(who))).one_or_none()


def answers_of(keys: Keys, row: AnyRow) -> dict[str, Answer]:
    """A stored reply's answers, those in people's own words unsealed."""
    texts = json.loads(keys.unseal(row.texts_sealed)) if row.texts_sealed else {}
    return {**stored_answers(row.answers), **texts}


def stored_answers(stored: dict[str, Answer | list[str]]) -> dict[str, Answer]:
    """Answers as a JSON column gives them back."""
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()
    }
