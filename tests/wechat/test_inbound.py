"""What a delivery becomes, mode by mode and kind by kind."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.patience import PATIENCE
from tests.wechat.deliveries import (
    OUR_ID,
    ZHANG,
    Delivery,
    encrypt,
    event_xml,
    plain,
    sealed,
    signature,
    text_xml,
    xml_of,
)
from wechat.account import Account, Mode
from wechat.inbound import (
    Forbidden,
    Malformed,
    Message,
    MessageKind,
    TooLarge,
    open_delivery,
    verify_address,
)

OLD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"


def opened(account: Account, xml: str, now: datetime) -> Message:
    return open_delivery(account, *sealed(xml, now), now)


def test_a_text_arrives_with_its_sender_time_and_number(account: Account, now: datetime) -> None:
    message = opened(account, text_xml("数学30分钟 "), now)

    assert (message.kind, message.openid, message.text) == (MessageKind.TEXT, ZHANG, "数学30分钟 ")
    assert message.created_at == datetime.fromtimestamp(1795000000, UTC)
    assert message.msg_id == "24533872183492837"
    assert (message.event, message.scene, message.encrypted) == (None, None, True)


def test_plain_mode_takes_plain_and_sealed_deliveries(account: Account, now: datetime) -> None:
    account = replace(account, mode=Mode.PLAIN)

    message = open_delivery(account, *plain(text_xml(), now), now)

    assert (message.text, message.encrypted) == ("数学30分钟", False)
    assert opened(account, text_xml(), now).encrypted


@pytest.mark.parametrize("mode", [Mode.SAFE, Mode.COMPATIBLE])
@pytest.mark.parametrize("encrypt_type", [None, "", "raw"])
def test_a_plain_delivery_is_a_downgrade_where_encryption_is_agreed(
    account: Account, now: datetime, mode: Mode, encrypt_type: str | None
) -> None:
    query, body = plain(text_xml(), now)
    if encrypt_type is not None:
        query["encrypt_type"] = encrypt_type

    with pytest.raises(Forbidden):
        open_delivery(replace(account, mode=mode), query, body, now)


def test_in_compatible_mode_only_the_sealed_part_counts(account: Account, now: datetime) -> None:
    query, body = sealed(text_xml("数学30分钟"), now)
    both = body.replace(b"<xml>", b"<xml><Content>forged</Content><FromUserName>oX</FromUserName>")

    message = open_delivery(replace(account, mode=Mode.COMPATIBLE), query, both, now)

    assert (message.text, message.openid) == ("数学30分钟", ZHANG)


def test_the_previous_key_still_opens_and_is_carried_to_the_reply(
    account: Account, now: datetime
) -> None:
    query, body = sealed(text_xml(), now, key=OLD_KEY)

    with pytest.raises(Forbidden):
        open_delivery(account, query, body, now)
    message = open_delivery(replace(account, previous_aes_key=OLD_KEY), query, body, now)

    assert (message.text, message.aes_key) == ("数学30分钟", OLD_KEY)


@pytest.mark.parametrize(
    ("minutes", "is_fresh"), [(0, True), (10, True), (-10, True), (10.1, False), (-10.1, False)]
)
def test_a_delivery_is_good_for_ten_minutes_either_way(
    account: Account, now: datetime, minutes: float, is_fresh: bool
) -> None:
    query, body = sealed(text_xml(), now)
    read_at = now + timedelta(minutes=minutes)

    if is_fresh:
        assert open_delivery(account, query, body, read_at)
    else:
        with pytest.raises(Forbidden, match="stale"):
            open_delivery(account, query, body, read_at)


@pytest.mark.parametrize("nonce", ["", "a" * 65, "a b", "1+1", "1/1", "1=", "中", "１"])
def test_a_nonce_that_could_hide_a_piece_of_the_envelope_is_refused(
    account: Account, now: datetime, nonce: str
) -> None:
    with pytest.raises(Forbidden, match="nonce"):
        open_delivery(account, *sealed(text_xml(), now, nonce=nonce), now)
    assert open_delivery(account, *sealed(text_xml(), now, nonce="a" * 64), now)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_token": ""},
        {"aes_key": ""},
        {"aes_key": "short"},
        {"aes_key": "中" * 43},
        {"app_id": ""},
        {"app_id": "wx0000000000000000"},
        {"original_id": ""},
        {"original_id": "gh_another"},
    ],
)
def test_what_is_missing_or_wrong_in_the_account_opens_nothing(
    account: Account, now: datetime, changes: dict[str, str]
) -> None:
    broken = replace(account, **changes)  # type: ignore[arg-type]  # only text fields are changed
    query, body = sealed(text_xml(), now, token=broken.webhook_token)

    with pytest.raises(Forbidden):
        open_delivery(broken, query, body, now)


def test_a_delivery_for_another_app_or_account_is_refused(account: Account, now: datetime) -> None:
    other_app = sealed(text_xml(), now, app_id="wx0000000000000000")
    other_account = sealed(text_xml(ToUserName="gh_another"), now)

    for query, body in (other_app, other_account):
        with pytest.raises(Forbidden):
            open_delivery(account, query, body, now)


def test_a_body_above_64_kib_is_refused_unread(account: Account, now: datetime) -> None:
    query, body = sealed(text_xml(), now)

    with pytest.raises(TooLarge):
        open_delivery(account, query, body + b" " * 65536, now)
    assert open_delivery(account, query, body + b" " * (65536 - len(body)), now)


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "f" * 40},
        {"signature": "签名"},
        {"signature": ""},
        {"timestamp": ""},
        {"nonce": ""},
        {"echostr": "<script>"},
        {"echostr": ""},
    ],
)
def test_our_address_is_not_verified_for_anyone_else(
    account: Account, now: datetime, change: dict[str, str]
) -> None:
    query = plain("", now)[0] | {"echostr": "4375120948345356249"}

    assert verify_address(account, query) == "4375120948345356249"
    with pytest.raises(Forbidden):
        verify_address(account, query | change)
    with pytest.raises(Forbidden):
        verify_address(replace(account, webhook_token=""), query)


@pytest.mark.parametrize(
    ("xml", "event", "scene"),
    [
        (event_xml("subscribe"), "subscribe", None),
        (event_xml("subscribe", EventKey=""), "subscribe", None),
        (
            event_xml("subscribe", EventKey="qrscene_class_3-2", Ticket="T"),
            "subscribe",
            "class_3-2",
        ),
        (event_xml("subscribe", EventKey="last_trade_no_42"), "subscribe", None),
        (event_xml("SCAN", EventKey="class_3-2", Ticket="T"), "scan", "class_3-2"),
        (event_xml("unsubscribe"), "unsubscribe", None),
        (event_xml("CLICK", EventKey="qrscene_x"), "click", None),
    ],
)
def test_follows_and_scans_carry_the_scene_of_the_code(
    account: Account, now: datetime, xml: str, event: str, scene: str | None
) -> None:
    message = opened(account, xml, now)

    assert (message.kind, message.event, message.scene) == (MessageKind.EVENT, event, scene)


def test_a_result_of_a_template_message_keeps_its_status(account: Account, now: datetime) -> None:
    xml = event_xml("TEMPLATESENDJOBFINISH", MsgID="200163836", Status="failed:user block")

    message = opened(account, xml, now)

    assert (message.event, message.msg_id) == ("templatesendjobfinish", "200163836")
    assert message.fields["Status"] == "failed:user block"


def test_the_entries_of_a_subscription_event_are_read_one_or_many(
    account: Account, now: datetime
) -> None:
    entry = "<List><TemplateId>T{0}</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>"
    for count in (1, 2):
        entries = "".join(entry.format(number) for number in range(count))
        inner = f"<SubscribeMsgPopupEvent>{entries}</SubscribeMsgPopupEvent></xml>"
        xml = event_xml("subscribe_msg_popup_event").replace("</xml>", inner)

        message = opened(account, xml, now)

        assert [group["TemplateId"] for group in message.groups] == [
            f"T{number}" for number in range(count)
        ]
        assert message.groups[0]["SubscribeStatusString"] == "accept"


@pytest.mark.parametrize("kind", ["image", "voice", "video", "shortvideo", "location", "link"])
def test_every_kind_of_message_is_known_by_name(account: Account, now: datetime, kind: str) -> None:
    message = opened(account, text_xml(MsgType=kind, MediaId="m1"), now)

    assert (message.kind, message.fields["MediaId"]) == (MessageKind(kind), "m1")


def test_a_kind_from_the_future_is_unknown_not_an_error(account: Account, now: datetime) -> None:
    assert opened(account, text_xml(MsgType="hologram"), now).kind is MessageKind.UNKNOWN


def test_a_redelivery_has_the_same_key_and_every_real_difference_another(
    account: Account, now: datetime
) -> None:
    def keys(*xmls: str) -> list[str]:
        return [opened(account, xml, now).dedup_key for xml in xmls]

    again = open_delivery(account, *sealed(text_xml(), now, nonce="fresh2"), now)
    assert again.dedup_key == keys(text_xml())[0]

    same_second = [
        text_xml(msg_id=1),
        text_xml(msg_id=2),
        event_xml("SCAN", EventKey="a"),
        event_xml("SCAN", EventKey="b"),
        event_xml("LOCATION"),
        event_xml("TEMPLATESENDJOBFINISH", MsgID="1", Status="success"),
        event_xml("TEMPLATESENDJOBFINISH", MsgID="2", Status="success"),
        event_xml("SCAN", EventKey="a", FromUserName="oLi"),
        event_xml("SCAN", EventKey="a", CreateTime="1795000001"),
    ]
    for number in (1, 2):
        entry = f"<List><TemplateId>T</TemplateId><MsgID>{number}</MsgID></List>"
        same_second.append(
            event_xml("subscribe_msg_sent_event").replace(
                "</xml>", f"<SubscribeMsgSentEvent>{entry}</SubscribeMsgSentEvent></xml>"
            )
        )
    assert len(set(keys(*same_second))) == len(same_second)


def test_a_message_shows_nobody_in_a_log(account: Account, now: datetime) -> None:
    shown = repr(opened(account, text_xml("数学30分钟"), now)) + repr(account)

    for private in (ZHANG, "数学", account.aes_key, account.webhook_token, account.app_secret):
        assert private not in shown
    assert ZHANG not in opened(account, text_xml(), now).dedup_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("数学\x00\x0b30分钟\x1b", "数学30分钟"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("👨‍👩‍👧 𠮷 \u202e 王", "👨‍👩‍👧 𠮷 \u202e 王"),
        ("\t \n", "\t \n"),
    ],
)
def test_control_characters_are_dropped_and_nothing_else(
    account: Account, now: datetime, typed: str, kept: str
) -> None:
    assert opened(account, text_xml(typed), now).text == kept


SHAPES: list[bytes] = [
    b"",
    b"hello",
    b"{}",
    b"<xml/>",
    b"<xml>",
    b"<a>1</a>",
    b"<xml>text</xml>",
    b"<xml><ToUserName>gh_7f083739789a</ToUserName></xml>",
    text_xml().encode("utf-16"),
    text_xml().encode("utf-16-le"),
    text_xml("作业").encode("gbk"),
    text_xml(CreateTime="soon").encode(),
    text_xml(CreateTime="-1").encode(),
    text_xml(CreateTime="9" * 400).encode(),
    text_xml(CreateTime="١٧٩٥٠٠٠٠٠٠").encode(),
    text_xml(FromUserName="").encode(),
    text_xml(FromUserName="a b\n").encode(),
    text_xml(FromUserName="o" * 500).encode(),
    text_xml(MsgType="").encode(),
    text_xml().replace("</xml>", "<Content>second</Content></xml>").encode(),
    text_xml().replace("</xml>", "<FromUserName>oX</FromUserName></xml>").encode(),
    text_xml().replace("<![CDATA[text]]>", "<a>text</a>").encode(),
    text_xml().replace("</xml>", "&#0;</xml>").encode(),
    text_xml().replace("</xml>", "\udcff</xml>").encode("utf-8", "surrogatepass"),
    text_xml().replace("<xml>", "<xml>" + "<d>" * 5000).encode(),
    text_xml().replace("<xml>", "<!DOCTYPE xml><xml>").encode(),
    text_xml()
    .replace("<xml>", '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml>&b;')
    .encode(),
    text_xml()
    .replace("<xml>", '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml>&f;')
    .encode(),
]


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_a_shape_nobody_can_read_is_malformed_in_every_mode(
    account: Account, now: datetime, shape: bytes
) -> None:
    outside = sealed(text_xml(), now)[0], shape
    envelope_only: Delivery = sealed(shape, now)
    plain_account = replace(account, mode=Mode.PLAIN)

    # The last shapes are proven to be for us or not at all, before they are found unreadable.
    with pytest.raises((Malformed, Forbidden)) as caught:
        open_delivery(account, *envelope_only, now)
    assert caught.value.status in (400, 403)
    with pytest.raises(Malformed):
        open_delivery(account, *outside, now)
    with pytest.raises((Malformed, Forbidden)):
        open_delivery(plain_account, *plain(shape, now), now)


def test_a_byte_order_mark_and_a_declaration_do_no_harm(account: Account, now: datetime) -> None:
    xml = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n' + text_xml()

    assert opened(account, xml, now).text == "数学30分钟"


def test_envelopes_with_broken_insides_are_forbidden(account: Account, now: datetime) -> None:
    timestamp, nonce = str(int(now.timestamp())), "415670741"
    good = encrypt(text_xml().encode())
    insides = ["!", "AAAA", good[:-4], good[:64], good[64:], "A" * 64, "中文", good + "=="]

    for envelope in insides:
        query = sealed("", now)[0] | {
            "msg_signature": signature(account.webhook_token, timestamp, nonce, envelope)
        }
        body = xml_of({"ToUserName": OUR_ID, "Encrypt": envelope}).encode()
        with pytest.raises(Forbidden):
            open_delivery(account, query, body, now)


def test_opening_deliveries_loads_no_http_client() -> None:
    program = (
        "import sys, wechat.inbound, wechat.replies;"
        "print([m for m in ('requests', 'urllib3', 'wechatpy', 'xmltodict') if m in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )

    assert loaded.stdout.strip() == "[]"
