"""One-time subscription messages (一次性订阅消息): the page that asks, and the message it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Blueprint, Response, redirect, render_template, request

from simulator.accounts import Account
from simulator.api import Call
from simulator.browser import OWNER_HEADER
from simulator.capabilities import Capability, may
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json, Refusal
from simulator.people import Person, find_person
from simulator.subscriptions import pay
from simulator.templates import find_template
from simulator.world import World

KIND = "one_time"
LONGEST_TITLE = 15
LONGEST_CONTENT = 200
LAST_SCENE = 10000
_RESERVED = re.compile(r"[A-Za-z0-9]{0,128}")


class BadConfirm(Exception):
    """The page shows this instead of asking anybody."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """What a program asks for at the page."""

    account: Account
    template_id: str
    scene: int
    redirect_url: str
    reserved: str

    @property
    def title(self) -> str:
        return self.account.templates[self.template_id].title

    def back(self, openid: str | None) -> str:
        """Return where the page leads; without an openid the person has refused."""
        parts = urlsplit(self.redirect_url)
        added = urlencode(
            {
                **({"openid": openid} if openid else {}),
                "template_id": self.template_id,
                "action": "confirm" if openid else "cancel",
                "scene": self.scene,
                "reserved": self.reserved,
            }
        )
        query = f"{parts.query}&{added}" if parts.query else added
        return urlunsplit(parts._replace(query=query))


def read_confirm(world: World, query: Mapping[str, str]) -> Confirm:
    """Check the address a program has built; BadConfirm says what is wrong with it."""
    account = world.accounts.get(query.get("appid", ""))
    if account is None or query.get("action") != "get_confirm":
        raise BadConfirm("appid 或 action 参数错误")
    if not may(account.kind, Capability.ONE_TIME):
        raise BadConfirm("该公众号没有一次性订阅消息的权限")
    template_id, scene = query.get("template_id", ""), query.get("scene", "")
    template = account.templates.get(template_id)
    if template is None or template.kind != KIND:
        raise BadConfirm("template_id 参数错误")
    if not (scene.isascii() and scene.isdigit() and int(scene) <= LAST_SCENE):
        raise BadConfirm("scene 参数错误")
    target, reserved = urlsplit(query.get("redirect_url", "")), query.get("reserved", "")
    if target.scheme not in ("http", "https") or not target.hostname:
        raise BadConfirm("redirect_url 参数错误")
    if not _RESERVED.fullmatch(reserved):
        raise BadConfirm("reserved 参数错误")
    return Confirm(account, template_id, int(scene), query["redirect_url"], reserved)


def blueprint(world: World) -> Blueprint:
    bp = Blueprint("one_time", __name__)

    @bp.get("/mp/subscribemsg")
    def ask() -> Response | tuple[str, int] | str:
        try:
            asked = read_confirm(world, request.args)
        except BadConfirm as error:
            return render_template("refused.html", reason=str(error)), 400
        person = _holder(world, asked)
        if person is None:
            return render_template("refused.html", reason="请在微信客户端打开链接"), 400
        answer = request.args.get("answer", "")
        if answer not in ("yes", "no"):
            return render_template("confirm.html", asked=asked, person=person)
        if answer == "yes":
            allow(world, person, asked.template_id, asked.scene)
        led = redirect(asked.back(person.openid if answer == "yes" else None), 302)
        assert isinstance(led, Response)
        return led

    return bp


def allow(world: World, person: Person, template_id: str, scene: object) -> None:
    """One message of this scene, however often the person has said yes: it does not add up."""
    world.store.run(
        "INSERT INTO credit (openid, template_id, left) VALUES (?, ?, 1)"
        " ON CONFLICT (openid, template_id) DO UPDATE SET left = 1",
        *(person.openid, f"{template_id}:{scene}"),
    )


def send(call: Call) -> Json:
    """Answer POST /cgi-bin/message/template/subscribe."""
    person = call.person(call.body.get("touser"))
    template_id, title = call.text("template_id", 40037), call.text("title", 47003)
    find_template(call.account, template_id, KIND)
    content = call.body.get("data", {}).get("content", {}).get("value", "")
    if len(title) > LONGEST_TITLE:
        raise Refusal(45003)
    if not content or len(content) > LONGEST_CONTENT:
        raise Refusal(47003, "argument invalid! data.content.value invalid")
    pay(call.world, person, f"{template_id}:{call.body.get('scene')}")
    shown = {"title": title, "fields": [{"key": "content", "label": "", "value": content}]}
    card = {"template": {**shown, "url": str(call.body.get("url") or ""), "miniprogram": None}}
    show(call.world, person.openid, ACCOUNT, Bubble("template", title, card))
    return {"errcode": 0, "errmsg": "ok"}


def _holder(world: World, asked: Confirm) -> Person | None:
    """Return who opens the page: the phone's owner, or who a test names in `openid`."""
    openid = request.headers.get(OWNER_HEADER) or request.args.get("openid") or ""
    person = find_person(world, openid)
    return person if person is not None and person.app_id == asked.account.app_id else None
