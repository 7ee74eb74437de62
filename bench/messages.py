"""Signed, encrypted, distinct text reports, ready to be put on a socket."""

from __future__ import annotations

import hashlib
import random
import secrets
import time
from dataclasses import dataclass

from bench.peers.settings import AES_KEY, APP_ID, ORIGINAL_ID, PATH, TOKEN
from wechat.envelope import envelope

PARENTS = 600
_CHINESE = ("抄写第5课词语两遍", "小练笔", "阅读一页", "默写古诗两首")
_MATHS = ("练习册12-13页", "口算一页", "小卷子一张", "应用题5道")
_ENGLISH = ("听读课文", "抄单词", "背对话")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One HTTP request, and the key its report is stored under."""

    request: bytes
    msg_id: int


def openid_of(parent: int) -> str:
    """The openid of the n-th parent."""
    return f"oBench{parent:022d}"


def prepare(count: int, seed: int, first_id: int) -> list[Prepared]:
    """Make so many requests; each is a different message of one of 600 parents."""
    luck = random.Random(seed)
    return [_one(luck, first_id + number) for number in range(count)]


def _one(luck: random.Random, msg_id: int) -> Prepared:
    text = (
        f"语文{luck.choice(_CHINESE)}{luck.randrange(10, 40)}分钟 "
        f"数学{luck.choice(_MATHS)}{luck.randrange(10, 50)}分钟,"
        f"英语{luck.choice(_ENGLISH)}{luck.randrange(5, 20)}分钟"
    )
    openid = openid_of(luck.randrange(PARENTS))
    stamp, nonce = str(int(time.time())), str(luck.randrange(10**8, 10**9))
    xml = (
        f"<xml><ToUserName><![CDATA[{ORIGINAL_ID}]]></ToUserName>"
        f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{stamp}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
        f"<MsgId>{msg_id}</MsgId></xml>"
    )
    sealed = envelope(AES_KEY).seal(xml.encode(), APP_ID.encode(), secrets.token_bytes(16))
    body = (
        f"<xml><ToUserName><![CDATA[{ORIGINAL_ID}]]></ToUserName>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    ).encode()
    query = (
        f"signature={_sign(stamp, nonce)}&timestamp={stamp}&nonce={nonce}&openid={openid}"
        f"&encrypt_type=aes&msg_signature={_sign(stamp, nonce, sealed)}"
    )
    head = (
        f"POST {PATH}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return Prepared(head.encode() + body, msg_id)


def _sign(*parts: str) -> str:
    return hashlib.sha1("".join(sorted((TOKEN, *parts))).encode()).hexdigest()
