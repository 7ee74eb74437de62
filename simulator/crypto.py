"""Signatures and message encryption of the platform (消息加解密), written from its specification."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # PKCS#7 pads to 32 bytes here, although an AES block has 16
RANDOM = 16


class CryptoError(Exception):
    """What was received cannot be what the key's owner sent."""


def sign(*parts: str) -> str:
    """Return the SHA-1 of the parts, sorted as bytes and joined."""
    joined = b"".join(sorted(part.encode() for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def sign_page(ticket: str, nonce: str, timestamp: str, url: str) -> str:
    """Return the JS-SDK signature of a page; the fragment is no part of its address."""
    address = url.split("#", 1)[0]
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def aes_key(encoding_key: str) -> bytes:
    """Turn the 43 characters of the console into 32 bytes; CryptoError if they are not that."""
    try:
        key = base64.b64decode(encoding_key + "=", validate=True)
    except (binascii.Error, ValueError) as error:
        raise CryptoError("EncodingAESKey is not base64") from error
    if len(key) != 32:
        raise CryptoError("EncodingAESKey must have 43 characters")
    return key


def encrypt(text: str, encoding_key: str, app_id: str, random: bytes | None = None) -> str:
    """Return the base64 of random + length + text + app id, AES-256-CBC."""
    message = text.encode()
    head = os.urandom(RANDOM) if random is None else random
    plain = head + struct.pack("!I", len(message)) + message + app_id.encode()
    gap = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(encoding_key).encryptor()
    sealed = encryptor.update(plain + bytes([gap]) * gap) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def decrypt(sealed: str, encoding_key: str, app_id: str) -> str:
    """Return the text inside; CryptoError unless padding, length and app id are all right."""
    try:
        data = base64.b64decode(sealed, validate=True)
        decryptor = _cipher(encoding_key).decryptor()
        padded = decryptor.update(data) + decryptor.finalize()
    except (binascii.Error, ValueError) as error:
        raise CryptoError("not whole blocks of base64") from error
    return _unpack(_strip(padded), app_id)


def _cipher(encoding_key: str) -> Cipher[modes.CBC]:
    key = aes_key(encoding_key)
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def _strip(padded: bytes) -> bytes:
    gap = padded[-1] if padded else 0
    if not 1 <= gap <= BLOCK or padded[-gap:] != bytes([gap]) * gap:
        raise CryptoError("bad padding")
    return padded[:-gap]


def _unpack(plain: bytes, app_id: str) -> str:
    head = RANDOM + 4
    if len(plain) < head:
        raise CryptoError("too short")
    (length,) = struct.unpack("!I", plain[RANDOM:head])
    if plain[head + length :] != app_id.encode():
        raise CryptoError("the app id at the end is another one")
    try:
        return plain[head : head + length].decode()
    except UnicodeDecodeError as error:
        raise CryptoError("not UTF-8") from error
