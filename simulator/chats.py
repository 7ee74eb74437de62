"""What stands in each chat (聊天记录): the oracle for what a person was ever shown."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from simulator.errcodes import Json
from simulator.world import World

ACCOUNT = "account"
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One entry of a chat; `card` holds what a template message or an article shows."""

    kind: str
    text: str = ""
    card: Json | None = None
    client_msg_id: str | None = None


def show(world: World, openid: str, sender: str, bubble: Bubble) -> int:
    """Put it into the chat; return its id."""
    card = None if bubble.card is None else json.dumps(bubble.card, ensure_ascii=False)
    message_id = world.store.run(
        "INSERT INTO message (openid, at, sender, kind, text, card, client_msg_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(openid, world.clock.now(), sender, bubble.kind, bubble.text, card, bubble.client_msg_id),
    )
    world.bell.ring()
    return message_id


def messages(world: World, openid: str, after: int = 0) -> list[Json]:
    """List a chat from the message after `after`, oldest first."""
    rows = world.store.rows(
        "SELECT * FROM message WHERE openid = ? AND id > ? ORDER BY id", openid, after
    )
    return [as_json(row) for row in rows]


def shown(world: World, client_msg_id: str | None, openid: str | None) -> list[Json]:
    """List what accounts ever put in front of people, oldest first."""
    rows = world.store.rows(
        "SELECT * FROM message WHERE sender = 'account' AND (? IS NULL OR client_msg_id = ?)"
        " AND (? IS NULL OR openid = ?) ORDER BY id",
        *(client_msg_id, client_msg_id, openid, openid),
    )
    return [as_json(row) for row in rows]


def as_json(row: sqlite3.Row) -> Json:
    card = json.loads(row["card"]) if row["card"] else {}
    return {
        "id": row["id"],
        "openid": row["openid"],
        "at": row["at"],
        "from": row["sender"],
        "kind": row["kind"],
        "text": row["text"],
        "client_msg_id": row["client_msg_id"],
        **card,
    }
