"""A slip somebody photographed: the link shows nothing of the family it was given to."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from context import Context
from models.families.slips import close_slip, issue_slips
from models.reporting.reports import ReportRow
from models.schools import ClassKey
from tests.people import Cast

MONDAY = "2026-11-23"
SECRET, OTHER = "抄写第五课", "口算天天练"


class Family:
    """A family of 三年级2班 that has reported from two phones, and a slip nobody has used."""

    def __init__(self, app: Flask, context: Context, cast: Cast) -> None:
        self.context = context
        key = ClassKey("shifan", cast.school_class(3, 2).id)
        now = context.clock.now()
        slips = context.store.write(lambda connection: issue_slips(connection, key, 2, now))
        self.code = slips[0].code
        self.used, self.unused = (f"/h/{slip.link}" for slip in slips)
        self.mother, self.father = app.test_client(), app.test_client()
        say(self.mother, self.used, m_chinese="35", c_chinese=SECRET)
        say(self.father, self.used, m_maths="45", c_maths=OTHER)

    def rows(self) -> list[tuple[int, int, int]]:
        """Reporter, unit and place in the unit of every report, the earliest bound first."""
        query = sa.select(ReportRow.reporter_id, ReportRow.unit_id, ReportRow.unit_order)
        with self.context.store.reading() as connection:
            rows = connection.execute(query.order_by(ReportRow.unit_order, ReportRow.id))
            return [(row.reporter_id, row.unit_id, row.unit_order) for row in rows]


@pytest.fixture
def family(app: Flask, context: Context, cast: Cast) -> Family:
    return Family(app, context, cast)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """The teacher's phone, or anybody's that has the photograph."""
    return app.test_client()


def say(phone: FlaskClient, path: str, **fields: str) -> None:
    phone.get(path)
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    assert phone.post(path, data={"day": MONDAY, **named}).status_code == 303


def seen(phone: FlaskClient, path: str) -> tuple[int, str, list[str]]:
    """Status, page and names of headers, without what differs between any two visits."""
    answer = phone.get(path)
    page = answer.get_data(as_text=True).replace(path, "/h/…")
    page = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", page)
    return answer.status_code, page, sorted(answer.headers.keys())


def test_a_used_slip_looks_like_one_nobody_has_used(app: Flask, family: Family) -> None:
    assert seen(app.test_client(), family.used) == seen(app.test_client(), family.unused)


@pytest.mark.parametrize("where", ["", "?day=2026-11-23", "/done", f"/done?day={MONDAY}"])
def test_no_address_of_it_shows_what_the_family_said(
    family: Family, stranger: FlaskClient, where: str
) -> None:
    page = stranger.get(family.used + where, follow_redirects=True).get_data(as_text=True)

    assert SECRET not in page
    assert OTHER not in page
    assert "45" not in re.findall(r"checked[^>]*value=\"(\d+)\"", page)


def test_whoever_reports_by_it_sees_their_own_words_only(
    family: Family, stranger: FlaskClient
) -> None:
    say(stranger, family.used, m_english="15", c_english="听读")

    for path in (family.used, f"{family.used}/done?day={MONDAY}", "/me", "/me/download"):
        page = stranger.get(path).get_data(as_text=True)
        assert "听读" in page, path
        assert SECRET not in page, path
        assert OTHER not in page, path


def test_whoever_reports_by_it_changes_nothing_of_the_family(
    family: Family, stranger: FlaskClient
) -> None:
    mother, father = family.rows()
    own = family.mother.get("/me/download").get_data(as_text=True)

    say(stranger, family.used, m_chinese="240")

    # One unit still, and the phone that was bound first speaks for it.
    first, second, third = family.rows()
    assert (first, second) == (mother, father)
    assert len({unit for _, unit, _ in (first, second, third)}) == 1
    assert third[2] >= first[2]
    assert family.mother.get("/me/download").get_data(as_text=True) == own
    assert SECRET in family.mother.get(family.used).get_data(as_text=True)


def test_taking_back_what_one_said_leaves_the_familys(
    family: Family, stranger: FlaskClient
) -> None:
    before = family.rows()
    say(stranger, family.used, m_chinese="240")

    assert stranger.post("/me/delete").status_code == 303

    assert family.rows() == before


def test_a_closed_slip_answers_like_one_that_never_was(
    app: Flask, family: Family, context: Context
) -> None:
    context.store.write(
        lambda connection: close_slip(connection, "shifan", family.code, context.clock.now())
    )

    closed, never = seen(app.test_client(), family.used), seen(app.test_client(), "/h/never-was")

    assert closed[0] == 404
    assert closed == never
