"""The account's menu (公众号菜单): what its buttons are called, the keys they send, what a tap is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from homework.days import day_words

REPORT_BUTTON, POLICY_BUTTON, MINE_BUTTON = "作业反馈", "减负政策", "我的"
REPLACE = "--create --replace"


class MenuKey(StrEnum):
    """What a button sends when it is tapped."""

    REPORT = "report"
    POLICY = "policy"
    MINE = "mine"
    WITHDRAW = "withdraw"
    BIND = "bind"
    REMIND = "remind"
    HELP = "help"


BELOW_MINE = {
    MenuKey.MINE: "我说过的",
    MenuKey.WITHDRAW: "撤回",
    MenuKey.BIND: "绑定反馈条",
    MenuKey.REMIND: "提醒我",
    MenuKey.HELP: "怎么用",
}

HOW_TO_BIND = (
    '学校发了家庭反馈条的,回"绑定"加条子上的家庭码,例如:绑定 k7m2xq4p\n'
    "没有发的不用绑定,直接说作业就行。"
)


def ask_to_withdraw(class_name: str, day: date) -> str:
    """撤回, tapped: a finger that slipped must not delete an evening's report."""
    return f'要删掉您说的{class_name} {day_words(day)}的反馈,请回"撤回"。不回就一直保留。'


def standing(account: str, buttons: Sequence[str]) -> str:
    """What followers see now."""
    if not buttons:
        return f"公众号 {account} 现在没有菜单。"
    return "\n".join([f"公众号 {account} 现在的菜单:", *(f"  {each}" for each in buttons)])


def planned(buttons: Sequence[str]) -> str:
    """What `--create` makes."""
    return "\n".join(["--create 建的是:", *(f"  {each}" for each in buttons)])


def made(account: str) -> str:
    """The menu stands."""
    return f"公众号 {account} 的菜单已建好,五分钟内大家的手机上就有。"


def deleted(account: str) -> str:
    """The menu is gone."""
    return (
        f"公众号 {account} 的菜单已删除。家长还可以扫海报、直接打字;"
        "重建用 menu --create,原来的菜单照上面的清单重做。"
    )


def would_replace(count: int) -> str:
    """Buttons that are not ours would go; nothing was changed."""
    return (
        f"这个菜单里有 {count} 个不是本程序的按钮,建新菜单会把它们一起换掉,微信不留底。\n"
        f"请先把上面的清单抄下来;确定要换,再运行:menu {REPLACE}"
    )


WIPED = "在公众平台启用“服务器配置”后,后台手工做的菜单和自动回复都会停用:启用前请抄下来,启用后用本命令建菜单。"


def login_domain(host: str, *, may_be_registered: bool) -> str:
    """What has to be set up before a button may ask who taps it. Not `may_be_registered`: a host
    that the platform takes for no domain of an account (a port, no certificate)."""
    first = (
        f"“{REPORT_BUTTON}”会先问微信是谁点的(静默授权,不弹窗),聊天和填报页才算同一家。\n"
        f"请先在公众平台“网页授权域名”里填 {host},“业务域名”里也填它"
        "(给的 MP_verify_*.txt 放进数据目录的 verify 文件夹);“JS接口安全域名”本程序不用,可以不填。\n"
        "没有填的话,点开会报“redirect_uri 参数错误”,先改用:menu --create --no-login"
    )
    if may_be_registered:
        return first
    return f"{first}\n注意:现在的 base_url 不是 https 域名或者带端口,公众平台不收,先把它配好。"


def by_hand(addresses: Sequence[str], *, has_interface: bool) -> str:
    """The account may not make a menu by a program: what works without one."""
    first = (
        "这种账号不能用程序建菜单;启用了“服务器配置”,后台手工做的菜单也会停用。家长不用菜单也能反馈:"
        "关注后的欢迎语里有填报链接,随时回“帮助”再取一次;文章和海报里放班级码。"
        if has_interface
        else "没有接口的账号(link),菜单在公众平台后台手工做:“自定义菜单”里选“跳转网页”,填下面的地址。"
        "不能跳转网页的账号,先发一篇文章放上全校海报,菜单选这篇文章。"
    )
    return "\n".join([first, *(f"  {each}" for each in addresses)])
