"""Links handed out in the chat (聊天里的链接): a signed token, good for ten minutes.

The page behind it shows a button; a tap turns the token into a cookie (POST, then 303), so that a
scanner's GET does nothing and a forwarded link soon opens nothing. The report form has its button
already: there the token becomes a field of the form, good for the device that was shown it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from models.keys import Keys

LINK_LASTS = timedelta(minutes=10)
FORM_LASTS = timedelta(hours=24)
"""A form may lie open all evening; what it carries is worth nothing on another device."""
_SALT = "chat-link"
_FORM_SALT = "chat-form"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The follower whom a link was handed to: a keyed hash, never an openid."""

    account_id: str
    subject_id: str


def make_link_token(keys: Keys, visitor: Visitor, now: datetime) -> str:
    """Sign a token for `?t=`; whoever holds it within ten minutes is taken for the visitor."""
    expires = int((now + LINK_LASTS).timestamp())
    return _sign(keys, _SALT, [visitor.account_id, visitor.subject_id, expires])


def read_link_token(keys: Keys, token: str, now: datetime) -> Visitor | None:
    """Whom the token was handed to; None when it is forged, of another kind, or expired."""
    try:
        words = URLSafeSerializer(keys.cookie, salt=_SALT).loads(token)
    except BadData:
        return None
    account_id, subject_id, expires = words
    return Visitor(account_id, subject_id) if now.timestamp() < expires else None


def make_form_field(keys: Keys, visitor: Visitor, device: str, now: datetime) -> str:
    """Sign the visitor into a form shown to this device (its subject id)."""
    expires = int((now + FORM_LASTS).timestamp())
    return _sign(keys, _FORM_SALT, [visitor.account_id, visitor.subject_id, device, expires])


def read_form_field(keys: Keys, field: str, device: str, now: datetime) -> Visitor | None:
    """The visitor in a form that this device sent; None for another device's, a forged or old one."""
    try:
        words = URLSafeSerializer(keys.cookie, salt=_FORM_SALT).loads(field)
    except BadData:
        return None
    account_id, subject_id, shown_to, expires = words
    is_good = shown_to == device and now.timestamp() < expires
    return Visitor(account_id, subject_id) if is_good else None


def _sign(keys: Keys, salt: str, words: list[str | int]) -> str:
    signed = URLSafeSerializer(keys.cookie, salt=salt).dumps(words)
    return signed if isinstance(signed, str) else signed.decode()
