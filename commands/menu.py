"""`menu` (自定义菜单): show, make or delete the account's menu, and what to do where it may not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from context import Context
from homework.wording import menu as wording
from homework.wording.menu import BELOW_MINE, MenuKey
from models.account.access_tokens import DatabaseTokens
from models.schools import school_link
from opening import NotReady, add_config, load, open_context
from wechat.account import Account, AccountKind
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.menus import Button, Menu
from wechat.results import MenuButton
from wechat.tokens import AccessToken


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--account", help="公众号 id;只有一个时可省略")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--show", action="store_true", help="只看,什么也不改(默认)")
    action.add_argument("--create", action="store_true", help="建作业反馈、减负政策、我的")
    action.add_argument("--delete", action="store_true", help="删除菜单")
    parser.add_argument("--replace", action="store_true", help="连不是本程序的按钮一起换掉")
    parser.add_argument("--no-login", action="store_true", help="“作业反馈”不用网页授权")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    try:
        account = _pick(context, arguments.account)
        if not may(account.kind, Capability.MENU):
            has_interface = account.kind is not AccountKind.LINK
            print(wording.by_hand(_addresses(context, account), has_interface=has_interface))
            return 1 if arguments.create or arguments.delete else 0
        return _act(context, account, arguments)
    finally:
        context.store.close()


def _pick(context: Context, account_id: str | None) -> Account:
    accounts = context.accounts
    if account_id is None and len(accounts) == 1:
        return next(iter(accounts.values()))
    account = accounts.get(account_id or "")
    if account is None:
        raise NotReady(f"没有公众号 {account_id}。配置里有:{'、'.join(accounts)}")
    return account


def _act(context: Context, account: Account, arguments: argparse.Namespace) -> int:
    client = client_of(context, account)
    plan = menu_of(context, account, with_login=not arguments.no_login)
    try:
        buttons = client.menu()
        print(wording.standing(account.id, _lines(buttons)))
        if arguments.delete:
            client.delete_menu()
            print(wording.deleted(account.id))
        elif arguments.create:
            if not _create(client, plan, buttons, arguments):
                return 1
            _warn(context, account, arguments)
        else:
            print(wording.planned(_lines(_leaves(plan["button"]))))
            _warn(context, account, arguments)
    except WeChatError as error:
        print(f"公众号 {account.id} 的菜单没有办成:{error.words}", file=sys.stderr)
        return 1
    finally:
        client.close()
    return 0


def _create(
    client: Client, plan: Menu, buttons: Sequence[MenuButton], arguments: argparse.Namespace
) -> bool:
    ours = _leaves(plan["button"])
    keys, addresses = set(MenuKey), {each.url for each in ours if each.url}
    foreign = [each for each in buttons if each.key not in keys and each.url not in addresses]
    if foreign and not arguments.replace:
        print(wording.would_replace(len(foreign)), file=sys.stderr)
        return False
    client.create_menu(plan)
    print(wording.made(client.account.id), *_lines(ours), sep="\n  ")
    return True


def _warn(context: Context, account: Account, arguments: argparse.Namespace) -> None:
    """What the console loses, and what it has to be told before a button may ask who taps it."""
    print(wording.WIPED)
    if may(account.kind, Capability.OAUTH) and not arguments.no_login:
        parts = urlsplit(context.base_url)
        may_be_registered = parts.scheme == "https" and parts.port in (None, 443)
        print(wording.login_domain(parts.hostname or "", may_be_registered=may_be_registered))


def client_of(context: Context, account: Account) -> Client:
    """A client that shares the account's token with the other programs; close it afterwards."""
    tokens = DatabaseTokens(context.store, context.keys, context.clock, account.id, AccessToken)
    return Client(account, tokens, context.clock.now, context.clock.monotonic)


def menu_of(context: Context, account: Account, *, with_login: bool) -> Menu:
    """作业反馈, 减负政策, 我的; the first opens the page itself where the account may ask who taps."""
    report: Button = {"name": wording.REPORT_BUTTON, "type": "click", "key": MenuKey.REPORT}
    if with_login and may(account.kind, Capability.OAUTH):
        address = context.address(f"/o/{account.id}")
        report = {"name": wording.REPORT_BUTTON, "type": "view", "url": address}
    below: list[Button] = [
        {"name": name, "type": "click", "key": key}
        for key, name in BELOW_MINE.items()
        if key is not MenuKey.REMIND or may(account.kind, Capability.CUSTOMER_SERVICE)
    ]
    policy: Button = {"name": wording.POLICY_BUTTON, "type": "click", "key": MenuKey.POLICY}
    return {"button": [report, policy, {"name": wording.MINE_BUTTON, "sub_button": below}]}


def _leaves(buttons: Sequence[Button]) -> list[MenuButton]:
    return [
        MenuButton(leaf["name"], leaf["type"], leaf.get("key", ""), leaf.get("url", ""))
        for button in buttons
        for leaf in (button.get("sub_button") or [button])
    ]


def _lines(buttons: Sequence[MenuButton]) -> list[str]:
    return [f"{each.name}({each.type} {each.url or each.key})" for each in buttons]


def _addresses(context: Context, account: Account) -> list[str]:
    """What a menu made by hand leads to."""
    lines = []
    for plan in context.plans_of(account.id):
        door = context.address(f"/s/{school_link(context.keys, plan.id)}")
        lines.append(f"{wording.REPORT_BUTTON} · {plan.name}:{door}")
        lines.append(
            f"{wording.POLICY_BUTTON} · {plan.name}:{context.address(f'/policy/{plan.id}')}"
        )
    return [*lines, f"{wording.MINE_BUTTON}:{context.address('/me')}"]
