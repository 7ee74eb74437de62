"""The sealed envelope of safe mode (消息加密): AES-256-CBC as the platform defines it."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # the platform pads to 32 bytes, twice the block of AES


class Unreadable(ValueError):
    """The envelope was not sealed with this key for this app id."""


class Envelope:
    """Seals and opens with one EncodingAESKey (43 characters); raises ValueError on a bad key."""

    __slots__ = ("_cipher",)

    def __init__(self, aes_key: str) -> None:
        key = b64decode(aes_key + "=") if len(aes_key) == 43 else b""
        if len(key) != 32:
            raise ValueError("an EncodingAESKey has 43 characters of base64")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def seal(self, text: bytes, app_id: bytes, salt: bytes) -> str:
        """Base64 of the encrypted text; `salt` is 16 random bytes."""
        plain = b"".join((salt, len(text).to_bytes(4, "big"), text, app_id))
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        return b64encode(encryptor.update(plain + bytes((pad,)) * pad)).decode()

    def open(self, sealed: str, app_id: bytes) -> bytes:
        """The text inside; raises Unreadable, whatever is wrong."""
        try:
            raw = b64decode(sealed, validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable("not base64") from None
        if not raw or len(raw) % BLOCK:
            raise Unreadable("not whole blocks")
        return _unpack(self._cipher.decryptor().update(raw), app_id)


def _unpack(plain: bytes, app_id: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes((pad,)) * pad:
        raise Unreadable("padding")
    end = 20 + int.from_bytes(plain[16:20], "big")
    content_end = len(plain) - pad
    if not 20 <= end <= content_end:
        raise Unreadable("length")
    if not app_id or plain[end:content_end] != app_id:
        raise Unreadable("app id")
    return plain[20:end]


@lru_cache(maxsize=512)
def envelope(aes_key: str) -> Envelope:
    """The envelope of a key, made once; raises ValueError on a bad key."""
    return Envelope(aes_key)
