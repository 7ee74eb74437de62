"""Reading a round's replies (读取答卷): for tallies, without hashes; and the words, for a few."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from homework.surveys import Reply, Respondent
from homework.surveys.results import OfClass
from models.keys import Keys
from models.schools import SchoolClass
from models.surveys.questionnaires import Survey, SurveyReply
from models.surveys.replies import stored_answers


def replies_to(
    connection: sa.Connection, survey: Survey, classes: Iterable[SchoolClass]
) -> list[Reply]:
    """A round's replies without words or hashes, each under its class as it was called then."""
    day = survey.opened_on
    places = {each.id: OfClass(each.grade(day), each.slug(day)) for each in classes}
    table = SurveyReply
    rows = connection.execute(
        sa.select(table.role, table.answers, table.batch, table.school_class_id).where(
            table.school_id == survey.school_id, table.survey_id == survey.id, table.is_counted
        )
    )
    return [
        Reply(
            Respondent(row.role),
            stored_answers(row.answers),
            row.batch,
            places.get(row.school_class_id),
        )
        for row in rows
    ]


def texts_of(
    connection: sa.Connection, keys: Keys, survey: Survey, without: Collection[int] = ()
) -> dict[str, list[str]]:
    """What people wrote in their own words, by question key, in no order of theirs; classes of
    `without` are left out, since whoever teaches them must not read it."""
    table = SurveyReply
    rows = connection.execute(
        sa.select(table.texts_sealed, table.school_class_id).where(
            table.school_id == survey.school_id,
            table.survey_id == survey.id,
            table.texts_sealed != "",
            table.is_counted,
        )
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.school_class_id not in without:
            for key, text in json.loads(keys.unseal(row.texts_sealed)).items():
                found.setdefault(key, []).append(text)
    return {key: sorted(texts) for key, texts in found.items()}
