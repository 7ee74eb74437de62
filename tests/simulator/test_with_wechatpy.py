"""A client that is not ours, wechatpy's own, finds here what it expects of the platform."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from tests.patience import PATIENCE
from tests.simulator.conftest import SECRET, TEMPLATE, Platform
from tests.simulator.program import APP_ID


@pytest.fixture
def client(wechat: Platform) -> Iterator[Any]:
    """wechatpy's client, led here; it sends JSON without a Content-Type."""

    class Led(WeChatClient):  # type: ignore[misc]  # wechatpy has no types
        API_BASE_URL = f"{wechat.url}/cgi-bin/"

    led = Led(APP_ID, SECRET, access_token=wechat.token(), auto_retry=False, timeout=PATIENCE)
    led.expires_at = time.time() + 7000  # by its own clock
    yield led
    led._http.close()


def test_wechatpy_sends_messages_and_reads_refusals(wechat: Platform, client: Any) -> None:
    wechat.person("oDean")
    data = {"thing2": {"value": "三年级2班"}, "time4": {"value": "2026年11月23日 20:15"}}

    assert client.message.send_template("oDean", TEMPLATE, data)["errcode"] == 0
    assert client.message.send_text("oDean", "您好")["errcode"] == 0
    with pytest.raises(WeChatClientException) as caught:
        client.message.send_text("oNobody", "您好")

    assert caught.value.errcode == 40003
    assert [m["kind"] for m in wechat.look("shown?openid=oDean")] == ["template", "text"]


def test_wechatpy_manages_menu_codes_people_tags_and_media(wechat: Platform, client: Any) -> None:
    wechat.person("oZhang")
    menu = {"button": [{"type": "click", "name": "帮助", "key": "help"}]}
    code = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "class_3_2"}}}

    client.menu.create(menu)
    tag = client.tag.create("三年级")
    client.tag.tag_user(tag["id"], ["oZhang"])
    uploaded = client.media.upload("image", io.BytesIO(b"picture"))

    assert client.menu.get()["menu"] == menu
    assert client.qrcode.create(code)["url"].startswith("http://weixin.qq.com/q/")
    assert client.user.get("oZhang")["tagid_list"] == [tag["id"]]
    assert list(client.user.iter_followers()) == ["oZhang"]
    assert client.media.download(uploaded["media_id"]).content == b"picture"
    assert json.loads(json.dumps(client.jsapi.get_ticket()))["errcode"] == 0
