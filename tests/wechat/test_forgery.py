"""Ten thousand forged deliveries, of which none may get through."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wechat.deliveries import (
    AES_KEY,
    APP_ID,
    OUR_ID,
    WEBHOOK_TOKEN,
    ZHANG,
    Delivery,
    plain,
    sealed,
    signature,
    text_xml,
)
from wechat.account import Account, AccountKind, Mode
from wechat.inbound import Refused, open_delivery
from wechat.replies import text_reply

SAFE = Account(
    id="main",
    kind=AccountKind.TEST,
    app_id=APP_ID,
    original_id=OUR_ID,
    webhook_token=WEBHOOK_TOKEN,
    aes_key=AES_KEY,
)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
QUERY_NAMES = ("timestamp", "nonce", "msg_signature", "encrypt_type")


def get_through(account: Account, delivery: Delivery, now: datetime = NOW) -> bool:
    """Whether it is accepted; anything but an acceptance must be a Refused."""
    try:
        open_delivery(account, *delivery, now)
    except Refused:
        return False
    return True


def mutate(delivery: Delivery, rng: random.Random) -> Delivery:
    """The delivery with one thing that is proven changed: a signed parameter, or its envelope."""
    query, body = dict(delivery[0]), bytearray(delivery[1])
    if rng.random() < 0.5:
        name = rng.choice(QUERY_NAMES)
        text = query[name]
        place = rng.randrange(len(text))
        cut = text[:place] + rng.choice("0123456789abcdef_ é") + text[place + 1 :]
        query[name] = rng.choice([cut, text[:place], text + "0", text.upper() + "0", ""])
        return query, bytes(body)
    start, end = body.index(b"<Encrypt><![CDATA[") + 18, body.index(b"]]></Encrypt>")
    place = rng.randrange(start, end)
    if rng.random() < 0.5:
        body[place] = rng.choice(b"ABCDEFGHabcdefgh0123456789+/=<& ")
    else:
        del body[place : place + rng.randrange(1, 65)]
    return query, bytes(body)


def test_no_mutated_delivery_is_accepted() -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    genuine = [sealed(text_xml(f"数学{n}分钟", n), NOW, nonce=str(n + 1)) for n in range(40)]
    assert all(get_through(SAFE, delivery) for delivery in genuine)

    tried = accepted = 0
    while tried < 10_000:
        original = rng.choice(genuine)
        forged = mutate(original, rng)
        if forged == original:
            continue
        tried += 1
        accepted += get_through(SAFE, forged)

    assert accepted == 0


@settings(max_examples=300, deadline=None)
@given(
    query=st.dictionaries(
        st.sampled_from(["signature", "openid", "echostr", *QUERY_NAMES]),
        st.one_of(st.text(max_size=70), st.just("aes"), st.just("1795435200")),
    ),
    body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    mode=st.sampled_from(Mode),
)
def test_invented_requests_are_refused_and_nothing_worse(
    query: dict[str, str], body: bytes, mode: Mode
) -> None:
    assert not get_through(replace(SAFE, mode=mode), (query, body))


@settings(max_examples=200, deadline=None)
@given(inside=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_signed_nonsense_is_refused_and_nothing_worse(inside: bytes) -> None:
    assert not get_through(SAFE, sealed(inside, NOW))
    assert not get_through(replace(SAFE, mode=Mode.PLAIN), plain(inside, NOW))


@settings(max_examples=300, deadline=None)
@given(content=st.text(max_size=300))
def test_whatever_a_parent_types_is_read_and_answered(content: str) -> None:
    escaped = content.encode("utf-8", "ignore").decode().replace("]]>", "]] >")
    # XML has no way to write these two; the platform cannot send them either.
    escaped = escaped.replace("\ufffe", "").replace("\uffff", "")

    message = open_delivery(SAFE, *sealed(text_xml(escaped), NOW), NOW)

    assert text_reply(SAFE, message, "已记:" + message.text, NOW, "1").startswith(b"<xml>")


def resplits(query: dict[str, str], body: bytes) -> list[Delivery]:
    """Every other way to cut the signed text of a delivery into the parts that were joined."""
    sealed_text = body.split(b"<Encrypt><![CDATA[")[1].split(b"]]>")[0].decode()
    joined = "".join(sorted([query["timestamp"], query["nonce"], sealed_text]))
    cuts = []
    for first in range(len(joined) + 1):
        for second in {first + 10, first + 1, first + 5, len(joined) - 10, len(joined) - 9}:
            if not first <= second <= len(joined):
                continue
            parts = joined[:first], joined[first:second], joined[second:]
            for stamp, nonce, rest in (parts, parts[::-1], (parts[1], parts[0], parts[2])):
                cuts.append(
                    (
                        query | {"timestamp": stamp, "nonce": nonce},
                        body.replace(sealed_text.encode(), rest.encode()),
                    )
                )
    return cuts


@pytest.mark.parametrize("nonce", ["1", "415670741", "9" * 10, "a" * 32])
def test_cutting_the_signed_text_elsewhere_opens_nothing(nonce: str) -> None:
    query, body = sealed(text_xml(), NOW, nonce=nonce)
    sealed_text = body.split(b"<Encrypt><![CDATA[")[1].split(b"]]>")[0].decode()

    valid_signatures = 0
    for cut_query, cut_body in resplits(query, body):
        if cut_body == body and cut_query["timestamp"] == query["timestamp"]:
            continue
        rest = cut_body.split(b"<Encrypt><![CDATA[")[1].split(b"]]>")[0].decode()
        parts = WEBHOOK_TOKEN, cut_query["timestamp"], cut_query["nonce"], rest
        valid_signatures += signature(*parts) == query["msg_signature"]
        assert not get_through(SAFE, (cut_query, cut_body))
    # Else the test would prove nothing: some other cuts do carry a right signature.
    assert valid_signatures > 0, sealed_text


def test_a_plain_signature_cut_elsewhere_is_stale_or_ill_formed() -> None:
    account = replace(SAFE, mode=Mode.PLAIN)
    query, body = plain(text_xml(), NOW, nonce="1514711492")
    joined = "".join(sorted([query["timestamp"], query["nonce"]]))
    accepted = []
    for cut in range(len(joined) + 1):
        for stamp, nonce in ((joined[:cut], joined[cut:]), (joined[cut:], joined[:cut])):
            if get_through(account, (query | {"timestamp": stamp, "nonce": nonce}, body)):
                accepted.append((stamp, nonce))

    assert accepted == [(query["timestamp"], query["nonce"])]


def test_a_captured_delivery_replayed_for_a_day_never_looks_new() -> None:
    delivery = sealed(text_xml(), NOW)
    keys = set()
    opened = 0
    for minutes in range(0, 24 * 60, 2):
        try:
            message = open_delivery(SAFE, *delivery, NOW + timedelta(minutes=minutes))
        except Refused:
            continue
        opened += 1
        keys.add(message.dedup_key)

    assert (opened, len(keys)) == (6, 1)
    assert ZHANG not in str(keys)
