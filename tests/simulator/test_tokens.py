"""Interface tokens: two kinds, their life, and every way to be refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.patience import PATIENCE
from tests.simulator.conftest import SECRET, Platform
from tests.simulator.program import APP_ID


def ask(wechat: Platform, **changes: Any) -> Any:
    asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET, **changes}
    return wechat.http.post(
        f"{wechat.url}/cgi-bin/stable_token", json=asked, timeout=PATIENCE
    ).json()


def ask_plain(wechat: Platform) -> Any:
    asked = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
    return wechat.http.get(f"{wechat.url}/cgi-bin/token", params=asked, timeout=PATIENCE).json()


def works(wechat: Platform, token: str) -> int:
    answer = wechat.call("/cgi-bin/user/get", access_token=token)
    return int(answer.get("errcode", 0))


def test_the_stable_token_stays_the_same_until_its_last_five_minutes(wechat: Platform) -> None:
    first = ask(wechat)
    wechat.control("clock", offset_seconds=6800)
    later = ask(wechat)
    wechat.control("clock", offset_seconds=6950)
    renewed = ask(wechat)

    assert first["expires_in"] == 7200
    assert later["access_token"] == first["access_token"]
    assert 300 <= later["expires_in"] <= 400
    assert renewed["access_token"] != first["access_token"]
    assert works(wechat, first["access_token"]) == 0
    wechat.control("clock", offset_seconds=7300)
    assert works(wechat, first["access_token"]) == 42001
    assert works(wechat, renewed["access_token"]) == 0


def test_the_plain_token_is_new_each_time_and_the_old_one_lives_five_minutes(
    wechat: Platform,
) -> None:
    first, second = ask_plain(wechat)["access_token"], ask_plain(wechat)["access_token"]

    assert first != second
    assert works(wechat, first) == 0
    wechat.control("clock", offset_seconds=310)
    assert works(wechat, first) == 42001
    assert works(wechat, second) == 0


def test_the_two_kinds_leave_each_other_alone(wechat: Platform) -> None:
    stable = ask(wechat)["access_token"]
    ask_plain(wechat)
    wechat.control("clock", offset_seconds=310)

    assert works(wechat, stable) == 0


def test_a_forced_refresh_within_thirty_seconds_changes_nothing(wechat: Platform) -> None:
    first = ask(wechat)["access_token"]

    assert ask(wechat, force_refresh=True)["access_token"] == first
    wechat.control("clock", offset_seconds=31)
    assert ask(wechat, force_refresh=True)["access_token"] != first


def test_the_twenty_first_forced_refresh_of_a_day_is_refused(wechat: Platform) -> None:
    noon = 12 * 3600 - wechat.world.clock.local().hour * 3600
    wechat.control("clock", offset_seconds=noon)
    ask(wechat)
    answers = []
    for n in range(1, 22):
        wechat.control("clock", offset_seconds=noon + 31 * n)
        answers.append(ask(wechat, force_refresh=True).get("errcode", 0))

    assert answers == [0] * 20 + [45009]


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "wrong"}, 40125),
    ],
)
def test_wrong_credentials_are_refused_by_name(
    wechat: Platform, changes: dict[str, str], errcode: int
) -> None:
    answer = ask(wechat, **changes)

    assert answer["errcode"] == errcode
    assert " rid: " in answer["errmsg"]


def test_a_frozen_secret_and_a_strange_address_are_refused(wechat: Platform) -> None:
    wechat.world.accounts.change(APP_ID, {"secret_frozen": True})
    assert ask(wechat)["errcode"] == 40243
    wechat.world.accounts.change(APP_ID, {"secret_frozen": False, "ip_allow": ["127.0.0.1"]})
    assert "access_token" in ask(wechat)
    wechat.control("settings", caller_ip="203.0.113.7")
    refused = ask(wechat)

    assert refused["errcode"] == 40164
    assert "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7" in refused["errmsg"]


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("short", 40014), ("x" * 140, 40001)])
def test_a_call_without_a_good_token_is_refused(wechat: Platform, token: str, errcode: int) -> None:
    assert works(wechat, token) == errcode


def test_get_and_post_are_not_interchangeable(wechat: Platform) -> None:
    assert wechat.call("/cgi-bin/user/get", {})["errcode"] == 43001
    assert wechat.call("/cgi-bin/menu/create")["errcode"] == 43002


@pytest.mark.parametrize(
    ("body", "errcode"),
    [(b"", 44002), (b"{", 47001), (b"[]", 47001), (b'{"a":"\\u4e2d"}', 40033)],
)
def test_a_body_must_be_json_with_real_characters(
    wechat: Platform, body: bytes, errcode: int
) -> None:
    assert wechat.call("/cgi-bin/menu/create", body)["errcode"] == errcode


def test_the_last_call_a_quota_allows_is_answered_and_the_next_refused(wechat: Platform) -> None:
    token = wechat.token()
    answers = [works(wechat, token) for _ in range(501)]

    assert answers == [0] * 500 + [45009]
    wechat.control("clock", offset_seconds=86400)
    assert works(wechat, wechat.token()) == 0
