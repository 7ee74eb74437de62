"""The machinery behind the control interface (时钟、故障、设置、记录): clock, faults, settings, logs."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from simulator.accounts import Account, AccountFileError
from simulator.bodies import body
from simulator.callbacks import redeliver, show_outcome
from simulator.dispatch import Calls
from simulator.errcodes import Json
from simulator.faults import EVERYWHERE, Fault
from simulator.pusher import address_check, get
from simulator.settings import UnknownSetting
from simulator.world import World


def add_routes(bp: Blueprint, world: World, calls: Calls) -> None:
    _add_knobs(bp, world)
    _add_calls(bp, world, calls)
    _add_deliveries(bp, world)
    _add_accounts(bp, world)


def _add_knobs(bp: Blueprint, world: World) -> None:
    @bp.route("/clock", methods=["GET", "POST"])
    def clock() -> Response:
        if request.method == "POST":
            world.clock.move(_number(body(), "offset_seconds"))
            world.bell.ring()
        now = world.clock.local().isoformat(timespec="seconds")
        return jsonify(now=now, offset_seconds=world.clock.offset_seconds)

    @bp.route("/faults", methods=["GET", "POST", "DELETE"])
    def faults() -> Response:
        if request.method == "POST":
            _add_fault(world, body())
        if request.method == "DELETE":
            world.faults.clear()
        return jsonify(world.faults.listed())

    @bp.route("/settings", methods=["GET", "POST"])
    def settings() -> Response:
        if request.method == "POST":
            world.settings = world.settings.change(body())
        return jsonify(asdict(world.settings))


def _add_calls(bp: Blueprint, world: World, calls: Calls) -> None:
    @bp.route("/calls", methods=["GET", "DELETE"])
    def counted() -> Response:
        if request.method == "DELETE":
            calls.clear()
        return jsonify(calls.listed())

    @bp.get("/requests")
    def requests() -> Response:
        limit = request.args.get("limit", 50, int)
        rows = world.store.rows("SELECT * FROM request_log ORDER BY rowid DESC LIMIT ?", limit)
        return jsonify([dict(row) for row in rows])


def _add_deliveries(bp: Blueprint, world: World) -> None:
    @bp.get("/deliveries")
    def deliveries() -> Response:
        limit = request.args.get("limit", 50, int)
        rows = world.store.rows("SELECT * FROM delivery ORDER BY id DESC LIMIT ?", limit)
        return jsonify([{**dict(row), "attempts": json.loads(row["attempts"])} for row in rows])

    @bp.post("/deliveries/<int:number>/again")
    def again(number: int) -> Response:
        row = world.store.row("SELECT * FROM delivery WHERE id = ?", number)
        account = world.accounts.get(row["app_id"]) if row is not None else None
        if row is None or account is None:
            abort(404)
        copies = int(_number(body(), "copies", 1))
        outcomes = redeliver(world, account, row["openid"], row["xml"], copies)
        show_outcome(world, row["openid"], outcomes)
        return jsonify([outcome.as_json() for outcome in outcomes])


def _add_accounts(bp: Blueprint, world: World) -> None:
    @bp.get("/accounts")
    def accounts() -> Response:
        return jsonify([_profile(account) for account in world.accounts.all()])

    @bp.post("/accounts/<app_id>")
    def change_account(app_id: str) -> Response | tuple[Response, int]:
        if world.accounts.get(app_id) is None:
            abort(404)
        try:
            account = world.accounts.change(app_id, body())
        except AccountFileError as error:
            return jsonify(error=str(error)), 400
        world.bell.ring()
        return jsonify(_profile(account))

    @bp.post("/verify")
    def verify() -> Response:
        """Verify an account's address with a GET, as the console does when it is saved."""
        account = world.accounts.get(body().get("account", "")) or world.accounts.first()
        return jsonify(check_address(world, account))


def check_address(world: World, account: Account) -> Json:
    """Return whether the account's address echoes what the platform asks."""
    echo = str(secrets.randbelow(10**19))
    query = address_check(account, echo, world.clock.now())
    attempt = get(account.webhook_url, query, world.settings.reply_timeout)
    return {
        "ok": attempt.status == 200 and attempt.body == echo.encode(),
        "status": attempt.status,
        "failure": attempt.failure,
    }


def _profile(account: Account) -> Json:
    return {
        "app_id": account.app_id,
        "original_id": account.original_id,
        "name": account.name,
        "kind": account.kind,
        "mode": account.mode,
        "webhook_url": account.webhook_url,
        "ip_allow": list(account.ip_allow),
        "secret_frozen": account.secret_frozen,
        "templates": {key: asdict(template) for key, template in account.templates.items()},
    }


def _number(asked: Json, key: str, default: float | None = None) -> float:
    value: Any = asked.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UnknownSetting(f"{key} must be a number")
    return value


def _add_fault(world: World, asked: Json) -> None:
    try:
        fault = Fault(asked.get("fault", ""))
    except ValueError as error:
        raise UnknownSetting(f"fault is one of {', '.join(Fault)}") from error
    times, skip = int(_number(asked, "times", 1)), int(_number(asked, "skip", 0))
    world.faults.add(str(asked.get("path", EVERYWHERE)), fault, times, skip)
