"""A person's own answers (我答过的问卷): found by the device's keyed hash, until nobody can."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from homework.surveys import Answer
from models.database.base import AnyRow
from models.keys import Keys
from models.schools import ClassKey, SchoolClass, get_class
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink, SurveyReply
from models.surveys.replies import answers_of, author_hash, code_unit

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class OwnReply:
    """One reply as its author sees it again; `handle` is what withdraws it, `link` leads back."""

    handle: str
    link: str
    survey: Survey
    school_class: SchoolClass | None
    answers: dict[str, Answer]
    consent_version: int | None


def own_replies(
    connection: sa.Connection, keys: Keys, school_ids: Collection[str], subject_ids: Sequence[str]
) -> list[OwnReply]:
    """What these identities answered, newest round first; not what has lost its trace."""
    found = []
    for reply, place in _find(connection, keys, school_ids, subject_ids):
        row = connection.execute(
            sa.select(*Survey.__table__.c).where(
                Survey.school_id == place.school_id, Survey.id == place.survey_id
            )
        ).one()
        class_id = place.school_class_id
        of_class = None if class_id is None else ClassKey(place.school_id, class_id)
        found.append(
            OwnReply(
                handle=reply.author_hash,
                link=place.link,
                survey=Survey(**row._mapping),
                school_class=None if of_class is None else get_class(connection, of_class),
                answers=answers_of(keys, reply),
                consent_version=reply.consent_version,
            )
        )
    return sorted(found, key=lambda own: own.survey.closes_at, reverse=True)


def forget_replies(
    connection: sa.Connection,
    keys: Keys,
    school_ids: Collection[str],
    subject_ids: Sequence[str],
    handle: str | None = None,
) -> int:
    """Delete every reply these identities gave in any round, or the one of that handle; how many."""
    gone = 0
    for reply, _ in _find(connection, keys, school_ids, subject_ids):
        if handle is None or reply.author_hash == handle:
            gone += connection.execute(
                sa.delete(SurveyReply).where(
                    SurveyReply.school_id == reply.school_id,
                    SurveyReply.survey_id == reply.survey_id,
                    SurveyReply.unit_hash == reply.unit_hash,
                )
            ).rowcount
    return gone


def _find(
    connection: sa.Connection, keys: Keys, school_ids: Collection[str], subject_ids: Sequence[str]
) -> list[tuple[AnyRow, AnyRow]]:
    """Replies with the place each was given at: the hashes of every place are tried."""
    places = connection.execute(_PLACES.where(SurveyLink.school_id.in_(list(school_ids)))).all()
    by_hash = {
        _author(keys, place, subject_id): place for place in places for subject_id in subject_ids
    }
    hashes = list(by_hash)
    found = []
    for start in range(0, len(hashes), _CHUNK):
        rows = connection.execute(
            sa.select(*SurveyReply.__table__.c).where(
                SurveyReply.school_id.in_(list(school_ids)),
                SurveyReply.author_hash.in_(hashes[start : start + _CHUNK]),
            )
        )
        found += [(row, by_hash[row.author_hash]) for row in rows]
    return found


def _author(keys: Keys, place: AnyRow, subject_id: str) -> str:
    code = code_unit(place.code_hash) if place.code_hash else None
    return author_hash(keys, place.survey_id, place.school_class_id, subject_id, code)


_PLACES = (
    sa.select(
        SurveyLink.school_id,
        SurveyLink.survey_id,
        SurveyLink.school_class_id,
        SurveyLink.link,
        SurveyCode.code_hash,
    )
    .join_from(
        SurveyLink,
        Survey,
        sa.and_(SurveyLink.school_id == Survey.school_id, SurveyLink.survey_id == Survey.id),
    )
    .outerjoin(
        SurveyCode,
        sa.and_(
            Survey.needs_code,
            SurveyLink.school_id == SurveyCode.school_id,
            SurveyLink.link == SurveyCode.link,
        ),
    )
)
"""Where a reply may be: every link of every round, and every code where codes are needed."""
