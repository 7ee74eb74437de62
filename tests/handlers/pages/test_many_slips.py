"""A person with more slips than children: answered alike, counted for three at most, and there last."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from clock import FrozenClock
from context import Context
from homework.days import open_days
from models.families.places import MOST_SLIPS, Surplus, surplus_of
from models.families.reporters import Place, Reporter
from models.families.slips import count_slips, replace_slip
from tests.handlers.pages.test_one_person import chat_link, counted, open_and_send, slip
from tests.people import Cast

CODES = [f"{letter}7m2xq4p" for letter in "abcdefgh"]


@pytest.fixture(autouse=True)
def household_ids(context: Context, cast: Cast) -> list[int]:
    """A class's eight slips, all of them photographed."""
    return [slip(context, cast.school_class(3, 2).id, code) for code in CODES]


def photograph(phone: FlaskClient, clock: FrozenClock) -> list[str]:
    """Report ten minutes by every slip; what the receipts said."""
    said = []
    for code in CODES:
        said.append(open_and_send(phone, f"/h/{code}", m_maths="10").replace(code, "…"))
        clock.forward(timedelta(minutes=1))
    return said


def test_one_device_counts_for_three_slips_and_is_told_the_same_by_all(
    app: Flask, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    said = photograph(app.test_client(), clock)

    assert len(set(said)) == 1
    assert counted(context, cast) == ([10] * MOST_SLIPS, 0)


def test_in_the_first_three_the_family_is_heard_before_it_and_it_takes_no_place(
    app: Flask, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    photograph(app.test_client(), clock)

    for code in CODES:
        for minutes in ("70", "80", "90"):
            open_and_send(app.test_client(), f"/h/{code}", m_maths=minutes)
            clock.forward(timedelta(minutes=1))

    assert counted(context, cast) == ([70] * len(CODES), 0)


def test_a_family_that_reported_first_is_not_moved(
    app: Flask, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    mother = app.test_client()
    open_and_send(mother, f"/h/{CODES[0]}", m_maths="70")
    clock.forward(timedelta(minutes=1))

    photograph(app.test_client(), clock)

    assert sorted(counted(context, cast)[0]) == [10, 10, 70]


def test_a_follower_who_binds_them_all_is_answered_alike_too(
    cast: Cast, context: Context, household_ids: list[int]
) -> None:
    said = {cast.say("张", f"绑定 {code}") for code in CODES}

    assert len(said) == 1
    with context.store.reading() as connection:
        rows = connection.execute(sa.select(Reporter.place, Reporter.household_id)).all()
    heard = {row.household_id for row in rows if Place(row.place).is_heard}
    assert heard == set(household_ids[:MOST_SLIPS])


def test_chat_and_linked_page_are_one_person_with_one_count_of_slips(
    app: Flask, cast: Cast, context: Context
) -> None:
    phone = app.test_client()
    open_and_send(phone, chat_link(cast), m_maths="20")
    for code in CODES[:2]:
        open_and_send(phone, f"/h/{code}", m_maths="20")
    for code in CODES[2:5]:
        cast.say("张", f"绑定 {code}")

    with context.store.reading() as connection:
        rows = connection.execute(sa.select(Reporter.place, Reporter.household_id)).all()
    heard = {row.household_id for row in rows if Place(row.place).is_heard and row.household_id}
    assert len(heard) == MOST_SLIPS


def test_the_school_is_told_how_many_and_nothing_of_whose(
    app: Flask, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    photograph(app.test_client(), clock)
    for _ in range(5):
        open_and_send(app.test_client(), f"/h/{CODES[7]}", m_maths="20")

    day, class_id = clock.now().date(), cast.school_class(3, 2).id
    with context.store.reading() as connection:
        assert surplus_of(connection, "shifan", day) == {class_id: Surplus(2, 1, len(CODES))}
        # What only the photographer used is not used: printing again ends it.
        assert count_slips(connection, "shifan", day)[class_id].used == MOST_SLIPS + 1


def test_slips_of_a_year_gone_by_are_nobodys(
    app: Flask, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    phone = app.test_client()
    for code in CODES[:3]:
        open_and_send(phone, f"/h/{code}", m_maths="20")
    clock.forward(timedelta(days=300))
    new = slip(context, cast.school_class(3, 2).id, "z9z9z9z9")
    assert new

    page = phone.get("/h/z9z9z9z9").get_data(as_text=True)
    [day] = set(re.findall(r'name="day" value="([^"]+)"', page))
    hidden = dict(re.findall(r'type="hidden" name="(consent)" value="([^"]+)"', page))
    answer = phone.post("/h/z9z9z9z9", data={"day": day, "m-maths": "30", **hidden})

    assert answer.status_code == 303
    with context.store.reading() as connection:
        place = connection.scalar(sa.select(Reporter.place).where(Reporter.household_id == new))
    assert place == Place.SPEAKS


class TestAFamilyThatFindsItsSlipUsed:
    """It asks 教导处 for a new one: nothing has to be proved but the old paper."""

    def replaced(self, context: Context, clock: FrozenClock) -> str:
        """The new slip's path."""
        days = open_days(clock.now(), context.plans["shifan"].calendar)
        found = context.store.write(
            lambda each: replace_slip(each, "shifan", CODES[0], days, clock.now())
        )
        assert found is not None
        return f"/h/{found[1].link}"

    def test_whoever_used_the_old_one_is_heard_no_more_from_then_on(
        self, app: Flask, cast: Cast, context: Context, clock: FrozenClock
    ) -> None:
        stranger, mother = app.test_client(), app.test_client()
        open_and_send(stranger, f"/h/{CODES[0]}", m_maths="10")
        clock.forward(timedelta(minutes=1))
        open_and_send(mother, f"/h/{CODES[0]}", m_maths="80")
        assert counted(context, cast) == ([10], 0)

        new = self.replaced(context, clock)

        assert counted(context, cast) == ([], 0)
        assert stranger.get(f"/h/{CODES[0]}").status_code == 404
        assert "80" in mother.get("/me").get_data(as_text=True)
        open_and_send(mother, new, m_maths="85")
        assert counted(context, cast) == ([85], 0)

    def test_the_familys_phones_join_with_what_they_said_today(
        self, app: Flask, cast: Cast, context: Context, clock: FrozenClock
    ) -> None:
        mother, father = app.test_client(), app.test_client()
        open_and_send(mother, f"/h/{CODES[0]}", m_maths="80")
        open_and_send(father, f"/h/{CODES[0]}", m_maths="75")

        new = self.replaced(context, clock)
        clock.forward(timedelta(minutes=1))
        open_and_send(father, new, m_maths="75")

        assert counted(context, cast) == ([75], 0)

    def test_a_closed_day_stays_as_it_was(
        self, app: Flask, cast: Cast, context: Context, clock: FrozenClock
    ) -> None:
        open_and_send(app.test_client(), f"/h/{CODES[0]}", m_maths="10")
        before = counted(context, cast)
        clock.forward(timedelta(days=2))
        self.replaced(context, clock)
        clock.forward(-timedelta(days=2))

        assert counted(context, cast) == before == ([10], 0)
