"""One select opens a conversation with everything a reply may depend on, on both stores."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from homework.report import (
    Assignment,
    Burden,
    Irregularity,
    Kind,
    Minutes,
    Report,
    Slot,
    Subject,
)
from models.account.conversations import Conversation, remember
from models.account.followers import choose_class
from models.account.memories import Memory
from models.account.opening_conversations import find_conversation
from models.families.reporters import Door, Reporter
from models.reporting.intake import Said, Speaker, take_in
from tests.models.conftest import School

FULL = Report(
    assignments=(
        Assignment(Subject.MATHS, "口算", Minutes(20, None), Kind.WRITTEN, Slot.NOON),
        Assignment(Subject.CHINESE, "背诵", None, Kind.ORAL, is_optional=True),
        Assignment(Subject.ENGLISH, done_at_school=True, family_added=True, minutes_included=True),
    ),
    stated_total=Minutes(40, 60),
    irregularities=frozenset({Irregularity.PARENT_HELP, Irregularity.PRINT_AT_HOME}),
    burdens=frozenset({Burden.EXAM}),
    difficulty=4,
    unknown_minutes_accepted=True,
)


def opened(school: School) -> Conversation:
    now = school.clock.now()
    return school.store.write(
        lambda connection: find_conversation(connection, "main", "zhang", school.day, now)
    )


def report(school: School, said: Report) -> None:
    about = school.about(3, 2)
    words = Said(Speaker("zhang", Door.CHAT), about, said, school.clock.now())
    school.store.write(lambda connection: choose_class(connection, "main", "zhang", about.key))
    school.store.write(lambda connection: take_in(connection, school.plan, words))


def test_nobody_is_a_conversation_with_nothing(school: School) -> None:
    assert opened(school) == Conversation(school.day)


def test_a_report_is_read_back_as_it_was_said(school: School) -> None:
    report(school, FULL)

    assert opened(school).report == FULL


def test_no_homework_is_a_report_too(school: School) -> None:
    report(school, Report(no_homework=True))

    assert opened(school).report == Report(no_homework=True)


def test_what_was_said_of_another_day_is_not_of_today(school: School) -> None:
    report(school, FULL)
    school.clock.forward(timedelta(days=1))

    found = opened(school)

    assert found.report is None
    assert found.reporter is not None


def test_the_reporter_carries_unit_and_consent(school: School) -> None:
    report(school, FULL)
    school.store.write(
        lambda connection: connection.execute(
            sa.update(Reporter).values(linked_to=7, consent_version=None)
        )
    )

    reporter = opened(school).reporter

    assert reporter is not None
    assert (reporter.linked_to, reporter.consent_version) == (7, None)


def test_an_open_question_ends_with_its_time(school: School) -> None:
    report(school, FULL)
    memory = Memory("kind", (1, 2), school.day, ((0, 300, None),))
    known = opened(school)
    school.store.write(
        lambda connection: remember(
            connection, ("main", "zhang"), known, memory, school.clock.now()
        )
    )
    while_open = opened(school)
    school.clock.forward(timedelta(minutes=30))
    expired = opened(school)

    assert (while_open.memory, while_open.remembers) == (memory, True)
    assert (expired.memory, expired.remembers) == (None, True)


def test_a_report_of_very_many_assignments_is_kept_whole(school: School) -> None:
    many = Report(tuple(Assignment(Subject.MATHS, f"第{n}题", Minutes(n, n)) for n in range(45)))
    report(school, many)

    assert opened(school).report == many
