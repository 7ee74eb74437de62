"""Passive replies (被动回复) as the platform reads them."""

from __future__ import annotations

from xml.etree import ElementTree

from simulator.accounts import Account, Mode
from simulator.chats import Bubble
from simulator.crypto import CryptoError, decrypt, sign
from simulator.wire import BadXml, parse, text_of

LONGEST_TEXT = 2048  # bytes of UTF-8; undocumented, measured by several people
_WITH_MEDIA = {"image": "Image/MediaId", "voice": "Voice/MediaId", "video": "Video/MediaId"}


class BadReply(Exception):
    """What the account answered is no reply; the person is told that the account has a problem."""


def read_reply(account: Account, openid: str, body: bytes) -> Bubble | None:
    """Return what the chat shows, None for silence; BadReply with the reason."""
    if body.strip() in (b"", b"success"):
        return None
    try:
        root = _opened(account, parse(body))
    except BadXml as error:
        raise BadReply(str(error)) from error
    if (
        text_of(root, "ToUserName") != openid
        or text_of(root, "FromUserName") != account.original_id
    ):
        raise BadReply("ToUserName and FromUserName must be the person and the account")
    if not text_of(root, "CreateTime").strip().isdigit():
        raise BadReply("CreateTime must be whole seconds")
    return _bubble(root)


def _opened(account: Account, root: ElementTree.Element) -> ElementTree.Element:
    sealed = text_of(root, "Encrypt")
    if not sealed:
        if account.mode is Mode.SAFE:
            raise BadReply("in safe mode a reply must be encrypted")
        return root
    if account.mode is Mode.PLAIN:
        raise BadReply("in plain mode a reply must not be encrypted")
    parts = (text_of(root, "TimeStamp"), text_of(root, "Nonce"), sealed)
    if sign(account.webhook_token, *parts) != text_of(root, "MsgSignature"):
        raise BadReply("MsgSignature is wrong")
    try:
        return parse(decrypt(sealed, account.aes_key, account.app_id).encode())
    except CryptoError as error:
        raise BadReply(f"cannot be decrypted: {error}") from error


def _bubble(root: ElementTree.Element) -> Bubble | None:
    kind = text_of(root, "MsgType")
    if kind == "text":
        return Bubble("text", _text(root))
    if kind in _WITH_MEDIA:
        media_id = text_of(root, _WITH_MEDIA[kind])
        if not media_id:
            raise BadReply(f"{kind} without MediaId")
        return Bubble(kind, card={"media_id": media_id})
    if kind == "music":
        return Bubble("music", text_of(root, "Music/Title"))
    if kind == "news":
        return Bubble("news", card={"articles": _articles(root)})
    if kind == "transfer_customer_service":
        return None
    raise BadReply(f"MsgType {kind!r} is not one of a reply's")


def _text(root: ElementTree.Element) -> str:
    content = text_of(root, "Content")
    if not content.strip():
        raise BadReply("Content is empty: silence is `success`")
    if len(content.encode()) > LONGEST_TEXT:
        raise BadReply(f"Content is longer than {LONGEST_TEXT} bytes")
    return content


def _articles(root: ElementTree.Element) -> list[dict[str, str]]:
    items = root.findall("Articles/item")
    if len(items) != 1:
        raise BadReply(f"news with {len(items)} articles: one is allowed")
    return [
        {
            "title": text_of(item, "Title"),
            "description": text_of(item, "Description"),
            "picture": text_of(item, "PicUrl"),
            "url": text_of(item, "Url"),
        }
        for item in items
    ]
