"""Daily quotas (接口调用额度) and the reply windows of customer-service messages (客服消息窗口)."""

from __future__ import annotations

from enum import Enum

from simulator.accounts import Account, Kind
from simulator.errcodes import Refusal
from simulator.world import World

DAILY: dict[str, int] = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/send": 100,
    "/cgi-bin/message/mass/preview": 100,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/user/info": 5_000_000,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/media/get": 200_000,
    "/cgi-bin/ticket/getticket": 1_000_000,
}
_PER_MINUTE: dict[str, int] = {
    "/cgi-bin/stable_token": 10_000,
    "/cgi-bin/message/mass/sendall": 60,
    "/cgi-bin/message/mass/send": 60,
}
CLEARINGS_A_MONTH = 10


class Trigger(Enum):
    """What opens a window: its name, how many messages it allows, for how many seconds."""

    MESSAGE = ("message", 5, 48 * 3600)
    MENU = ("menu", 3, 60)
    FOLLOW = ("follow", 3, 60)
    SCAN = ("scan", 3, 60)


def daily_limit(account: Account, path: str) -> int | None:
    """Return how many calls a day; a test account has a tenth. None: no limit is known."""
    limit = DAILY.get(path)
    if limit is not None and account.kind is Kind.TEST:
        return limit // 10
    return limit


def count_call(world: World, account: Account, path: str) -> None:
    """Count one call; Refusal 45009 or 45011 beyond the day's or the minute's quota."""
    if not world.settings.quotas:
        return
    local = world.clock.local()
    limit = daily_limit(account, path)
    if limit is not None and use(world, account, path, f"{local:%Y-%m-%d}") > limit:
        raise Refusal(45009)
    by_minute = _PER_MINUTE.get(path)
    if by_minute is not None and use(world, account, path, f"{local:%Y-%m-%d %H:%M}") > by_minute:
        raise Refusal(45011)


def use(world: World, account: Account, name: str, period: str) -> int:
    """Count one more use in the period; return how many that makes."""
    with world.store.transaction():
        world.store.run(
            "INSERT INTO quota (app_id, name, period, used) VALUES (?, ?, ?, 1)"
            " ON CONFLICT (app_id, name, period) DO UPDATE SET used = used + 1",
            *(account.app_id, name, period),
        )
        return used(world, account, name, period)


def used(world: World, account: Account, name: str, period: str) -> int:
    row = world.store.row(
        "SELECT used FROM quota WHERE app_id = ? AND name = ? AND period = ?",
        *(account.app_id, name, period),
    )
    return 0 if row is None else int(row["used"])


def open_window(world: World, openid: str, trigger: Trigger) -> None:
    """Open a window anew, with its full count."""
    name, remaining, seconds = trigger.value
    world.store.run(
        "INSERT INTO reply_window (openid, trigger, closes_at, remaining) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (openid, trigger) DO UPDATE"
        " SET closes_at = excluded.closes_at, remaining = excluded.remaining",
        *(openid, name, world.clock.now() + seconds, remaining),
    )


def take_from_window(world: World, openid: str) -> None:
    """Use the window that closes first; Refusal 45015 if none is open, 45047 if all are used up."""
    rows = world.store.rows(
        "SELECT * FROM reply_window WHERE openid = ? AND closes_at > ? ORDER BY closes_at",
        *(openid, world.clock.now()),
    )
    if not rows:
        raise Refusal(45015)
    usable = [row for row in rows if row["remaining"] > 0]
    if not usable:
        raise Refusal(45047)
    world.store.run(
        "UPDATE reply_window SET remaining = remaining - 1 WHERE openid = ? AND trigger = ?",
        *(openid, usable[0]["trigger"]),
    )
