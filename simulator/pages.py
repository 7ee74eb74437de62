"""Pages the platform itself serves (平台页面): media and published articles."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, render_template

from simulator.world import World


def blueprint(world: World) -> Blueprint:
    bp = Blueprint("pages", __name__)

    @bp.get("/sim/media/<media_id>")
    def media(media_id: str) -> Response:
        row = world.store.row("SELECT mime, content FROM media WHERE media_id = ?", media_id)
        if row is None:
            abort(404)
        return Response(row["content"], content_type=row["mime"], headers=_SANDBOX)

    @bp.get("/s/<article_id>/<int:number>")
    def article(article_id: str, number: int) -> Response:
        row = world.store.row(
            "SELECT body FROM publication WHERE article_id = ? AND status = 0", article_id
        )
        articles = json.loads(row["body"]) if row is not None else []
        if not 1 <= number <= len(articles):
            abort(404)
        page = render_template("article.html", article=articles[number - 1])
        return Response(page, content_type="text/html; charset=utf-8", headers=_SANDBOX)

    return bp


# What an account has uploaded must not act in our name.
_SANDBOX = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
