"""What a person reads back inside the five seconds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import datetime

import pytest

from tests.wechat.deliveries import (
    APP_ID,
    OUR_ID,
    WEBHOOK_TOKEN,
    ZHANG,
    decrypt,
    plain,
    sealed,
    signature,
    text_xml,
)
from wechat.account import Account, Mode
from wechat.inbound import Message, open_delivery
from wechat.replies import NO_REPLY, cut_text, text_reply

OLD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"


@pytest.fixture
def message(account: Account, now: datetime) -> Message:
    """A plain message, so that its reply can be read as it is."""
    return open_delivery(replace(account, mode=Mode.PLAIN), *plain(text_xml(), now), now)


def leaves(xml: bytes) -> dict[str, str]:
    return {leaf.tag: leaf.text or "" for leaf in ElementTree.fromstring(xml)}


def test_a_plain_delivery_gets_a_plain_reply(
    account: Account, message: Message, now: datetime
) -> None:
    reply = leaves(text_reply(account, message, "已记", now, "1"))

    assert reply == {
        "ToUserName": ZHANG,
        "FromUserName": OUR_ID,
        "CreateTime": str(int(now.timestamp())),
        "MsgType": "text",
        "Content": "已记",
    }


@pytest.mark.parametrize("key", ["current", "previous"])
def test_a_sealed_delivery_gets_a_reply_sealed_with_the_key_that_opened_it(
    account: Account, now: datetime, key: str
) -> None:
    used = account.aes_key if key == "current" else OLD_KEY
    account = replace(account, previous_aes_key=OLD_KEY)
    message = open_delivery(account, *sealed(text_xml(), now, key=used), now)

    envelope = leaves(text_reply(account, message, "已记", now, "415670741"))

    inside = decrypt(envelope["Encrypt"], used)
    assert inside.endswith(APP_ID.encode())
    assert leaves(inside.removesuffix(APP_ID.encode()))["Content"] == "已记"
    signed = envelope["TimeStamp"], envelope["Nonce"], envelope["Encrypt"]
    assert envelope["MsgSignature"] == signature(WEBHOOK_TOKEN, *signed)
    assert envelope["Nonce"] == "415670741"


@pytest.mark.parametrize(
    "text",
    [
        "a]]></Content><MsgType><![CDATA[news]]></MsgType>",
        "]]>" * 20,
        "]]]]>>",
        "<xml>&amp;",
        "👍 𠮷\u202e",
    ],
)
def test_no_text_can_break_out_of_the_reply(
    account: Account, message: Message, now: datetime, text: str
) -> None:
    reply = leaves(text_reply(account, message, text, now, "1"))

    assert (reply["Content"], reply["MsgType"]) == (text, "text")


def test_characters_xml_forbids_are_left_out(
    account: Account, message: Message, now: datetime
) -> None:
    text = "数\x00学\x0b30\ud800分\ufffe钟"

    assert leaves(text_reply(account, message, text, now, "1"))["Content"] == "数学30分钟"


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_nothing_to_say_is_success_not_an_empty_text(
    account: Account, message: Message, now: datetime, text: str
) -> None:
    assert text_reply(account, message, text, now, "1") == NO_REPLY == b"success"


@pytest.mark.parametrize(("text", "length"), [("数" * 700, 666), ("a" * 2001, 2000), ("数", 1)])
def test_a_long_text_is_cut_at_2000_bytes_on_a_character(
    account: Account, message: Message, now: datetime, text: str, length: int
) -> None:
    content = leaves(text_reply(account, message, text, now, "1"))["Content"]

    assert content == text[:length]


def test_a_cut_never_leaves_half_a_link() -> None:
    link = '<a href="https://school.example/r/3-2">点这里填</a>'

    assert cut_text("数学" + link, 20) == "数学"
    assert cut_text("数学" + link + "。" * 9, len(("数学" + link).encode())) == "数学" + link


def test_two_replies_never_share_their_salt(account: Account, now: datetime) -> None:
    message = open_delivery(account, *sealed(text_xml(), now), now)

    replies = {text_reply(account, message, "已记", now, "1") for _ in range(50)}

    assert len(replies) == 50


def test_a_nonce_cannot_break_the_envelope(account: Account, now: datetime) -> None:
    message = open_delivery(account, *sealed(text_xml(), now), now)

    envelope = leaves(text_reply(account, message, "已记", now, "1]]></Nonce><x>"))

    assert re.fullmatch(r"[A-Za-z0-9_-]+", envelope["Nonce"])
