"""Links handed out in the chat (聊天里的链接)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from itsdangerous import URLSafeSerializer

from clock import FrozenClock
from handlers.links import (
    FORM_LASTS,
    LINK_LASTS,
    Visitor,
    make_form_field,
    make_link_token,
    read_form_field,
    read_link_token,
)
from models.keys import Keys

VISITOR = Visitor("main", "ab" * 16)


def test_a_token_names_its_visitor_for_ten_minutes(keys: Keys, clock: FrozenClock) -> None:
    token = make_link_token(keys, VISITOR, clock.now())

    clock.forward(LINK_LASTS - timedelta(seconds=1))
    assert read_link_token(keys, token, clock.now()) == VISITOR
    clock.forward(timedelta(seconds=1))
    assert read_link_token(keys, token, clock.now()) is None


def test_a_token_of_another_key_or_another_kind_opens_nothing(
    keys: Keys, clock: FrozenClock
) -> None:
    token = make_link_token(replace(keys, cookie=b"d" * 32), VISITOR, clock.now())
    of_another_kind = URLSafeSerializer(keys.cookie, salt="device").dumps(["main", "x", 9e12])

    genuine = make_link_token(keys, VISITOR, clock.now())
    account, _, text = genuine.partition(".")
    flipped = text[:5] + ("A" if text[5] != "A" else "B") + text[6:]
    others = (
        f"other.{text}",
        f"{account}.{flipped}",
        text,
        f"{account}.{text}AAAA",
        genuine + "\n",
    )
    for forged in (token, of_another_kind, token[:-2], "", "数学", "a.b", *others):
        assert read_link_token(keys, str(forged), clock.now()) is None


def test_what_a_form_carries_is_good_for_the_device_it_was_shown_to(
    keys: Keys, clock: FrozenClock
) -> None:
    field = make_form_field(keys, VISITOR, "device", clock.now())

    clock.forward(FORM_LASTS - timedelta(seconds=1))
    assert read_form_field(keys, field, "device", clock.now()) == VISITOR
    assert read_form_field(keys, field, "another", clock.now()) is None
    assert read_form_field(keys, field[:-2], "device", clock.now()) is None
    clock.forward(timedelta(seconds=1))
    assert read_form_field(keys, field, "device", clock.now()) is None


def test_a_link_is_short_enough_to_be_seen_in_a_chat(keys: Keys, clock: FrozenClock) -> None:
    assert len(make_link_token(keys, VISITOR, clock.now())) <= 50
