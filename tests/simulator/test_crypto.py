"""The simulator's crypto against published vectors and a second implementation."""

from __future__ import annotations

import json
import random

import pytest
from wechatpy.crypto import WeChatCrypto

from simulator.crypto import CryptoError, decrypt, encrypt, sign, sign_page

OFFICIAL_KEY, OFFICIAL_APP = "A" * 43, "wxba5fad812f8e6fb9"
V3_SEALED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzD"
    "pVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2I"
    "uQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F"
    "9mFUPAJGj04="
)
WXJAVA_KEY, WXJAVA_APP = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxb11529c136998cb6"
WXJAVA_RANDOM = b"aaaabbbbccccdddd"
V6_PLAIN = (
    "<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[oia2TjuEGTNoeX76QEjQNrcURxG8]]>"
    "</FromUserName><CreateTime>1409304348</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[数学30分钟]]>"
    "</Content><MsgId>6054768590064713728</MsgId></xml>"
)
V6_SEALED = (
    "jn1L23DB+6ELqJ+6bruv267NLhCLGTsLPRi3+A/KDGPDnNMwrAnCin4G1/y+3+9q33VASduFSpIuMz2isJcXnvp9/3ZlC6BW"
    "knYQG+2pL2h045yc/qaTAuSxRGwEkHQSQ+SagS6BfZO+GQThJfmt4h4piLNN8vcwsK96hcZZy7TrcThvDNgrMZ0NooVLOG7L"
    "ubrWAOi/Bkj5LHhWm6+cNQXQuF/XuhUo10J8b7oo9pZDWmcgatKmmxlkaSsjPvaqa4Hu2Zi7K+aEcDlOZboADYZKszCJoKyo"
    "t+n2eXrf+RyXA78HDJ9gb/z/VJ3DjCSIweO80kCkn8erZV4EBraEbyj6eEN88rHg0TP1vNNwox32xLpeQv085oZSDmYQ0GcD"
    "/2dzcp1EUpnhum4vYvrzo7gkKfoU1cx46Swm4EBE2GY="
)

V7_SEALED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911"
    "L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLx"
    "AUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9"
    "nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
    "h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)


def test_v1_the_address_check_is_signed_as_the_platform_signs_it() -> None:
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_v2_a_plain_delivery_is_signed_as_the_platform_signs_it() -> None:
    assert sign("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_v3_a_safe_delivery_opens_and_seals_to_the_same_bytes() -> None:
    plain = decrypt(V3_SEALED, OFFICIAL_KEY, OFFICIAL_APP)

    assert json.loads(plain)["Event"] == "debug_demo"
    assert len(plain.encode()) == 167
    assert encrypt(plain, OFFICIAL_KEY, OFFICIAL_APP, b"a8eedb185eb2fecf") == V3_SEALED
    signed = sign("AAAAA", "1714112445", "415670741", V3_SEALED)
    assert signed == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    assert sign("AAAAA", "1714112445", "415670741") == "6c5c811b55cc85e0e1b54100749188c20beb3f5d"


def test_v4_a_reply_is_sealed_and_signed_to_the_byte() -> None:
    sealed = encrypt('{"demo_resp":"good luck"}', OFFICIAL_KEY, OFFICIAL_APP, b"707722b803182950")

    assert (
        sealed
        == "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    )
    assert (
        sign("AAAAA", "1713424427", "415670741", sealed)
        == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    )


def test_v5_chinese_text_is_sealed_to_the_byte() -> None:
    sealed = encrypt("我是中文abcd123", WXJAVA_KEY, WXJAVA_APP, WXJAVA_RANDOM)

    assert (
        sealed
        == "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
    )


def test_v6_a_text_message_is_sealed_and_signed_to_the_byte() -> None:
    assert encrypt(V6_PLAIN, WXJAVA_KEY, WXJAVA_APP, WXJAVA_RANDOM) == V6_SEALED
    assert decrypt(V6_SEALED, WXJAVA_KEY, WXJAVA_APP) == V6_PLAIN
    assert (
        sign("pamtest", "1409304348", "xxxxxx", V6_SEALED)
        == "bb292195ed822f93e5c4320738cbe945a094447f"
    )
    assert sign("pamtest", "1409304348", "xxxxxx") == "76480565cbe296026c53aaacd1ad523a1ddba24f"


def test_v7_tencents_sample_opens() -> None:
    assert (
        sign("QDG6eK", "1409659813", "1372623149", V7_SEALED)
        == "477715d11cdb4164915debcba66cb864d751f3e6"
    )

    plain = decrypt(V7_SEALED, "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")

    assert "<Content><![CDATA[hello]]></Content>" in plain
    assert "<MsgId>4561255354251345929</MsgId>" in plain


def test_v8_a_page_is_signed_without_its_fragment() -> None:
    ticket = (
        "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    )

    def signed(url: str) -> str:
        return sign_page(ticket, "Wm3WZYTPz0wzccnW", "1414587457", url)

    assert (
        signed("http://mp.weixin.qq.com?params=value") == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
    )
    assert signed("http://mp.weixin.qq.com#part") == "f4d90daf4b3bca3078ab155816175ba34c443a7b"


def test_what_we_seal_a_second_implementation_opens_and_the_other_way_round() -> None:
    seed = random.randrange(10**9)
    print("seed", seed)
    chance = random.Random(seed)
    other = WeChatCrypto("token", WXJAVA_KEY, WXJAVA_APP)
    for length in range(130):
        text = "".join(chance.choice("作业秤<>&a1 \n😀") for _ in range(length)) + "."
        sealed = encrypt(text, WXJAVA_KEY, WXJAVA_APP)
        signature = sign("token", "1", "2", sealed)

        envelope = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
        assert other.decrypt_message(envelope, signature, "1", "2") == text

        theirs = other.encrypt_message(text, "2", "1")
        inner = theirs.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
        assert decrypt(inner, WXJAVA_KEY, WXJAVA_APP) == text


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param("", id="nothing"),
        pytest.param("not base64!", id="not base64"),
        pytest.param("QUJD", id="not whole blocks"),
        pytest.param(V6_SEALED[:64], id="cut: the padding is gone"),
        pytest.param(V3_SEALED, id="another key"),
    ],
)
def test_what_cannot_be_ours_is_refused(sealed: str) -> None:
    with pytest.raises(CryptoError):
        decrypt(sealed, WXJAVA_KEY, WXJAVA_APP)


def test_another_accounts_message_is_refused() -> None:
    with pytest.raises(CryptoError, match="app id"):
        decrypt(V6_SEALED, WXJAVA_KEY, "wx0000000000000000")
