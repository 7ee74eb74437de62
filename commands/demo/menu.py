"""The demo's menu (演示菜单): made at the local WeChat by the same call that makes a school's."""

from __future__ import annotations

import logging

from commands.demo.account import ACCOUNT
from commands.menu import client_of, menu_of
from context import Context
from wechat.errors import WeChatError

log = logging.getLogger(__name__)


def make_menu(context: Context) -> None:
    """Put the three buttons on every phone; a demo whose WeChat is spoilt goes on without."""
    account = context.accounts[ACCOUNT]
    client = client_of(context, account)
    try:
        client.create_menu(menu_of(context, account, with_login=True))
    except WeChatError as error:
        log.warning("the demo has no menu: %s", error.code)
    finally:
        client.close()
