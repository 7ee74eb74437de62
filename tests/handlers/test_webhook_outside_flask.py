"""Deliveries are answered in front of Flask (回调入口): what Flask did for them still holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clock import FrozenClock
from handlers.context import Context
from models.store import Store
from tests import stores
from tests.handlers.wire import ADDRESS, client_in, deliveries_in, post
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


def test_flask_never_sees_a_delivery(context: Context, clock: FrozenClock) -> None:
    client = client_in(context, Mode.PLAIN)
    seen: list[str] = []
    client.application.before_request_funcs.setdefault(None, []).append(lambda: seen.append("it"))

    assert post(client, plain(text(clock), clock.now())).status_code == 200
    assert seen == []
    assert client.get(ADDRESS).status_code == 403
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


def test_other_addresses_and_methods_go_on_to_flask(client: FlaskClient) -> None:
    assert client.put(ADDRESS).status_code == 405
    assert client.post("/wechat/").status_code == 404
    assert client.post("/wechat/main/more").status_code == 404
    assert client.get("/healthz").status_code in (200, 503)
