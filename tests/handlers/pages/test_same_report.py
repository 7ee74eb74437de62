"""What the chat was told is shown and corrected on the follower's own device, and on no other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clock import FrozenClock
from context import Context
from handlers.links import LINK_LASTS
from homework.plan import SchoolPlan, Trust
from tests.handlers.pages.test_one_person import chat_link, counted, open_and_send, slip
from tests.people import Cast

MONDAY = "2026-11-23"
GO_ON = "接着改那一份"


@pytest.fixture(params=[Trust.CLASS, Trust.HOUSEHOLD])
def plan(plan: SchoolPlan, request: pytest.FixtureRequest) -> SchoolPlan:
    return replace(plan, trust=request.param)


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def follower(cast: Cast, context: Context) -> None:
    """张 belongs to a family of 三年级2班 and has said something in the chat."""
    slip(context, cast.school_class(3, 2).id, "k7m2xq4p")
    cast.say("张", "绑定 k7m2xq4p")
    cast.say("张", "数学口算30分钟")


def say_it_is_mine(phone: FlaskClient, path: str) -> TestResponse:
    """Open the chat's link and tap 接着改."""
    page = phone.get(path).get_data(as_text=True)
    assert GO_ON in page
    [token] = re.findall(r'name="t" value="([^"]+)"', page)
    return phone.post(f"{path.partition('?')[0]}/mine", data={"t": token, "day": MONDAY})


def test_one_tap_shows_what_the_chat_was_told_and_corrects_that_very_report(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    clock.forward(timedelta(minutes=1))
    answer = say_it_is_mine(phone, chat_link(cast))

    assert answer.status_code == 303
    page = phone.get(answer.location).get_data(as_text=True)
    assert "口算" in page
    assert GO_ON not in page
    receipt = open_and_send(phone, answer.location, m_maths="40", c_maths="口算", m_chinese="20")
    assert "改的就是您在公众号对话框里说的那一份" in receipt
    assert counted(context, cast) == ([60], 0)
    mine = cast.say("张", "我的")
    assert "数学 口算 40分钟" in mine
    assert "语文 20分钟" in mine
    assert "已改:数学25分钟" in cast.say("张", "数学不对,是25")
    assert counted(context, cast) == ([45], 0)


def test_a_form_that_lay_open_still_corrects_it_and_shows_the_receipt(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    path = say_it_is_mine(phone, chat_link(cast)).location
    page = phone.get(path).get_data(as_text=True)
    [via] = re.findall(r'name="via" value="([^"]+)"', page)
    clock.forward(timedelta(hours=1))
    phone.delete_cookie("hw_via")

    answer = phone.post(path.partition("?")[0], data={"day": MONDAY, "via": via, "m-maths": "40"})

    assert "40分钟" in phone.get(answer.location).get_data(as_text=True)
    assert counted(context, cast) == ([40], 0)


def test_whoever_was_sent_the_link_and_sends_the_form_sees_and_changes_nothing(
    phone: FlaskClient, cast: Cast, context: Context
) -> None:
    path = chat_link(cast)

    receipt = open_and_send(phone, path, m_english="15")

    assert "口算" not in receipt
    for seen in (path, path.partition("?")[0], "/me", "/me/download"):
        assert "口算" not in phone.get(seen).get_data(as_text=True)
    assert "数学 口算 30分钟" in cast.say("张", "我的")


def test_the_offer_is_the_same_whether_anything_was_said_or_not(
    app: Flask, phone: FlaskClient, cast: Cast
) -> None:
    said = phone.get(chat_link(cast)).get_data(as_text=True)
    cast.say("张", "撤回")
    silent = app.test_client().get(chat_link(cast)).get_data(as_text=True)

    def bare(page: str) -> str:
        return re.sub(r'(value="|t=)[^"]{20,}"', r"\1", page)

    assert bare(said) == bare(silent)


def test_a_link_past_its_ten_minutes_offers_nothing(
    phone: FlaskClient, cast: Cast, clock: FrozenClock
) -> None:
    path = chat_link(cast)
    [token] = re.findall(r"t=(\S+)", path)
    clock.forward(LINK_LASTS)

    assert GO_ON not in phone.get(path).get_data(as_text=True)
    answer = phone.post(f"{path.partition('?')[0]}/mine", data={"t": token, "day": MONDAY})
    assert "hw_via" not in str(answer.headers)
    assert "口算" not in phone.get(answer.location).get_data(as_text=True)


def test_what_another_device_of_the_family_said_is_never_shown(
    app: Flask, phone: FlaskClient, cast: Cast
) -> None:
    father, computer = app.test_client(), app.test_client()
    open_and_send(father, "/h/k7m2xq4p", m_english="35", c_english="父亲说的")
    open_and_send(computer, chat_link(cast), m_english="25", c_english="电脑上说的")

    path = say_it_is_mine(phone, chat_link(cast)).location

    for seen in (path, "/me", "/me/download", "/h/k7m2xq4p"):
        page = phone.get(seen).get_data(as_text=True)
        assert "口算" in page, seen
        assert "父亲说的" not in page, seen
        assert "电脑上说的" not in page, seen
    assert "说的" not in cast.say("张", "我的").replace("您说的", "")


def test_two_children_are_two_reports_each_corrected_in_its_own_class(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    slip(context, cast.school_class(5, 1).id, "r4t8w2z6")
    cast.say("张", "绑定 r4t8w2z6")
    cast.say("张", "五年级1班 语文作文50分钟")
    clock.forward(timedelta(minutes=1))

    older = say_it_is_mine(phone, chat_link(cast)).location
    assert "作文" in phone.get(older).get_data(as_text=True)
    open_and_send(phone, older, m_chinese="45", c_chinese="作文")
    younger = f"/r/{cast.school_class(3, 2).public_link}"
    page = phone.get(younger).get_data(as_text=True)
    assert "口算" in page
    assert "作文" not in page
    open_and_send(phone, younger, m_maths="20", c_maths="口算")

    assert counted(context, cast, 5, 1) == ([45], 0)
    assert counted(context, cast) == ([20], 0)


def test_a_child_that_changes_class_is_corrected_in_the_new_one(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    slip(context, cast.school_class(3, 3).id, "w5w5w5w5")
    cast.say("张", "绑定 w5w5w5w5")
    cast.say("张", "三年级3班 数学卷子55分钟")
    clock.forward(timedelta(minutes=1))

    path = say_it_is_mine(phone, chat_link(cast)).location
    open_and_send(phone, path, m_maths="45", c_maths="卷子")

    assert counted(context, cast, 3, 3) == ([45], 0)
    assert counted(context, cast) == ([30], 0)


def test_who_leaves_takes_the_chats_report_with_them_and_the_pages_stays(
    phone: FlaskClient, cast: Cast, context: Context, clock: FrozenClock
) -> None:
    path = say_it_is_mine(phone, chat_link(cast)).location
    open_and_send(phone, path, m_maths="45", c_maths="口算")

    cast.event("张", "unsubscribe")

    assert counted(context, cast)[0] == []
    assert "口算" not in phone.get(path).get_data(as_text=True)
