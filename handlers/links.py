"""Links handed out in the chat (聊天里的链接): a signed token, good for ten minutes.

The page behind it shows a button; a tap turns the token into a cookie (POST, then 303), so that a
scanner's GET does nothing and a forwarded link soon opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from models.keys import Keys

LINK_LASTS = timedelta(minutes=10)
_SALT = "chat-link"


@dataclass(frozen=True, slots=True)
class Visitor:
    """The follower whom a link was handed to: a keyed hash, never an openid."""

    account_id: str
    subject_id: str


def make_link_token(keys: Keys, visitor: Visitor, now: datetime) -> str:
    """Sign a token for `?t=`; whoever holds it within ten minutes is taken for the visitor."""
    expires = int((now + LINK_LASTS).timestamp())
    words = [visitor.account_id, visitor.subject_id, expires]
    token = URLSafeSerializer(keys.cookie, salt=_SALT).dumps(words)
    return token if isinstance(token, str) else token.decode()


def read_link_token(keys: Keys, token: str, now: datetime) -> Visitor | None:
    """Whom the token was handed to; None when it is forged, of another kind, or expired."""
    try:
        words = URLSafeSerializer(keys.cookie, salt=_SALT).loads(token)
    except BadData:
        return None
    account_id, subject_id, expires = words
    return Visitor(account_id, subject_id) if now.timestamp() < expires else None
