"""The menu (自定义菜单): whether followers have one, and whether it leads to us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from commands.doctor.findings import Finding, bad, good, note
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.results import MenuButton


def examine(client: Client, about: str, base_url: str) -> Iterator[Finding]:
    """What is in the menu now, for accounts that may have one made by a program."""
    if not may(client.account.kind, Capability.MENU):
        return
    named = f"{about} 菜单"
    try:
        buttons = client.menu()
    except WeChatError as error:
        yield bad(named, f"读不到:{error.words}。过一会儿再运行一次;还不行就看上面的接口凭据")
        return
    if not buttons:
        yield note(named, "现在没有菜单:家长只能打字或扫海报。要建,运行 menu --create")
        return
    names = "、".join(button.name for button in buttons)
    ours = [each for each in buttons if each.type == "click" or each.url.startswith(base_url)]
    if ours:
        yield good(named, f"{names};其中 {len(ours)} 个通到本程序")
    else:
        words = "要换成本程序的,先抄下原来的,再运行 menu --create --replace"
        yield note(named, f"{names};没有一个通到本程序({base_url})。{words}")
    yield from _login(named, buttons, base_url)


def _login(named: str, buttons: Sequence[MenuButton], base_url: str) -> Iterator[Finding]:
    """What nobody but the platform's own console shows: whether it lets our page ask who taps."""
    door = next((each for each in buttons if each.url.startswith(f"{base_url}/o/")), None)
    if door is not None:
        host = urlsplit(base_url).hostname
        words = f"“{door.name}”用网页授权:公众平台“网页授权域名”里要有 {host},没有接口可查;"
        yield note(named, f"{words}请用手机点一次,报 redirect_uri 错误就是还没有填")
