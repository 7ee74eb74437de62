"""Retention: each kind of row is there a day before its time is over and gone after it; the class's
figures stay. A row of docs/privacy.md with a keeping time has its row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework import retention as keep
from homework.days import SchoolCalendar
from models.account.followers import Follower
from models.account.reply_windows import ReplyWindow
from models.cases.calls import Call
from models.database.base import UtcDateTime
from models.days.overloads import Overload
from models.days.verdicts import VerdictRow
from models.families.reporters import Household, Reporter
from models.pushes.outbox import Push
from models.registers.revisions import RegisterRow
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import ReportRow
from models.spot_checks.records import SpotSeed
from models.staff.audit import AuditEntry
from models.staff.console_sessions import EntryLink
from models.staff.duty import DutyWeek
from models.staff.people import ConsoleSession, LoginCode, StaffMember
from models.surveys.questionnaires import Survey, SurveyCode, SurveyLink, SurveyReply
from scheduler.jobs.retire import retire
from tests.conftest import EVENING
from tests.people import Cast
from tests.scheduler.test_tidy import shift_of

MONDAY = date(2026, 11, 23)
TERM_OVER = date(2027, 1, 31)
S = "shifan"


@pytest.fixture
def school_class_id(cast: Cast) -> int:
    return cast.school_class(3, 2).id


USUAL = {str: "-", int: 0, bool: False, dict: {}, date: MONDAY, datetime: EVENING}


def filled(table: Any, **values: Any) -> sa.Insert:
    """An insert with something harmless in every column that must not be empty."""
    whole = dict(values)
    for column in table.__table__.c:
        is_needed = not column.nullable and column.name not in whole
        if is_needed:
            is_moment = isinstance(column.type, UtcDateTime)
            kind = datetime if is_moment else column.type.python_type
            whole[column.name] = USUAL.get(kind)
    return sa.insert(table).values(whole)


def put(context: Context, *rows: sa.Insert) -> None:
    def job(connection: sa.Connection) -> None:
        for row in rows:
            connection.execute(row)

    context.store.write(job)


def count(context: Context, table: Any, *conditions: Any) -> int:
    with context.store.reading() as connection:
        query = sa.select(sa.func.count()).select_from(table).where(*conditions)
        return connection.scalar(query) or 0


def a_report(context: Context, school_class_id: int, content: str = "抄写第五课") -> None:
    now = context.clock.now()
    put(
        context,
        filled(
            Reporter,
            school_id=S,
            id=1,
            subject_id="s" * 32,
            door="page",
            first_seen_at=now,
            consent_version=1,
            consented_at=now,
        ),
        filled(
            ReportRow,
            school_id=S,
            id=1,
            school_class_id=school_class_id,
            day=MONDAY,
            reporter_id=1,
            unit_id=1,
            door="page",
            received_at=now,
            changed_at=now,
            counts=True,
        ),
        filled(
            AssignmentRow,
            school_id=S,
            report_id=1,
            position=0,
            subject="语文",
            content=content,
        ),
    )


def a_verdict(context: Context, school_class_id: int, units: int) -> None:
    put(
        context,
        filled(
            VerdictRow,
            school_id=S,
            school_class_id=school_class_id,
            day=MONDAY,
            rule_id=f"cap-{units}",
            outcome="within",
            units=units,
            judged_at=context.clock.now(),
        ),
    )


def run(context: Context, clock: FrozenClock, day: date) -> None:
    """The small hours of a day."""
    clock.forward(datetime.combine(day, time(3, 0), SHANGHAI) - clock.now())
    shift = shift_of(context)
    shift.renew()
    retire(shift)
    shift.end()


def test_words_go_after_thirty_days_and_the_report_a_month_after_its_term(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    a_report(context, school_class_id)
    has_words = AssignmentRow.content != ""

    run(context, clock, MONDAY + timedelta(days=30))
    assert count(context, AssignmentRow, has_words) == 1
    run(context, clock, MONDAY + timedelta(days=31))
    assert count(context, AssignmentRow, has_words) == 0

    run(context, clock, TERM_OVER + timedelta(days=30))
    assert count(context, ReportRow) == count(context, AssignmentRow) == 1
    run(context, clock, TERM_OVER + timedelta(days=31))
    assert count(context, ReportRow) == count(context, AssignmentRow) == 0


def test_a_classs_figures_stay_three_years_unless_few_families_are_behind_them(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    a_verdict(context, school_class_id, units=4)
    a_verdict(context, school_class_id, units=5)

    run(context, clock, TERM_OVER + timedelta(days=31))
    with context.store.reading() as connection:
        assert connection.scalars(sa.select(VerdictRow.units)).all() == [5]

    run(context, clock, MONDAY + timedelta(days=3 * 365 + 1))
    assert count(context, VerdictRow) == 1
    run(context, clock, MONDAY + timedelta(days=3 * 365 + 2))
    assert count(context, VerdictRow) == 0


def test_a_case_goes_after_three_years_with_all_that_hangs_on_it_and_its_calls_earlier(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    now = clock.now()
    put(
        context,
        filled(
            Overload,
            school_id=S,
            id=7,
            school_class_id=school_class_id,
            day=MONDAY,
            severity="hard",
            state="suspected",
            opened_at=now,
        ),
        filled(Call, school_id=S, overload_id=7, place=1, list_number=9),
    )

    run(context, clock, MONDAY + timedelta(days=180))
    assert count(context, Call) == 1
    run(context, clock, MONDAY + timedelta(days=181))
    assert (count(context, Call), count(context, Overload)) == (0, 1)

    put(context, filled(Call, school_id=S, overload_id=7, place=2, list_number=3))
    run(context, clock, MONDAY + timedelta(days=3 * 365 + 2))
    assert (count(context, Call), count(context, Overload)) == (0, 0)


def test_replies_lose_their_words_and_their_trace_and_keep_their_answers(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    now = clock.now()
    put(
        context,
        filled(Survey, school_id=S, id=5, number=1, opens_at=now, closes_at=now),
        filled(SurveyLink, school_id=S, link="abc", survey_id=5, school_class_id=school_class_id),
        filled(SurveyCode, school_id=S, link="abc", code_hash="c" * 64),
        filled(
            SurveyReply,
            school_id=S,
            survey_id=5,
            unit_hash="a" * 32,
            author_hash="b" * 32,
            school_class_id=school_class_id,
            role="parent",
            answers={"sleep": "yes"},
            texts_sealed="sealed",
        ),
    )

    run(context, clock, MONDAY + timedelta(days=30))
    assert count(context, SurveyReply, SurveyReply.unit_hash == "a" * 32) == 1
    run(context, clock, MONDAY + timedelta(days=31))

    with context.store.reading() as connection:
        row = connection.execute(sa.select(*SurveyReply.__table__.c)).one()
    assert (row.answers, row.texts_sealed) == ({"sleep": "yes"}, "")
    assert "a" * 32 not in (row.unit_hash, row.author_hash)
    assert "b" * 32 not in (row.unit_hash, row.author_hash)
    assert count(context, SurveyCode) == 0

    run(context, clock, MONDAY + timedelta(days=3 * 365 + 2))
    assert count(context, SurveyReply) == 0


@dataclass(frozen=True)
class Kind:
    """A kind of row, made now, and how long it is kept."""

    table: Any
    lasts: timedelta
    values: Callable[[Any], dict[str, Any]]


STAFF = {"school_id": S, "id": 3, "role": "dean", "name": "王"}
KINDS = {
    "slip, closed": Kind(Household, timedelta(days=30), lambda now: {"closed_at": now}),
    "slip, never closed": Kind(Household, timedelta(days=400), lambda now: {"issued_at": now}),
    "consent": Kind(
        Reporter,
        timedelta(days=3 * 365 + 1),
        lambda now: {"id": 2, "subject_id": "q" * 32, "consented_at": now, "first_seen_at": now},
    ),
    "link into the console": Kind(
        EntryLink, timedelta(days=1), lambda now: {"staff_id": 3, "expires_at": now}
    ),
    "session": Kind(ConsoleSession, timedelta(days=1), lambda now: {"staff_id": 3, "seen_at": now}),
    "login code": Kind(LoginCode, timedelta(days=1), lambda now: {"expires_at": now}),
    "reply window": Kind(ReplyWindow, timedelta(days=1), lambda now: {"closes_at": now}),
    "push": Kind(Push, timedelta(days=180), lambda now: {"created_at": now, "state": "failed"}),
    "audit": Kind(AuditEntry, timedelta(days=3 * 365 + 1), lambda now: {"at": now}),
    "duty": Kind(DutyWeek, timedelta(days=3 * 365 + 1), lambda now: {"monday": MONDAY}),
    "register": Kind(RegisterRow, timedelta(days=3 * 365 + 1), lambda now: {"revision": 1}),
    "spot check": Kind(SpotSeed, timedelta(days=3 * 365 + 1), lambda now: {}),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_row_is_kept_as_long_as_it_says_and_no_longer(
    context: Context, clock: FrozenClock, school_class_id: int, name: str
) -> None:
    kind, now = KINDS[name], clock.now()
    put(context, filled(StaffMember, **STAFF))
    given = {"school_id": S, "account_id": "main", "school_class_id": school_class_id, "id": 2}
    known = {column.name for column in kind.table.__table__.c}
    values = {key: value for key, value in given.items() if key in known} | kind.values(now)
    if "staff_id" in known:
        values["staff_id"] = 3
    before = count(context, kind.table)
    put(context, filled(kind.table, **values))

    run(context, clock, MONDAY + kind.lasts)
    assert count(context, kind.table) == before + 1
    run(context, clock, MONDAY + kind.lasts + timedelta(days=1))
    assert count(context, kind.table) == before


def test_who_left_keeps_a_name_in_the_record_and_no_way_into_wechat(
    context: Context, clock: FrozenClock
) -> None:
    put(
        context,
        filled(
            StaffMember,
            **STAFF,
            account_id="main",
            subject_id="t" * 32,
            left_at=clock.now(),
        ),
    )
    is_bound = StaffMember.subject_id == "t" * 32

    run(context, clock, MONDAY + timedelta(days=30))
    assert count(context, StaffMember, is_bound) == 1
    run(context, clock, MONDAY + timedelta(days=31))
    assert count(context, StaffMember, is_bound) == 0
    assert count(context, StaffMember, StaffMember.id == 3) == 1
    run(context, clock, MONDAY + timedelta(days=3 * 365 + 2))
    assert count(context, StaffMember, StaffMember.id == 3) == 0


def test_mistyped_codes_are_forgotten_the_next_day(context: Context, clock: FrozenClock) -> None:
    values = {"account_id": "main", "id": 1, "subject_id": "w" * 32, "is_subscribed": True}
    put(context, filled(Follower, **values, wrong_codes=3, wrong_codes_on=MONDAY))

    run(context, clock, MONDAY + timedelta(days=1))

    assert count(context, Follower, Follower.wrong_codes > 0) == 0


def test_it_runs_once_a_day_in_the_small_hours_and_catches_up(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    a_report(context, school_class_id)
    clock.forward(timedelta(days=40))  # 20:00, and it was missed yesterday
    shift = shift_of(context)
    shift.renew()
    assert retire(shift) == 1
    assert retire(shift) == 0

    clock.forward(timedelta(hours=24))  # 20:00: not its hour, and it ran yesterday
    put(context, sa.update(AssignmentRow).values(content="又写了"))  # type: ignore[arg-type]  # as good as an insert here
    shift.renew()
    assert retire(shift) == 0
    clock.forward(timedelta(hours=7))  # 03:00
    shift.renew()
    assert retire(shift) == 1


def test_a_stand_by_retires_nothing(
    context: Context, clock: FrozenClock, school_class_id: int
) -> None:
    a_report(context, school_class_id)
    clock.forward(timedelta(days=400))

    assert retire(shift_of(context)) == 0
    assert count(context, ReportRow) == 1


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 23), date(2026, 7, 31)),
        (date(2027, 3, 2), date(2026, 7, 31)),
        (date(2027, 3, 3), date(2027, 1, 31)),
    ],
)
def test_without_terms_a_term_ends_with_january_and_july(today: date, last: date) -> None:
    assert keep.reports_end(SchoolCalendar(), today) == last


def test_a_schools_own_terms_decide_where_it_has_any() -> None:
    terms = ((date(2026, 9, 1), date(2027, 1, 22)), (date(2027, 2, 22), date(2027, 7, 2)))
    calendar = SchoolCalendar(terms=terms)

    assert keep.reports_end(calendar, date(2027, 2, 21)) == date(2026, 7, 31)
    assert keep.reports_end(calendar, date(2027, 2, 22)) == date(2027, 1, 22)
