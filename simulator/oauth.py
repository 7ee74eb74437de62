"""Who opens a page (网页授权): the authorize page, codes, and what they buy."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from simulator.accounts import Account
from simulator.api import Request
from simulator.capabilities import Capability, may
from simulator.errcodes import Json, Refusal
from simulator.people import Person, find_person
from simulator.world import World

CODE_LIFETIME = 300
TOKEN_LIFETIME = 7200
REFRESH_LIFETIME = 30 * 86400
SCOPES = ("snsapi_base", "snsapi_userinfo")


class BadAuthorize(Exception):
    """The authorize page shows this instead of asking anybody."""


@dataclass(frozen=True, slots=True)
class Authorize:
    """What a program asks for at the authorize page."""

    account: Account
    redirect_uri: str
    scope: str
    state: str

    def back(self, code: str | None) -> str:
        """Return where the page leads; without a code the person has refused."""
        parts = urlsplit(self.redirect_uri)
        added = urlencode({**({"code": code} if code else {}), "state": self.state})
        query = f"{parts.query}&{added}" if parts.query else added
        return urlunsplit(parts._replace(query=query))


def read_authorize(world: World, query: Mapping[str, str]) -> Authorize:
    """Check the address a program has built; BadAuthorize in the platform's words."""
    account = world.accounts.get(query.get("appid", ""))
    if account is None:
        raise BadAuthorize("AppID 参数错误 10013")
    if not may(account.kind, Capability.OAUTH) or query.get("scope") not in SCOPES:
        raise BadAuthorize("Scope 参数错误或没有 Scope 权限 10005")
    target = urlsplit(query.get("redirect_uri", ""))
    if target.scheme not in ("http", "https") or not target.hostname:
        raise BadAuthorize("redirect_uri 参数错误 10003")
    state = query.get("state", "")
    if query.get("response_type") != "code" or len(state) > 128 or not state.isascii():
        raise BadAuthorize("response_type 或 state 参数错误")
    return Authorize(account, query["redirect_uri"], query["scope"], state)


def new_code(world: World, person: Person, asked: Authorize) -> str:
    code = "0" + secrets.token_hex(16)[:31]
    world.store.run(
        "INSERT INTO oauth_code (code, app_id, openid, scope, expires_at, is_snapshot)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(code, asked.account.app_id, person.openid, asked.scope),
        *(world.clock.now() + CODE_LIFETIME, int(world.settings.oauth_snapshot)),
    )
    return code


def access_token(world: World, request: Request) -> Json:
    """Answer GET /sns/oauth2/access_token: a code buys one token, once, within five minutes."""
    account = _program(world, request)
    code = request.query.get("code")
    if not code:
        raise Refusal(41008)
    row = world.store.row(
        "SELECT * FROM oauth_code WHERE code = ? AND app_id = ?", code, account.app_id
    )
    if row is None:
        raise Refusal(40029)
    if row["expires_at"] <= world.clock.now():
        raise Refusal(42003)
    used = world.store.run("UPDATE oauth_code SET is_used = 1 WHERE code = ? AND is_used = 0", code)
    if not used:
        raise Refusal(40163)
    return _sold(world, account, row)


def refresh_token(world: World, request: Request) -> Json:
    """Answer GET /sns/oauth2/refresh_token."""
    row = _token(world, request.query.get("refresh_token", ""), "refresh")
    if row is None or row["app_id"] != request.query.get("appid"):
        raise Refusal(40030)
    if row["expires_at"] <= world.clock.now():
        raise Refusal(42002)
    value = _issue(world, row["app_id"], row["openid"], row["scope"], "access")
    return {
        "access_token": value,
        "expires_in": TOKEN_LIFETIME,
        "refresh_token": row["value"],
        "openid": row["openid"],
        "scope": row["scope"],
    }


def user_info(world: World, request: Request) -> Json:
    """Answer GET /sns/userinfo, for snsapi_userinfo only."""
    row = _good(world, request)
    if row["scope"] != "snsapi_userinfo":
        raise Refusal(48001)
    person = find_person(world, row["openid"])
    return {
        "openid": row["openid"],
        "nickname": person.name if person else "微信用户",
        "sex": 0,
        "province": "",
        "city": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
        "unionid": person.unionid if person else "",
    }


def check_token(world: World, request: Request) -> Json:
    """Answer GET /sns/auth."""
    _good(world, request)
    return {"errcode": 0, "errmsg": "ok"}


def _sold(world: World, account: Account, row: sqlite3.Row) -> Json:
    # On a snapshot page nobody has agreed to anything: the openid is made up.
    openid = f"oSNAP{secrets.token_hex(11)}" if row["is_snapshot"] else row["openid"]
    person = find_person(world, openid)
    return {
        "access_token": _issue(world, account.app_id, openid, row["scope"], "access"),
        "expires_in": TOKEN_LIFETIME,
        "refresh_token": _issue(world, account.app_id, openid, row["scope"], "refresh"),
        "openid": openid,
        "scope": row["scope"],
        **({"is_snapshotuser": 1} if row["is_snapshot"] else {}),
        **({"unionid": person.unionid} if person else {}),
    }


def _program(world: World, request: Request) -> Account:
    account = world.accounts.get(request.query.get("appid", ""))
    if account is None:
        raise Refusal(40013)
    if request.query.get("secret") != account.app_secret:
        raise Refusal(40125)
    if request.query.get("grant_type") != "authorization_code":
        raise Refusal(40002)
    return account


def _issue(world: World, app_id: str, openid: str, scope: str, kind: str) -> str:
    value = f"97_{secrets.token_urlsafe(64)}"
    lifetime = TOKEN_LIFETIME if kind == "access" else REFRESH_LIFETIME
    world.store.run(
        "INSERT INTO oauth_token (value, kind, app_id, openid, scope, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(value, kind, app_id, openid, scope, world.clock.now() + lifetime),
    )
    return value


def _token(world: World, value: str, kind: str) -> sqlite3.Row | None:
    return world.store.row("SELECT * FROM oauth_token WHERE value = ? AND kind = ?", value, kind)


def _good(world: World, request: Request) -> sqlite3.Row:
    row = _token(world, request.query.get("access_token", ""), "access")
    if row is None:
        raise Refusal(40001)
    if row["expires_at"] <= world.clock.now():
        raise Refusal(42001)
    if row["openid"] != request.query.get("openid"):
        raise Refusal(40003)
    return row
