"""The second step of signing in (两步验证): time-based codes of RFC 6238, as authenticator apps show them.

HMAC-SHA-1, six digits, thirty seconds: what every authenticator reads from a plain otpauth code.
"""

from __future__ import annotations

import base64
import hmac
import struct
import unicodedata
from datetime import timedelta
from hashlib import sha1

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
"""As long as the hash, as RFC 4226 recommends."""

_DRIFT = 1
"""Steps that a phone's clock may be off, before and after."""

MOST_TRIES = 10
TRIES_WITHIN = timedelta(minutes=15)


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226, 5.3)."""
    digest = hmac.new(secret, struct.pack(">Q", step), sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(secret: bytes, typed: str, at: float, used: int) -> int | None:
    """The step whose code was typed, at so many seconds since 1970; None for a wrong code.

    A step no later than `used` is none any more: a code that was looked over a shoulder or caught
    on the way works once.
    """
    said = unicodedata.normalize("NFKC", "".join(typed.split())).encode()
    now = int(at) // STEP_SECONDS
    found = None
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        is_same = hmac.compare_digest(code_at(secret, step).encode(), said)
        if is_same and step > used:
            found = step
    return found


def secret_words(secret: bytes) -> str:
    """The secret for who types it in: Base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
