"""Calls to WeChat (调用微信接口): messages, QR codes, menu, followers, web login."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from wechat.account import Account, Template
from wechat.addresses import rebase
from wechat.articles import Article, add_draft
from wechat.capabilities import Capability, may
from wechat.characters import clean_text
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError, in_doubt
from wechat.listings import buttons_of, templates_of
from wechat.menus import Menu, menu_mistakes
from wechat.one_time import OneTime, message_body
from wechat.plumbing import Plumbing
from wechat.reading import Reply, confirm, text_of
from wechat.replies import cut_text
from wechat.results import Follower, MenuButton, QrCode, Sent
from wechat.sending import mistake, sent_by, template_values
from wechat.token_cycle import Clock
from wechat.tokens import TokenStore
from wechat.transport import GuardedSession, Timeouts
from wechat.webpages import JsapiTickets, Visitor, authorize_url, exchange_code, page_signature

__all__ = [
    "Client",
    "ErrorKind",
    "Follower",
    "QrCode",
    "Sent",
    "Timeouts",
    "Visitor",
    "WeChatError",
]


STANDARD_TIMEOUTS = Timeouts()
NOTICE_TEMPLATES = "https://api.weixin.qq.com/wxaapi/newtmpl/gettemplate"
SHOW_QRCODE = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket="


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Client:
    """Calls on behalf of one account; may be shared by threads.

    Every method raises WeChatError: also before anything is sent, when the account's kind may
    not do it or a text does not fit.
    """

    def __init__(
        self,
        account: Account,
        tokens: TokenStore,
        now: Callable[[], datetime] = _wall_clock,
        monotonic: Callable[[], float] = time.monotonic,
        timeouts: Timeouts = STANDARD_TIMEOUTS,
    ) -> None:
        self.account = account
        self._session = GuardedSession(account.api_base, timeouts)
        self._wechat = Plumbing(account, tokens, Clock(now, monotonic), self._session)
        self._jsapi_tickets = JsapiTickets(lambda: self._wechat.jsapi.get_ticket(), now)
        self._now = now

    def close(self) -> None:
        """Close the kept connections; the client can still be used."""
        self._session.close()

    def send_template(
        self, openid: str, purpose: str, values: Mapping[str, str], url: str, client_msg_id: str
    ) -> Sent:
        """Send a template message (模板消息).

        The same `client_msg_id` to the same person within ten minutes is shown once, so an
        ambiguous call may be repeated with it. `url` may be empty.
        """
        self._need(Capability.TEMPLATE_MESSAGE)
        template = self._template(purpose)
        body: dict[str, object] = {
            "touser": openid,
            "template_id": template.id,
            "client_msg_id": client_msg_id,
            "data": template_values(template, values),
        }
        if url:
            body["url"] = url
        return sent_by(lambda: self._wechat.post("message/template/send", data=body), "msgid")

    def send_subscription(
        self, openid: str, purpose: str, values: Mapping[str, str], url: str
    ) -> Sent:
        """Send a subscription notice (订阅通知); the platform offers no way to repeat it safely."""
        self._need(Capability.SUBSCRIPTION_NOTICE)
        template = self._template(purpose)
        data = template_values(template, values)
        send = self._wechat.message.send_subscribe_message
        return sent_by(lambda: send(openid, template.id, data, page=url or None))

    def send_one_time(self, openid: str, purpose: str, scene: int, message: OneTime) -> Sent:
        """Send the one message that a person said yes to (一次性订阅消息); see wechat.one_time."""
        self._need(Capability.ONE_TIME_SUBSCRIPTION)
        try:
            body = message_body(openid, self._template(purpose).id, scene, message)
        except ValueError as error:
            raise mistake(f"一次性订阅消息的 {error} 太长或是空的") from None
        return sent_by(lambda: self._wechat.post("message/template/subscribe", data=body))

    def send_text(self, openid: str, text: str) -> Sent:
        """Send a customer-service message (客服消息), cut like a reply."""
        self._need(Capability.CUSTOMER_SERVICE)
        content = cut_text(clean_text(text))
        return sent_by(lambda: self._wechat.message.send_text(openid, content))

    def templates(self) -> dict[str, frozenset[str]]:
        """The account's templates by id, each with its keys (`thing2`).

        Templates of a category may be missing from the platform's list.
        """
        self._need(Capability.TEMPLATE_MESSAGE)
        reply: Reply = self._wechat.get("template/get_all_private_template")
        return templates_of(reply, "template_list", "template_id")

    def notice_templates(self) -> dict[str, frozenset[str]]:
        """The same for subscription notices (订阅通知)."""
        self._need(Capability.SUBSCRIPTION_NOTICE)
        reply: Reply = self._wechat.get(NOTICE_TEMPLATES)
        return templates_of(reply, "data", "priTmplId")

    def create_qrcode(self, scene: str, expire_seconds: int | None = None) -> QrCode:
        """Make a QR code that carries a scene: for good (100,000 per account), or for at most
        30 days."""
        self._need(Capability.SCENE_QRCODE)
        lifetime = 1 if expire_seconds is None else expire_seconds
        if not 1 <= len(scene) <= 64 or not 1 <= lifetime <= 2_592_000:
            raise mistake("场景值要 1 到 64 个字符,有效期最多 30 天")
        body: dict[str, object] = {"action_info": {"scene": {"scene_str": scene}}}
        if expire_seconds is None:
            body["action_name"] = "QR_LIMIT_STR_SCENE"
        else:
            body |= {"action_name": "QR_STR_SCENE", "expire_seconds": expire_seconds}
        reply: Reply = self._wechat.qrcode.create(body)
        return QrCode(text_of(reply, "ticket"), text_of(reply, "url"))

    def qrcode_image_address(self, qr_ticket: str) -> str:
        """Where the picture of a QR code is; needs no token."""
        return rebase(self.account.api_base, SHOW_QRCODE + quote(qr_ticket, safe=""))

    def create_menu(self, menu: Menu) -> None:
        """Replace the menu; followers see it within five minutes."""
        self._need(Capability.MENU)
        mistakes = menu_mistakes(menu)
        if mistakes:
            raise mistake(";".join(mistakes))
        confirm(self._wechat.menu.create(menu))

    def delete_menu(self) -> None:
        """Take the menu away."""
        self._need(Capability.MENU)
        confirm(self._wechat.menu.delete())

    def menu(self) -> tuple[MenuButton, ...]:
        """The buttons followers can tap now, whoever made them; none where there is no menu."""
        self._need(Capability.MENU)
        reply: Reply = self._wechat.get("get_current_selfmenu_info")
        return buttons_of(reply)

    def user_info(self, openid: str) -> Follower:
        self._need(Capability.USER_INFO)
        reply: Reply = self._wechat.user.get(openid)
        return Follower(
            openid=text_of(reply, "openid"),
            is_subscribed=reply.get("subscribe") == 1,
            unionid=str(reply.get("unionid") or "") or None,
            scene=str(reply.get("qr_scene_str") or "") or None,
        )

    def upload_image(self, name: str, content: bytes) -> str:
        """Store a picture for three days; returns its media id."""
        self._need(Capability.MATERIAL)
        # Bytes, not a file: a file would be at its end when the call is repeated with a new token.
        reply: Reply = self._wechat.media.upload("image", (name, content))
        return text_of(reply, "media_id")

    def add_draft(self, article: Article, cover: bytes) -> str:
        """Put an article among the drafts, for a person to publish; returns its media id."""
        self._need(Capability.PUBLISH)
        return add_draft(self._wechat, article, cover)

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Where to send a browser to learn who it is; see webpages.authorize_url."""
        self._need(Capability.OAUTH)
        return authorize_url(self.account, redirect_uri, state)

    def exchange_code(self, code: str) -> Visitor:
        """Who came back from `authorize_url` with this code; see webpages.exchange_code."""
        self._need(Capability.OAUTH)
        return exchange_code(self.account, self._session, code)

    def page_signature(self, page: str) -> dict[str, object]:
        """The arguments of `wx.config` (JS-SDK) for a page's address."""
        self._need(Capability.JS_SDK)
        ticket = self._jsapi_tickets.current()
        return page_signature(self.account.app_id, ticket, page, self._now())

    def callback_addresses(self) -> list[str]:
        """The addresses WeChat delivers from; the cheapest call that proves the token works."""
        self._need(Capability.TOKEN)
        reply: Reply = self._wechat.get("getcallbackip")
        addresses = reply.get("ip_list")
        if not isinstance(addresses, list):
            raise in_doubt("the reply has no ip_list")
        return [str(address) for address in addresses]

    def _need(self, capability: Capability) -> None:
        if not may(self.account.kind, capability):
            raise WeChatError(
                ErrorKind.CONFIGURATION,
                "这种公众号没有这个接口的权限",
                errcode=48001,
                detail=f"{self.account.kind} may not {capability}; nothing was called",
            )

    def _template(self, purpose: str) -> Template:
        try:
            return self.account.templates[purpose]
        except KeyError:
            raise WeChatError(ErrorKind.CONFIGURATION, f"没有配置用途为 {purpose} 的模板") from None
