"""The same traffic through WeRoBot, which shares no line with us: what it seals we open, what we
seal it opens. A development-only oracle of `requirements/bench.in`."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from tests.wechat.deliveries import AES_KEY, APP_ID, OUR_ID, WEBHOOK_TOKEN, ZHANG, text_xml
from wechat.account import Account, AccountKind, Mode
from wechat.inbound import open_delivery, verify_address
from wechat.refusals import Refused
from wechat.replies import text_reply

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
ALPHABET = "数学语文作业三年级2班0123456789分钟abcXYZ ,。!?<>&\"']𠮷👍\n"
ACCOUNT = Account(
    id="main",
    kind=AccountKind.VERIFIED_SERVICE,
    app_id=APP_ID,
    original_id=OUR_ID,
    webhook_token=WEBHOOK_TOKEN,
    aes_key=AES_KEY,
    mode=Mode.SAFE,
)


@pytest.fixture
def seed() -> int:
    drawn = secrets.randbits(31)
    print(f"seed {drawn}")
    return drawn


def words(luck: random.Random) -> str:
    """Anything a person may type, of any length up to the platform's."""
    drawn = "".join(luck.choice(ALPHABET) for _ in range(luck.randint(1, 600)))
    return drawn.replace("]]>", "]]").strip() or "数学"


def delivered(envelope: str, nonce: str) -> tuple[dict[str, str], bytes]:
    """WeRoBot's envelope as a delivery: the signature and what it seals."""
    from werobot.utils import get_signature

    sealed = ElementTree.fromstring(envelope)
    query = {
        "signature": get_signature(WEBHOOK_TOKEN, STAMP, nonce),
        "timestamp": STAMP,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": sealed.findtext("MsgSignature") or "",
    }
    inside = sealed.findtext("Encrypt")
    body = f"<xml><ToUserName>{OUR_ID}</ToUserName><Encrypt>{inside}</Encrypt></xml>"
    return query, body.encode()


def test_what_one_seals_the_other_opens(seed: int) -> None:
    crypto = pytest.importorskip("werobot.crypto")
    parser = pytest.importorskip("werobot.parser")
    theirs, luck = crypto.MessageCrypt(WEBHOOK_TOKEN, AES_KEY, APP_ID), random.Random(seed)
    for number in range(500):
        said, nonce = words(luck), f"{luck.randrange(10**9)}"
        xml = text_xml(said, msg_id=10**17 + number, CreateTime=STAMP)

        query, body = delivered(theirs.encrypt_message(xml, STAMP, nonce), nonce)
        message = open_delivery(ACCOUNT, query, body, NOW)
        answer = words(luck)
        sealed = ElementTree.fromstring(text_reply(ACCOUNT, message, answer, NOW, nonce))
        opened = theirs.decrypt_message(
            *(sealed.findtext(name) for name in ("TimeStamp", "Nonce", "MsgSignature", "Encrypt"))
        )
        read = parser.parse_user_msg(opened)

        assert (message.openid, message.text) == (ZHANG, said), number
        assert (read.source, read.target) == (OUR_ID, ZHANG), number
        assert read.content == answer, number


def test_both_refuse_what_was_changed_on_the_way(seed: int) -> None:
    crypto = pytest.importorskip("werobot.crypto")
    theirs, luck = crypto.MessageCrypt(WEBHOOK_TOKEN, AES_KEY, APP_ID), random.Random(seed)
    for _ in range(100):
        nonce = f"{luck.randrange(10**9)}"
        query, body = delivered(theirs.encrypt_message(text_xml("数学"), STAMP, nonce), nonce)
        inside = ElementTree.fromstring(body).findtext("Encrypt") or ""
        place = luck.randrange(len(inside) - 4)
        changed = inside[:place] + ("A" if inside[place] != "A" else "B") + inside[place + 1 :]

        with pytest.raises(crypto.InvalidSignature):
            theirs.decrypt_message(STAMP, nonce, query["msg_signature"], changed)
        with pytest.raises(Refused):
            open_delivery(ACCOUNT, query, body.replace(inside.encode(), changed.encode()), NOW)


def test_both_verify_the_same_address(seed: int) -> None:
    utils = pytest.importorskip("werobot.utils")
    luck = random.Random(seed)
    for _ in range(100):
        stamp, nonce = f"{luck.randrange(10**9, 2 * 10**9)}", f"{luck.randrange(10**9)}"
        signature = utils.get_signature(WEBHOOK_TOKEN, stamp, nonce)
        query = {"signature": signature, "timestamp": stamp, "nonce": nonce, "echostr": nonce}

        assert verify_address(ACCOUNT, query) == nonce
        assert utils.check_signature(WEBHOOK_TOKEN, stamp, nonce, signature)
