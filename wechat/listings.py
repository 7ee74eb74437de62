"""Reads what the platform lists (接口列表): templates with their keys, and the menu."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wechat.errors import in_doubt
from wechat.results import MenuButton

_KEY = re.compile(r"\{\{(\w+)\.DATA\}\}")


def templates_of(
    reply: Mapping[str, object], list_name: str, id_name: str
) -> dict[str, frozenset[str]]:
    """Templates by id, each with its keys (`thing2`); raises WeChatError where there is no list."""
    listed = reply.get(list_name)
    if not isinstance(listed, list):
        raise in_doubt(f"the reply has no {list_name}")
    return {
        str(each.get(id_name)): frozenset(_KEY.findall(str(each.get("content"))))
        for each in listed
        if isinstance(each, dict)
    }


def buttons_of(reply: Mapping[str, object]) -> tuple[MenuButton, ...]:
    """The buttons of a menu that can be tapped, in order; none where no menu is open."""
    info = reply.get("selfmenu_info")
    if "is_menu_open" not in reply or not isinstance(info, dict):
        raise in_doubt("the reply has no selfmenu_info")
    return tuple(_leaves(info.get("button"))) if reply["is_menu_open"] == 1 else ()


def _leaves(buttons: object) -> list[MenuButton]:
    found = []
    for button in buttons if isinstance(buttons, list) else ():
        if not isinstance(button, dict):
            continue
        below = button.get("sub_button")
        if isinstance(below, dict):
            found += _leaves(below.get("list"))
        else:
            words = (button.get(name) or "" for name in ("name", "type", "key", "url"))
            found.append(MenuButton(*map(str, words)))
    return found
