"""One-time subscription messages (一次性订阅消息): asking for a yes, reading it, the one message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from wechat.account import Account
from wechat.addresses import rebase
from wechat.capabilities import Capability, may

LONGEST_TITLE = 15
LONGEST_CONTENT = 200
LAST_SCENE = 10_000
_CONFIRM = "https://mp.weixin.qq.com/mp/subscribemsg"
_RESERVED = re.compile(r"[A-Za-z0-9]{1,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OneTime:
    """The message: a title of at most 15 characters, content of at most 200, where a tap leads."""

    title: str
    content: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What came back from the page: whose yes it is, and to what."""

    openid: str = field(repr=False)
    template_id: str
    scene: int
    reserved: str


def confirm_url(account: Account, purpose: str, scene: int, back: str, reserved: str) -> str:
    """Where to send a browser for a yes to one message of this purpose.

    Several answers of one scene allow one message, not several. `back` must lie under a domain that
    the account registered (业务域名). Raises KeyError where no template has the purpose, ValueError
    on a scene that is not 0 to 10000 or `reserved` that is not 1 to 128 letters and digits.
    """
    if not 0 <= scene <= LAST_SCENE or not _RESERVED.fullmatch(reserved):
        raise ValueError("scene or reserved")
    query = {
        "action": "get_confirm",
        "appid": account.app_id,
        "scene": scene,
        "template_id": account.templates[purpose].id,
        "redirect_url": back,
        "reserved": reserved,
    }
    return rebase(account.api_base, f"{_CONFIRM}?{urlencode(query)}#wechat_redirect")


def credit_key(account: Account, purpose: str, scene: int) -> str | None:
    """What a yes is counted under; None where the account cannot ask for one."""
    template = account.templates.get(purpose)
    if template is None or not may(account.kind, Capability.ONE_TIME_SUBSCRIPTION):
        return None
    return f"{template.id}:{scene}"


def read_confirmed(query: Mapping[str, str]) -> Confirmed | None:
    """The yes in the query that came back; None for a no, or for what the page never sends."""
    openid, scene = query.get("openid", ""), query.get("scene", "")
    if query.get("action") != "confirm" or not openid:
        return None
    if not (scene.isascii() and scene.isdigit() and len(scene) <= 5):
        return None
    return Confirmed(openid, query.get("template_id", ""), int(scene), query.get("reserved", ""))


def message_body(openid: str, template_id: str, scene: int, message: OneTime) -> dict[str, object]:
    """The call's body. wechatpy would write the address as null where there is none."""
    if not 0 < len(message.title) <= LONGEST_TITLE:
        raise ValueError("title")
    if not 0 < len(message.content) <= LONGEST_CONTENT:
        raise ValueError("content")
    body: dict[str, object] = {
        "touser": openid,
        "template_id": template_id,
        "scene": str(scene),
        "title": message.title,
        "data": {"content": {"value": message.content}},
    }
    return body | {"url": message.url} if message.url else body
