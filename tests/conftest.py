"""The fixed cast and the stores that every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from app import create_app
from clock import SHANGHAI, FrozenClock
from context import Context
from handlers import webhook
from homework.plan import Publication, PublicationMode, SchoolPlan
from models.database.store import Store
from models.keys import Keys
from models.schools import save_school
from tests import stores
from tests.patience import PATIENCE
from tests.people import Cast, account_for_tests, plan_for_tests

EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=SHANGHAI)

# Neither an example nor the making of it has a time limit: a busy machine is no mistake of ours.
settings.register_profile(
    "any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def no_hurry() -> Iterator[None]:
    """WeChat waits five seconds for an answer; a test waits for the machine it runs on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhook, "COMMITTED_WITHIN", PATIENCE)
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stores.migrated_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    yield from stores.scratch_postgres()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated database: each test that asks runs on both stores."""
    if request.param == "sqlite":
        made = stores.copied(template, tmp_path)
    else:
        made = Store(request.getfixturevalue("postgres_url"))
        stores.empty(made)
    yield made
    made.close()


@pytest.fixture
def clock() -> FrozenClock:
    """Monday 2026-11-23 20:00 in Shanghai, standing still."""
    return FrozenClock(EVENING)


@pytest.fixture
def keys() -> Keys:
    return Keys(subject=b"s" * 32, sealing=b"e" * 32, cookie=b"c" * 32)


@pytest.fixture
def plan() -> SchoolPlan:
    """示范小学: six grades of four classes, the national rule, formal, published at once."""
    return plan_for_tests(publication=Publication(mode=PublicationMode.FORMAL, answer_until=None))


@pytest.fixture
def context(store: Store, keys: Keys, clock: FrozenClock, plan: SchoolPlan) -> Context:
    store.write(lambda connection: save_school(connection, plan, clock.now().date()))
    account = account_for_tests()
    return Context(
        store=store,
        keys=keys,
        clock=clock,
        base_url="http://school.test",
        accounts={account.id: account},
        plans={plan.id: plan},
    )


@pytest.fixture
def app(context: Context) -> Flask:
    application = create_app(context)
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def cast(client: FlaskClient, context: Context) -> Cast:
    """张, 李, 王 and 陈, who talk through the real webhook."""
    return Cast(client, context)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; browser tests need it."""
    import shutil

    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if not path:
        stores.require("Chromium", "no Chromium: install Debian's chromium, or set CHROMIUM")
    assert path
    return path
