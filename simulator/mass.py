"""Mass messages (群发): counted by month for each person, reported when done."""

from __future__ import annotations

import secrets
import sqlite3
from functools import partial

from simulator.accounts import Kind
from simulator.api import Call
from simulator.callbacks import deliver
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json, Refusal
from simulator.people import Person, followers
from simulator.quotas import use, used
from simulator.tags import members_of
from simulator.wire import Tag
from simulator.world import World

A_MONTH = 4
LONGEST_ID = 64


def send_all(call: Call) -> Json:
    """Answer POST /cgi-bin/message/mass/sendall."""
    asked = call.body.get("filter")
    if not isinstance(asked, dict):
        raise Refusal(40035)
    everybody = followers(call.world, call.account.app_id)
    if not asked.get("is_to_all"):
        wanted = set(members_of(call, asked.get("tag_id")))
        everybody = [person for person in everybody if person.openid in wanted]
    return _send(call, everybody)


def send(call: Call) -> Json:
    """Answer POST /cgi-bin/message/mass/send, to a list of two people or more."""
    if call.account.kind is Kind.VERIFIED_SUBSCRIPTION:
        raise Refusal(48001)
    openids = call.body.get("touser")
    if not isinstance(openids, list) or not 2 <= len(openids) <= 10_000:
        raise Refusal(40130)
    people = [call.person(openid) for openid in openids]
    return _send(call, [person for person in people if person.is_following])


def preview(call: Call) -> Json:
    """Answer POST /cgi-bin/message/mass/preview."""
    person = call.person(call.body.get("touser"))
    show(call.world, person.openid, ACCOUNT, _bubble(call))
    return {"errcode": 0, "errmsg": "preview success", "msg_id": 0}


def get(call: Call) -> Json:
    """Answer POST /cgi-bin/message/mass/get."""
    row = call.world.store.row(
        "SELECT * FROM mass WHERE msg_id = ? AND app_id = ?",
        *(int(call.body.get("msg_id") or 0), call.account.app_id),
    )
    if row is None:
        raise Refusal(40035)
    return {"msg_id": row["msg_id"], "msg_status": row["status"]}


def _send(call: Call, people: list[Person]) -> Json:
    bubble = _bubble(call)
    client_id = _client_id(call)
    _count_day(call)
    msg_id = _record(call, client_id)
    reached = [person for person in people if _has_room(call, person)]
    for person in reached:
        show(call.world, person.openid, ACCOUNT, bubble)
    if people:
        report = partial(_report, call.world, people[0].openid, msg_id, len(people), len(reached))
        call.world.timers.after(call.world.settings.delivery_delay, report)
    done = "send job submission success"
    return {"errcode": 0, "errmsg": done, "msg_id": msg_id, "msg_data_id": secrets.randbelow(10**9)}


def _client_id(call: Call) -> str | None:
    client_id = call.body.get("clientmsgid")
    if client_id is not None and len(str(client_id).encode()) > LONGEST_ID:
        raise Refusal(45067)
    return None if client_id is None else str(client_id)


def _record(call: Call, client_id: str | None) -> int:
    try:
        return call.world.store.run(
            "INSERT INTO mass (app_id, clientmsgid, status, at) VALUES (?, ?, ?, ?)",
            *(call.account.app_id, client_id, "SEND_SUCCESS", call.world.clock.now()),
        )
    except sqlite3.IntegrityError as error:
        row = call.world.store.row(
            "SELECT msg_id FROM mass WHERE app_id = ? AND clientmsgid = ?",
            *(call.account.app_id, client_id),
        )
        raise Refusal(45065, msg_id=row["msg_id"] if row else 0) from error


def _count_day(call: Call) -> None:
    if call.account.kind is not Kind.VERIFIED_SUBSCRIPTION:
        return
    today = f"{call.world.clock.local():%Y-%m-%d}"
    if use(call.world, call.account, "mass message", today) > 1:
        raise Refusal(45028)


def _has_room(call: Call, person: Person) -> bool:
    if call.account.kind is Kind.VERIFIED_SUBSCRIPTION:
        return True
    month = f"{call.world.clock.local():%Y-%m}"
    name = f"mass to {person.openid}"
    if used(call.world, call.account, name, month) >= A_MONTH:
        return False
    use(call.world, call.account, name, month)
    return True


def _bubble(call: Call) -> Bubble:
    kind = call.body.get("msgtype")
    part = call.body.get(str(kind))
    if not isinstance(part, dict):
        raise Refusal(40035)
    if kind == "text":
        if not part.get("content"):
            raise Refusal(44004)
        return Bubble("text", str(part["content"]))
    if not part.get("media_id"):
        raise Refusal(41006)
    return Bubble(str(kind), card={"media_id": part["media_id"]})


def _report(world: World, openid: str, msg_id: int, total: int, sent: int) -> None:
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", "MASSSENDJOBFINISH"),
        ("MsgID", msg_id),
        ("Status", "send success"),
        ("TotalCount", total),
        ("FilterCount", sent),
        ("SentCount", sent),
        ("ErrorCount", total - sent),
    ]
    deliver(world, openid, tags)
