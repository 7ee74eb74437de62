"""A slip's fourth device: answered in every byte like the first, and counted nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from clock import FrozenClock
from context import Context
from homework.plan import SchoolPlan, Trust
from models.days.silence import _most_alike, _reports
from models.families.places import MAX_DEVICES
from models.families.reporters import Place, Reporter
from models.families.slips import close_slip
from models.reporting.reports import NO_UNIT, ReportRow
from tests.handlers.pages.test_one_person import counted, open_and_send, slip
from tests.people import Cast

MONDAY = "2026-11-23"
SLIP = "k7m2xq4p"
PATH = f"/h/{SLIP}"
Seen = tuple[int, str, tuple[tuple[str, str], ...]]


@pytest.fixture(params=[Trust.CLASS, Trust.HOUSEHOLD])
def plan(plan: SchoolPlan, request: pytest.FixtureRequest) -> SchoolPlan:
    return replace(plan, trust=request.param)


@pytest.fixture
def household_id(context: Context, cast: Cast) -> int:
    return slip(context, cast.school_class(3, 2).id, SLIP)


def _seen(answer: Any) -> Seen:
    """Status, body and headers, without the tokens that differ between any two requests."""
    body = answer.get_data(as_text=True)
    body = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", body)
    body = re.sub(r'(name="report" value=")\d+', r"\1", body)
    headers = [
        (
            name,
            re.sub(r"=[^;]*; (Expires=[^;]*;)?", "=", value, count=1)
            if name == "Set-Cookie"
            else value,
        )
        for name, value in answer.headers
        if name != "Content-Length"
    ]
    return answer.status_code, body, tuple(headers)


def _visit(phone: FlaskClient, poster: str) -> list[Seen]:
    """Everything a family does with its slip, and everything it can look at."""
    first = {"day": MONDAY, "m-chinese": "20", "c-chinese": "抄写"}
    seen = [
        phone.get(PATH),
        phone.post(PATH, data={"day": MONDAY, "x-chinese": "999"}),
        phone.post(PATH, data=first),
        phone.get(f"{PATH}/done?day={MONDAY}"),
        phone.get(PATH),
        phone.post(PATH, data=first),  # a double tap
        phone.post(PATH, data={"day": MONDAY, "m-maths": "240", "sure": "1"}),
        phone.get(f"{PATH}/done?day={MONDAY}"),
        phone.get(poster),
        phone.post(poster, data={"day": MONDAY, "m-english": "15"}),
        phone.get(f"{poster}/done?day={MONDAY}"),
        phone.post(PATH, data={"day": "2026-11-20", "m-maths": "10"}),  # closed
        phone.get(f"{PATH}/no"),
        phone.get("/me"),
        phone.get("/me/download"),
        phone.get("/me/download?as=csv"),
    ]
    return [_seen(each) for each in seen]


def test_every_device_is_answered_alike_byte_for_byte(
    app: Flask, cast: Cast, household_id: int
) -> None:
    poster = f"/r/{cast.school_class(3, 2).public_link}"

    visits = [_visit(app.test_client(), poster) for _ in range(MAX_DEVICES + 3)]

    for place, visit in enumerate(visits[1:], 2):
        for step, (first, this) in enumerate(zip(visits[0], visit, strict=True)):
            assert first == this, f"device {place}, step {step}"


def test_no_device_costs_the_database_more_questions_than_another(
    app: Flask, context: Context, household_id: int
) -> None:
    asked = []
    for _ in range(MAX_DEVICES + 2):
        phone = app.test_client()
        phone.get(PATH)
        with _statements(context) as statements:
            phone.post(PATH, data={"day": MONDAY, "m-chinese": "20"})
            phone.post(PATH, data={"day": MONDAY, "m-chinese": "30"})
        asked.append(list(statements))

    assert asked[0]
    assert all(each == asked[0] for each in asked)


@contextmanager
def _statements(context: Context) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        # What is left of a write's deadline, in milliseconds, is the machine's, not the device's.
        said.append(re.sub(r"(statement_timeout = )\d+", r"\1", statement))

    sa.event.listen(context.store.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(context.store.engine, "before_cursor_execute", note)


def test_the_fourth_and_fifth_change_no_figure_and_are_no_lead(
    app: Flask, cast: Cast, context: Context, household_id: int, clock: FrozenClock
) -> None:
    for minutes in ("30", "40", "50"):
        open_and_send(app.test_client(), PATH, m_maths=minutes)
        clock.forward(timedelta(minutes=1))
    assert counted(context, cast) == ([30], 0)

    for _ in range(2):
        open_and_send(
            app.test_client(), PATH, x_maths="240", sure="1", irregularity="punitive_copy"
        )

    assert counted(context, cast) == ([30], 0)
    key, day = cast.school_class(3, 2).id, context.clock.now().date()
    with context.store.reading() as connection:
        assert _reports(connection, "shifan", [day]) == {(key, day): 3}
        assert _most_alike(connection, "shifan", [key], [day]) == {(key, day): 1}


def test_what_the_fourth_said_by_the_poster_before_it_scanned_counts_no_more(
    app: Flask, cast: Cast, context: Context, household_id: int
) -> None:
    fourth = app.test_client()
    open_and_send(fourth, f"/r/{cast.school_class(3, 2).public_link}", m_maths="60")
    for _ in range(MAX_DEVICES):
        open_and_send(app.test_client(), PATH, m_maths="30")

    open_and_send(fourth, PATH, m_maths="60")
    open_and_send(fourth, f"/r/{cast.school_class(3, 2).public_link}", m_maths="70")

    assert counted(context, cast) == ([30], 0)


def test_the_fourth_keeps_corrects_and_deletes_what_it_said(
    app: Flask, context: Context, household_id: int
) -> None:
    for _ in range(MAX_DEVICES):
        open_and_send(app.test_client(), PATH, m_maths="30")
    fourth = app.test_client()
    open_and_send(fourth, PATH, m_maths="60", c_maths="口算本")
    assert "40" in open_and_send(fourth, PATH, m_maths="40", c_maths="口算本")
    assert "口算本" in fourth.get("/me").get_data(as_text=True)

    assert fourth.post("/me/delete").status_code == 303

    with context.store.reading() as connection:
        assert len(connection.scalars(sa.select(ReportRow.id)).all()) == MAX_DEVICES
        assert len(connection.scalars(sa.select(Reporter.id)).all()) == MAX_DEVICES


def places(context: Context) -> list[str]:
    with context.store.reading() as connection:
        return list(connection.scalars(sa.select(Reporter.place).order_by(Reporter.id)))


@pytest.mark.parametrize("leaving", ["/me/delete", "/me/withdraw-consent"])
def test_who_leaves_makes_room_for_the_one_that_waits_longest(
    app: Flask, context: Context, cast: Cast, household_id: int, leaving: str
) -> None:
    phones = [app.test_client() for _ in range(MAX_DEVICES + 2)]
    for phone in phones:
        open_and_send(phone, PATH, m_maths="30")
    waits = [Place.WAITS, Place.WAITS]
    assert places(context)[MAX_DEVICES:] == waits

    for phone in phones[:MAX_DEVICES]:
        assert phone.post(leaving).status_code == 303
    assert counted(context, cast) == ([], 0)  # nothing said before counts after all
    open_and_send(phones[-1], PATH, m_maths="50")

    assert places(context)[-2:] == [Place.SPEAKS] * 2
    assert counted(context, cast) == ([50], 0)


def test_a_chat_of_a_fourth_device_is_kept_as_quietly(
    app: Flask, cast: Cast, context: Context, household_id: int
) -> None:
    for _ in range(MAX_DEVICES):
        open_and_send(app.test_client(), PATH, m_maths="30")

    assert cast.say("张", f"绑定 {SLIP}").startswith("已绑定三年级2班")
    assert "线索" not in cast.say("张", "数学卷子200分钟")

    assert counted(context, cast) == ([30], 0)
    with context.store.reading() as connection:
        units = connection.scalars(sa.select(ReportRow.unit_id)).all()
    assert sorted(units) == [NO_UNIT] + [household_id] * MAX_DEVICES


def test_a_slip_that_is_closed_lets_its_fourth_go_like_the_others(
    app: Flask, context: Context, household_id: int
) -> None:
    for _ in range(MAX_DEVICES + 1):
        open_and_send(app.test_client(), PATH, m_maths="30")

    context.store.write(lambda each: close_slip(each, "shifan", SLIP, context.clock.now()))

    assert places(context) == [Place.SPEAKS] * (MAX_DEVICES + 1)
