"""The icon (图标) that every browser asks for: a pair of scales, for every page alike."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

bp = Blueprint("icon", __name__)


@bp.get("/favicon.ico")
def show_icon() -> Response:
    """An SVG under the name that browsers ask for; they go by its type."""
    with current_app.open_resource("static/icon.svg") as file:
        answer = Response(file.read(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=604800"
    return answer
