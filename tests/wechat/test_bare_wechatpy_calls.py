"""What wechatpy 1.8.18 sends (defects 8, 15, 17), and beside it what ours does."""

from __future__ import annotations

import io

import pytest
from wechatpy.oauth import WeChatOAuth

from tests.wechat.bare import bare_client
from tests.wechat.calls import send
from tests.wechat.conftest import SECRET
from tests.wechat.mean_api import (
    STABLE_TOKEN,
    TEMPLATE,
    TOKEN,
    MeanApi,
    Tokens,
    errs,
    says,
)
from wechat.account import Account
from wechat.client import Client
from wechat.tokens import MemoryTokenStore

UPLOAD = "/cgi-bin/media/upload"


# 8. Uploads


def test_bare_wechatpy_uploads_an_empty_file_the_second_time(api: MeanApi) -> None:
    api.script(TOKEN, Tokens())
    api.script(UPLOAD, errs(42001), says({"media_id": "m"}))
    client = bare_client(api.base)

    client.media.upload("image", io.BytesIO(b"x" * 10_000))

    sizes = [len(call.body) for call in api.calls_to(UPLOAD)]
    assert sizes[0] > 10_000 > sizes[1]
    client._http.close()


def test_a_repeated_upload_has_its_content(api: MeanApi, client: Client) -> None:
    api.script(UPLOAD, errs(42001), says({"media_id": "m"}))

    assert client.upload_image("qr.png", b"x" * 10_000) == "m"

    assert [call.body.count(b"x" * 10_000) for call in api.calls_to(UPLOAD)] == [1, 1]


# 15. What is newer than wechatpy


def test_bare_wechatpy_knows_neither_stable_token_nor_client_msg_id(api: MeanApi) -> None:
    api.script(TOKEN, Tokens())
    api.script(TEMPLATE, says({"errcode": 0, "msgid": 1}))
    client = bare_client(api.base)

    with pytest.raises(TypeError):
        client.message.send_template("oWang", "TID", {}, client_msg_id="a1")
    client.message.send_template("oWang", "TID", {})

    assert not api.calls_to(STABLE_TOKEN)
    client._http.close()


def test_a_template_message_carries_its_own_number(api: MeanApi, client: Client) -> None:
    api.script(TEMPLATE, says({"errcode": 0, "errmsg": "ok", "msgid": 200228332}))

    sent = send(client)

    assert (sent.msg_id, sent.is_repeat) == ("200228332", False)
    [call] = api.calls_to(TEMPLATE)
    assert call.json == {
        "touser": "oWang",
        "template_id": "TID",
        "url": "https://school.example/c/3",
        "client_msg_id": "a1",
        "data": {
            "thing2": {"value": "三年级2班"},
            "thing5": {"value": "书面作业80分(上限60)"},
            "phrase3": {"value": "待核实"},
            "time4": {"value": "2026年11月23日 20:15"},
        },
    }
    # The platform refuses \\u escapes (40033).
    assert "三年级2班".encode() in call.body
    [token_call] = api.calls_to(STABLE_TOKEN)
    assert token_call.json["force_refresh"] is False
    assert SECRET not in str(token_call.query)


# 17. OAuth's state


def test_bare_wechatpy_lets_the_state_rewrite_the_address() -> None:
    address = WeChatOAuth("wx", "s", "https://school.example/", state="x&scope=evil#").authorize_url

    assert "&scope=evil#" in address


@pytest.mark.parametrize("state", ["x&scope=evil#", "", "a b", "x" * 129, "状态"])
def test_a_state_is_letters_and_digits_or_refused(client: Client, state: str) -> None:
    with pytest.raises(ValueError, match="state"):
        client.authorize_url("https://school.example/back?a=1&b=2", state)


def test_the_login_address_is_the_platforms_or_the_local_one(
    account: Account, client: Client, api: MeanApi
) -> None:
    parts = (
        f"/connect/oauth2/authorize?appid={account.app_id}"
        "&redirect_uri=https%3A%2F%2Fschool.example%2F&response_type=code&scope=snsapi_base"
        "&state=s1#wechat_redirect"
    )
    real = Client(account, MemoryTokenStore())

    assert client.authorize_url("https://school.example/", "s1") == api.base + parts
    assert real.authorize_url("https://school.example/", "s1") == (
        "https://open.weixin.qq.com" + parts
    )
    real.close()
