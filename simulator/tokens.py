"""Interface tokens (接口凭据 access_token), the plain and the stable kind."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping

from simulator.accounts import Account
from simulator.errcodes import Json, Refusal
from simulator.quotas import count_call, use
from simulator.world import World

LIFETIME = 7200
OVERLAP = 300  # seconds the old token stays good beside the new one
FORCED_A_DAY = 20
FORCED_APART = 30
SHORTEST = 32


def account_of_token(world: World, value: str | None) -> Account:
    """Return whose token it is; Refusal 41001, 40014, 40001 or 42001."""
    if not value:
        raise Refusal(41001)
    if len(value) < SHORTEST:
        raise Refusal(40014)
    row = world.store.row("SELECT * FROM token WHERE value = ?", value)
    account = None if row is None else world.accounts.get(row["app_id"])
    if row is None or account is None or row["is_revoked"]:
        raise Refusal(40001)
    if row["expires_at"] <= world.clock.now():
        raise Refusal(42001)
    return account


def plain_token(world: World, asked: Mapping[str, str], caller: str) -> Json:
    """Answer GET /cgi-bin/token: always a new one; the old one lives five minutes more."""
    account = _client(world, asked, caller)
    count_call(world, account, "/cgi-bin/token")
    return _printed(_issue(world, account, "plain"), LIFETIME)


def stable_token(world: World, asked: Json, caller: str) -> Json:
    """Answer POST /cgi-bin/stable_token: the same one until its last five minutes."""
    account = _client(world, asked, caller)
    count_call(world, account, "/cgi-bin/stable_token")
    now = world.clock.now()
    with world.store.transaction():
        current = _current(world, account, "stable")
        if current is not None and not _must_force(world, account, current, asked):
            left = int(current["expires_at"] - now)
            if left > OVERLAP:
                return _printed(current["value"], left)
        return _printed(_issue(world, account, "stable"), LIFETIME)


def revoke(world: World, value: str | None, *, expired: bool) -> None:
    """Spoil a token as if a newer one had replaced it, or its time had run out."""
    change = "expires_at = 0" if expired else "is_revoked = 1"
    world.store.run(f"UPDATE token SET {change}, is_current = 0 WHERE value = ?", value or "")


def _must_force(world: World, account: Account, current: sqlite3.Row, asked: Json) -> bool:
    if asked.get("force_refresh") is not True:
        return False
    if world.clock.now() - current["issued_at"] < FORCED_APART:
        return False
    if use(world, account, "forced refresh", f"{world.clock.local():%Y-%m-%d}") > FORCED_A_DAY:
        raise Refusal(45009)
    return True


def _client(world: World, asked: Mapping[str, object], caller: str) -> Account:
    if asked.get("grant_type") != "client_credential":
        raise Refusal(40002)
    app_id, secret = asked.get("appid"), asked.get("secret")
    if not app_id:
        raise Refusal(41002)
    if not secret:
        raise Refusal(41004)
    account = world.accounts.get(str(app_id))
    if account is None:
        raise Refusal(40013)
    if not secrets.compare_digest(str(secret).encode(), account.app_secret.encode()):
        raise Refusal(40125)
    if account.secret_frozen:
        raise Refusal(40243)
    address = world.settings.caller_ip or caller
    if account.ip_allow and address not in account.ip_allow:
        raise ip_refusal(address)
    return account


def ip_refusal(address: str) -> Refusal:
    words = f"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist"
    return Refusal(40164, words)


def _current(world: World, account: Account, kind: str) -> sqlite3.Row | None:
    return world.store.row(
        "SELECT * FROM token WHERE app_id = ? AND kind = ? AND is_current = 1 AND expires_at > ?"
        " ORDER BY issued_at DESC LIMIT 1",
        *(account.app_id, kind, world.clock.now()),
    )


def _issue(world: World, account: Account, kind: str) -> str:
    now, value = world.clock.now(), f"97_{secrets.token_urlsafe(102)}"
    with world.store.transaction():
        world.store.run(
            "UPDATE token SET is_current = 0, expires_at = min(expires_at, ?)"
            " WHERE app_id = ? AND kind = ? AND is_current = 1",
            *(now + OVERLAP, account.app_id, kind),
        )
        world.store.run("DELETE FROM token WHERE expires_at < ?", now - 86400)
        world.store.run(
            "INSERT INTO token (value, app_id, kind, issued_at, expires_at, is_current)"
            " VALUES (?, ?, ?, ?, ?, 1)",
            *(value, account.app_id, kind, now, now + LIFETIME),
        )
    return value


def _printed(value: str, seconds: int) -> Json:
    return {"access_token": value, "expires_in": seconds}
