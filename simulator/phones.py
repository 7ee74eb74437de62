"""The wall of phones (手机墙): the page, and what it asks for again and again."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from flask import Blueprint, Response, abort, jsonify, render_template, request

from simulator import menu, qrcodes
from simulator.accounts import Account
from simulator.bodies import body
from simulator.errcodes import Json
from simulator.people import summary
from simulator.world import World

LONGEST_WAIT = 25.0


def blueprint(world: World) -> Blueprint:
    bp = Blueprint("phones", __name__)

    @bp.get("/")
    def wall() -> str:
        return render_template("wall.html", accounts=world.accounts.all())

    @bp.get("/sim/wall")
    def news() -> Response:
        """What has changed since `bell`; waits up to `wait` seconds for a change."""
        since = request.args.get("bell", -1, int)
        wait = min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        if 0 <= since and world.bell.rung == since:
            world.bell.wait(since, wait)
        return jsonify(_news(world))

    @bp.post("/sim/action")
    def action() -> tuple[Response, int]:
        """Press a button of the host program; by number, so that no page can name an address."""
        actions = [action for account in world.accounts.all() for action in account.actions]
        number = body().get("number")
        if not isinstance(number, int) or not 0 <= number < len(actions):
            abort(404)
        return _press(actions[number])

    return bp


def _press(action: Mapping[str, str]) -> tuple[Response, int]:
    try:
        told = requests.request(action.get("method", "POST"), action["url"], timeout=60)
    except requests.RequestException:
        return jsonify(failure="没有连上"), 502
    return jsonify(status=told.status_code), 200 if told.ok else 502


def _news(world: World) -> Json:
    return {
        "bell": world.bell.rung,
        "people": summary(world),
        "clock": {
            "now": world.clock.now(),
            "offset_seconds": world.clock.offset_seconds,
        },
        "accounts": [_account(world, account) for account in world.accounts.all()],
    }


def _account(world: World, account: Account) -> Json:
    return {
        "app_id": account.app_id,
        "name": account.name,
        "kind": account.kind,
        "menu": menu.current(world, account),
        "scenes": [
            *({"label": each["label"], "scene": each["scanned"]} for each in account.posters),
            *qrcodes.scenes(world, account),
        ],
        "actions": list(account.actions),
    }
