"""Whom to tell and when: decision tables, one remark a row."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from homework.alerts import (
    RETRY_AFTER,
    Audience,
    Sent,
    Situation,
    Told,
    after_quota,
    audiences,
    is_grave,
    is_unanswered,
    next_opening,
    next_try_at,
)
from homework.days import SHANGHAI
from homework.plan import Alerts
from homework.policy import Severity

A = Audience
USUAL = {A.OPERATOR, A.OWN_TEACHERS, A.GROUP}
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=SHANGHAI)


def at(words: str, day: int = 0) -> datetime:
    hour, minute = words.split(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


@pytest.mark.parametrize(
    ("situation", "told"),
    [
        (Situation(), USUAL),
        (Situation(is_grave=True), USUAL | {A.PRINCIPAL}),
        (Situation(Severity.PRINCIPLE), USUAL),
        # An accusation of a person: nobody but the principal, no robot, no teacher.
        (Situation(Severity.CONFIDENTIAL), {A.PRINCIPAL}),
        (Situation(Severity.CONFIDENTIAL, is_grave=True, is_first=True), {A.PRINCIPAL}),
        # The week's first breach is settled inside the grade; the second is everybody's.
        (Situation(Severity.GRADE_LEADER_FIRST, is_first=True), {A.GRADE_LEADER}),
        (Situation(Severity.GRADE_LEADER_FIRST, is_first=False), USUAL),
        # A hard rule knows no first breach.
        (Situation(Severity.HARD, is_first=True), USUAL),
    ],
)
def test_who_hears_of_a_suspected_class(situation: Situation, told: set[Audience]) -> None:
    assert audiences(situation) == told


@pytest.mark.parametrize(
    ("measured", "limit", "punitive", "grave"),
    [(89, 60, False, False), (90, 60, False, True), (None, 0, False, False), (None, 0, True, True)],
)
def test_half_as_much_again_or_punishment_is_grave(
    measured: int | None, limit: int, punitive: bool, grave: bool
) -> None:
    assert is_grave(measured, limit, punitive=punitive) is grave


@pytest.mark.parametrize(
    ("now", "sent", "audience", "opening"),
    [
        # The first one goes at once, and opens a window of ten minutes.
        (at("20:00"), [], A.OPERATOR, at("20:00")),
        (at("20:09"), [at("20:00")], A.OPERATOR, at("20:10")),
        (at("20:10"), [at("20:00")], A.OPERATOR, at("20:10")),
        # Quiet hours: with the digest.
        (at("22:29"), [], A.OPERATOR, at("22:29")),
        (at("22:30"), [], A.OPERATOR, at("7:05", 1)),
        (at("0:30"), [], A.OPERATOR, at("7:05")),
        (at("6:59"), [], A.OPERATOR, at("7:05")),
        (at("7:00"), [], A.OPERATOR, at("7:00")),
        # A window that ends in quiet hours.
        (at("22:25"), [at("22:20")], A.OPERATOR, at("7:05", 1)),
        # Six an evening; what was sent in the morning is not the evening's.
        (at("20:00"), [at("16:00")] * 6, A.OPERATOR, at("7:05", 1)),
        (at("20:00"), [at("16:00")] * 5, A.OPERATOR, at("20:00")),
        (at("20:00"), [at("9:00")] * 6, A.OPERATOR, at("20:00")),
        (at("20:00"), [at("16:00")] * 6, A.GROUP, at("20:00")),
        # A principal: two a day, the digest among them.
        (at("20:00"), [at("7:05")], A.PRINCIPAL, at("20:00")),
        (at("20:00"), [at("7:05"), at("10:00")], A.PRINCIPAL, at("7:05", 1)),
        (at("20:00"), [at("18:00", -1)] * 3, A.PRINCIPAL, at("20:00")),
        # The clock was set back: a push from the future closes no window.
        (at("20:00"), [at("23:00")], A.GROUP, at("20:00")),
    ],
)
def test_when_the_next_push_may_go(
    now: datetime, sent: list[datetime], audience: Audience, opening: datetime
) -> None:
    assert next_opening(now, [Sent(each) for each in sent], Alerts(), audience, True) == opening


@pytest.mark.parametrize(
    ("is_alert_sent", "is_alert_waiting", "opening"),
    [
        (False, True, at("20:05")),  # a spot-check list went out; a suspected class does not wait
        (False, False, at("20:10")),
        (True, True, at("20:10")),
        (True, False, at("20:10")),
    ],
)
def test_only_an_alert_holds_an_alert_back(
    is_alert_sent: bool, is_alert_waiting: bool, opening: datetime
) -> None:
    sent = [Sent(at("20:00"), is_alert_sent)]

    assert next_opening(at("20:05"), sent, Alerts(), A.OPERATOR, is_alert_waiting) == opening


def test_quiet_hours_may_lie_within_one_day() -> None:
    midday = Alerts(quiet_from=time(12, 0), quiet_until=time(14, 0))

    assert next_opening(at("13:00"), [], midday, A.OPERATOR, True) == at("14:00")
    assert next_opening(at("23:00"), [], midday, A.OPERATOR, True) == at("23:00")


def test_a_school_quiet_until_eight_gets_its_digest_at_eight() -> None:
    late = Alerts(quiet_until=time(8, 0))

    assert next_opening(at("7:30"), [], late, A.OPERATOR, True) == at("8:00")


def test_tries_follow_the_first_at_fixed_distances() -> None:
    first = at("20:00")
    tries = [next_try_at(first, attempts, first) - first for attempts in range(1, 6)]

    assert [wait.total_seconds() for wait in tries] == list(RETRY_AFTER[1:])
    assert next_try_at(first, 6, at("20:07")) == at("20:12")


def test_a_used_up_quota_is_tried_again_after_midnight() -> None:
    assert after_quota(at("20:00")) == at("0:05", 1)


@pytest.mark.parametrize(
    ("told", "unanswered"),
    [
        ([], False),  # nobody was asked: it is not the operators' case
        ([Told(at("20:00"), is_lost=False)], True),  # half an hour
        ([Told(at("20:01"), is_lost=False)], False),
        ([Told(at("20:29"), is_lost=True)], True),  # certainly reached nobody: at once
        ([Told(at("20:29"), is_lost=True), Told(at("20:29"), is_lost=False)], False),
    ],
)
def test_when_a_case_goes_to_the_next_role(told: list[Told], unanswered: bool) -> None:
    assert is_unanswered(told, at("20:30")) is unanswered
