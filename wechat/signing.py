"""The platform's signature (签名): sha1 over the sorted parts, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac


def sign(*parts: str) -> str:
    """The hexadecimal signature of the parts, in whatever order they are given."""
    joined = "".join(sorted(parts))
    return hashlib.sha1(joined.encode("utf-8", "replace")).hexdigest()


def is_signed(given: str | None, *parts: str) -> bool:
    """Whether `given` is the signature of the parts; an empty part never is signed."""
    # Without this, an account whose token is not configured would accept sha1("").
    if not given or not all(parts):
        return False
    # As bytes: compare_digest raises TypeError on text outside ASCII.
    return hmac.compare_digest(sign(*parts).encode(), given.encode("utf-8", "replace"))


def jsapi_signature(page: str, jsapi_ticket: str, nonce: str, timestamp: int) -> str:
    """What wx.config wants of a page; the address is taken without its fragment."""
    address = page.partition("#")[0]
    text = f"jsapi_ticket={jsapi_ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return hashlib.sha1(text.encode()).hexdigest()
