"""Drafts (草稿箱)."""

from __future__ import annotations

import json
import secrets
import sqlite3

from simulator.api import Call
from simulator.errcodes import Json, Refusal

ARTICLES = 8
LONGEST_TITLE = 64
LONGEST_DIGEST = 120


def add(call: Call) -> Json:
    """Answer POST /cgi-bin/draft/add."""
    articles = call.body.get("articles")
    if not isinstance(articles, list) or not 1 <= len(articles) <= ARTICLES:
        raise Refusal(45008)
    for article in articles:
        _check(article)
    media_id = secrets.token_urlsafe(48)
    _save(call, media_id, articles)
    return {"media_id": media_id}


def get(call: Call) -> Json:
    """Answer POST /cgi-bin/draft/get."""
    row = find(call)
    return {"news_item": json.loads(row["body"]), "update_time": int(row["updated_at"])}


def update(call: Call) -> Json:
    """Answer POST /cgi-bin/draft/update, one article by its index."""
    articles = json.loads(find(call)["body"])
    index, article = call.body.get("index", 0), call.body.get("articles")
    if not isinstance(index, int) or not 0 <= index < len(articles):
        raise Refusal(40035)
    _check(article)
    articles[index] = article
    _save(call, str(call.body["media_id"]), articles)
    return {"errcode": 0, "errmsg": "ok"}


def delete(call: Call) -> Json:
    """Answer POST /cgi-bin/draft/delete."""
    call.world.store.run("DELETE FROM draft WHERE media_id = ?", find(call)["media_id"])
    return {"errcode": 0, "errmsg": "ok"}


def count(call: Call) -> Json:
    """Answer GET /cgi-bin/draft/count."""
    return {"total_count": len(_all(call))}


def batch(call: Call) -> Json:
    """Answer POST /cgi-bin/draft/batchget."""
    rows = _all(call)
    offset, wanted = int(call.body.get("offset", 0)), int(call.body.get("count", 20))
    page = rows[offset : offset + min(wanted, 20)]
    items = [
        {
            "media_id": row["media_id"],
            "content": {"news_item": json.loads(row["body"])},
            "update_time": int(row["updated_at"]),
        }
        for row in page
    ]
    return {"total_count": len(rows), "item_count": len(page), "item": items}


def _check(article: object) -> None:
    if not isinstance(article, dict) or not article.get("title") or not article.get("content"):
        raise Refusal(44004)
    if len(article["title"]) > LONGEST_TITLE:
        raise Refusal(45003)
    if len(article.get("digest", "")) > LONGEST_DIGEST:
        raise Refusal(45004, "description size out of limit")
    if not article.get("thumb_media_id"):
        raise Refusal(40007)


def _save(call: Call, media_id: str, articles: list[Json]) -> None:
    call.world.store.run(
        "INSERT OR REPLACE INTO draft (media_id, app_id, body, updated_at) VALUES (?, ?, ?, ?)",
        *(media_id, call.account.app_id, json.dumps(articles, ensure_ascii=False)),
        call.world.clock.now(),
    )


def find(call: Call) -> sqlite3.Row:
    """Return the draft a call names; Refusal 40007 if there is none."""
    row = call.world.store.row(
        "SELECT * FROM draft WHERE media_id = ? AND app_id = ?",
        *(str(call.body.get("media_id", "")), call.account.app_id),
    )
    if row is None:
        raise Refusal(40007)
    return row


def _all(call: Call) -> list[sqlite3.Row]:
    return call.world.store.rows(
        "SELECT * FROM draft WHERE app_id = ? ORDER BY updated_at DESC", call.account.app_id
    )
