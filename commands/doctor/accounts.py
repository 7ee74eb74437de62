"""An account (公众号): its token, our address among those allowed, the webhook, the clock."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import requests

from commands.doctor import menu, templates
from commands.doctor.findings import Finding, bad, good, note
from context import Context
from wechat.account import Account, AccountKind
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.tokens import MemoryTokenStore

_SECONDS = 5
_CLOCK_OFF = 120
_BEFORE_ENABLING = (
    "在公众平台启用“服务器配置”后,原来的自定义菜单和自动回复会失效:先记下菜单,启用后用接口重建"
)
_MAY = {
    AccountKind.LINK: "没有接口",
    AccountKind.PERSONAL: "个人或未认证公众号(personal):能收能回;不能建菜单,不能主动发",
    AccountKind.VERIFIED_SUBSCRIPTION: "认证公众号(verified_subscription):能收能回,能建菜单,"
    "48小时内说过话的能主动发",
    AccountKind.SERVICE: "未认证服务号(service):能收能回,能建菜单;不能主动发",
    AccountKind.VERIFIED_SERVICE: "认证服务号(verified_service):都能用",
    AccountKind.TEST: "测试号(test):大多能用,能关注的人数有限,只供试用",
}


def examine(context: Context, account: Account) -> Iterator[Finding]:
    """What one account needs; one of kind `link` has nothing to check."""
    about = f"公众号 {account.id}"
    if account.kind is AccountKind.LINK:
        yield good(about, "没有接口(link):家长用海报和链接,提醒走群机器人或邮箱")
        return
    yield good(about, _MAY[account.kind])
    yield note(about, _BEFORE_ENABLING)
    yield _webhook(context, account)
    yield _clock(context, account)
    # A token of its own: the one the program shares may be older than the secret in the config.
    client = Client(account, MemoryTokenStore(), context.clock.now)
    try:
        token = _token(client, about)
        yield token
        if token.health == "✓":
            yield from templates.examine(client, about)
            yield from menu.examine(client, about, context.base_url)
    finally:
        client.close()
    if not may(account.kind, Capability.TEMPLATE_MESSAGE):
        yield note(about, "这种账号不能发模板消息:请给学校配置群机器人或邮箱 [school.channels]")


def _token(client: Client, about: str) -> Finding:
    try:
        client.callback_addresses()
    except WeChatError as error:
        where = f"({error.rid})" if error.rid else ""
        return bad(f"{about} 接口凭据", f"{error.words}{where}")
    return good(f"{about} 接口凭据", "能取到,AppID、AppSecret 和 IP 白名单都对")


def _webhook(context: Context, account: Account) -> Finding:
    """Ask our own address what WeChat asks it; only WeChat can ask from where WeChat is."""
    about, address = f"公众号 {account.id} 回调", context.address(f"/wechat/{account.id}")
    stamp, nonce, echo = str(int(time.time())), secrets.token_hex(5), secrets.token_hex(8)
    joined = "".join(sorted([account.webhook_token, stamp, nonce]))
    signature = hashlib.sha1(joined.encode()).hexdigest()
    query = {"signature": signature, "timestamp": stamp, "nonce": nonce, "echostr": echo}
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(address, params=query, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        words = f"{address} 打不开({type(error).__name__}):请确认 serve 在运行、域名和证书正确"
        return bad(about, words)
    if answer.status_code == 200 and answer.text == echo:
        return good(about, f"{address} 回答正确,“服务器配置”的 URL 填它")
    return bad(
        about, f"{address} 回答 HTTP {answer.status_code}:请查反向代理,或令牌 Token 是否一致"
    )


def _clock(context: Context, account: Account) -> Finding:
    """Against the platform's own clock: a delivery stamped ten minutes off is refused as stale."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.head(account.api_base, timeout=_SECONDS, allow_redirects=False)
        theirs = parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        # Whether the address can be reached at all, the token says.
        return note("时钟", "问不到微信的时间,请自己确认这台机器打开了自动对时")
    off = (context.clock.now() - theirs).total_seconds()
    if abs(off) > _CLOCK_OFF:
        direction = "快" if off > 0 else "慢"
        return bad(
            "时钟",
            f"这台机器比微信{direction} {abs(off):.0f} 秒,微信的消息会被当作过期:请打开自动对时",
        )
    return good("时钟", "和微信一致")
