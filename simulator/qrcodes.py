"""QR codes with a scene (带参数二维码)."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping

import qrcode  # type: ignore[import-untyped, unused-ignore]  # ships no types

from simulator.accounts import Account
from simulator.api import Call, Picture
from simulator.errcodes import Json, Refusal
from simulator.world import World

LONGEST = 2_592_000
DEFAULT_SECONDS = 60
PERMANENT_AT_MOST = 100_000
_TEMPORARY = ("QR_SCENE", "QR_STR_SCENE")
_PERMANENT = ("QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")


def create(call: Call) -> Json:
    """Answer POST /cgi-bin/qrcode/create."""
    action = call.body.get("action_name")
    if action not in _TEMPORARY + _PERMANENT:
        raise Refusal(40035)
    scene = _scene(call.body, str(action))
    seconds = _seconds(call.body) if action in _TEMPORARY else None
    if seconds is None:
        _check_room(call)
    ticket = f"gQ{secrets.token_urlsafe(64)}=="
    url = f"http://weixin.qq.com/q/{secrets.token_urlsafe(16)}"
    expires_at = None if seconds is None else call.world.clock.now() + seconds
    call.world.store.run(
        "INSERT INTO qrcode (ticket, app_id, action, scene, url, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        *(ticket, call.account.app_id, str(action), scene, url, expires_at),
    )
    lifetime = {} if seconds is None else {"expire_seconds": seconds}
    return {"ticket": ticket, **lifetime, "url": url}


def show_picture(world: World, query: Mapping[str, str]) -> Picture | None:
    """Answer GET /cgi-bin/showqrcode, which needs no token; None is a 404."""
    row = world.store.row(
        "SELECT url FROM qrcode WHERE ticket = ? AND (expires_at IS NULL OR expires_at > ?)",
        *(query.get("ticket", ""), world.clock.now()),
    )
    return None if row is None else Picture("image/png", draw(row["url"]))


def draw(text: str) -> bytes:
    """Return a PNG of the code."""
    image = qrcode.make(text, box_size=8, border=2)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def scenes(world: World, account: Account) -> list[Json]:
    """List the codes an account has made that can still be scanned, one a scene."""
    rows = world.store.rows(
        "SELECT scene, max(ticket) AS ticket, max(url) AS url FROM qrcode"
        " WHERE app_id = ? AND (expires_at IS NULL OR expires_at > ?) GROUP BY scene ORDER BY scene",
        *(account.app_id, world.clock.now()),
    )
    return [dict(row) for row in rows]


def scene_of(world: World, account: Account, scanned: str) -> tuple[str, str] | None:
    """Return scene and ticket of what was scanned: a scene, a ticket, or a code's address.

    None: it is the address of a code that has expired or never was.
    """
    row = world.store.row(
        "SELECT scene, ticket FROM qrcode WHERE app_id = ? AND ? IN (scene, ticket, url)"
        " AND (expires_at IS NULL OR expires_at > ?) ORDER BY rowid DESC LIMIT 1",
        *(account.app_id, scanned, world.clock.now()),
    )
    if row is not None:
        return row["scene"], row["ticket"]
    if scanned.startswith("http"):
        return None
    # Handy for tests: a scene nobody has made a code for scans as if somebody had.
    return scanned, f"gQ{secrets.token_urlsafe(64)}=="


def _scene(body: Json, action: str) -> str:
    info = body.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise Refusal(40035)
    if action.endswith("STR_SCENE"):
        text = scene.get("scene_str")
        if not isinstance(text, str) or not 1 <= len(text) <= 64:
            raise Refusal(40035)
        return text
    number = scene.get("scene_id")
    highest = 2**32 - 1 if action == "QR_SCENE" else 100_000
    if not isinstance(number, int) or not 1 <= number <= highest:
        raise Refusal(40035)
    return str(number)


def _seconds(body: Json) -> int:
    seconds = body.get("expire_seconds", DEFAULT_SECONDS)
    if not isinstance(seconds, int) or seconds < 1:
        raise Refusal(40035)
    return min(seconds, LONGEST)


def _check_room(call: Call) -> None:
    row = call.world.store.row(
        "SELECT count(*) AS n FROM qrcode WHERE app_id = ? AND expires_at IS NULL",
        call.account.app_id,
    )
    if row is not None and row["n"] >= PERMANENT_AT_MOST:
        raise Refusal(45009)
