"""Opens what WeChat delivers (接收消息): only what is proven, fresh and ours gets through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from wechat.account import Account, Mode
from wechat.envelope import envelope
from wechat.message import Message, MessageKind, build_message
from wechat.parsing import Parsed, parse_xml
from wechat.refusals import Forbidden, Malformed, Refused, TooLarge
from wechat.signing import is_signed

__all__ = [
    "Forbidden",
    "Malformed",
    "Message",
    "MessageKind",
    "Refused",
    "TooLarge",
    "open_delivery",
    "verify_address",
]

MAX_BODY_BYTES = 64 * 1024
WINDOW_SECONDS = 600

# The parts of a signature are joined without a separator, so a signed request can be cut into
# other parts. A timestamp of ten digits and a nonce of at most 64 plain characters leave no
# other cut that is fresh, or that moves the whole blocks an AES envelope is made of.
_TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_\-]{1,64}", re.ASCII)
_ECHO = re.compile(r"[A-Za-z0-9_\-+/=]{1,512}", re.ASCII)


def verify_address(account: Account, query: Mapping[str, str]) -> str:
    """The text to answer when WeChat checks our address (服务器配置校验); raises Forbidden."""
    timestamp, nonce = _freshness(query, None)
    if not is_signed(query.get("signature"), account.webhook_token, timestamp, nonce):
        raise Forbidden("signature")
    echo = query.get("echostr", "")
    if not _ECHO.fullmatch(echo):
        raise Forbidden("echostr")
    return echo


def open_delivery(
    account: Account, query: Mapping[str, str], body: bytes, now: datetime
) -> Message:
    """The message inside a delivery.

    Raises Forbidden when it is forged, stale by ten minutes, less protected than the account's
    mode, or meant for another account; Malformed when nobody can read it; TooLarge above 64 KiB.
    A redelivery opens as often as it comes: recognise it by `dedup_key`.
    """
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge(f"{len(body)} bytes")
    timestamp, nonce = _freshness(query, now)
    if not account.webhook_token:
        raise Forbidden("no webhook token is configured")
    aes_key = None
    if query.get("encrypt_type", "raw") == "aes":
        parsed, aes_key = _open_sealed(
            account, query.get("msg_signature"), (timestamp, nonce), body
        )
    elif account.mode is Mode.PLAIN:
        # This signature does not cover the body; that is what plain mode is.
        if not is_signed(query.get("signature"), account.webhook_token, timestamp, nonce):
            raise Forbidden("signature")
        parsed = parse_xml(body)
    else:
        raise Forbidden("not encrypted")
    if not account.original_id or parsed.fields.get("ToUserName") != account.original_id:
        raise Forbidden("meant for another account")
    return build_message(parsed, account.webhook_token, aes_key)


def _freshness(query: Mapping[str, str], now: datetime | None) -> tuple[str, str]:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _NONCE.fullmatch(nonce):
        raise Forbidden("timestamp or nonce")
    if now is not None and abs(now.timestamp() - int(timestamp)) > WINDOW_SECONDS:
        raise Forbidden("stale")
    return timestamp, nonce


def _open_sealed(
    account: Account, signature: str | None, stamp: tuple[str, str], body: bytes
) -> tuple[Parsed, str]:
    """What the envelope holds, and the key that opened it; the rest of the body is not trusted."""
    if not signature:
        raise Forbidden("no msg_signature")
    sealed = parse_xml(body).fields.get("Encrypt")
    if not sealed:
        raise Malformed("no Encrypt")
    if not is_signed(signature, account.webhook_token, *stamp, sealed):
        raise Forbidden("msg_signature")
    for aes_key in (account.aes_key, account.previous_aes_key):
        if not aes_key:
            continue
        try:
            text = envelope(aes_key).open(sealed, account.app_id.encode())
        except ValueError:  # Unreadable, or a key that is none
            continue
        return parse_xml(text), aes_key
    raise Forbidden("no key opens it")
