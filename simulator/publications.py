"""Publishing drafts (发布能力): submitted, then reported by an event."""

from __future__ import annotations

import json
import secrets
import sqlite3
from functools import partial

from simulator.accounts import Kind
from simulator.api import Call
from simulator.callbacks import deliver
from simulator.drafts import find
from simulator.errcodes import Json, Refusal
from simulator.people import followers
from simulator.wire import Tag
from simulator.world import World

PUBLISHED, UNDER_WAY, FAILED, DELETED = 0, 1, 3, 5


def publish(call: Call) -> Json:
    """Answer POST /cgi-bin/freepublish/submit; the outcome comes as an event."""
    draft = find(call)
    publish_id = call.world.store.run(
        "INSERT INTO publication (app_id, article_id, body, status, at) VALUES (?, ?, ?, ?, ?)",
        *(call.account.app_id, secrets.token_urlsafe(24), draft["body"], UNDER_WAY),
        call.world.clock.now(),
    )
    call.world.store.run("DELETE FROM draft WHERE media_id = ?", draft["media_id"])
    delay = call.world.settings.delivery_delay
    call.world.timers.after(delay, partial(_finish, call.world, publish_id, call.account.app_id))
    return {"errcode": 0, "errmsg": "ok", "publish_id": str(publish_id), "msg_data_id": 0}


def published(call: Call) -> Json:
    """Answer POST /cgi-bin/freepublish/get."""
    row = call.world.store.row(
        "SELECT * FROM publication WHERE publish_id = ? AND app_id = ?",
        *(str(call.body.get("publish_id", "")), call.account.app_id),
    )
    if row is None:
        raise Refusal(40035)
    return _outcome(call.world, row)


def unpublish(call: Call) -> Json:
    """Answer POST /cgi-bin/freepublish/delete."""
    changed = call.world.store.run(
        "UPDATE publication SET status = ? WHERE article_id = ? AND app_id = ?",
        *(DELETED, str(call.body.get("article_id", "")), call.account.app_id),
    )
    if not changed:
        raise Refusal(53600)
    return {"errcode": 0, "errmsg": "ok"}


def _finish(world: World, publish_id: int, app_id: str) -> None:
    account = world.accounts.get(app_id)
    # A test account may submit, and then it often fails.
    status = FAILED if account is None or account.kind is Kind.TEST else PUBLISHED
    world.store.run("UPDATE publication SET status = ? WHERE publish_id = ?", status, publish_id)
    row = world.store.row("SELECT * FROM publication WHERE publish_id = ?", publish_id)
    people = followers(world, app_id)
    if row is None or not people:
        return  # the event carries the openid of a follower
    inner: list[Tag] = [("publish_id", publish_id), ("publish_status", status)]
    if status == PUBLISHED:
        items: list[Tag] = [
            ("item", [("idx", n), ("article_url", url)])
            for n, url in enumerate(_addresses(world, row), 1)
        ]
        inner += [
            ("article_id", row["article_id"]),
            ("article_detail", [("count", len(items)), *items]),
        ]
    tags: list[Tag] = [
        ("CreateTime", int(world.clock.now())),
        ("MsgType", "event"),
        ("Event", "PUBLISHJOBFINISH"),
        ("PublishEventInfo", inner),
    ]
    deliver(world, people[0].openid, tags)


def _outcome(world: World, row: sqlite3.Row) -> Json:
    found: Json = {"publish_id": str(row["publish_id"]), "publish_status": row["status"]}
    if row["status"] == PUBLISHED:
        items = [{"idx": n, "article_url": url} for n, url in enumerate(_addresses(world, row), 1)]
        found["article_id"] = row["article_id"]
        found["article_detail"] = {"count": len(items), "item": items}
    return {**found, "fail_idx": []}


def _addresses(world: World, row: sqlite3.Row) -> list[str]:
    count = len(json.loads(row["body"]))
    return [f"{world.public_url}/s/{row['article_id']}/{n}" for n in range(1, count + 1)]
