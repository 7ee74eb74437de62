"""A tap on an alert inside WeChat: the page it is about, with nothing to type; nobody else gets in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from clock import FrozenClock
from context import Context
from handlers.pages.oauth import make_state
from models.staff.people import Role, TypedCode, add_staff, bind_staff
from simulator.browser import USER_AGENT
from tests.local_wechat import local_wechat
from tests.patience import PATIENCE
from tests.people import ACCOUNT, Cast, account_for_tests
from tests.simulator.conftest import SECRET, Platform
from tests.simulator.program import APP_ID
from wechat.account import AccountKind

HOME = "http://school.test"
PHONE = {"User-Agent": USER_AGENT}
CASE = "/console/registers"

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


@pytest.fixture
def wechat(tmp_path: Path) -> Iterator[Platform]:
    with local_wechat(tmp_path) as platform:
        yield platform


@pytest.fixture
def context(context: Context, wechat: Platform) -> Context:
    """The school, whose account is the local WeChat's."""
    account = replace(account_for_tests(), app_id=APP_ID, app_secret=SECRET, api_base=wechat.url)
    return replace(context, accounts={ACCOUNT: account})


def browser(context: Context) -> FlaskClient:
    application = create_app(context)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application.test_client()


@pytest.fixture
def phone(context: Context) -> FlaskClient:
    """The browser inside WeChat."""
    return browser(context)


def hire(context: Context, openid: str, *roles: Role) -> None:
    """One person, who has sent the code of each role."""
    now = context.clock.now()
    subject = context.keys.subject_id(ACCOUNT, openid)
    for role in roles:
        _, code = context.store.write(
            partial(add_staff, school_id="shifan", role=role, name=str(role), now=now)
        )
        context.store.write(partial(bind_staff, typed=TypedCode(ACCOUNT, subject, code), now=now))


def led_to_wechat(phone: FlaskClient, path: str = CASE) -> str:
    """Tap a push; the address at WeChat that asks who holds the phone."""
    asked = phone.get(path, headers=PHONE)
    while not (asked.location or "").startswith("http"):
        tapped = asked.text.partition('class="button main" href="')[2].partition('"')[0]
        asked = phone.get(asked.location or tapped.replace("&amp;", "&"), headers=PHONE)
    return asked.location


def led_back(wechat: Platform, address: str, openid: str) -> str:
    """WeChat knows the phone's owner; the path it leads back to."""
    wechat.person(openid)
    led = requests.get(
        f"{address.partition('#')[0]}&openid={openid}", timeout=PATIENCE, allow_redirects=False
    )
    return led.headers["Location"].removeprefix(HOME)


def tap(phone: FlaskClient, wechat: Platform, openid: str) -> TestResponse:
    """Tap a push, be led to WeChat and back, to the end of the way."""
    answer = phone.get(led_back(wechat, led_to_wechat(phone), openid), headers=PHONE)
    while answer.status_code == 303:
        answer = phone.get(answer.location, headers=PHONE)
    return answer


def test_a_tap_on_a_push_is_on_its_page_and_nothing_is_typed(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.HOMEROOM, Role.DEAN)

    page = tap(phone, wechat, "oDean")

    assert page.request.path == CASE
    assert "教导处" in page.text  # of two roles the one that may do more
    assert phone.get("/console", headers=PHONE).status_code == 200


def test_a_phone_that_came_back_once_is_not_even_asked_to_tap(
    phone: FlaskClient, wechat: Platform, context: Context, clock: FrozenClock
) -> None:
    hire(context, "oDean", Role.DEAN)
    first = phone.get("/console/login", headers=PHONE)
    assert "用微信进入" in first.text
    assert 'class="code"' in first.text
    tap(phone, wechat, "oDean")

    clock.forward(timedelta(hours=1))
    again = phone.get(CASE, headers=PHONE)
    again = phone.get(again.location, headers=PHONE)
    assert "/console/login/wechat/main" in again.location
    again = phone.get(again.location, headers=PHONE)

    assert again.location.startswith(f"{wechat.url}/connect/oauth2/authorize?")


def test_who_is_no_member_of_the_staff_is_shown_the_code(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    page = tap(phone, wechat, "oParent")

    assert 'class="code"' in page.text
    assert phone.get("/console", headers=PHONE).status_code == 303


def test_a_made_up_openid_of_a_snapshot_page_lets_nobody_in(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.DEAN)
    wechat.control("settings", oauth_snapshot=True)

    assert 'class="code"' in tap(phone, wechat, "oDean").text


def test_a_code_is_worth_nothing_in_another_browser(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.DEAN)
    back = led_back(wechat, led_to_wechat(phone), "oDean")
    other = browser(context)

    assert "way=code" in other.get(back, headers=PHONE).location
    assert other.get("/console", headers=PHONE).status_code == 303


def test_a_state_made_for_a_parents_page_is_none_for_the_console(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.DEAN)
    led_to_wechat(phone)
    state = make_state(context.keys, ACCOUNT, context.clock.now())
    phone.set_cookie("hw-oauth", state)

    answer = phone.get(f"/console/login/wechat/main/back?code=0x&state={state}", headers=PHONE)

    assert "way=code" in answer.location


def test_no_address_leads_out_of_the_console(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.DEAN)
    address = led_to_wechat(phone, "/console/login/wechat/main?next=https://evil.example/")
    back = led_back(wechat, address, "oDean").replace("next=%2Fconsole", "next=//evil.example")

    assert phone.get(back, headers=PHONE).location == "/console"


def test_who_leaves_is_not_let_in_again_at_once(
    phone: FlaskClient, wechat: Platform, context: Context
) -> None:
    hire(context, "oDean", Role.DEAN)
    tap(phone, wechat, "oDean")

    left = phone.post("/console/logout", headers=PHONE)
    page = phone.get(left.location, headers=PHONE)

    assert page.status_code == 200
    assert "用微信进入" in page.text
    assert phone.get("/console", headers=PHONE).status_code == 303


def test_any_other_browser_and_any_other_account_shows_the_code(
    cast: Cast, wechat: Platform, context: Context
) -> None:
    computer = browser(context)
    assert 'class="code"' in computer.get("/console/login").text
    assert "用微信进入" not in computer.get("/console/login").text

    account = replace(context.accounts[ACCOUNT], kind=AccountKind.VERIFIED_SUBSCRIPTION)
    phone = browser(replace(context, accounts={ACCOUNT: account}))

    assert 'class="code"' in phone.get("/console/login", headers=PHONE).text
    assert "way=code" in phone.get("/console/login/wechat/main", headers=PHONE).location
