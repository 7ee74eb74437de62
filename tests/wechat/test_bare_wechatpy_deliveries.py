"""Each defect of wechatpy 1.8.18 in receiving and replying, and beside it what ours does."""

from __future__ import annotations

import hashlib
import struct
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import datetime
from xml.parsers.expat import ExpatError

import pytest
import xmltodict
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import check_signature, random_string

from tests.wechat.deliveries import (
    AES_KEY,
    APP_ID,
    WEBHOOK_TOKEN,
    decrypt,
    encrypt_raw,
    event_xml,
    plain,
    sealed,
    signature,
    text_xml,
    xml_of,
)
from wechat.account import Account, Mode
from wechat.inbound import Forbidden, Malformed, TooLarge, open_delivery, verify_address
from wechat.replies import text_reply


@pytest.fixture
def plain_account(account: Account) -> Account:
    return replace(account, mode=Mode.PLAIN)


# 9. Signatures


def test_bare_wechatpy_accepts_anyone_when_the_token_is_not_configured() -> None:
    nothing = hashlib.sha1(b"").hexdigest()

    check_signature("", nothing, "", "")
    check_signature(None, nothing, None, None)


def test_without_a_token_nobody_is_accepted(account: Account, now: datetime) -> None:
    nothing = hashlib.sha1(b"").hexdigest()
    for mode in Mode:
        tokenless = replace(account, webhook_token="", mode=mode)
        for stamp in ("", str(int(now.timestamp()))):
            query = {
                "signature": nothing,
                "msg_signature": nothing,
                "timestamp": stamp,
                "nonce": "",
                "echostr": "1",
            }
            with pytest.raises(Forbidden):
                verify_address(tokenless, query)
            with pytest.raises(Forbidden):
                open_delivery(tokenless, query, text_xml().encode(), now)
    query, body = sealed(text_xml(), now, token="")
    with pytest.raises(Forbidden):
        open_delivery(replace(account, webhook_token=""), query, body, now)
    with pytest.raises(Forbidden):
        verify_address(replace(account, webhook_token=""), query | {"echostr": "1"})


def test_bare_wechatpy_accepts_a_signature_for_parts_cut_elsewhere() -> None:
    signed = signature(WEBHOOK_TOKEN, "1714036504", "9514711492")

    check_signature(WEBHOOK_TOKEN, signed, "1714036504951", "4711492")
    check_signature(WEBHOOK_TOKEN, signed, "", "17140365049514711492")


def test_a_signature_is_good_for_one_way_to_cut_it(account: Account) -> None:
    signed = signature(WEBHOOK_TOKEN, "1714036504", "9514711492")
    query = {"signature": signed, "echostr": "1"}

    assert verify_address(account, query | {"timestamp": "1714036504", "nonce": "9514711492"})
    for stamp, nonce in [("1714036504951", "4711492"), ("", "17140365049514711492")]:
        with pytest.raises(Forbidden):
            verify_address(account, query | {"timestamp": stamp, "nonce": nonce})


# 10. Text that closes its own section


def test_bare_wechatpy_lets_a_text_write_the_reply() -> None:
    reply = create_reply("a]]></Content><MsgType>news</MsgType><Content><![CDATA[")

    types = ElementTree.fromstring(reply.render()).findall("MsgType")

    assert [leaf.text for leaf in types] == ["text", "news"]


def test_a_text_stays_a_text(plain_account: Account, now: datetime) -> None:
    message = open_delivery(plain_account, *plain(text_xml(), now), now)
    text = "a]]></Content><MsgType>news</MsgType><Content><![CDATA["

    reply = ElementTree.fromstring(text_reply(plain_account, message, text, now, "1"))

    assert [leaf.text for leaf in reply.findall("MsgType")] == ["text"]
    assert reply.findtext("Content") == text


# 11. Odd XML


ODD: list[tuple[bytes, type[Exception]]] = [
    (b"<a/>", KeyError),
    (b"<xml/>", TypeError),
    (b"<xml><MsgType/></xml>", AttributeError),
    (b"<xml>", ExpatError),
    (b"<xml><MsgType>text</MsgType><MsgType>text</MsgType></xml>", AttributeError),
    (b"<xml>\xff</xml>", UnicodeDecodeError),
]


@pytest.mark.parametrize(("body", "error"), ODD)
def test_bare_wechatpy_fails_on_odd_xml_in_as_many_ways(
    body: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        parse_message(body)


def test_bare_wechatpy_fails_later_on_odd_values_and_loses_blanks() -> None:
    message = parse_message(text_xml(MsgId="49d7_1684", CreateTime="soon", Content="  "))

    with pytest.raises(ValueError, match="invalid literal"):
        _ = message.id
    with pytest.raises(ValueError, match="invalid literal"):
        _ = message.create_time
    assert message.content is None


@pytest.mark.parametrize("body", [body for body, _ in ODD])
def test_odd_xml_is_malformed_and_nothing_else(
    plain_account: Account, now: datetime, body: bytes
) -> None:
    query, _ = plain("", now)

    # A readable <xml> without our name in it is not for us; the rest nobody can read.
    with pytest.raises((Malformed, Forbidden)):
        open_delivery(plain_account, query, body, now)


def test_odd_values_are_kept_or_refused_at_once(account: Account, now: datetime) -> None:
    message = open_delivery(account, *sealed(text_xml("  ", MsgId="49d7_1684"), now), now)

    assert (message.msg_id, message.text) == ("49d7_1684", "  ")
    with pytest.raises(Malformed):
        open_delivery(account, *sealed(text_xml(CreateTime="soon"), now), now)


# 12. Envelopes that do not open


@pytest.mark.parametrize(
    ("envelope", "error"),
    [("AAAA", ValueError), ("", IndexError), ("!!!!!", (ValueError, IndexError)), ("A", Exception)],
)
def test_bare_wechatpy_fails_on_broken_envelopes_in_as_many_ways(
    envelope: str, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    crypto = WeChatCrypto(WEBHOOK_TOKEN, AES_KEY, APP_ID)
    body = {"Encrypt": envelope}

    with pytest.raises(error) as caught:
        crypto.decrypt_message(body, signature(WEBHOOK_TOKEN, "1", "2", envelope), "1", "2")
    assert not isinstance(caught.value, InvalidSignatureException)


def test_bare_wechatpy_unpacks_a_block_of_nothing_with_a_struct_error() -> None:
    crypto = WeChatCrypto(WEBHOOK_TOKEN, AES_KEY, APP_ID)
    envelope = encrypt_raw(b"\x20" * 32)

    with pytest.raises(struct.error):
        crypto.decrypt_message(
            {"Encrypt": envelope}, signature(WEBHOOK_TOKEN, "1", "2", envelope), "1", "2"
        )


@pytest.mark.parametrize("envelope", ["AAAA", "!!!!!", "A", "", "zero"])
def test_a_broken_envelope_is_refused_and_nothing_else(
    account: Account, now: datetime, envelope: str
) -> None:
    envelope = encrypt_raw(b"\x20" * 32) if envelope == "zero" else envelope
    stamp, nonce = str(int(now.timestamp())), "2"
    query = {
        "timestamp": stamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": signature(WEBHOOK_TOKEN, stamp, nonce, envelope),
    }
    body = xml_of({"ToUserName": account.original_id, "Encrypt": envelope}).encode()

    with pytest.raises((Forbidden, Malformed)):
        open_delivery(account, query, body, now)


# 13. Work before proof


def test_bare_wechatpy_reads_megabytes_before_it_asks_who_sent_them() -> None:
    crypto = WeChatCrypto(WEBHOOK_TOKEN, AES_KEY, APP_ID)
    nested = "<d>" * 20_000 + "</d>" * 20_000

    # It gets as far as the signature: everything has been parsed by then.
    with pytest.raises(InvalidSignatureException):
        crypto.decrypt_message(f"<xml>{nested}<Encrypt>x</Encrypt></xml>", "0", "1", "2")


@pytest.mark.parametrize("size", [65_537, 10_000_000])
def test_a_large_body_is_refused_before_it_is_parsed(
    account: Account, now: datetime, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("wechat.inbound.parse_xml", refuse)

    with pytest.raises(TooLarge):
        open_delivery(account, sealed("", now)[0], b"<xml>".ljust(size), now)


def test_a_request_without_a_fresh_stamp_is_refused_before_it_is_parsed(
    account: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("wechat.inbound.parse_xml", refuse)

    for change in ({"timestamp": "1"}, {"timestamp": "1700000000"}, {"msg_signature": ""}):
        with pytest.raises(Forbidden):
            open_delivery(account, sealed("", now)[0] | change, b"<xml/>", now)


def test_deep_nesting_stops_at_the_ninth_level(plain_account: Account, now: datetime) -> None:
    query, _ = plain("", now)

    with pytest.raises(Malformed, match="deep"):
        open_delivery(plain_account, query, b"<xml>" + b"<d>" * 20_000, now)


# 14. Entities


BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    "<xml><MsgType>text</MsgType><Content>&b;</Content></xml>"
)


def test_bare_wechatpy_refuses_entities_with_an_error_of_its_parser() -> None:
    # Versions of xmltodict before 1.0 dropped the text in silence instead.
    with pytest.raises(ValueError, match="entities are disabled"):
        parse_message(BOMB)
    assert xmltodict.parse("<!DOCTYPE xml><xml>1</xml>") == {"xml": "1"}


@pytest.mark.parametrize("body", [BOMB, "<!DOCTYPE xml>" + text_xml()])
def test_a_doctype_is_malformed(plain_account: Account, now: datetime, body: str) -> None:
    query, _ = plain("", now)

    with pytest.raises(Malformed, match="DOCTYPE"):
        open_delivery(plain_account, query, body.encode(), now)


def test_the_word_doctype_in_a_text_is_a_text(account: Account, now: datetime) -> None:
    message = open_delivery(account, *sealed(text_xml("信息课<!DOCTYPE html>20分钟"), now), now)

    assert message.text == "信息课<!DOCTYPE html>20分钟"


# 15. Newer events


@pytest.mark.parametrize("event", ["subscribe_msg_popup_event", "PUBLISHJOBFINISH"])
def test_bare_wechatpy_does_not_know_newer_events(event: str) -> None:
    assert parse_message(event_xml(event)).type == "unknown"


def test_newer_events_have_their_names_and_numbers(account: Account, now: datetime) -> None:
    inner = "<PublishEventInfo><publish_id>2247503051</publish_id></PublishEventInfo></xml>"
    xml = event_xml("PUBLISHJOBFINISH").replace("</xml>", inner)

    message = open_delivery(account, *sealed(xml, now), now)

    assert (message.event, message.msg_id) == ("publishjobfinish", "2247503051")


# 16. Scans


def test_bare_wechatpy_rewrites_what_was_delivered() -> None:
    message = parse_message(event_xml("subscribe", EventKey="qrscene_3-2"))

    assert (message._data["Event"], message._data["EventKey"]) == ("subscribe_scan", "3-2")


def test_what_was_delivered_stays_beside_what_it_means(account: Account, now: datetime) -> None:
    xml = event_xml("subscribe", EventKey="qrscene_3-2")

    message = open_delivery(account, *sealed(xml, now), now)

    assert (message.event, message.event_key, message.scene) == ("subscribe", "qrscene_3-2", "3-2")


# 18. Randomness


def test_bare_wechatpys_salt_never_repeats_a_character() -> None:
    # random.sample: neither unpredictable nor even uniform.
    assert all(len(set(random_string(16))) == 16 for _ in range(200))


def test_our_salt_is_sixteen_bytes_of_the_systems_randomness(
    account: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def random_bytes(count: int) -> bytes:
        asked.append(count)
        return b"s" * count

    monkeypatch.setattr("os.urandom", random_bytes)
    message = open_delivery(account, *sealed(text_xml(), now), now)

    envelope = ElementTree.fromstring(text_reply(account, message, "已记", now, "1"))

    assert decrypt(envelope.findtext("Encrypt", "")).endswith(APP_ID.encode())
    assert asked[-1] == 16
