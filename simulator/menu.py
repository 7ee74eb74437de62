"""The account's own menu (自定义菜单)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from simulator.accounts import Account
from simulator.api import Call
from simulator.errcodes import Json, Refusal
from simulator.world import World

_WITH_KEY = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
_OTHERS = ("media_id", "article_id", "article_view_limited", "miniprogram")
DOMAINS = 3


def create(call: Call) -> Json:
    """Answer POST /cgi-bin/menu/create."""
    buttons = call.body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refusal(40016)
    for button in buttons:
        _check_top(button)
    hosts = {urlsplit(url).hostname for url in _addresses(buttons)}
    if len(hosts) > DOMAINS:
        raise Refusal(65316, "too many url domains")
    call.world.store.run(
        "INSERT OR REPLACE INTO menu (app_id, body) VALUES (?, ?)",
        *(call.account.app_id, json.dumps({"button": buttons}, ensure_ascii=False)),
    )
    call.world.bell.ring()
    return {"errcode": 0, "errmsg": "ok"}


def get(call: Call) -> Json:
    """Answer GET /cgi-bin/menu/get; Refusal 46003 if there is none."""
    return {"menu": _must_have(call)}


def get_current(call: Call) -> Json:
    """Answer GET /cgi-bin/get_current_selfmenu_info."""
    menu = current(call.world, call.account)
    buttons = [] if menu is None else [_listed(button) for button in menu["button"]]
    return {"is_menu_open": int(menu is not None), "selfmenu_info": {"button": buttons}}


def _listed(button: Json) -> Json:
    """A button as this endpoint alone shows it: what is below it stands in a list of its own."""
    below = button.get("sub_button")
    return {**button, "sub_button": {"list": below}} if below else button


def delete(call: Call) -> Json:
    """Answer GET /cgi-bin/menu/delete."""
    call.world.store.run("DELETE FROM menu WHERE app_id = ?", call.account.app_id)
    call.world.bell.ring()
    return {"errcode": 0, "errmsg": "ok"}


def current(world: World, account: Account) -> Json | None:
    row = world.store.row("SELECT body FROM menu WHERE app_id = ?", account.app_id)
    if row is None:
        return None
    menu: Json = json.loads(row["body"])
    return menu


def find_button(world: World, account: Account, key: str) -> Json | None:
    """Return the button with this key, address or name."""
    menu = current(world, account) or {"button": []}
    for button in _leaves(menu["button"]):
        if key in (button.get("key"), button.get("url"), button.get("name")):
            return button
    return None


def _must_have(call: Call) -> Json:
    menu = current(call.world, call.account)
    if menu is None:
        raise Refusal(46003)
    return menu


def _leaves(buttons: list[Json]) -> list[Json]:
    return [leaf for button in buttons for leaf in (button.get("sub_button") or [button])]


def _addresses(buttons: list[Json]) -> list[str]:
    return [leaf["url"] for leaf in _leaves(buttons) if leaf.get("type") == "view"]


def _check_top(button: Any) -> None:
    _check_name(button, 16, 40018)
    inner = button.get("sub_button")
    if not inner:
        _check_leaf(button)
        return
    if not isinstance(inner, list) or len(inner) > 5:
        raise Refusal(40023)
    for leaf in inner:
        _check_name(leaf, 60, 40025)
        _check_leaf(leaf)


def _check_name(button: Any, longest: int, errcode: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= longest:
        raise Refusal(errcode)


def _check_leaf(button: Json) -> None:
    kind = button.get("type")
    if kind == "view":
        url = button.get("url")
        if not isinstance(url, str) or not url.startswith("http") or len(url.encode()) > 1024:
            raise Refusal(40020)
    elif kind in _WITH_KEY:
        key = button.get("key")
        if not isinstance(key, str) or not 1 <= len(key.encode()) <= 128:
            raise Refusal(40019)
    elif kind not in _OTHERS:
        raise Refusal(40035)
