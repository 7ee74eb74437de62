"""The front page (首页): the school's doors; in the demo also the phones and a played evening."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import Context, get_context
from handlers.pages.frame import csrf
from homework.days import day_words
from models.days.overloads import number_to_come
from models.schools import classes_of

bp = Blueprint("front", __name__)


@bp.get("/")
def show_front() -> str:
    """Where to go from here; the demo's guided tour, or the schools' public pages."""
    context = get_context()
    if context.is_demo:
        return render_template("front/demo.html", **_demo_facts(context))
    return render_template("front/plain.html", plans=context.plans.values())


def _demo_facts(context: Context) -> dict[str, Any]:
    plan = next(iter(context.plans.values()))
    now = context.clock.now()
    with context.store.reading() as connection:
        classes = classes_of(connection, plan.id, now.date())
        case_number = number_to_come(connection, plan.id, now.date())
    shown = next(each for each in classes if each.slug(now.date()) == "3-2")
    return {
        "plan": plan,
        "wechat": context.accounts[plan.account_id].api_base,
        "case_number": case_number,
        "class_name": shown.name(now.date()),
        "class_link": f"/r/{shown.public_link}",
        "desk_link": f"/register/{shown.desk_link}",
        "time_words": f"{day_words(now.date())} {now:%H:%M}",
        "play": _progress(context),
    }


@bp.get("/demo/classes.json")
def list_classes() -> Response:
    """Every class's doors, for the played evening."""
    context = _demo()
    plan = next(iter(context.plans.values()))
    today = context.clock.now().date()
    with context.store.reading() as connection:
        classes = classes_of(connection, plan.id, today)
    return jsonify(
        {
            each.slug(today): {
                "name": each.name(today),
                "address": context.address(f"/r/{each.public_link}"),
                "scene": f"c_{each.public_link}",
            }
            for each in classes
        }
    )


@bp.post("/demo/play")
def play() -> AnyResponse:
    """Ask the demo's watcher to play an evening."""
    context = _demo()
    (_folder(context) / "play.request").touch()
    if "json" in request.headers.get("Accept", ""):
        return jsonify({"asked": True})
    return redirect("/#play", 303)


@bp.get("/demo/play.json")
def show_play() -> Response:
    """How far the played evening is."""
    return jsonify(_progress(_demo()))


def _demo() -> Context:
    context = get_context()
    if not context.is_demo:
        abort(404)
    return context


def _folder(context: Context) -> Path:
    database = context.store.url.database
    if database is None:
        abort(404)
    return Path(database).parent


def _progress(context: Context) -> dict[str, Any]:
    folder = _folder(context)
    if (folder / "play.request").exists():
        return {"stage": "asked"}
    path = folder / "play.json"
    if not path.exists():
        return {"stage": "never"}
    progress: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return progress


# The local WeChat's page has this button too, and a played evening harms nobody.
csrf.exempt(play)
