"""The access token (接口凭据) and where all processes of an account share it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AccessToken:
    """`value` may be 512 characters long; `expires_at` is aware."""

    value: str = field(repr=False)
    expires_at: datetime


class TokenStore(Protocol):
    """Where one account's token is kept, for every process that calls for it."""

    def current(self) -> AccessToken | None:
        """The last token saved by anyone, expired or not."""
        ...

    def refreshing(self) -> AbstractContextManager[object]:
        """Held by at most one thread of one process at a time; the others wait for it."""
        ...

    def save(self, token: AccessToken) -> None:
        """Replace the token, for everyone; called while `refreshing` is held."""
        ...


class MemoryTokenStore:
    """A store of one process: for tests, and for commands that make one call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._token: AccessToken | None = None

    def current(self) -> AccessToken | None:
        return self._token

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        with self._lock:
            yield

    def save(self, token: AccessToken) -> None:
        self._token = token
