"""WeChat is answered in front of Flask (回调入口): what Flask did for them still holds."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from clock import FrozenClock
from context import Context
from handlers.late_pages import LatePages
from models.database.store import Store
from tests import stores
from tests.handlers.wire import ADDRESS, client_in, deliveries_in, post
from tests.patience import PATIENCE
from tests.wechat.deliveries import plain, sealed, text_xml
from wechat.account import Mode


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[Store]:
    """What happens before Flask is the same on every store."""
    made = stores.copied(template, tmp_path)
    yield made
    made.close()


def text(clock: FrozenClock) -> str:
    created = str(int(clock.now().timestamp()))
    return text_xml("数学30分钟", ToUserName="gh_school", CreateTime=created)


def test_flask_never_sees_what_wechat_sends(context: Context, clock: FrozenClock) -> None:
    client = client_in(context, Mode.PLAIN)
    seen: list[str] = []
    client.application.before_request_funcs.setdefault(None, []).append(lambda: seen.append("it"))

    assert post(client, plain(text(clock), clock.now())).status_code == 200
    assert seen == []
    assert client.get(ADDRESS).status_code == 403
    assert seen == []
    client.get("/healthz")
    assert seen == ["it"]


def test_answers_carry_a_type_a_length_and_the_security_headers(
    context: Context, clock: FrozenClock
) -> None:
    answered = post(client_in(context, Mode.PLAIN), plain(text(clock), clock.now()))
    refused = client_in(context, Mode.PLAIN).post(ADDRESS, data=b"<xml/>")

    assert answered.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
    for answer in (answered, refused):
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_coded_query_is_decoded_and_of_two_values_the_first_counts(
    context: Context, clock: FrozenClock
) -> None:
    client = client_in(context, Mode.SAFE)
    query, body = sealed(text(clock), clock.now())
    coded = "&".join(
        f"{name}=%{ord(value[0]):02X}{quote(value[1:])}" for name, value in query.items()
    )

    assert client.post(f"{ADDRESS}?{coded}", data=body).status_code == 200
    assert client.post(f"{ADDRESS}?{coded}&timestamp=1", data=body).status_code == 200
    assert client.post(f"{ADDRESS}?timestamp=1&{coded}", data=body).status_code == 403
    assert client.post(f"{ADDRESS}?%FF%FE=%80&;&==&{coded}", data=body).status_code == 200


def _raw(app: Flask, body: bytes, **environ: object) -> int:
    return app.test_client().post(ADDRESS, data=body, environ_overrides=environ).status_code


@pytest.mark.parametrize("length", ["", "-1", "0", "many", "99999999999"])
def test_a_wrong_length_is_no_way_in(app: Flask, store: Store, length: str) -> None:
    assert _raw(app, b"<xml/>", CONTENT_LENGTH=length) in (400, 403, 413)
    assert deliveries_in(store) == []


def test_other_addresses_go_on_to_flask_and_other_methods_nowhere(client: FlaskClient) -> None:
    assert client.put(ADDRESS).status_code == 405
    assert client.post("/wechat/").status_code == 404
    assert client.post("/wechat/main/more").status_code == 404
    assert client.get("/healthz").status_code in (200, 503)


def test_what_answers_wechat_loads_no_flask() -> None:
    words = "import sys, handlers.webhook_door, handlers.late_pages, opening; print(*sys.modules)"
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=root, check=True, capture_output=True, text=True
    )

    assert "handlers.webhook" in done.stdout.split()
    assert {"flask", "werkzeug", "jinja2"}.isdisjoint(done.stdout.split())


def test_pages_asked_for_too_soon_wait_until_they_are_loaded(app: Flask) -> None:
    go_on = threading.Event()

    def build() -> Flask:
        assert go_on.wait(PATIENCE)
        return app

    pages = EnvironBuilder("/healthz").get_environ()
    late = LatePages(build)
    statuses: list[str] = []
    asking = threading.Thread(
        target=lambda: late(pages, lambda status, headers, error=None: statuses.append(status))  # type: ignore[arg-type]  # nobody writes
    )
    asking.start()
    assert statuses == []
    go_on.set()
    asking.join(PATIENCE)

    assert statuses


def test_pages_that_cannot_be_loaded_say_so_to_everybody() -> None:
    def build() -> Flask:
        raise ImportError("a broken page")

    late = LatePages(build)

    for _ in range(2):
        with pytest.raises(ImportError):
            late(EnvironBuilder("/").get_environ(), lambda *_: lambda _: None)
