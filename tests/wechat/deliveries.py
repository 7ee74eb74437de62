"""Deliveries as WeChat makes them, written on hashlib and cryptography alone."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wxb11529c136998cb6"
OUR_ID = "gh_7f083739789a"
WEBHOOK_TOKEN = "pamtest"
ZHANG = "oia2TjuEGTNoeX76QEjQNrcURxG8"

Delivery = tuple[dict[str, str], bytes]


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def text_xml(content: str = "数学30分钟", msg_id: int = 24533872183492837, **changes: str) -> str:
    fields = {
        "ToUserName": OUR_ID,
        "FromUserName": ZHANG,
        "CreateTime": "1795000000",
        "MsgType": "text",
        "Content": content,
        "MsgId": str(msg_id),
    }
    return xml_of(fields | changes)


def event_xml(event: str, **more: str) -> str:
    fields = {
        "ToUserName": OUR_ID,
        "FromUserName": ZHANG,
        "CreateTime": "1795000000",
        "MsgType": "event",
        "Event": event,
    }
    return xml_of(fields | more)


def xml_of(fields: Mapping[str, str]) -> str:
    leaves = "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in fields.items())
    return f"<xml>{leaves}</xml>"


def encrypt(text: bytes, key: str = AES_KEY, app_id: str = APP_ID, salt: bytes = b"") -> str:
    plain = (salt or os.urandom(16)) + len(text).to_bytes(4, "big") + text + app_id.encode()
    padder = padding.PKCS7(256).padder()
    return encrypt_raw(padder.update(plain) + padder.finalize(), key)


def encrypt_raw(plain: bytes, key: str = AES_KEY) -> str:
    """An envelope around whole blocks, whatever is in them."""
    aes = base64.b64decode(key + "=")
    encryptor = Cipher(algorithms.AES(aes), modes.CBC(aes[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain)).decode()


def decrypt(sealed: str, key: str = AES_KEY) -> bytes:
    """What is inside an envelope: text followed by the app id, without salt and padding."""
    aes = base64.b64decode(key + "=")
    decryptor = Cipher(algorithms.AES(aes), modes.CBC(aes[:16])).decryptor()
    unpadder = padding.PKCS7(256).unpadder()
    plain = unpadder.update(decryptor.update(base64.b64decode(sealed))) + unpadder.finalize()
    return plain[20:]


def sealed(xml: str | bytes, now: datetime, nonce: str = "415670741", **how: str) -> Delivery:
    """A delivery in safe mode; `how` may name another `key`, `app_id` or `token`."""
    text = xml.encode() if isinstance(xml, str) else xml
    envelope = encrypt(text, how.get("key", AES_KEY), how.get("app_id", APP_ID))
    token, timestamp = how.get("token", WEBHOOK_TOKEN), str(int(now.timestamp()))
    query = {
        "signature": signature(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": ZHANG,
        "encrypt_type": "aes",
        "msg_signature": signature(token, timestamp, nonce, envelope),
    }
    return query, xml_of({"ToUserName": OUR_ID, "Encrypt": envelope}).encode()


def plain(xml: str | bytes, now: datetime, nonce: str = "486452656") -> Delivery:
    """A delivery in plain mode."""
    timestamp = str(int(now.timestamp()))
    query = {
        "signature": signature(WEBHOOK_TOKEN, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": ZHANG,
    }
    return query, xml.encode() if isinstance(xml, str) else xml
