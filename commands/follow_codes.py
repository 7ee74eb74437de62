"""Codes that follow the account (带参数的关注码), where the account may make them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from context import Context
from homework.plan import SchoolPlan
from models.account.access_tokens import DatabaseTokens
from models.account.class_codes import codes_of, save_code
from models.schools import ClassKey, SchoolClass
from wechat.account import Account, AccountKind
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.tokens import AccessToken


def has_follow_codes(account: Account) -> bool:
    """Whether this kind of account may make codes with a class in them."""
    return account.kind is not AccountKind.LINK and may(account.kind, Capability.SCENE_QRCODE)


def follow_codes(
    context: Context, plan: SchoolPlan, classes: Sequence[SchoolClass]
) -> Mapping[int, str]:
    """What each class's follow code leads to, by the class's id; WeChat is asked for new ones only.

    Where WeChat refuses, that is said and the classes that have none are left out.
    """
    from rich.progress import track

    account = context.accounts[plan.account_id]
    with context.store.reading() as connection:
        known = dict(codes_of(connection, plan.id, account.app_id))
    missing = [each for each in classes if each.id not in known]
    client = _client(context, account)
    try:
        for each in track(missing, description="向微信取关注码") if missing else ():
            known[each.id] = _make(context, client, each)
    except WeChatError as error:
        print(f"公众号的关注码没有取全:{error.words}。海报照常,扫码直接填报。", file=sys.stderr)
    finally:
        client.close()
    return known


def _make(context: Context, client: Client, school_class: SchoolClass) -> str:
    url = client.create_qrcode(school_class.scene).url
    key = ClassKey(school_class.school_id, school_class.id)
    return context.store.write(
        lambda connection: save_code(connection, key, client.account.app_id, url)
    )


def _client(context: Context, account: Account) -> Client:
    tokens = DatabaseTokens(context.store, context.keys, context.clock, account.id, AccessToken)
    return Client(account, tokens, context.clock.now, context.clock.monotonic)
