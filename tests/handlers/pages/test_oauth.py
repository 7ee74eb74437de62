"""A tap on the menu in WeChat: chat and page are one person; whoever is not told is let in the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from clock import FrozenClock
from context import Context
from handlers.links import LINK_LASTS
from handlers.pages import oauth
from handlers.pages.oauth import is_good_state, make_state
from models.account.followers import find_follower
from models.families.reporters import Reporter
from models.keys import Keys
from models.schools import school_link
from simulator.browser import USER_AGENT
from tests.handlers.pages.test_one_person import counted, open_and_send
from tests.local_wechat import local_wechat
from tests.patience import PATIENCE
from tests.people import ACCOUNT, Cast, account_for_tests
from tests.simulator.conftest import SECRET, Platform
from tests.simulator.program import APP_ID
from wechat.account import AccountKind
from wechat.webpages import Visitor

HOME = "http://school.test"
PHONE = {"User-Agent": USER_AGENT}


@pytest.fixture
def wechat(tmp_path: Path) -> Iterator[Platform]:
    with local_wechat(tmp_path) as platform:
        yield platform


@pytest.fixture
def context(context: Context, wechat: Platform) -> Context:
    """The school, whose account is the local WeChat's."""
    account = replace(account_for_tests(), app_id=APP_ID, app_secret=SECRET, api_base=wechat.url)
    return replace(context, accounts={ACCOUNT: account})


@pytest.fixture
def phone(context: Context) -> FlaskClient:
    """The browser inside WeChat."""
    return browser(context)


def browser(context: Context) -> FlaskClient:
    application = create_app(context)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application.test_client()


def ask(phone: FlaskClient, wechat: Platform, openid: str) -> str:
    """Tap 作业反馈 and let WeChat say who it was; the path it leads back to."""
    asked = phone.get("/o/main", headers=PHONE)
    assert asked.status_code == 302
    assert asked.location.startswith(f"{wechat.url}/connect/oauth2/authorize?")
    assert asked.location.endswith("#wechat_redirect")
    assert "scope=snsapi_base" in asked.location
    wechat.person(openid)
    led = requests.get(
        asked.location.partition("#")[0] + f"&openid={openid}",
        timeout=PATIENCE,
        allow_redirects=False,
    )
    assert led.headers["Location"].startswith(f"{HOME}/o/main/back?")
    return led.headers["Location"].removeprefix(HOME)


def tap(phone: FlaskClient, wechat: Platform, openid: str) -> TestResponse:
    """The same, back at our page."""
    return phone.get(ask(phone, wechat, openid), headers=PHONE)


def reporters(context: Context) -> int:
    with context.store.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(Reporter)) or 0


def poster(cast: Cast, grade: int = 3, number: int = 2) -> str:
    return f"/r/{cast.school_class(grade, number).public_link}"


def test_chat_and_page_of_a_follower_who_taps_the_menu_count_once(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    clock.forward(timedelta(minutes=1))

    landed = tap(phone, wechat, cast.openid("张"))
    receipt = open_and_send(phone, landed.location, m_maths="40")

    assert landed.location == poster(cast)  # clean: what is forwarded binds nobody
    assert counted(context, cast) == ([40], 0)
    assert "两处算一户" in receipt


def test_a_form_opened_by_the_posters_link_never_asks_who_it_is(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform
) -> None:
    cast.say("张", "数学口算30分钟")

    opened = phone.get(poster(cast), headers=PHONE)

    assert opened.status_code == 200
    assert 'name="via"' not in opened.text
    open_and_send(phone, poster(cast), m_maths="40")
    assert sorted(counted(context, cast)[0]) == [30, 40]
    assert not wechat.look("calls")


def test_looking_binds_nobody(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform
) -> None:
    phone.get(tap(phone, wechat, cast.openid("张")).location)

    assert reporters(context) == 0


def test_a_snapshot_page_is_never_bound(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform
) -> None:
    cast.say("张", "数学口算30分钟")
    wechat.control("settings", oauth_snapshot=True)

    landed = tap(phone, wechat, cast.openid("张"))

    assert landed.location.startswith("/s/")
    assert "hw_via=" not in str(landed.headers)
    open_and_send(phone, poster(cast), m_maths="40")
    assert sorted(counted(context, cast)[0]) == [30, 40]


def test_not_even_a_snapshot_that_names_a_follower_is_bound(
    phone: FlaskClient, cast: Cast, wechat: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ask(phone, wechat, cast.openid("张"))
    named = Visitor(cast.openid("张"), is_snapshot=True)
    monkeypatch.setattr(oauth, "exchange_code", lambda *_: named)

    assert "hw_via=" not in str(phone.get(path, headers=PHONE).headers)


@pytest.mark.parametrize("back", ["", "?state={state}", "?code=0invented&state={state}"])
def test_a_refusal_or_an_error_opens_the_page_without(
    phone: FlaskClient, cast: Cast, context: Context, back: str
) -> None:
    open_and_send(phone, poster(cast), m_maths="40")
    state = phone.get("/o/main", headers=PHONE).location.partition("&state=")[2].partition("#")[0]

    landed = phone.get("/o/main/back" + back.format(state=state), headers=PHONE)

    assert landed.location == poster(cast)  # the class this device spoke of last
    assert "hw_via=" not in str(landed.headers)


def test_wechat_out_of_reach_opens_the_page_without(
    cast: Cast, context: Context, wechat: Platform
) -> None:
    account = replace(context.accounts[ACCOUNT], api_base="http://127.0.0.1:9")
    phone = browser(replace(context, accounts={ACCOUNT: account}))
    asked = phone.get("/o/main", headers=PHONE).location
    state = asked.partition("&state=")[2].partition("#")[0]

    assert phone.get(f"/o/main/back?code=c&state={state}").location.startswith("/s/")


def test_a_code_brought_to_another_browser_is_not_even_spent(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform
) -> None:
    path = ask(phone, wechat, cast.openid("张"))
    victim = browser(context)
    victim.get("/o/main", headers=PHONE)  # a state of its own

    landed = victim.get(path, headers=PHONE)

    assert "hw_via=" not in str(landed.headers)
    assert "hw_via=" in str(phone.get(path, headers=PHONE).headers)


def test_a_state_is_good_once_in_its_browser(
    phone: FlaskClient, cast: Cast, wechat: Platform
) -> None:
    path = ask(phone, wechat, cast.openid("张"))
    phone.get(path, headers=PHONE)

    assert "hw_via=" not in str(phone.get(path, headers=PHONE).headers)


def test_a_state_ends_with_its_ten_minutes_and_its_account(keys: Keys, clock: FrozenClock) -> None:
    now = clock.now()
    state = make_state(keys, "main", now)

    assert state.isalnum()
    assert len(state) <= 128
    assert is_good_state(keys, "main", state, now)
    assert not is_good_state(keys, "other", state, now)
    assert not is_good_state(keys, "main", state, now + LINK_LASTS)
    flipped = f"{state[:-1]}{'0' if state[-1] != '0' else '1'}"
    for wrong in ("", "zz", state[:-2], flipped):
        assert not is_good_state(keys, "main", wrong, now)


def test_no_address_in_the_question_decides_where_it_leads(
    phone: FlaskClient, cast: Cast, wechat: Platform
) -> None:
    outside = "https://evil.test/"
    asked = phone.get(f"/o/main?next={outside}&redirect_uri={outside}", headers=PHONE)
    assert "evil" not in asked.location

    path = ask(phone, wechat, cast.openid("张"))
    landed = phone.get(f"{path}&next={outside}&redirect_uri={outside}", headers=PHONE)
    assert landed.location == poster(cast)


def test_who_is_not_known_in_the_chat_leaves_no_trace_by_looking(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform
) -> None:
    landed = tap(phone, wechat, cast.openid("新来的"))
    phone.get(poster(cast))

    assert landed.location == f"/s/{school_link(context.keys, 'shifan')}"
    assert reporters(context) == 0
    with context.store.reading() as connection:
        assert find_follower(connection, ACCOUNT, subject(context, cast, "新来的")) is None


def subject(context: Context, cast: Cast, person: str) -> str:
    return context.keys.subject_id(ACCOUNT, cast.openid(person))


def test_who_fills_in_the_page_first_and_writes_afterwards_is_one_person(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform, clock: FrozenClock
) -> None:
    tap(phone, wechat, cast.openid("新来的"))
    open_and_send(phone, poster(cast), m_maths="40")
    assert counted(context, cast) == ([40], 0)
    clock.forward(timedelta(minutes=30))

    assert "已记" in cast.say("新来的", "三年级2班 数学口算25分钟")

    assert counted(context, cast) == ([25], 0)


def test_deleting_everything_leaves_nothing_of_who_never_wrote(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform, clock: FrozenClock
) -> None:
    tap(phone, wechat, cast.openid("新来的"))
    open_and_send(phone, poster(cast), m_maths="40")
    assert reporters(context) == 2  # the page, and the follower it is linked with
    clock.forward(LINK_LASTS)

    assert phone.post("/me/delete").status_code == 303

    assert reporters(context) == 0


def test_a_tap_on_the_menu_shows_what_the_chat_was_told_and_corrects_it(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    clock.forward(timedelta(minutes=1))
    landed = tap(phone, wechat, cast.openid("张"))

    assert "口算" in phone.get(landed.location).text
    receipt = open_and_send(phone, landed.location, m_maths="40", c_maths="口算")

    assert "改的就是您在公众号对话框里说的那一份" in receipt
    assert counted(context, cast) == ([40], 0)
    assert "数学 口算 40分钟" in cast.say("张", "我的")
    assert "口算" in phone.get("/me").text


def test_after_ten_minutes_the_page_shows_its_own_words_only(
    phone: FlaskClient, cast: Cast, context: Context, wechat: Platform, clock: FrozenClock
) -> None:
    cast.say("张", "数学口算30分钟")
    landed = tap(phone, wechat, cast.openid("张"))
    clock.forward(LINK_LASTS)

    for path in (landed.location, "/me", "/me/download"):
        assert "口算" not in phone.get(path).text


@pytest.mark.parametrize("agent", ["Mozilla/5.0 Firefox", "MicroMessenger/8 wxwork/4"])
def test_another_browser_goes_straight_to_the_classes(phone: FlaskClient, agent: str) -> None:
    assert phone.get("/o/main", headers={"User-Agent": agent}).location.startswith("/s/")


def test_an_account_that_may_not_ask_does_not(context: Context, wechat: Platform) -> None:
    account = replace(context.accounts[ACCOUNT], kind=AccountKind.SERVICE)
    phone = browser(replace(context, accounts={ACCOUNT: account}))

    assert phone.get("/o/main", headers=PHONE).location.startswith("/s/")
    assert phone.get("/o/main/back?code=c&state=s", headers=PHONE).location.startswith("/s/")
    assert phone.get("/o/nobody", headers=PHONE).status_code == 404
