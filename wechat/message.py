"""One delivery from WeChat, read (消息, 事件)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from wechat.characters import clean_text
from wechat.parsing import Parsed
from wechat.refusals import Malformed


class MessageKind(StrEnum):
    """What a person sent (消息类型); everything the platform reports by itself is an event."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    SHORT_VIDEO = "shortvideo"
    LOCATION = "location"
    LINK = "link"
    EVENT = "event"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery that was proven to come from WeChat.

    `dedup_key` is the same for every redelivery and may be logged; nothing else about the person
    shows in `repr`. `event` is lower-case. `scene` is what a QR code carried, for a follow or a
    scan. `fields` holds the rest by the platform's names, `groups` the entries of `<List>`s
    (subscription events). `aes_key` is the key that opened it; the reply is sealed with it.
    """

    dedup_key: str
    openid: str = field(repr=False)
    kind: MessageKind
    event: str | None
    event_key: str = field(repr=False)
    scene: str | None
    text: str = field(repr=False)
    created_at: datetime
    msg_id: str
    encrypted: bool
    fields: Mapping[str, str] = field(repr=False, hash=False)
    groups: tuple[Mapping[str, str], ...] = field(default=(), repr=False, hash=False)
    aes_key: str | None = field(default=None, repr=False)


_KINDS = {str(kind): kind for kind in MessageKind}
_OPENID = re.compile(r"[A-Za-z0-9_\-.@]{1,128}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)
_OWN_PLACE = frozenset(
    {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "Content"}
)


def build_message(parsed: Parsed, webhook_token: str, aes_key: str | None) -> Message:
    """The message a delivery carries; raises Malformed when it has no sender, time or type."""
    fields = parsed.fields
    openid, seconds = fields.get("FromUserName", ""), fields.get("CreateTime", "").strip()
    if not _OPENID.fullmatch(openid) or not _SECONDS.fullmatch(seconds):
        raise Malformed("no usable sender or time")
    kind = _kind(fields)
    event = fields["Event"].lower() if kind is MessageKind.EVENT and "Event" in fields else None
    event_key = clean_text(fields.get("EventKey", ""))
    return Message(
        dedup_key=_dedup_key(parsed, webhook_token),
        openid=openid,
        kind=kind,
        event=event,
        event_key=event_key,
        scene=_scene(event, event_key),
        text=clean_text(fields.get("Content", "")),
        created_at=datetime.fromtimestamp(int(seconds), UTC),
        msg_id=_msg_id(fields),
        encrypted=aes_key is not None,
        fields={name: value for name, value in fields.items() if name not in _OWN_PLACE},
        groups=tuple(parsed.groups),
        aes_key=aes_key,
    )


def _kind(fields: Mapping[str, str]) -> MessageKind:
    name = fields.get("MsgType", "").lower()
    if not name:
        raise Malformed("no type")
    return _KINDS.get(name, MessageKind.UNKNOWN)


def _scene(event: str | None, event_key: str) -> str | None:
    if event == "scan":
        return event_key or None
    if event == "subscribe" and event_key.startswith("qrscene_"):
        return event_key.removeprefix("qrscene_") or None
    return None


def _msg_id(fields: Mapping[str, str]) -> str:
    # Messages say MsgId, delivery events MsgID, publication events have their own number.
    for name in ("MsgId", "MsgID", "PublishEventInfo.publish_id"):
        if fields.get(name):
            return fields[name]
    return ""


def _dedup_key(parsed: Parsed, webhook_token: str) -> str:
    """A hash of what tells two deliveries apart.

    The platform's own rule for events (user and second) drops real ones: several results of
    template messages to one person in one second differ only in MsgID or in their List.
    """
    fields = parsed.fields
    parts = [
        _msg_id(fields),
        fields["FromUserName"],
        fields["CreateTime"].strip(),
        fields["MsgType"],
        fields.get("Event", ""),
        fields.get("EventKey", ""),
    ]
    parts += sorted(f"{g.get('TemplateId', '')}:{g.get('MsgID', '')}" for g in parsed.groups)
    # Keyed, so that a list of openids and times cannot be tested against logged keys; a
    # separator XML cannot contain, so that no two lists of parts read the same.
    text = "\x00".join(parts).encode("utf-8", "replace")
    return hmac.digest(webhook_token.encode(), text, hashlib.sha256).hex()[:40]
