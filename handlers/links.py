"""Links handed out in the chat (聊天里的链接): a signed token, good for ten minutes.

The page behind it shows a button; a tap turns the token into a cookie (POST, then 303), so that a
scanner's GET does nothing and a forwarded link soon opens nothing. The report form has its button
already: there the token becomes a field of the form, good for the device that was shown it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeSerializer

from models.keys import Keys

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

LINK_LASTS = timedelta(minutes=10)
FORM_LASTS = timedelta(hours=24)
"""A form may lie open all evening; what it carries is worth nothing on another device."""
FORM_COOKIE = "hw_via"
"""The same field as a cookie, where a device was told of the follower before it saw the form."""
_SALT = b"chat-link"
_SEAL_BYTES = 12
_TOKEN_BYTES = 16 + 4 + _SEAL_BYTES
_FORM_SALT = "chat-form"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The follower whom a link was handed to: a keyed hash, never an openid.

    `is_own`: this device is the follower's own, by WeChat's word or by a tap that says so; whoever
    merely opened a link may have been sent it.
    """

    account_id: str
    subject_id: str
    is_own: bool = False


def make_link_token(keys: Keys, visitor: Visitor, now: datetime) -> str:
    """Sign a token for `?t=`; whoever holds it within ten minutes is taken for the visitor.

    People see it in the chat as it is, so it is as short as it can be: 43 signs and the account.
    """
    expires = int((now + LINK_LASTS).timestamp())
    body = bytes.fromhex(visitor.subject_id) + expires.to_bytes(4, "big")
    sealed = body + _seal_of(keys, visitor.account_id, body)
    return f"{visitor.account_id}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def read_link_token(keys: Keys, token: str, now: datetime) -> Visitor | None:
    """Whom the token was handed to; None when it is forged, of another kind, or expired."""
    account_id, _, text = token.rpartition(".")
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    body, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
    if len(sealed) != _TOKEN_BYTES or not hmac.compare_digest(
        seal, _seal_of(keys, account_id, body)
    ):
        return None
    expires = int.from_bytes(body[-4:], "big")
    return Visitor(account_id, body[:-4].hex()) if now.timestamp() < expires else None


def _seal_of(keys: Keys, account_id: str, body: bytes) -> bytes:
    message = b"\x1f".join((_SALT, account_id.encode(), body))
    return hmac.new(keys.cookie, message, hashlib.sha256).digest()[:_SEAL_BYTES]


def make_form_field(
    keys: Keys, visitor: Visitor, device: str, now: datetime, lasts: timedelta = FORM_LASTS
) -> str:
    """Sign the visitor into a form shown to this device (its subject id), or into its cookie."""
    expires = int((now + lasts).timestamp())
    words = [visitor.account_id, visitor.subject_id, device, expires, visitor.is_own]
    signed = URLSafeSerializer(keys.cookie, salt=_FORM_SALT).dumps(words)
    return signed if isinstance(signed, str) else signed.decode()


def read_form_field(keys: Keys, field: str, device: str, now: datetime) -> Visitor | None:
    """The visitor in a form that this device sent; None for another device's, a forged or old one."""
    try:
        words = URLSafeSerializer(keys.cookie, salt=_FORM_SALT).loads(field)
    except BadData:
        return None
    account_id, subject_id, shown_to, expires, *own = words  # a form of the last version has none
    is_good = shown_to == device and now.timestamp() < expires
    return Visitor(account_id, subject_id, is_own=any(own)) if is_good else None


def keep_follower(answer: Response, field: str, *, is_secure: bool) -> None:
    """Let the device carry the field for ten minutes: the next form shows what the chat was told."""
    answer.set_cookie(
        FORM_COOKIE,
        field,
        path="/",
        max_age=int(LINK_LASTS.total_seconds()),
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )
