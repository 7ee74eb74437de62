"""Template messages (模板消息): checked, shown once, and their delivery reported."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial

from simulator.accounts import Account, Kind, Template
from simulator.api import Call
from simulator.callbacks import deliver
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json, Refusal
from simulator.fields import as_shown, check_values, read_values
from simulator.people import Person
from simulator.wire import Tag
from simulator.world import World

SAME_FOR = 600  # seconds in which one client_msg_id is one message
USER_BLOCK = "failed:user block"


def send(call: Call) -> Json:
    """Answer POST /cgi-bin/message/template/send."""
    person = call.person(call.body.get("touser"))
    template = find_template(call.account, call.body.get("template_id"), "template")
    if not person.is_following:
        raise Refusal(43004)
    values = checked_values(call.account, template, call.body.get("data"))
    client_id = _client_msg_id(call)
    known = _sent_before(call.world, person, client_id)
    if known is not None:
        return {"errcode": 0, "errmsg": "ok", "msgid": known}
    msgid = 3_000_000_000_000_000_000 + secrets.randbelow(10**17)
    _remember(call.world, person, client_id, msgid)
    if not person.refuses_templates:
        card = card_of(template, values, call.body)
        show(
            call.world, person.openid, ACCOUNT, Bubble("template", template.title, card, client_id)
        )
    _report(call.world, person, msgid, client_id)
    return {"errcode": 0, "errmsg": "ok", "msgid": msgid}


def find_template(account: Account, template_id: object, kind: str) -> Template:
    template = account.templates.get(template_id) if isinstance(template_id, str) else None
    if template is None or template.kind != kind:
        raise Refusal(40037)
    return template


def checked_values(account: Account, template: Template, data: object) -> dict[str, str]:
    """Return the values; a test account's templates are free, so nothing is checked there."""
    values = read_values(data)
    if account.kind is not Kind.TEST:
        check_values(values, template.fields, template.enums)
    return values


def card_of(template: Template, values: Mapping[str, str], body: Json) -> Json:
    """Return the card a phone shows; a mini program wins over an address."""
    lines = [
        {"key": key, "label": label, "value": as_shown(values.get(key, ""))}
        for key, label in template.fields.items()
    ]
    program = body.get("miniprogram") or None
    url = "" if program else str(body.get("url") or "")
    card = {"title": template.title, "fields": lines, "url": url, "miniprogram": program}
    return {"template": card}


def content_of(template: Template) -> str:
    """The text of a template with its keys, as the platform lists it."""
    return "".join(f"{label}:{{{{{name}.DATA}}}}\n" for name, label in template.fields.items())


def list_templates(call: Call) -> Json:
    """Answer GET /cgi-bin/template/get_all_private_template."""
    return {
        "template_list": [
            {
                "template_id": key,
                "title": template.title,
                "primary_industry": "",
                "deputy_industry": "",
                "content": content_of(template),
                "example": "",
            }
            for key, template in call.account.templates.items()
            if template.kind == "template"
        ]
    }


def _client_msg_id(call: Call) -> str | None:
    client_id = call.body.get("client_msg_id")
    if client_id is None or client_id == "":
        return None
    if not isinstance(client_id, str):
        raise Refusal(40035)
    return client_id


def _sent_before(world: World, person: Person, client_id: str | None) -> int | None:
    if client_id is None:
        return None
    row = world.store.row(
        "SELECT msgid FROM sent WHERE openid = ? AND client_msg_id = ? AND at > ?",
        *(person.openid, client_id, world.clock.now() - SAME_FOR),
    )
    return None if row is None else int(row["msgid"])


def _remember(world: World, person: Person, client_id: str | None, msgid: int) -> None:
    if client_id is not None:
        world.store.run(
            "INSERT OR REPLACE INTO sent (openid, client_msg_id, at, msgid) VALUES (?, ?, ?, ?)",
            *(person.openid, client_id, world.clock.now(), msgid),
        )


def _report(world: World, person: Person, msgid: int, client_id: str | None) -> None:
    settings = world.settings
    if settings.delivery_events == "off":
        return
    # A developer saw 0 here for messages sent with a client_msg_id; nobody should rely on it.
    shown_id = 0 if settings.delivery_msgid == "zero" and client_id is not None else msgid
    status = USER_BLOCK if person.refuses_templates else settings.delivery_status
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", "TEMPLATESENDJOBFINISH"),
        ("MsgID", shown_id),
        ("Status", status),
    ]
    copies = 2 if settings.delivery_events == "twice" else 1
    world.timers.after(
        settings.delivery_delay, partial(deliver, world, person.openid, tags, copies)
    )
