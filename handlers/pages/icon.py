"""The icon (图标) that browsers ask for by themselves: a pair of scales, for every page alike."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

bp = Blueprint("icon", __name__)


@bp.get("/favicon.ico")
def show_icon() -> Response:
    """The small icon for browsers that know no SVG; the others take the page's own link to that."""
    with current_app.open_resource("static/favicon.ico") as file:
        answer = Response(file.read(), mimetype="image/x-icon")
    answer.headers["Cache-Control"] = "public, max-age=604800"
    return answer
