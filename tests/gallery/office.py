"""What lies about the gallery's office (办公室): slips, the roster, sent messages, two questionnaires."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

import sqlalchemy as sa

from homework.surveys import Answer, QuestionKind, Respondent
from homework.surveys.questions import Question
from models.families.slips import issue_slips
from models.pushes.outbox import Push, PushState
from models.schools import ClassKey
from models.staff.duty import save_duty
from models.surveys.questionnaires import Survey
from models.surveys.replies import answering, save_reply, split_texts
from models.surveys.rounds import Launch, start_survey
from models.surveys.templates import shipped_templates
from tests.gallery.school import NOW, School

_SENT = (PushState.DELIVERED, PushState.ACKNOWLEDGED, PushState.DELIVERED, PushState.FAILED)
_ROLES = frozenset({Respondent.PARENT, Respondent.PUPIL_WITH_PARENT})


def furnish(school: School) -> None:
    """Everything that needs no day of its own."""
    school.store.write(partial(_slips_and_roster, school=school))
    school.store.write(_messages)
    luck = Random(5)
    for days_ago in (40, 4):
        _ask(school, "termly-burden", NOW - timedelta(days=days_ago), luck)
    _ask(school, "daily-load", NOW, luck)


def _slips_and_roster(connection: sa.Connection, school: School) -> None:
    for slug in ("3-1", "3-2"):
        key = ClassKey(school.plan.id, school.classes[slug].id)
        issue_slips(connection, key, 42, NOW)
    save_duty(connection, school.plan.id, NOW.date(), [school.staff["duty"].id])


def _messages(connection: sa.Connection) -> None:
    """What the scheduler would have done to the outbox; the last three still wait."""
    ids = list(connection.scalars(sa.select(Push.id).order_by(Push.id)))
    for place, each in enumerate(ids[:-3]):
        state = _SENT[place % len(_SENT)]
        values = {"state": state, "rung": "template", "attempts": 1, "sent_at": Push.created_at}
        if state is PushState.FAILED:
            values["last_error"] = "43004"
        waiting = sa.and_(Push.id == each, Push.state == PushState.PENDING)
        connection.execute(sa.update(Push).where(waiting).values(values))


def _ask(school: School, name: str, at: datetime, luck: Random) -> None:
    shipped = shipped_templates()[name]
    launch = Launch(shipped.template, shipped.text, frozenset({3, 4}), _ROLES)
    survey = school.store.write(partial(start_survey, plan=school.plan, launch=launch, now=at))
    classes = [school.classes[slug] for slug in ("3-1", "3-2", "3-3", "4-1")]

    def replies(connection: sa.Connection) -> None:
        for place in range(64):
            _reply(connection, school, survey, (classes[place % 4].id, place), luck)

    school.store.write(replies)


def _reply(
    connection: sa.Connection, school: School, survey: Survey, who: tuple[int, int], luck: Random
) -> None:
    keys, (class_id, place) = school.context.keys, who
    template = shipped_templates()[survey.template_id].template
    role = Respondent.PARENT if place % 8 < 5 else Respondent.PUPIL_WITH_PARENT
    asked = [each for each in template.questions if role in each.only and not each.condition]
    answers = {each.key: _answer(each, luck) for each in asked}
    family = answering(keys, survey, class_id, f"device{place}", f"device:{place}")
    said = split_texts(keys, template, role, answers)
    save_reply(connection, family, said, survey.opens_at)


def _answer(question: Question, luck: Random) -> Answer:
    kind = question.kind
    if kind is QuestionKind.SINGLE:
        return luck.choice(question.choices).key
    if kind is QuestionKind.MULTIPLE:
        return (luck.choice(question.choices).key,)
    if kind is QuestionKind.TEXT:
        return "希望周三不留书面作业"
    if kind is QuestionKind.CLOCK:
        return 21 * 60 + luck.randrange(0, 90, 5)
    if kind is QuestionKind.MINUTES:
        return luck.randrange(20, 80, 5)
    return luck.randint(question.low, min(question.high, question.low + 6))
