"""The menu (自定义菜单): whether followers have one, and whether it leads to us."""

from __future__ import annotations

from collections.abc import Iterator

from commands.doctor.findings import Finding, bad, good, note
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError


def examine(client: Client, about: str, base_url: str) -> Iterator[Finding]:
    """What is in the menu now, for accounts that may have one made by a program."""
    if not may(client.account.kind, Capability.MENU):
        return
    named = f"{about} 菜单"
    try:
        buttons = client.menu()
    except WeChatError as error:
        yield bad(named, f"读不到:{error.words}")
        return
    if not buttons:
        yield note(named, "现在没有菜单:家长只能打字或扫海报")
        return
    names = "、".join(button.name for button in buttons)
    ours = [each for each in buttons if each.type == "click" or each.url.startswith(base_url)]
    if ours:
        yield good(named, f"{names};其中 {len(ours)} 个通到本程序")
    else:
        yield note(named, f"{names};没有一个通到本程序({base_url})")
