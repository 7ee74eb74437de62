"""Tags on followers (用户标签)."""

from __future__ import annotations

import sqlite3

from simulator.api import Call
from simulator.errcodes import Json, Refusal

TAGS = 100
A_PERSON = 20
LONGEST_NAME = 30
BATCH = 50


def create(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/create."""
    name = _name(call)
    if len(_tags(call)) >= TAGS:
        raise Refusal(45056)
    try:
        number = call.world.store.run(
            "INSERT INTO tag (app_id, name) VALUES (?, ?)", call.account.app_id, name
        )
    except sqlite3.IntegrityError as error:
        raise Refusal(45157) from error
    return {"tag": {"id": number, "name": name}}


def listing(call: Call) -> Json:
    """Answer GET /cgi-bin/tags/get."""
    return {
        "tags": [
            {"id": row["id"], "name": row["name"], "count": len(_members(call, row["id"]))}
            for row in _tags(call)
        ]
    }


def update(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/update."""
    number, name = _existing(call, _part(call).get("id")), _name(call)
    try:
        call.world.store.run("UPDATE tag SET name = ? WHERE id = ?", name, number)
    except sqlite3.IntegrityError as error:
        raise Refusal(45157) from error
    return {"errcode": 0, "errmsg": "ok"}


def delete(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/delete."""
    number = _existing(call, _part(call).get("id"))
    call.world.store.run("DELETE FROM tagging WHERE tag_id = ?", number)
    call.world.store.run("DELETE FROM tag WHERE id = ?", number)
    return {"errcode": 0, "errmsg": "ok"}


def members(call: Call) -> Json:
    """Answer POST /cgi-bin/user/tag/get."""
    openids = _members(call, _existing(call, call.body.get("tagid")))
    data = {"data": {"openid": openids}} if openids else {}
    return {"count": len(openids), **data, "next_openid": openids[-1] if openids else ""}


def add_members(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/members/batchtagging."""
    number = _existing(call, call.body.get("tagid"))
    for openid in _openids(call):
        if len(of_person(call, openid)) >= A_PERSON:
            raise Refusal(45059)
        call.world.store.run(
            "INSERT OR IGNORE INTO tagging (tag_id, openid) VALUES (?, ?)", number, openid
        )
    return {"errcode": 0, "errmsg": "ok"}


def remove_members(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/members/batchuntagging."""
    number = _existing(call, call.body.get("tagid"))
    for openid in _openids(call):
        call.world.store.run("DELETE FROM tagging WHERE tag_id = ? AND openid = ?", number, openid)
    return {"errcode": 0, "errmsg": "ok"}


def id_list(call: Call) -> Json:
    """Answer POST /cgi-bin/tags/getidlist."""
    return {"tagid_list": of_person(call, call.person(call.body.get("openid")).openid)}


def of_person(call: Call, openid: str) -> list[int]:
    rows = call.world.store.rows("SELECT tag_id FROM tagging WHERE openid = ?", openid)
    return sorted(row["tag_id"] for row in rows)


def members_of(call: Call, number: object) -> list[str]:
    """Return the openids under a tag; Refusal 45159 if there is no such tag."""
    return _members(call, _existing(call, number))


def _part(call: Call) -> Json:
    part = call.body.get("tag")
    if not isinstance(part, dict):
        raise Refusal(40035)
    return part


def _name(call: Call) -> str:
    name = _part(call).get("name")
    if not isinstance(name, str) or not name:
        raise Refusal(40035)
    if len(name) > LONGEST_NAME:
        raise Refusal(45158)
    return name


def _tags(call: Call) -> list[sqlite3.Row]:
    return call.world.store.rows(
        "SELECT id, name FROM tag WHERE app_id = ? ORDER BY id", call.account.app_id
    )


def _existing(call: Call, number: object) -> int:
    for row in _tags(call):
        if row["id"] == number:
            return int(row["id"])
    raise Refusal(45159)


def _members(call: Call, number: int) -> list[str]:
    rows = call.world.store.rows("SELECT openid FROM tagging WHERE tag_id = ?", number)
    return sorted(row["openid"] for row in rows)


def _openids(call: Call) -> list[str]:
    openids = call.body.get("openid_list")
    if not isinstance(openids, list) or not 1 <= len(openids) <= BATCH:
        raise Refusal(40130 if isinstance(openids, list) else 40035)
    return [call.person(openid).openid for openid in openids]
