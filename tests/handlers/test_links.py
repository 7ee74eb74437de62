"""Links handed out in the chat (聊天里的链接)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from itsdangerous import URLSafeSerializer

from clock import FrozenClock
from handlers.links import LINK_LASTS, Visitor, make_link_token, read_link_token
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

    for forged in (token, of_another_kind, token[:-2], "", "数学", "a.b"):
        assert read_link_token(keys, str(forged), clock.now()) is None
