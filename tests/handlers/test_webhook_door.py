"""The webhook's door (验签): what is let in, in three modes, and what is turned away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from clock import FrozenClock
from handlers.context import Context
from models.account.followers import choose_class
from models.database.store import Store
from models.schools import ClassKey
from tests import stores
from tests.handlers.wire import (
    ADDRESS,
    assignments_in,
    client_in,
    content,
    deliveries_in,
    post,
    reports_in,
    sealed_content,
)
from tests.people import Cast
from tests.wechat.deliveries import ZHANG, Delivery, plain, sealed, text_xml
from tests.wechat.test_vectors import V3, V6
from wechat.account import Mode

OURS = "gh_school"
REPLY = "三年级2班 11月23日(周一) 已记:数学 30分钟。"


@pytest.fixture
def store(template: Path, tmp_path: Path) -> Iterator[Store]:
    """What is turned away at the door never meets the store: one kind of store shows it."""
    made = stores.copied(template, tmp_path)
    yield made
    made.close()


def text(clock: FrozenClock, words: str = "数学30分钟") -> str:
    created = str(int(clock.now().timestamp()))
    return text_xml(words, ToUserName=OURS, CreateTime=created)


def in_class(context: Context, cast: Cast, openid: str = ZHANG) -> None:
    """Let the sender of the fixtures speak of 三年级2班."""
    key = ClassKey("shifan", cast.school_class(3, 2).id)
    subject = context.keys.subject_id("main", openid)
    context.store.write(lambda connection: choose_class(connection, "main", subject, key))


def test_our_address_is_verified(client: FlaskClient, cast: Cast) -> None:
    answer = client.get(ADDRESS, query_string=cast.signed("o") | {"echostr": "4375120948345356249"})

    assert (answer.status_code, answer.data) == (200, b"4375120948345356249")


def test_v1_the_official_example_verifies_our_address(context: Context) -> None:
    official = client_in(context, Mode.SAFE, webhook_token="AAAAA")
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }

    assert official.get(ADDRESS, query_string=query).data == b"4375120948345356249"
    query["signature"] = query["signature"].replace("f", "e", 1)
    assert official.get(ADDRESS, query_string=query).status_code == 403


def test_an_unknown_account_is_not_found(client: FlaskClient) -> None:
    assert client.get("/wechat/nobody").status_code == 404
    assert client.post("/wechat/nobody", data=b"<xml/>").status_code == 404


def test_a_plain_delivery_gets_a_plain_reply(
    context: Context, clock: FrozenClock, cast: Cast
) -> None:
    in_class(context, cast)

    answer = post(client_in(context, Mode.PLAIN), plain(text(clock), clock.now()))

    assert content(answer.data).startswith(REPLY)


@pytest.mark.parametrize("mode", [Mode.SAFE, Mode.COMPATIBLE])
def test_a_sealed_delivery_gets_a_sealed_reply(
    context: Context, clock: FrozenClock, cast: Cast, mode: Mode
) -> None:
    in_class(context, cast)

    answer = post(client_in(context, mode), sealed(text(clock), clock.now()))

    assert sealed_content(answer).startswith(REPLY)
    assert assignments_in(context.store) == [("数学", 30)]


def test_v6_is_answered_and_kept(context: Context, clock: FrozenClock, cast: Cast) -> None:
    clock.jump(datetime.fromtimestamp(1409304348, UTC))
    client = client_in(context, Mode.SAFE, original_id="gh_7f083739789a")
    query = {
        "timestamp": "1409304348",
        "nonce": "xxxxxx",
        "encrypt_type": "aes",
        "msg_signature": "bb292195ed822f93e5c4320738cbe945a094447f",
    }
    body = f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{V6}]]></Encrypt></xml>".encode()

    answer = post(client, (query, body))

    assert "作业先替您留着" in sealed_content(answer)


def test_v3_opens_and_is_refused_because_it_is_not_xml(
    context: Context, clock: FrozenClock
) -> None:
    clock.jump(datetime.fromtimestamp(1714112445, UTC))
    official = {"webhook_token": "AAAAA", "aes_key": "A" * 43, "app_id": "wxba5fad812f8e6fb9"}
    query = {
        "timestamp": "1714112445",
        "nonce": "415670741",
        "encrypt_type": "aes",
        "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    }

    answer = post(
        client_in(context, Mode.SAFE, **official),
        (query, f"<xml><Encrypt>{V3}</Encrypt></xml>".encode()),
    )

    assert answer.status_code == 400


def _spoilt(delivery: Delivery, **changes: str) -> Delivery:
    return delivery[0] | changes, delivery[1]


def test_forged_stale_and_downgraded_deliveries_are_forbidden(
    context: Context, clock: FrozenClock
) -> None:
    client = client_in(context, Mode.SAFE)
    genuine = sealed(text(clock), clock.now())
    refused = {
        "a signature of somebody else": _spoilt(genuine, msg_signature="0" * 40),
        "no signature at all": _spoilt(genuine, msg_signature=""),
        "eleven minutes old": sealed(text(clock), clock.now() - timedelta(minutes=11)),
        "eleven minutes ahead": sealed(text(clock), clock.now() + timedelta(minutes=11)),
        "plain, to an account in safe mode": plain(text(clock), clock.now()),
        "sealed for another account": sealed(text(clock), clock.now(), app_id="wx0000000000000000"),
        "sealed with another key": sealed(text(clock), clock.now(), key="B" * 43),
        "meant for another account": sealed(text(clock).replace(OURS, "gh_other"), clock.now()),
    }

    for what, delivery in refused.items():
        assert post(client, delivery).status_code == 403, what
    assert deliveries_in(context.store) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not xml",
        "<xml><FromUserName>o1</FromUserName>",
        "<xml><ToUserName>gh_school</ToUserName></xml>",
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><ToUserName>gh_school</ToUserName></xml>',
        "<html><body>数学30分钟</body></html>",
    ],
)
def test_what_nobody_can_read_is_malformed(context: Context, clock: FrozenClock, body: str) -> None:
    answer = post(client_in(context, Mode.SAFE), sealed(body, clock.now()))

    assert answer.status_code in (400, 403)
    assert b"Traceback" not in answer.data
    assert deliveries_in(context.store) == []


def test_an_oversize_body_is_refused_before_it_is_read(
    context: Context, clock: FrozenClock
) -> None:
    client = client_in(context, Mode.SAFE)

    assert post(client, sealed(text(clock, "作" * 30000), clock.now())).status_code == 413
    chunked = client.post(
        ADDRESS,
        query_string=sealed(text(clock), clock.now())[0],
        headers={"Transfer-Encoding": "chunked"},
        input_stream=io.BytesIO(b"x" * 70_000),
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert chunked.status_code == 413
    assert reports_in(context.store) == []
