"""The page of one-time subscriptions: one yes, one message; never two, whatever is tapped."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.patience import PATIENCE
from tests.simulator.conftest import TEMPLATE, Platform, account_entry
from tests.simulator.program import APP_ID

ONE_TIME = "TEMPLATE_THREE"
ASKED = {
    "action": "get_confirm",
    "appid": APP_ID,
    "scene": "7",
    "template_id": ONE_TIME,
    "redirect_url": "http://127.0.0.1/back?a=1",
    "reserved": "abc123",
}


@pytest.fixture(autouse=True)
def template(wechat: Platform) -> None:
    templates = {**account_entry()["templates"], ONE_TIME: {"title": "提醒", "kind": "one_time"}}
    wechat.world.accounts.change(APP_ID, {"templates": templates})
    wechat.person("oZhang")


def page(wechat: Platform, **changes: str) -> Any:
    query = {**ASKED, "openid": "oZhang", **changes}
    return wechat.http.get(
        f"{wechat.url}/mp/subscribemsg", params=query, timeout=PATIENCE, allow_redirects=False
    )


def send(wechat: Platform, **changes: Any) -> int:
    body = {
        "touser": "oZhang",
        "template_id": ONE_TIME,
        "scene": "7",
        "title": "提醒",
        "url": "http://127.0.0.1/page",
        "data": {"content": {"value": "今天的作业还没有反馈"}},
        **changes,
    }
    return int(wechat.call("/cgi-bin/message/template/subscribe", body)["errcode"])


def test_a_yes_leads_back_with_the_openid_and_pays_for_one_message(wechat: Platform) -> None:
    assert send(wechat) == 43101
    assert "申请给你发送一条订阅消息" in page(wechat).text
    assert send(wechat) == 43101  # looking is no yes

    led = page(wechat, answer="yes").headers["Location"]
    assert parse_qs(urlsplit(led).query) == {
        "a": ["1"],
        "openid": ["oZhang"],
        "template_id": [ONE_TIME],
        "action": ["confirm"],
        "scene": ["7"],
        "reserved": ["abc123"],
    }
    assert send(wechat, scene="8") == 43101
    assert [send(wechat), send(wechat)] == [0, 43101]
    (card,) = [m["template"] for m in wechat.look("people/oZhang/messages") if m.get("template")]
    assert card["url"] == "http://127.0.0.1/page"
    assert card["fields"][0]["value"] == "今天的作业还没有反馈"


def test_a_second_yes_of_one_scene_adds_nothing(wechat: Platform) -> None:
    for _ in range(3):
        page(wechat, answer="yes")

    assert [send(wechat), send(wechat)] == [0, 43101]


def test_a_no_leads_back_without_an_openid(wechat: Platform) -> None:
    led = page(wechat, answer="no").headers["Location"]

    assert "action=cancel" in led
    assert "openid" not in led
    assert send(wechat) == 43101


@pytest.mark.parametrize(
    "changes",
    [
        {"appid": "wx0"},
        {"action": "get"},
        {"template_id": TEMPLATE},
        {"scene": "10001"},
        {"scene": "x"},
        {"redirect_url": "javascript:alert(1)"},
        {"reserved": "a-b"},
        {"reserved": "a" * 129},
        {"openid": "oNobody"},
    ],
)
def test_a_wrong_address_asks_nobody(wechat: Platform, changes: dict[str, str]) -> None:
    answer = page(wechat, answer="yes", **changes)

    assert answer.status_code == 400
    assert send(wechat) == 43101


def test_an_account_without_the_right_asks_nobody(wechat: Platform) -> None:
    wechat.world.accounts.change(APP_ID, {"kind": "service"})

    assert page(wechat, answer="yes").status_code == 400
    assert send(wechat) == 48001
