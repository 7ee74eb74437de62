"""Looking after an account (基础接口): quotas, requests by rid, callback check, page tickets."""

from __future__ import annotations

import secrets

from simulator.accounts import Account
from simulator.api import Call, Request, read_body
from simulator.errcodes import Json, Refusal
from simulator.pusher import address_check, get
from simulator.quotas import CLEARINGS_A_MONTH, daily_limit, use, used
from simulator.world import World

TICKET_LIFETIME = 7200
TICKETS = ("jsapi", "wx_card")
_OK = {"errcode": 0, "errmsg": "ok"}


def clear_quota(call: Call) -> Json:
    """Answer POST /cgi-bin/clear_quota: ten times a month."""
    if call.body.get("appid") != call.account.app_id:
        raise Refusal(40013)
    return _clear(call.world, call.account, None)


def clear_one_quota(call: Call) -> Json:
    """Answer POST /cgi-bin/openapi/quota/clear, for one path."""
    return _clear(call.world, call.account, call.text("cgi_path"))


def clear_quota_by_secret(world: World, request: Request) -> Json:
    """Answer POST /cgi-bin/clear_quota/v2, which needs no token."""
    asked = {**request.query, **(read_body(request) if request.raw.strip() else {})}
    account = world.accounts.get(str(asked.get("appid", "")))
    if account is None:
        raise Refusal(40013)
    if asked.get("appsecret") != account.app_secret:
        raise Refusal(40125)
    return _clear(world, account, None)


def get_quota(call: Call) -> Json:
    """Answer POST /cgi-bin/openapi/quota/get."""
    path = call.text("cgi_path")
    limit = daily_limit(call.account, path)
    if limit is None:
        raise Refusal(76021, "cgi_path not found, please check")
    count = used(call.world, call.account, path, _today(call.world))
    quota = {"daily_limit": limit, "used": count, "remain": max(0, limit - count)}
    return {**_OK, "quota": quota}


def get_rid(call: Call) -> Json:
    """Answer POST /cgi-bin/openapi/rid/get: what a refused call looked like."""
    row = call.world.store.row(
        "SELECT * FROM request_log WHERE rid = ? AND app_id = ?",
        *(call.text("rid"), call.account.app_id),
    )
    if row is None:
        raise Refusal(76001, "rid not found")
    found = {
        "invoke_time": int(row["at"]),
        "cost_in_ms": round(row["seconds"] * 1000),
        "request_url": row["path"],
        "request_body": row["request"],
        "response_body": row["response"],
        "client_ip": "127.0.0.1",
    }
    return {**_OK, "request": found}


def check_callback(call: Call) -> Json:
    """Answer POST /cgi-bin/callback/check, by trying the account's address."""
    query = address_check(call.account, str(secrets.randbelow(10**19)), call.world.clock.now())
    attempt = get(call.account.webhook_url, query, call.world.settings.reply_timeout)
    lost = "0%" if attempt.status is not None else "100%"
    spent = f"{attempt.seconds * 1000:.3f}ms"
    return {
        "dns": [{"ip": "127.0.0.1", "real_operator": "LOCAL"}],
        "ping": [
            {"ip": "127.0.0.1", "from_operator": "LOCAL", "package_loss": lost, "time": spent}
        ],
    }


def callback_ips(call: Call) -> Json:
    """Answer GET /cgi-bin/getcallbackip and /cgi-bin/get_api_domain_ip."""
    return {"ip_list": ["127.0.0.1"]}


def ticket(call: Call) -> Json:
    """Answer GET /cgi-bin/ticket/getticket: the same one until it expires."""
    kind, now = call.query.get("type", ""), call.world.clock.now()
    if kind not in TICKETS:
        raise Refusal(40097, "invalid args")
    row = call.world.store.row(
        "SELECT * FROM ticket WHERE app_id = ? AND kind = ? AND expires_at > ?",
        *(call.account.app_id, kind, now),
    )
    if row is not None:
        return {**_OK, "ticket": row["value"], "expires_in": int(row["expires_at"] - now)}
    value = secrets.token_urlsafe(64)
    call.world.store.run(
        "INSERT OR REPLACE INTO ticket (app_id, kind, value, expires_at) VALUES (?, ?, ?, ?)",
        *(call.account.app_id, kind, value, now + TICKET_LIFETIME),
    )
    return {**_OK, "ticket": value, "expires_in": TICKET_LIFETIME}


def _clear(world: World, account: Account, path: str | None) -> Json:
    month = f"{world.clock.local():%Y-%m}"
    if use(world, account, "clear quota", month) > CLEARINGS_A_MONTH:
        raise Refusal(48006)
    world.store.run(
        "DELETE FROM quota WHERE app_id = ? AND name LIKE '/%' AND (? IS NULL OR name = ?)",
        *(account.app_id, path, path),
    )
    return dict(_OK)


def _today(world: World) -> str:
    return f"{world.clock.local():%Y-%m-%d}"
