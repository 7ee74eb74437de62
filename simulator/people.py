"""People with a phone (用户) and whether they follow an account."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass

from simulator.accounts import Account
from simulator.errcodes import Json
from simulator.world import World


@dataclass(frozen=True, slots=True)
class Person:
    openid: str
    app_id: str
    name: str
    unionid: str
    is_following: bool
    followed_at: float
    subscribe_scene: str
    scene: str
    remark: str
    is_pinned: bool
    refuses_templates: bool


def add_person(world: World, account: Account, name: str, openid: str | None = None) -> Person:
    """Return the person with this openid, made if there was none."""
    openid = openid or "o" + secrets.token_urlsafe(20)[:27]
    world.store.run(
        "INSERT INTO person (openid, app_id, name, unionid) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (openid) DO NOTHING",
        *(openid, account.app_id, name, "o" + secrets.token_urlsafe(20)[:27]),
    )
    world.bell.ring()
    person = find_person(world, openid)
    assert person is not None
    return person


def find_person(world: World, openid: str) -> Person | None:
    row = world.store.row("SELECT * FROM person WHERE openid = ?", openid)
    return None if row is None else _person(row)


def people(world: World) -> list[Person]:
    return [_person(row) for row in world.store.rows("SELECT * FROM person ORDER BY rowid")]


def followers(world: World, app_id: str) -> list[Person]:
    """List an account's followers, by openid."""
    rows = world.store.rows(
        "SELECT * FROM person WHERE app_id = ? AND is_following = 1 ORDER BY openid", app_id
    )
    return [_person(row) for row in rows]


def set_following(world: World, person: Person, scene: str = "") -> None:
    source = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
    world.store.run(
        "UPDATE person SET is_following = 1, followed_at = ?, subscribe_scene = ?, scene = ?"
        " WHERE openid = ?",
        *(world.clock.now(), source, scene, person.openid),
    )


def set_not_following(world: World, person: Person) -> None:
    """Forget the follow and all that hung on it: windows, tags, the account's remark."""
    with world.store.transaction():
        world.store.run(
            "UPDATE person SET is_following = 0, remark = '', scene = '' WHERE openid = ?",
            person.openid,
        )
        world.store.run("DELETE FROM reply_window WHERE openid = ?", person.openid)
        world.store.run("DELETE FROM tagging WHERE openid = ?", person.openid)


def pin(world: World, openid: str, pinned: bool = True) -> None:
    """Put a phone on the wall, or take it off."""
    world.store.run("UPDATE person SET is_pinned = ? WHERE openid = ?", int(pinned), openid)
    world.bell.ring()


def refuse_templates(world: World, person: Person, refuses: bool) -> None:
    """Let somebody switch template messages off, or on again."""
    world.store.run(
        "UPDATE person SET refuses_templates = ? WHERE openid = ?", int(refuses), person.openid
    )


def mark_read(world: World, person: Person, message_id: int) -> None:
    """Count nothing up to this message as unread any more."""
    world.store.run(
        "UPDATE person SET read_to = max(read_to, ?) WHERE openid = ?", message_id, person.openid
    )


def summary(world: World) -> list[Json]:
    """List everybody with the number of messages not looked at and the last one's text."""
    rows = world.store.rows(
        "SELECT p.*, (SELECT count(*) FROM message m WHERE m.openid = p.openid AND m.id > p.read_to"
        " AND m.sender = 'account') AS unread,"
        " (SELECT max(id) FROM message m WHERE m.openid = p.openid) AS last_id"
        " FROM person p ORDER BY p.rowid"
    )
    return [_summary(row) for row in rows]


def _summary(row: sqlite3.Row) -> Json:
    return {
        "openid": row["openid"],
        "account": row["app_id"],
        "name": row["name"],
        "following": bool(row["is_following"]),
        "pinned": bool(row["is_pinned"]),
        "refuses_templates": bool(row["refuses_templates"]),
        "unread": row["unread"],
        "last_id": row["last_id"] or 0,
    }


def _person(row: sqlite3.Row) -> Person:
    return Person(
        openid=row["openid"],
        app_id=row["app_id"],
        name=row["name"],
        unionid=row["unionid"],
        is_following=bool(row["is_following"]),
        followed_at=row["followed_at"] or 0.0,
        subscribe_scene=row["subscribe_scene"],
        scene=row["scene"],
        remark=row["remark"],
        is_pinned=bool(row["is_pinned"]),
        refuses_templates=bool(row["refuses_templates"]),
    )
