"""The class is asked for its answer in time: at once, or still two school hours before its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa

from clock import SHANGHAI
from homework.alerts import Reason
from homework.cases import NOTICE_SCHOOL_HOURS, CheckWay
from homework.plan import Alerts, Publication, PublicationMode
from models.cases.acts import confirm
from models.hall.notices import Notice
from models.pushes.delivery import mark_sent
from models.pushes.outbox import Push
from tests.models.conftest import School
from tests.models.desk import Desk

EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI)


def suspected(school: School, alerts: Alerts, answer_until: time) -> Desk:
    """三年级2班 suspected at 20:00, every push of it sent."""
    publication = Publication(mode=PublicationMode.FORMAL, answer_until=answer_until)
    school.plan = replace(school.plan, publication=publication, alerts=alerts)
    school.clock.jump(EVENING)
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    desk = Desk(school.store, school.plan, school.clock)
    send_all(desk)
    return desk


def send_all(desk: Desk) -> list[Push]:
    claimed = desk.claim()
    for push in claimed:
        desk.write(mark_sent, push, str(push.id), desk.clock.now())
    return claimed


def asked_at(desk: Desk, school: School, minutes: int = 1) -> datetime:
    """Let the clock go on, step by step, until the prompt leaves for the homeroom teacher."""
    for _ in range(24 * 60 // minutes):
        gone = [each for each in send_all(desk) if each.recipient == f"staff:{school.homeroom.id}"]
        if any(each.reason in (Reason.PLEASE_ANSWER, Reason.TOGETHER) for each in gone):
            return school.clock.now()
        school.clock.forward(timedelta(minutes=minutes))
    raise AssertionError("nobody was asked within a day")


def confirm_now(school: School) -> datetime:
    """The dean finds it so; returns the hour at which the hall may name the class."""
    school.store.write(lambda c: confirm(c, school.act(school.dean, 1), CheckWay.REGISTER))
    with school.store.reading() as connection:
        begins_at: datetime | None = connection.scalar(sa.select(Notice.begins_at))
    assert begins_at is not None
    return begins_at


def school_hours_before(hour: datetime, told: datetime) -> timedelta:
    """School hours (8:00 to 16:00) from one moment to the other, in a week without days off."""
    day, total = told.replace(hour=8, minute=0), timedelta(0)
    while day < hour:
        total += max(timedelta(0), min(hour, day + timedelta(hours=8)) - max(told, day))
        day += timedelta(days=1)
    return total


def test_the_prompt_goes_at_once_where_the_teacher_was_not_just_written_to(school: School) -> None:
    desk = suspected(school, Alerts(), time(12, 0))
    school.clock.forward(timedelta(minutes=10))
    confirmed_at = school.clock.now()

    confirm_now(school)

    assert asked_at(desk, school) == confirmed_at


def test_just_after_an_alert_it_waits_for_the_end_of_that_window(school: School) -> None:
    desk = suspected(school, Alerts(), time(12, 0))
    school.clock.forward(timedelta(minutes=3))

    confirm_now(school)

    assert asked_at(desk, school) == EVENING + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("minutes", "per_evening", "quiet_until", "answer_until"),
    [
        (5, 6, time(7, 0), time(12, 0)),  # the window of the alert
        (5, 1, time(7, 0), time(10, 0)),  # an evening's most: the morning
        (145, 6, time(7, 0), time(10, 0)),
        (160, 6, time(7, 0), time(10, 0)),  # quiet hours
        (160, 6, time(7, 0), time(8, 30)),  # two hours of that day are not to be had
        (160, 6, time(9, 30), time(11, 0)),  # nor here, where the morning is quiet for long
        (5, 1, time(9, 30), time(11, 30)),
    ],
)
def test_whatever_holds_it_the_class_has_two_school_hours(
    school: School, minutes: int, per_evening: int, quiet_until: time, answer_until: time
) -> None:
    desk = suspected(school, Alerts(quiet_until=quiet_until, per_evening=per_evening), answer_until)
    school.clock.forward(timedelta(minutes=minutes))

    hour = confirm_now(school)

    assert school_hours_before(hour, asked_at(desk, school, 5)) >= NOTICE_SCHOOL_HOURS
