"""One-time codes (填写码) that were lost or taken: replaced, with what was answered under them."""

from __future__ import annotations

import sqlalchemy as sa

from models.keys import Keys
from models.staff.people import hash_secret
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink, SurveyReply
from models.surveys.replies import answering, code_unit
from models.surveys.rounds import issue_codes


def replace_code(connection: sa.Connection, keys: Keys, survey: Survey, code: str) -> str | None:
    """Take a code and its reply out of a round and return a fresh one of the same class; None where
    the round has no such code."""
    code_hash = hash_secret(code)
    place = connection.execute(
        sa.select(SurveyLink.link, SurveyLink.school_class_id)
        .join(
            SurveyCode,
            sa.and_(
                SurveyLink.school_id == SurveyCode.school_id, SurveyLink.link == SurveyCode.link
            ),
        )
        .where(
            SurveyLink.school_id == survey.school_id,
            SurveyLink.survey_id == survey.id,
            SurveyCode.code_hash == code_hash,
        )
    ).one_or_none()
    if place is None:
        return None
    who = answering(keys, survey, place.school_class_id, "", code_unit(code_hash))
    connection.execute(
        sa.delete(SurveyReply).where(
            SurveyReply.school_id == survey.school_id,
            SurveyReply.survey_id == survey.id,
            SurveyReply.unit_hash == who.unit_hash,
        )
    )
    connection.execute(
        sa.delete(SurveyCode).where(
            SurveyCode.school_id == survey.school_id,
            SurveyCode.link == place.link,
            SurveyCode.code_hash == code_hash,
        )
    )
    (fresh,) = issue_codes(connection, f"{survey.school_id}-{place.link}", 1)
    return fresh
