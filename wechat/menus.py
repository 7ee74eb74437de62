"""What a menu (自定义菜单) may look like, checked before the platform refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict


class Button(TypedDict):
    """A button as the platform writes it: `type` click or view, or `sub_button`."""

    name: str
    type: NotRequired[str]
    key: NotRequired[str]
    url: NotRequired[str]
    sub_button: NotRequired[Sequence[Button]]


class Menu(TypedDict):
    button: Sequence[Button]


_LIMITS = {"key": 128, "url": 1024}
TOP_NAME_BYTES, SUB_NAME_BYTES = 16, 60


def menu_mistakes(menu: Menu) -> list[str]:
    """Everything the platform would refuse, in Chinese; empty when the menu is good."""
    buttons = menu["button"]
    mistakes = [] if 1 <= len(buttons) <= 3 else ["一级菜单要 1 到 3 个"]
    for button in buttons:
        children = button.get("sub_button", ())
        mistakes += _button_mistakes(button, TOP_NAME_BYTES)
        if len(children) > 5:
            mistakes.append(f"“{button['name']}”下的菜单超过 5 个")
        for child in children:
            mistakes += _button_mistakes(child, SUB_NAME_BYTES)
    return mistakes


def _button_mistakes(button: Button, name_bytes: int) -> list[str]:
    name = button["name"]
    mistakes = []
    if not 0 < len(name.encode()) <= name_bytes:
        mistakes.append(f"菜单名“{name}”要在 {name_bytes} 字节以内")
    if button.get("sub_button"):
        return mistakes
    values: Mapping[str, object] = button
    needed = {"click": "key", "view": "url"}.get(str(values.get("type")))
    if values.get("type") is None or (needed and not values.get(needed)):
        mistakes.append(f"“{name}”没有写全类型和去处")
    for part, limit in _LIMITS.items():
        if len(str(values.get(part, "")).encode()) > limit:
            mistakes.append(f"“{name}”的 {part} 超过 {limit} 字节")
    return mistakes
