"""Chat and page of one parent are one unit; a link that went round folds nobody else into it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from clock import FrozenClock
from context import Context
from handlers.links import LINK_LASTS
from homework.plan import SchoolPlan, Trust
from homework.policy.rules import Measure
from models.days.judging import verdicts_for
from models.families.linking import MOST_LINKED
from models.families.reporters import Household, Reporter
from models.reporting.reports import ReportRow
from models.staff.people import hash_secret
from tests.handlers.pages.test_slips import issue
from tests.people import Cast

MONDAY = "2026-11-23"
SLIP = "k7m2xq4p"


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """The browser inside WeChat."""
    return app.test_client()


def chat_link(cast: Cast, person: str = "张") -> str:
    """The path of the report page in what the chat answers."""
    found = re.search(r"http://school.test(/r/\S+)", cast.say(person, "帮助"))
    assert found
    return found[1]


def open_and_send(browser: FlaskClient, path: str, **fields: str) -> str:
    """Open the form, send it with what it carries; the receipt's words."""
    form = browser.get(path).get_data(as_text=True)
    hidden = dict(re.findall(r'type="hidden" name="(via|consent)" value="([^"]+)"', form))
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    answer = browser.post(path.partition("?")[0], data={"day": MONDAY, **hidden, **named})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return browser.get(answer.location).get_data(as_text=True)


def counted(context: Context, cast: Cast, grade: int = 3, number: int = 2) -> tuple[list[int], int]:
    """Written minutes of every unit that counts, and how many leads there are, as judging sees it."""
    school_class, day = cast.school_class(grade, number), context.clock.now().date()
    verdicts = context.store.write(
        lambda connection: verdicts_for(connection, context.plans["shifan"], school_class, day)
    )
    [written] = [each for each in verdicts if each.rule.measure is Measure.WRITTEN_MINUTES]
    return list(written.lows), written.units_total - written.units


def test_a_parent_who_reports_in_the_chat_and_on_the_page_counts_once_by_what_came_last(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    clock.forward(timedelta(minutes=1))

    receipt = open_and_send(phone, chat_link(cast), m_maths="40")

    assert counted(context, cast) == ([40], 0)
    assert "两处算一户,以最后说的一份为准" in receipt
    clock.forward(timedelta(minutes=1))
    cast.say("张", "数学不对,是20")
    assert counted(context, cast) == ([20], 0)


def test_the_page_comes_first_and_the_chat_after_it_and_still_it_is_one(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    open_and_send(phone, chat_link(cast), m_maths="40")
    clock.forward(timedelta(minutes=30))

    cast.say("张", "数学口算25分钟")

    assert counted(context, cast) == ([25], 0)


def test_a_device_that_reported_by_the_poster_before_joins_with_what_it_said(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    path = chat_link(cast)
    open_and_send(phone, path.partition("?")[0], m_maths="40")
    cast.say("张", "数学口算30分钟")
    assert len(counted(context, cast)[0]) == 2
    clock.forward(timedelta(minutes=1))

    open_and_send(phone, chat_link(cast), m_maths="50")

    assert counted(context, cast) == ([50], 0)


def test_the_page_shows_nothing_of_what_the_chat_was_told(phone: FlaskClient, cast: Cast) -> None:
    cast.say("张", "数学口算30分钟")
    path = chat_link(cast)

    assert "口算" not in phone.get(path).get_data(as_text=True)
    receipt = open_and_send(phone, path, m_chinese="20")
    assert "口算" not in receipt
    assert "口算" not in phone.get(path).get_data(as_text=True)
    assert "口算" not in phone.get("/me").get_data(as_text=True)


def test_looking_at_a_link_joins_nobody(phone: FlaskClient, cast: Cast, context: Context) -> None:
    phone.get(chat_link(cast))

    with context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(Reporter)) == 0


def test_a_form_that_lay_open_longer_than_the_link_still_joins(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    path = chat_link(cast)
    form = phone.get(path).get_data(as_text=True)
    [via] = re.findall(r'name="via" value="([^"]+)"', form)
    clock.forward(timedelta(hours=2))

    phone.post(path.partition("?")[0], data={"day": MONDAY, "via": via, "m-maths": "40"})

    assert counted(context, cast) == ([40], 0)


def test_a_link_past_its_ten_minutes_is_the_posters_page(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    path = chat_link(cast)
    clock.forward(LINK_LASTS)

    open_and_send(phone, path, m_maths="40")

    assert counted(context, cast) == ([30, 40], 0)


def test_what_one_device_was_shown_is_worth_nothing_on_another(
    app: Flask, phone: FlaskClient, cast: Cast, context: Context
) -> None:
    cast.say("张", "数学口算30分钟")
    path = chat_link(cast)
    [via] = re.findall(r'name="via" value="([^"]+)"', phone.get(path).get_data(as_text=True))
    other = app.test_client()
    other.get(path.partition("?")[0])

    other.post(path.partition("?")[0], data={"day": MONDAY, "via": via, "m-maths": "40"})

    assert len(counted(context, cast)[0]) == 2


def test_a_link_that_went_round_the_class_leaves_the_others_their_votes(
    app: Flask, cast: Cast, context: Context
) -> None:
    path = chat_link(cast)
    for _ in range(MOST_LINKED + 3):
        open_and_send(app.test_client(), path, m_maths="40")

    assert len(counted(context, cast)[0]) == 1 + 3


def test_who_stops_following_leaves_the_pages_report_where_it_is(
    phone: FlaskClient, cast: Cast, context: Context
) -> None:
    cast.say("张", "数学口算30分钟")
    open_and_send(phone, chat_link(cast), m_maths="40")

    cast.event("张", "unsubscribe")

    assert counted(context, cast) == ([40], 0)
    with context.store.reading() as connection:
        assert connection.scalars(sa.select(Reporter.linked_to)).all() == [None]


def slip(context: Context, school_class_id: int, name: str) -> int:
    """A family's slip: /h/<name>, and <name> for the chat."""
    household_id = issue(context, school_class_id, f"/h/{name}")
    code = hash_secret(name)
    context.store.write(
        lambda connection: connection.execute(
            sa.update(Household).where(Household.id == household_id).values(code_hash=code)
        )
    )
    return household_id


class TestWithASlip:
    """A slip on one side binds both."""

    @pytest.fixture
    def plan(self, plan: SchoolPlan) -> SchoolPlan:
        return replace(plan, trust=Trust.HOUSEHOLD)

    @pytest.fixture
    def household_id(self, context: Context, cast: Cast) -> int:
        return slip(context, cast.school_class(3, 2).id, SLIP)

    def units(self, context: Context) -> list[Any]:
        with context.store.reading() as connection:
            return list(connection.scalars(sa.select(ReportRow.unit_id)))

    def test_a_follower_bound_in_the_chat_counts_on_the_page(
        self,
        phone: FlaskClient,
        cast: Cast,
        context: Context,
        household_id: int,
        clock: FrozenClock,
    ) -> None:
        cast.say("张", "绑定 k7m2xq4p")
        cast.say("张", "数学口算30分钟")
        clock.forward(timedelta(minutes=1))

        open_and_send(phone, chat_link(cast), m_maths="40")

        assert counted(context, cast) == ([40], 0)
        assert self.units(context) == [household_id] * 2

    def test_a_slip_scanned_on_the_page_binds_the_chat_it_is_linked_with(
        self,
        phone: FlaskClient,
        cast: Cast,
        context: Context,
        household_id: int,
        clock: FrozenClock,
    ) -> None:
        cast.say("张", "数学口算30分钟")
        open_and_send(phone, chat_link(cast), m_maths="40")
        assert counted(context, cast) == ([], 1)
        clock.forward(timedelta(minutes=1))

        open_and_send(phone, f"/h/{SLIP}", m_maths="45")

        assert counted(context, cast) == ([45], 0)
        assert self.units(context) == [household_id] * 2

    def test_a_slip_scanned_first_draws_the_chat_in_by_its_link(
        self,
        phone: FlaskClient,
        cast: Cast,
        context: Context,
        household_id: int,
        clock: FrozenClock,
    ) -> None:
        open_and_send(phone, f"/h/{SLIP}", m_maths="45")
        cast.say("张", "数学口算30分钟")
        clock.forward(timedelta(minutes=1))

        open_and_send(phone, chat_link(cast), m_maths="50")

        assert counted(context, cast) == ([50], 0)
        assert self.units(context) == [household_id] * 2

    def test_a_phone_with_chat_and_page_is_one_of_three_devices(
        self, app: Flask, phone: FlaskClient, cast: Cast, context: Context, household_id: int
    ) -> None:
        cast.say("张", "绑定 k7m2xq4p")
        open_and_send(phone, chat_link(cast), m_maths="40")

        for _ in range(2):
            open_and_send(app.test_client(), f"/h/{SLIP}", m_maths="45")

        assert len(counted(context, cast)[0]) == 1

    def test_two_children_have_a_unit_in_each_class(
        self, phone: FlaskClient, cast: Cast, context: Context, household_id: int
    ) -> None:
        slip(context, cast.school_class(5, 1).id, "r4t8w2z6")
        cast.say("张", "绑定 k7m2xq4p")
        cast.say("张", "数学口算30分钟")
        cast.say("张", "绑定 r4t8w2z6")
        cast.say("张", "五年级1班 语文作文40分钟")

        open_and_send(phone, chat_link(cast), m_chinese="45")

        assert len(counted(context, cast, 5, 1)[0]) == 1
        assert counted(context, cast) == ([30], 0)
