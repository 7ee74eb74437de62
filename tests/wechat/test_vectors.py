"""The platform's published examples, and two other implementations', byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wechat.account import Account, AccountKind, Mode
from wechat.envelope import Envelope
from wechat.inbound import Forbidden, Malformed, open_delivery, verify_address
from wechat.parsing import parse_xml
from wechat.signing import jsapi_signature, sign

OFFICIAL = Account(
    id="main",
    kind=AccountKind.SERVICE,
    app_id="wxba5fad812f8e6fb9",
    original_id="gh_97417a04a28d",
    webhook_token="AAAAA",
    aes_key="A" * 43,
)
V3 = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX"
    "UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA"
    "sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
V3_TEXT = b'{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
WXJAVA_KEY, WXJAVA_APP = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6"
V6 = (
    "jn1L23DB+6ELqJ+6bruv267NLhCLGTsLPRi3+A/KDGPDnNMwrAnCin4G1/y+3+9q33VASduFSpIuMz2isJcXnvp9/3ZlC6BWknYQG+2pL2h0"
    "45yc/qaTAuSxRGwEkHQSQ+SagS6BfZO+GQThJfmt4h4piLNN8vcwsK96hcZZy7TrcThvDNgrMZ0NooVLOG7LubrWAOi/Bkj5LHhWm6+cNQXQ"
    "uF/XuhUo10J8b7oo9pZDWmcgatKmmxlkaSsjPvaqa4Hu2Zi7K+aEcDlOZboADYZKszCJoKyot+n2eXrf+RyXA78HDJ9gb/z/VJ3DjCSIweO8"
    "0kCkn8erZV4EBraEbyj6eEN88rHg0TP1vNNwox32xLpeQv085oZSDmYQ0GcD/2dzcp1EUpnhum4vYvrzo7gkKfoU1cx46Swm4EBE2GY="
)
V6_XML = "<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[oia2TjuEGTNoeX76QEjQNrcURxG8]]></FromUserName><CreateTime>1409304348</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[数学30分钟]]></Content><MsgId>6054768590064713728</MsgId></xml>"


def at(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def test_v1_the_address_is_verified_with_the_official_example() -> None:
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }

    assert verify_address(OFFICIAL, query) == "4375120948345356249"


def test_v2_the_official_plain_signature_opens_a_plain_delivery() -> None:
    query = {
        "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
        "timestamp": "1714037059",
        "nonce": "486452656",
    }
    body = V6_XML.replace("gh_7f083739789a", "gh_97417a04a28d").encode()

    message = open_delivery(replace(OFFICIAL, mode=Mode.PLAIN), query, body, at(1714037059))

    assert message.text == "数学30分钟"


def test_v3_the_official_envelope_opens_and_is_sealed_again_byte_for_byte() -> None:
    envelope = Envelope("A" * 43)

    assert envelope.open(V3, b"wxba5fad812f8e6fb9") == V3_TEXT
    assert envelope.seal(V3_TEXT, b"wxba5fad812f8e6fb9", b"a8eedb185eb2fecf") == V3
    assert (
        sign("AAAAA", "1714112445", "415670741", V3) == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    )


def test_v3_is_proven_but_its_json_is_no_delivery_to_an_official_account() -> None:
    query = {
        "timestamp": "1714112445",
        "nonce": "415670741",
        "encrypt_type": "aes",
        "msg_signature": "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    }
    body = f"<xml><ToUserName>gh_97417a04a28d</ToUserName><Encrypt>{V3}</Encrypt></xml>".encode()

    with pytest.raises(Malformed):
        open_delivery(OFFICIAL, query, body, at(1714112445))
    with pytest.raises(Forbidden):
        open_delivery(OFFICIAL, query | {"msg_signature": "0" * 40}, body, at(1714112445))


def test_v4_a_reply_is_sealed_and_signed_as_the_official_example() -> None:
    sealed = Envelope("A" * 43).seal(
        b'{"demo_resp":"good luck"}', b"wxba5fad812f8e6fb9", b"707722b803182950"
    )

    assert (
        sealed
        == "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    assert (
        sign("AAAAA", "1713424427", "415670741", sealed)
        == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    )


def test_v5_wxjavas_example_is_sealed_byte_for_byte() -> None:
    sealed = Envelope(WXJAVA_KEY).seal(
        "我是中文abcd123".encode(), WXJAVA_APP.encode(), b"aaaabbbbccccdddd"
    )

    assert (
        sealed
        == "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
    )


def test_v6_a_whole_delivery_sealed_by_another_implementation_opens() -> None:
    account = replace(
        OFFICIAL,
        app_id=WXJAVA_APP,
        original_id="gh_7f083739789a",
        webhook_token="pamtest",
        aes_key=WXJAVA_KEY,
    )
    query = {
        "signature": "76480565cbe296026c53aaacd1ad523a1ddba24f",
        "timestamp": "1409304348",
        "nonce": "xxxxxx",
        "encrypt_type": "aes",
        "msg_signature": "bb292195ed822f93e5c4320738cbe945a094447f",
    }
    body = f"<xml><ToUserName>x</ToUserName><Encrypt>{V6}</Encrypt></xml>".encode()

    message = open_delivery(account, query, body, at(1409304348))

    assert message.text == "数学30分钟"
    assert message.msg_id == "6054768590064713728"
    salt = b"aaaabbbbccccdddd"
    assert Envelope(WXJAVA_KEY).seal(V6_XML.encode(), WXJAVA_APP.encode(), salt) == V6


V7 = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/s"
    "YYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJ"
    "YuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGU"
    "callcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDY"
    "A5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)


def test_v7_tencents_sample_of_the_enterprise_platform_opens() -> None:
    assert sign("QDG6eK", "1409659813", "1372623149", V7) == (
        "477715d11cdb4164915debcba66cb864d751f3e6"
    )
    envelope = Envelope("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C")

    fields = parse_xml(envelope.open(V7, b"wx5823bf96d3bd56c7")).fields

    assert (fields["Content"], fields["MsgId"]) == ("hello", "4561255354251345929")


@pytest.mark.parametrize(
    ("page", "signature"),
    [
        ("http://mp.weixin.qq.com?params=value", "0f9de62fce790f9a083d5c99e95740ceb90c27ed"),
        ("http://mp.weixin.qq.com", "f4d90daf4b3bca3078ab155816175ba34c443a7b"),
        ("http://mp.weixin.qq.com#top", "f4d90daf4b3bca3078ab155816175ba34c443a7b"),
    ],
)
def test_v8_pages_are_signed_as_the_official_examples(page: str, signature: str) -> None:
    ticket = (
        "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    )

    assert jsapi_signature(page, ticket, "Wm3WZYTPz0wzccnW", 1414587457) == signature
