"""Family slips (/h/…): a household counts once, and nobody in it sees or overwrites another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from context import Context
from homework.plan import SchoolPlan, Trust
from models.database.base import new_id
from models.families.places import MAX_DEVICES
from models.families.reporters import Household, Reporter
from models.reporting.assignments import AssignmentRow
from models.reporting.reports import NO_UNIT, ReportRow
from models.schools import SchoolClass
from models.staff.people import hash_secret
from tests.people import Cast

MONDAY = "2026-11-23"
SLIP = "/h/slip-of-one-family"


@pytest.fixture(autouse=True)
def household_id(context: Context, cast: Cast) -> int:
    return issue(context, cast.school_class(3, 2).id, SLIP)


def issue(context: Context, school_class_id: int, path: str) -> int:
    """Put one family's slip into the world."""
    made = new_id()
    link = path.removeprefix("/h/")
    context.store.write(
        lambda connection: connection.execute(
            sa.insert(Household).values(
                school_id="shifan",
                id=made,
                school_class_id=school_class_id,
                link_hash=hash_secret(link),
                code_hash=hash_secret(f"code of {link}"),
                issued_at=context.clock.now(),
            )
        )
    )
    return made


def send(client: FlaskClient, path: str, **fields: str) -> int:
    client.get(path)
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.post(path, data={"day": MONDAY, **named}).status_code


def rows(context: Context, column: Any) -> list[Any]:
    with context.store.reading() as connection:
        return list(connection.scalars(sa.select(column).order_by(ReportRow.received_at)))


def bound(context: Context) -> int:
    with context.store.reading() as connection:
        query = sa.select(sa.func.count()).where(Reporter.household_id.is_not(None))
        return connection.scalar(query) or 0


def test_looking_at_a_slip_binds_nobody(client: FlaskClient, context: Context) -> None:
    assert "三年级2班" in client.get(SLIP).get_data(as_text=True)

    assert bound(context) == 0


def test_a_familys_devices_are_one_unit(
    app: Flask, client: FlaskClient, context: Context, household_id: int
) -> None:
    send(client, SLIP, m_chinese="20")
    send(app.test_client(), SLIP, m_chinese="30")

    assert rows(context, ReportRow.unit_id) == [household_id, household_id]


def test_the_second_device_starts_with_an_empty_form(app: Flask, client: FlaskClient) -> None:
    send(client, SLIP, m_chinese="20", c_chinese="抄写第五课")

    assert "抄写第五课" not in app.test_client().get(SLIP).get_data(as_text=True)


def test_a_fourth_device_is_not_told_and_not_counted(
    app: Flask, context: Context, household_id: int
) -> None:
    for _ in range(MAX_DEVICES):
        assert send(app.test_client(), SLIP, m_chinese="20") == 303

    assert send(app.test_client(), SLIP, m_chinese="240") == 303

    assert sorted(rows(context, ReportRow.unit_id)) == [NO_UNIT] + [household_id] * MAX_DEVICES
    assert sorted(rows(context, ReportRow.counts)) == [False] + [True] * MAX_DEVICES


def test_what_a_device_said_before_it_was_bound_counts_for_the_family(
    client: FlaskClient, context: Context, cast: Cast, household_id: int
) -> None:
    send(client, f"/r/{cast.school_class(3, 2).public_link}", m_chinese="20")

    send(client, SLIP, m_maths="30")

    assert rows(context, ReportRow.unit_id) == [household_id]


def test_one_phone_speaks_for_two_children_of_a_family(
    client: FlaskClient, context: Context, cast: Cast, household_id: int
) -> None:
    second = issue(context, cast.school_class(5, 1).id, "/h/second-child")

    send(client, SLIP, m_chinese="20")
    send(client, "/h/second-child", m_chinese="40")

    assert rows(context, ReportRow.unit_id) == [household_id, second]


def test_a_bound_phone_is_the_same_family_by_the_posters_link(
    client: FlaskClient, context: Context, cast: Cast
) -> None:
    issue(context, cast.school_class(5, 1).id, "/h/second-child")
    send(client, SLIP, m_chinese="20")
    send(client, "/h/second-child", m_chinese="40")

    send(client, f"/r/{cast.school_class(5, 1).public_link}", m_chinese="50")

    assert len(rows(context, ReportRow.id)) == 2


def test_a_slip_that_was_closed_leads_on_to_the_classes(
    client: FlaskClient, context: Context, cast: Cast
) -> None:
    context.store.write(
        lambda connection: connection.execute(
            sa.update(Household).values(closed_at=context.clock.now())
        )
    )

    answer = client.get(SLIP)

    assert answer.status_code == 404
    words = answer.get_data(as_text=True)
    assert "新的请向学校要" in words
    onward = re.search(r'href="(/s/[^"]+)"', words)
    assert onward
    assert client.post(SLIP, data={"day": MONDAY, "m-chinese": "20"}).status_code == 404
    assert rows(context, ReportRow.id) == []
    assert cast.school_class(3, 2).public_link in client.get(onward[1]).get_data(as_text=True)


def test_a_class_that_has_ended_leads_on_to_the_schools_classes(
    client: FlaskClient, context: Context, cast: Cast
) -> None:
    link = cast.school_class(3, 2).public_link
    context.store.write(
        lambda connection: connection.execute(
            sa.update(SchoolClass)
            .where(SchoolClass.link == link.partition("-")[2])
            .values(ended_on=context.clock.now().date())
        )
    )

    for path in (f"/r/{link}", SLIP):
        answer = client.get(path)
        assert answer.status_code == 404
        onward = re.search(r'href="(/s/[^"]+)"', answer.get_data(as_text=True))
        assert onward
        assert "三年级" in client.get(onward[1]).get_data(as_text=True)


def test_who_photographed_a_slip_sees_and_changes_nothing_of_the_familys(
    app: Flask, client: FlaskClient, context: Context, household_id: int
) -> None:
    send(client, SLIP, m_chinese="70", c_chinese="抄写第五课")
    camera = app.test_client()

    seen = camera.get(SLIP).get_data(as_text=True)
    send(camera, SLIP, m_chinese="10")
    seen += "".join(
        camera.get(path).get_data(as_text=True)
        for path in (SLIP, f"{SLIP}/done?day={MONDAY}", "/me", "/me/download")
    )

    assert "抄写第五课" not in seen
    assert "70" not in re.findall(r"(\d+)分钟", seen)
    assert "抄写第五课" in client.get(SLIP).get_data(as_text=True)
    assert set(rows(context, ReportRow.unit_id)) == {household_id}
    with context.store.reading() as connection:
        first = connection.execute(
            sa.select(AssignmentRow.minutes_low)
            .join(ReportRow, ReportRow.id == AssignmentRow.report_id)
            .order_by(ReportRow.unit_order)
        ).first()
    assert first is not None
    assert first[0] == 70  # the earliest-bound device speaks for the family


def test_a_child_that_changes_class_counts_in_the_new_one_and_no_longer_in_the_old(
    client: FlaskClient, context: Context, cast: Cast, household_id: int
) -> None:
    send(client, SLIP, m_chinese="20")
    new = issue(context, cast.school_class(3, 3).id, "/h/of-the-new-class")

    send(client, "/h/of-the-new-class", m_chinese="30")
    send(client, f"/r/{cast.school_class(3, 3).public_link}", m_chinese="40")

    assert rows(context, ReportRow.unit_id) == [household_id, new]


class TestWhereOnlySlipsCount:
    """trust = household."""

    @pytest.fixture
    def plan(self, plan: SchoolPlan) -> SchoolPlan:
        return replace(plan, trust=Trust.HOUSEHOLD)

    def test_a_poster_gives_a_lead_and_says_so(
        self, client: FlaskClient, context: Context, cast: Cast
    ) -> None:
        link = f"/r/{cast.school_class(3, 2).public_link}"
        client.get(link)

        answer = client.post(link, data={"day": MONDAY, "m-chinese": "20"})

        assert rows(context, ReportRow.counts) == [False]
        assert "先算作线索" in client.get(answer.location).get_data(as_text=True)

    def test_a_slip_counts(self, client: FlaskClient, context: Context) -> None:
        send(client, SLIP, m_chinese="20")

        assert rows(context, ReportRow.counts) == [True]
