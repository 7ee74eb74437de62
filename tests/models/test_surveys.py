"""Replies in the database: once a unit, nobody's, and gone when their author wants it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.consent import CONSENT_VERSION
from homework.surveys import Respondent
from models.database.store import Store
from models.families.reporters import Household, Reporter
from models.keys import Keys
from models.surveys.questionnaires import Survey, SurveyLink, SurveyReply
from models.surveys.replies import Answering, Said, Saved, answering, save_reply
from models.surveys.results import texts_of
from models.surveys.rounds import links_of
from tests.patience import PATIENCE
from tests.people import Cast
from tests.rounds import EVERY_KIND, again, link, slip, start

SAID = Said(Respondent.PARENT, {"load": "fit"}, "", CONSENT_VERSION)


def keep(context: Context, who: Answering, said: Said = SAID) -> Saved:
    now = context.clock.now()
    return context.store.write(partial(save_reply, who=who, said=said, now=now))


def test_two_first_answers_at_once_leave_one_reply_of_their_unit(
    cast: Cast, context: Context
) -> None:
    survey, class_id = start(context), cast.school_class(3, 2).id
    devices = [
        answering(context.keys, survey, class_id, f"device {index}", "household:7")
        for index in range(8)
    ]
    outcomes: list[Saved] = []
    threads = [
        threading.Thread(target=lambda who=who: outcomes.append(keep(context, who)))
        for who in devices
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    assert outcomes == [Saved.KEPT] * 8
    kept = rows(context.store, SurveyReply.__table__)
    assert sorted(row.is_counted for row in kept) == [False] * 7 + [True]


def test_the_database_itself_refuses_a_second_reply_of_a_unit(cast: Cast, context: Context) -> None:
    survey, class_id = start(context), cast.school_class(3, 2).id
    keep(context, answering(context.keys, survey, class_id, "device", "household:7"))
    (first,) = rows(context.store, SurveyReply.__table__)

    def again(connection: sa.Connection) -> None:
        values = {**first._mapping, "author_hash": "another"}
        connection.execute(sa.insert(SurveyReply).values(values))

    with pytest.raises(sa.exc.IntegrityError):
        context.store.write(again)


@pytest.mark.parametrize("column", ["school_id", "survey_id", "unit_hash", "author_hash"])
def test_no_key_of_a_reply_may_be_missing(cast: Cast, context: Context, column: str) -> None:
    """A key that may be NULL would never be equal to itself, and a unit could answer for ever."""
    survey, class_id = start(context), cast.school_class(3, 2).id
    keep(context, answering(context.keys, survey, class_id, "device", "household:7"))
    (first,) = rows(context.store, SurveyReply.__table__)

    def without(connection: sa.Connection) -> None:
        values = {**first._mapping, "unit_hash": "other", "author_hash": "other", column: None}
        connection.execute(sa.insert(SurveyReply).values(values))

    with pytest.raises(sa.exc.IntegrityError):
        context.store.write(without)


def rows(store: Store, table: Any) -> list[Any]:  # a table, or what a class calls its table
    with store.reading() as connection:
        return list(connection.execute(sa.select(table)))


def test_no_path_leads_from_a_reply_back_to_who_gave_it(
    app: Flask, cast: Cast, context: Context
) -> None:
    family = slip(context, cast.school_class(3, 2))
    surveys = [start(context), start(context, "weekly-sleep")]
    browser = app.test_client()
    browser.get(family)
    browser.post(family, data={"day": "2026-11-23", "m-chinese": "20"})
    weekly = {"a-bedtime": "21:00", "a-wake": "6:50", "a-was_late": "no", "a-exercise": "60"}
    for survey, fields in zip(surveys, ({"a-load": "fit"}, weekly), strict=True):
        path = f"/q/{link(context, survey)}"
        browser.get(path)
        assert browser.post(path, data={"role": "parent", **fields}).status_code == 303

    first, second = rows(context.store, SurveyReply.__table__)
    everybodys = {"school_id", "school_class_id", "door", "consent_version"}
    people = {
        str(value)
        for table in (Reporter.__table__, Household.__table__)
        for row in rows(context.store, table)
        for name, value in row._mapping.items()
        if name not in everybodys and value is not None
    }
    # Nothing of a person's rows stands in a reply, and nothing joins two replies of one person.
    for reply in (first, second):
        text = " ".join(str(value) for value in reply)
        assert [value for value in people if value in text] == []
    assert {first.unit_hash, first.author_hash}.isdisjoint({second.unit_hash, second.author_hash})
    # No id made from the time, and no time: they would line replies up with reports.
    assert set(first._mapping) == {
        "school_id",
        "survey_id",
        "unit_hash",
        "author_hash",
        "school_class_id",
        "role",
        "batch",
        "is_counted",
        "answers",
        "texts_sealed",
        "consent_version",
    }
    # Whoever has the database, and not the key, cannot try every reporter and household either.
    (reporter,) = rows(context.store, Reporter.__table__)
    other = replace(context.keys, subject=b"x" * 32)
    tried = {
        value
        for unit in (f"household:{reporter.household_id}", f"device:{reporter.subject_id}")
        for value in _hashes(other, surveys[0], reporter.subject_id, unit, first.school_class_id)
    }
    known = _hashes(
        context.keys,
        surveys[0],
        reporter.subject_id,
        f"household:{reporter.household_id}",
        first.school_class_id,
    )
    stored = {value for reply in (first, second) for value in (reply.unit_hash, reply.author_hash)}
    assert tried.isdisjoint(stored)
    assert known <= stored  # with the key it would be seen: the test looks in the right place


def _hashes(keys: Keys, survey: Survey, subject: str, unit: str, class_id: int) -> set[str]:
    who = answering(keys, survey, class_id, subject, unit)
    return {who.unit_hash, who.author_hash}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_sqlite_keeps_no_order_of_arrival(cast: Cast, context: Context) -> None:
    start(context)
    with context.store.reading() as connection, pytest.raises(sa.exc.OperationalError):
        connection.execute(sa.text("SELECT rowid FROM survey_reply"))


def test_the_words_of_a_class_are_left_out_for_who_teaches_it(cast: Cast, context: Context) -> None:
    survey = start(context)
    for number in (1, 2):
        class_id = cast.school_class(3, number).id
        sealed = context.keys.seal(f'{{"suggestion": "话{number}"}}')
        who = answering(context.keys, survey, class_id, f"device {number}", f"device:{number}")
        keep(context, who, replace(SAID, texts_sealed=sealed))

    with context.store.reading() as connection:
        taught = {cast.school_class(3, 2).id}
        assert texts_of(connection, context.keys, survey, taught) == {"suggestion": ["话1"]}


def test_a_round_keeps_its_questions_as_they_were(cast: Cast, context: Context) -> None:
    assert start(context).definition == EVERY_KIND


def test_every_link_is_of_a_class_or_the_teachers(cast: Cast, context: Context) -> None:
    start(context, roles=frozenset(Respondent))

    classes = [row.school_class_id for row in rows(context.store, SurveyLink.__table__)]
    assert len(classes) == 5
    assert classes.count(None) == 1


def test_a_round_begun_before_eight_in_the_morning_began_that_day(
    cast: Cast, context: Context, clock: FrozenClock
) -> None:
    """In UTC it is still yesterday then, and on the first of September yesterday's grade."""
    clock.jump(datetime(2027, 9, 1, 7, 0, tzinfo=SHANGHAI))
    survey = again(context, start(context).number)

    with context.store.reading() as connection:
        named = [each.slug(survey.opened_on) for _, each in links_of(connection, survey) if each]
    assert survey.opened_on == date(2027, 9, 1)
    assert named == ["3-1", "3-2", "3-3", "3-4"]
