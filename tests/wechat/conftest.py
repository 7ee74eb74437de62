"""The account every test here speaks for, a mean platform, and a client between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.patience import PATIENCE
from tests.wechat.deliveries import AES_KEY, APP_ID, OUR_ID, WEBHOOK_TOKEN
from tests.wechat.mean_api import STABLE_TOKEN, MeanApi, Tokens
from wechat.account import Account, AccountKind, Template
from wechat.client import Client, Timeouts
from wechat.tokens import MemoryTokenStore

SECRET = "canary-secret-4f1d"


@pytest.fixture
def account() -> Account:
    return Account(
        id="main",
        kind=AccountKind.VERIFIED_SERVICE,
        app_id=APP_ID,
        app_secret=SECRET,
        original_id=OUR_ID,
        webhook_token=WEBHOOK_TOKEN,
        aes_key=AES_KEY,
        templates={
            "alert": Template(
                "TID",
                {
                    "school_class": "thing2",
                    "finding": "thing5",
                    "stage": "phrase3",
                    "time": "time4",
                },
            )
        },
    )


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def api() -> Iterator[MeanApi]:
    api = MeanApi()
    api.script(STABLE_TOKEN, Tokens())
    yield api
    api.stop()


@pytest.fixture
def store() -> MemoryTokenStore:
    return MemoryTokenStore()


@pytest.fixture
def local_account(account: Account, api: MeanApi) -> Account:
    return replace(account, api_base=api.base)


@pytest.fixture
def client(local_account: Account, store: MemoryTokenStore) -> Iterator[Client]:
    """One that waits for an answer however busy the machine is."""
    client = Client(local_account, store, timeouts=Timeouts(PATIENCE, PATIENCE, PATIENCE))
    yield client
    client.close()


@pytest.fixture
def hurried(local_account: Account, store: MemoryTokenStore) -> Iterator[Client]:
    """One whose answer does not come in time."""
    client = Client(local_account, store, timeouts=Timeouts(PATIENCE, PATIENCE, total=1.5))
    yield client
    client.close()
