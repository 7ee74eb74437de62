"""What stands behind a questionnaire's link (问卷链接)."""

from __future__ import annotations

from flask import abort

from handlers.context import get_context
from handlers.pages.survey.sheet import Opened
from models.schools import ClassKey, get_class
from models.surveys.rounds import find_link, template_of


def open_link(link: str) -> Opened:
    """What a link leads to; aborts with 404 for one that leads nowhere."""
    context = get_context()
    with context.store.reading() as connection:
        found = find_link(connection, link)
        if found is None or found[1].school_id not in context.plans:
            abort(404)
        row, survey = found
        class_id = row.school_class_id
        key = None if class_id is None else ClassKey(survey.school_id, class_id)
        school_class = None if key is None else get_class(connection, key)
    plan = context.plans[survey.school_id]
    return Opened(f"/q/{link}", plan, survey, template_of(survey), school_class)
