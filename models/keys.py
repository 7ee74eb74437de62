"""Keys (密钥): made once beside the database, outside it; what they seal is unreadable without."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_NAMES = ("subject", "sealing", "cookie")
_KEY_BYTES = 32
_NONCE_BYTES = 12


class MissingKeys(Exception):
    """The key files are not there: `init` has not run, or data_dir is another one."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Three keys: `subject` hides identities, `sealing` encrypts columns, `cookie` signs."""

    subject: bytes = field(repr=False)
    sealing: bytes = field(repr=False)
    cookie: bytes = field(repr=False)

    def fingerprint(self) -> str:
        """Eight letters that tell these keys from others and say nothing else of them."""
        joined = b"fingerprint" + self.subject + self.sealing + self.cookie
        return hashlib.sha256(joined).hexdigest()[:8]

    def subject_id(self, *parts: str) -> str:
        """The keyed hash an identity is stored under; the same parts give the same id."""
        message = "\x1f".join(parts).encode()
        return hmac.new(self.subject, message, hashlib.sha256).hexdigest()[:32]

    def seal(self, text: str) -> str:
        """Encrypt a short text for a column."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return base64.b64encode(
            nonce + AESGCM(self.sealing).encrypt(nonce, text.encode(), None)
        ).decode()

    def unseal(self, sealed: str) -> str:
        """Decrypt what `seal` made; raises ValueError under another key."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        raw = base64.b64decode(sealed)
        try:
            return (
                AESGCM(self.sealing).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
            )
        except InvalidTag as error:
            raise ValueError("sealed with another key") from error


def make_keys(directory: Path) -> bool:
    """Make what is missing under `directory` (0700, files 0600); True if anything was made."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = False
    for name in _NAMES:
        path = directory / f"{name}.key"
        if path.exists():
            continue
        _write(path, secrets.token_hex(_KEY_BYTES))
        made = True
    return made


def put_keys(directory: Path, keys: Keys) -> None:
    """Write keys that were kept elsewhere; raises FileExistsError where one stands already."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in key_words(keys).items():
        _write(directory / f"{name}.key", text)


def key_words(keys: Keys) -> dict[str, str]:
    """Each key by its name, as its file holds it."""
    return {name: getattr(keys, name).hex() for name in _NAMES}


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)


def load_keys(directory: Path, environ: Mapping[str, str] = os.environ) -> Keys:
    """Read the keys; HOMEWORK_KEY_SUBJECT, …_SEALING, …_COOKIE override the files.

    Raises MissingKeys where neither holds one.
    """
    return Keys(**{name: _load(directory, name, environ) for name in _NAMES})


def _load(directory: Path, name: str, environ: Mapping[str, str]) -> bytes:
    text = environ.get(f"HOMEWORK_KEY_{name.upper()}", "")
    path = directory / f"{name}.key"
    if not text and path.exists():
        text = path.read_text()
    if not text:
        raise MissingKeys(str(path))
    return bytes.fromhex(text.strip())
