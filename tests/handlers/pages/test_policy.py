"""The page of rules: what holds for which grade, on whose word."""

from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient

from app import create_app
from context import Context
from tests.people import plan_for_tests

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def test_a_parent_reads_each_cap_with_its_source(client: FlaskClient) -> None:
    page = client.get("/policy/shifan").get_data(as_text=True)

    assert "三年级、四年级、五年级、六年级" in page
    assert "最多 60 分钟" in page
    assert "不允许" in page
    assert 'href="http' in page


def test_where_packs_disagree_the_page_says_so(context: Context) -> None:
    plan = dataclasses.replace(
        plan_for_tests(packs=("national-2021", "plan-p2")), classes={7: 1, 8: 1, 9: 1}
    )
    app = create_app(dataclasses.replace(context, plans={plan.id: plan}))

    page = app.test_client().get("/policy/shifan").get_data(as_text=True)

    assert "九年级" in page
    assert "不一致" in page
    assert "最多 90 分钟" in page


def test_an_unknown_school_is_answered_kindly(client: FlaskClient) -> None:
    answer = client.get("/policy/nowhere")

    assert answer.status_code == 404
    assert "没有找到" in answer.get_data(as_text=True)


def test_hours_of_sleep_and_times_of_day_read_as_people_say_them(client: FlaskClient) -> None:
    page = client.get("/policy/shifan").get_data(as_text=True)

    assert "至少 10 小时" in page
    assert "不晚于 21:20" in page
    assert "不早于 8:20" in page
    assert "600 分钟" not in page
