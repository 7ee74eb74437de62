"""WeChat clients (接口客户端): one an account, sharing its token with every other process."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from clock import Clock
from models.account.access_tokens import DatabaseTokens
from models.database.store import Store
from models.keys import Keys
from wechat.account import Account, AccountKind
from wechat.client import Client
from wechat.tokens import AccessToken


class Clients:
    """Makes an account's client when it is first needed."""

    def __init__(
        self, accounts: Mapping[str, Account], store: Store, keys: Keys, clock: Clock
    ) -> None:
        self._accounts, self._store = accounts, store
        self._keys, self._clock = keys, clock
        self._made: dict[str, Client] = {}
        self._making = threading.Lock()

    def of(self, account_id: str) -> Client | None:
        """The client of an account; None where it has no interface (kind `link`)."""
        account = self._accounts.get(account_id)
        if account is None or account.kind is AccountKind.LINK:
            return None
        with self._making:
            if account_id not in self._made:
                self._made[account_id] = self._make(account)
        return self._made[account_id]

    def _make(self, account: Account) -> Client:
        tokens = DatabaseTokens(self._store, self._keys, self._clock, account.id, AccessToken)
        return Client(account, tokens, self._clock.now, self._clock.monotonic)

    def close(self) -> None:
        """Close every kept connection."""
        for client in self._made.values():
            client.close()
