"""Subscription notices (订阅通知): each consent pays for one."""

from __future__ import annotations

import secrets
from functools import partial

from simulator.api import Call
from simulator.callbacks import deliver
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json, Refusal
from simulator.people import Person
from simulator.templates import card_of, checked_values, content_of, find_template
from simulator.wire import Tag
from simulator.world import World

_ONE_TIME = 2


def send(call: Call) -> Json:
    """Answer POST /cgi-bin/message/subscribe/bizsend; each consent pays for one message."""
    person = call.person(call.body.get("touser"))
    template = find_template(call.account, call.body.get("template_id"), "subscription")
    template_id = str(call.body["template_id"])
    values = checked_values(call.account, template, call.body.get("data"))
    pay(call.world, person, template_id)
    card = card_of(template, values, {**call.body, "url": call.body.get("page")})
    show(call.world, person.openid, ACCOUNT, Bubble("template", template.title, card))
    msgid = 3_100_000_000_000_000_000 + secrets.randbelow(10**17)
    _report(call.world, person, template_id, msgid)
    return {"errcode": 0, "errmsg": "ok", "msgid": msgid}


def list_templates(call: Call) -> Json:
    """Answer GET /wxaapi/newtmpl/gettemplate; every template here pays by single consents."""
    listed = [
        {
            "priTmplId": key,
            "title": template.title,
            "content": content_of(template),
            "example": "",
            "type": _ONE_TIME,
        }
        for key, template in call.account.templates.items()
        if template.kind == "subscription"
    ]
    return {"errcode": 0, "errmsg": "ok", "data": listed}


def answer_notice(world: World, person: Person, template_id: str, accepts: bool) -> None:
    """Let a person answer the question for a notice; the account hears the answer."""
    if accepts:
        grant(world, person, template_id)
    answer = "accept" if accepts else "reject"
    inner: list[Tag] = [
        ("TemplateId", template_id),
        ("SubscribeStatusString", answer),
        ("PopupScene", "1"),
    ]
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", "subscribe_msg_popup_event"),
        ("SubscribeMsgPopupEvent", [("List", inner)]),
    ]
    deliver(world, person.openid, tags)


def grant(world: World, person: Person, template_id: str) -> None:
    """Add one credit."""
    world.store.run(
        "INSERT INTO credit (openid, template_id, left) VALUES (?, ?, 1)"
        " ON CONFLICT (openid, template_id) DO UPDATE SET left = left + 1",
        *(person.openid, template_id),
    )


def pay(world: World, person: Person, key: str) -> None:
    """Take one credit of this key; Refusal 43101 where the person agreed to no more."""
    paid = world.store.run(
        "UPDATE credit SET left = left - 1 WHERE openid = ? AND template_id = ? AND left > 0",
        *(person.openid, key),
    )
    if not paid:
        raise Refusal(43101)


def _report(world: World, person: Person, template_id: str, msgid: int) -> None:
    inner: list[Tag] = [
        ("TemplateId", template_id),
        ("MsgID", str(msgid)),
        ("ErrorCode", "0"),
        ("ErrorStatus", "success"),
    ]
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", "subscribe_msg_sent_event"),
        ("SubscribeMsgSentEvent", [("List", inner)]),
    ]
    if world.settings.delivery_events != "off":
        world.timers.after(
            world.settings.delivery_delay, partial(deliver, world, person.openid, tags)
        )
