"""Access tokens (接口凭据): one row an account, shared by all processes, fetched by one at a time."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import failpoints
from clock import Clock
from models.database.base import Base
from models.database.store import Store
from models.keys import Keys

FETCH_LASTS = timedelta(seconds=15)
_POLL_SECONDS = 0.1


class StoredAccessToken(Base):
    """The token, sealed; `fetching_until` is the short lease of whoever fetches a new one."""

    __tablename__ = "access_token"

    account_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    token_sealed: Mapped[str | None] = mapped_column(sa.Text)
    expires_at: Mapped[datetime | None]
    fetching_until: Mapped[datetime | None]
    fetcher: Mapped[str | None] = mapped_column(sa.String(80))


class TokenValue(Protocol):
    """A token as whoever calls WeChat knows it."""

    @property
    def value(self) -> str: ...

    @property
    def expires_at(self) -> datetime: ...


T = TypeVar("T", bound=TokenValue)


class DatabaseTokens(Generic[T]):
    """One account's token in the database; `make` builds the caller's own token class."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        account_id: str,
        make: Callable[[str, datetime], T],
    ) -> None:
        self._store, self._keys, self._clock = store, keys, clock
        self._account_id = account_id
        self._make = make
        self._one_thread = threading.Lock()
        self._name = secrets.token_hex(8)

    def current(self) -> T | None:
        """The last token anyone saved, expired or not; None where none can be read."""
        table = StoredAccessToken
        with self._store.reading() as connection:
            row = connection.execute(
                sa.select(table.token_sealed, table.expires_at).where(
                    table.account_id == self._account_id
                )
            ).one_or_none()
        if row is None or row.token_sealed is None or row.expires_at is None:
            return None
        try:
            return self._make(self._keys.unseal(row.token_sealed), row.expires_at)
        except ValueError:
            return None  # sealed with keys that are gone: fetch a new one

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Wait for the right to fetch, for at most the time another fetcher may hold it."""
        with self._one_thread:
            while not self._store.write(self._claim):
                self._clock.sleep(_POLL_SECONDS)
            try:
                yield
            finally:
                self._store.write(self._release)

    def save(self, token: T) -> None:
        """Replace the token for every process."""
        failpoints.hit("token.fetched")
        values = {
            "token_sealed": self._keys.seal(token.value),
            "expires_at": token.expires_at,
        }
        self._store.write(
            lambda connection: connection.execute(self._update().values(values)).rowcount
        )

    def _update(self) -> sa.Update:
        return sa.update(StoredAccessToken).where(StoredAccessToken.account_id == self._account_id)

    def _claim(self, connection: sa.Connection) -> bool:
        now = self._clock.now()
        table = StoredAccessToken
        claimed = connection.execute(
            self._update()
            .where(sa.or_(table.fetching_until.is_(None), table.fetching_until <= now))
            .values(fetching_until=now + FETCH_LASTS, fetcher=self._name)
        )
        if claimed.rowcount == 1:
            return True
        if connection.scalar(
            sa.select(table.account_id).where(table.account_id == self._account_id)
        ):
            return False
        try:
            with connection.begin_nested():
                connection.execute(
                    sa.insert(table).values(
                        account_id=self._account_id,
                        fetching_until=now + FETCH_LASTS,
                        fetcher=self._name,
                    )
                )
        except sa.exc.IntegrityError:
            return False
        return True

    def _release(self, connection: sa.Connection) -> None:
        connection.execute(
            self._update()
            .where(StoredAccessToken.fetcher == self._name)
            .values(fetching_until=None, fetcher=None)
        )
