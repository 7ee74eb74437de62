"""The answer inside the same five seconds (被动回复)."""

from __future__ import annotations

import os
import re
from datetime import datetime

from wechat.account import Account
from wechat.characters import clean_text
from wechat.envelope import envelope
from wechat.message import Message
from wechat.signing import sign

# What the platform takes as "received, nothing to say"; it shows nothing and does not repeat.
NO_REPLY = b"success"
TEXT_LIMIT_BYTES = 2000

_UNSAFE_NONCE = re.compile(r"[^A-Za-z0-9_\-]")


def text_reply(account: Account, message: Message, text: str, now: datetime, nonce: str) -> bytes:
    """The reply's XML, sealed when the delivery was; NO_REPLY when there is nothing to say."""
    content = cut_text(clean_text(text))
    if not content.strip():
        return NO_REPLY
    seconds = int(now.timestamp())
    xml = (
        f"<xml><ToUserName>{_cdata(message.openid)}</ToUserName>"
        f"<FromUserName>{_cdata(account.original_id)}</FromUserName>"
        f"<CreateTime>{seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(content)}</Content></xml>"
    ).encode()
    if not message.encrypted:
        return xml
    return seal_reply(account, message.aes_key or account.aes_key, xml, (seconds, nonce))


def seal_reply(account: Account, aes_key: str, xml: bytes, stamp: tuple[int, str]) -> bytes:
    """The envelope around a reply; `stamp` is its time in seconds and its nonce."""
    timestamp, nonce = str(stamp[0]), _UNSAFE_NONCE.sub("", stamp[1]) or "0"
    sealed = envelope(aes_key).seal(xml, account.app_id.encode(), os.urandom(16))
    signature = sign(account.webhook_token, timestamp, nonce, sealed)
    return (
        f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def cut_text(text: str, limit_bytes: int = TEXT_LIMIT_BYTES) -> str:
    """The text, cut to so many bytes of UTF-8 on a character, and never inside a link."""
    encoded = text.encode("utf-8", "ignore")
    if len(encoded) <= limit_bytes:
        return text
    cut = encoded[:limit_bytes].decode("utf-8", "ignore")
    link = cut.rfind("<a ")
    # Half a link would show its address as text and swallow what follows.
    if link > cut.rfind("</a>"):
        cut = cut[:link]
    return cut


def _cdata(text: str) -> str:
    # An end mark inside the text would close the section and let a parent write our XML.
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
