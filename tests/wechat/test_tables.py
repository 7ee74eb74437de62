"""The platform's tables as we keep them: privileges, codes, hosts, menus."""

from __future__ import annotations

import re

import pytest

from wechat.account import AccountKind
from wechat.addresses import OutsideHost, rebase
from wechat.capabilities import Capability, capabilities, may
from wechat.errcodes import ERRCODES, find_errcode
from wechat.errors import redact
from wechat.menus import Button, Menu, menu_mistakes

KINDS = [
    AccountKind.LINK,
    AccountKind.PERSONAL,
    AccountKind.VERIFIED_SUBSCRIPTION,
    AccountKind.SERVICE,
    AccountKind.VERIFIED_SERVICE,
    AccountKind.TEST,
]


@pytest.mark.parametrize(
    ("capability", "row"),
    [
        (Capability.RECEIVE, "-+++++"),
        (Capability.TOKEN, "-+++++"),
        (Capability.CUSTOMER_SERVICE, "--+-++"),
        (Capability.USER_INFO, "--+-++"),
        (Capability.MATERIAL, "--+-++"),
        (Capability.MASS_MESSAGE, "--+-+-"),
        (Capability.MENU, "--++++"),
        (Capability.TEMPLATE_MESSAGE, "----++"),
        (Capability.SUBSCRIPTION_NOTICE, "----+-"),
        (Capability.ONE_TIME_SUBSCRIPTION, "--+-+-"),
        (Capability.SCENE_QRCODE, "----++"),
        (Capability.OAUTH, "----++"),
        (Capability.LOCATION, "----++"),
        (Capability.PUBLISH, "--+-+-"),
        (Capability.JS_SDK, "-+++++"),
        (Capability.JS_SHARE, "--+-++"),
    ],
)
def test_each_kind_of_account_may_what_the_platform_says(capability: Capability, row: str) -> None:
    assert "".join("-+"[may(kind, capability)] for kind in KINDS) == row


def test_an_account_without_interface_may_nothing() -> None:
    assert capabilities(AccountKind.LINK) == frozenset()
    assert set(KINDS) == set(AccountKind)


def test_every_code_has_chinese_words_and_no_code_is_listed_twice() -> None:
    assert len(ERRCODES) > 50
    for errcode, row in ERRCODES.items():
        assert re.search("[\u4e00-\u9fff]", row.words), errcode


def test_a_code_nobody_knows_names_itself() -> None:
    assert "88888" in find_errcode(88888).words


@pytest.mark.parametrize(
    ("base", "url", "called"),
    [
        (
            "http://127.0.0.1:8001",
            "https://api.weixin.qq.com/cgi-bin/x?a=1",
            "http://127.0.0.1:8001/cgi-bin/x?a=1",
        ),
        (
            "http://127.0.0.1:8001/",
            "https://mp.weixin.qq.com/cgi-bin/x",
            "http://127.0.0.1:8001/cgi-bin/x",
        ),
        (
            "https://gate.example/wx",
            "https://api.weixin.qq.com/sns/x",
            "https://gate.example/wx/sns/x",
        ),
        (
            "https://sh.api.weixin.qq.com",
            "https://api.weixin.qq.com/x",
            "https://sh.api.weixin.qq.com/x",
        ),
        (
            "https://sh.api.weixin.qq.com",
            "https://mp.weixin.qq.com/x",
            "https://mp.weixin.qq.com/x",
        ),
        (
            "https://api.weixin.qq.com",
            "https://open.weixin.qq.com/x#y",
            "https://open.weixin.qq.com/x#y",
        ),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001/x", "http://127.0.0.1:8001/x"),
    ],
)
def test_the_configured_base_stands_for_the_platforms_hosts(
    base: str, url: str, called: str
) -> None:
    assert rebase(base, url) == called


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://api.weixin.qq.com/",
        "https://api.weixin.qq.com.evil.example/",
        "https://api.weixin.qq.com@evil.example/",
        "https://api.weixin.qq.com:8443/",
        "http://127.0.0.1:8002/",
        "/cgi-bin/x",
        "file:///etc/passwd",
    ],
)
def test_no_other_host_is_ever_called(url: str) -> None:
    with pytest.raises(OutsideHost):
        rebase("http://127.0.0.1:8001", url)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /x?appid=a&secret=s3&code=c HTTP", "GET /x?appid=a&secret=***&code=*** HTTP"),
        ("access_token=abc&openid=oZ", "access_token=***&openid=***"),
        ('{"access_token": "abc", "n": 1}', '{"access_token": "***", "n": 1}'),
        ("errcode=40001 errmsg", "errcode=40001 errmsg"),
    ],
)
def test_values_that_must_not_be_logged_are_starred(text: str, shown: str) -> None:
    assert redact(text) == shown


def view(name: str, url: str = "https://school.example/") -> Button:
    return {"type": "view", "name": name, "url": url}


@pytest.mark.parametrize(
    ("menu", "count"),
    [
        ({"button": [view("填作业"), view("我的"), view("帮助")]}, 0),
        ({"button": []}, 1),
        ({"button": [view(str(n)) for n in range(4)]}, 1),
        ({"button": [view("五个汉字呀")]}, 0),
        ({"button": [view("六个汉字多了")]}, 1),
        ({"button": [view("好", "https://school.example/" + "x" * 1024)]}, 1),
        ({"button": [{"name": "空"}]}, 1),
        ({"button": [{"name": "点", "type": "click"}]}, 1),
        ({"button": [{"name": "多", "sub_button": [view(str(n)) for n in range(6)]}]}, 1),
        ({"button": [{"name": "多", "sub_button": [view("公示与说明及更正的页面")]}]}, 0),
    ],
)
def test_a_menu_keeps_the_platforms_limits(menu: Menu, count: int) -> None:
    assert len(menu_mistakes(menu)) == count
