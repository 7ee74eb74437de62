"""Web authorization: the page, the codes, and who it says is there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from simulator.browser import USER_AGENT
from tests.patience import PATIENCE
from tests.simulator.conftest import SECRET, Platform
from tests.simulator.program import APP_ID


def authorize(wechat: Platform, **changes: str) -> requests.Response:
    asked = {
        "appid": APP_ID,
        "redirect_uri": "http://127.0.0.1:1/back?x=1",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
        **changes,
    }
    url = f"{wechat.url}/connect/oauth2/authorize"
    return requests.get(url, params=asked, timeout=PATIENCE, allow_redirects=False)


def code_of(answer: requests.Response) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def buy(wechat: Platform, code: str) -> Any:
    asked = {"appid": APP_ID, "secret": SECRET, "code": code, "grant_type": "authorization_code"}
    return requests.get(
        f"{wechat.url}/sns/oauth2/access_token", params=asked, timeout=PATIENCE
    ).json()


def test_a_code_tells_once_who_opened_the_page(wechat: Platform) -> None:
    wechat.person("oZhang")
    answer = authorize(wechat, openid="oZhang")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("http://127.0.0.1:1/back?x=1&code=")
    assert answer.headers["Location"].endswith("&state=s1")
    assert buy(wechat, code_of(answer))["openid"] == "oZhang"
    assert buy(wechat, code_of(answer))["errcode"] == 40163


def test_a_code_is_good_for_five_minutes(wechat: Platform) -> None:
    wechat.person("oZhang")
    code = code_of(authorize(wechat, openid="oZhang"))
    wechat.control("clock", offset_seconds=301)

    assert buy(wechat, code)["errcode"] == 42003
    assert buy(wechat, "0invented")["errcode"] == 40029


def test_userinfo_asks_the_person_who_may_say_no(wechat: Platform) -> None:
    wechat.person("oZhang")
    who = {"openid": "oZhang", "scope": "snsapi_userinfo"}

    assert "允许" in authorize(wechat, **who).text
    assert authorize(wechat, **who, answer="no").headers["Location"].endswith("/back?x=1&state=s1")
    sold = buy(wechat, code_of(authorize(wechat, **who, answer="yes")))
    asked = {"access_token": sold["access_token"], "openid": "oZhang"}
    told = requests.get(f"{wechat.url}/sns/userinfo", params=asked, timeout=PATIENCE).json()
    assert told["nickname"] == "oZhang"


def test_a_base_token_does_not_buy_the_name(wechat: Platform) -> None:
    wechat.person("oZhang")
    sold = buy(wechat, code_of(authorize(wechat, openid="oZhang")))
    asked = {"access_token": sold["access_token"], "openid": "oZhang"}

    told = requests.get(f"{wechat.url}/sns/userinfo", params=asked, timeout=PATIENCE).json()

    assert told["errcode"] == 48001


def test_a_snapshot_page_tells_a_made_up_person(wechat: Platform) -> None:
    wechat.person("oZhang")
    wechat.control("settings", oauth_snapshot=True)

    sold = buy(wechat, code_of(authorize(wechat, openid="oZhang")))

    assert sold["is_snapshotuser"] == 1
    assert sold["openid"] != "oZhang"


def test_outside_of_a_phone_the_page_asks_who_you_are(wechat: Platform) -> None:
    wechat.person("oZhang")

    assert "以谁的身份打开" in authorize(wechat).text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"appid": "wx0"}, "10013"),
        ({"scope": "snsapi_all"}, "10005"),
        ({"redirect_uri": "javascript:alert(1)"}, "10003"),
        ({"state": "s" * 129}, "state"),
    ],
)
def test_a_wrong_address_is_refused_in_words(
    wechat: Platform, changes: dict[str, str], reason: str
) -> None:
    answer = authorize(wechat, **changes)

    assert answer.status_code == 400
    assert reason in answer.text


def test_an_account_without_the_right_cannot_ask(wechat: Platform) -> None:
    wechat.world.accounts.change(APP_ID, {"kind": "verified_subscription"})

    assert "10005" in authorize(wechat).text


def test_in_a_phones_browser_the_page_knows_the_phones_owner(wechat: Platform) -> None:
    wechat.person("oZhang")
    page = f"{wechat.url}/connect/oauth2/authorize?appid={APP_ID}&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback"
    page += "&response_type=code&scope=snsapi_base&state=s1"
    opened = wechat.control("people/oZhang/browse", url=page)["address"]

    step = requests.get(opened, timeout=PATIENCE, allow_redirects=False)
    led = requests.get(
        opened.split("/__go")[0] + step.headers["Location"], timeout=PATIENCE, allow_redirects=False
    )

    back = parse_qs(urlsplit(led.headers["Location"]).query)["url"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert buy(wechat, code)["openid"] == "oZhang"
    assert "MicroMessenger" in USER_AGENT
