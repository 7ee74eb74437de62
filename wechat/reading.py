"""Reads a reply of the platform's API (接口返回) strictly: what is not a plain yes is an error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from wechat.errors import in_doubt, refused

Reply = dict[str, object]  # JSON as the platform sends it; read with the functions below


def read_reply(body: bytes, secrets: Iterable[str] = ()) -> Reply:
    """The JSON object of a call that was not refused; raises WeChatError for all else."""
    try:
        # As forgiving as wechatpy about bytes and control characters inside the platform's texts:
        # to call a delivered message doubtful for them would cost more.
        reply = json.loads(body.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        raise in_doubt("the reply is not JSON") from None
    if not isinstance(reply, dict) or not reply:
        raise in_doubt("the reply is not a JSON object")
    errcode = _errcode(reply.get("errcode", 0))
    if errcode != 0:
        raise refused(errcode, str(reply.get("errmsg", "")), secrets)
    return reply


def _errcode(value: object) -> int:
    # A few endpoints send it as text; anything else is not an errcode.
    if isinstance(value, str) and value.lstrip("-").isascii() and value.lstrip("-").isdigit():
        value = int(value[:12])
    if isinstance(value, bool) or not isinstance(value, int):
        raise in_doubt("errcode is not a number")
    return value


def confirm(reply: Mapping[str, object]) -> None:
    """Raise unless the reply says in so many words that the call succeeded."""
    if "errcode" not in reply:
        raise in_doubt("the reply has no errcode")


def text_of(reply: Mapping[str, object], name: str) -> str:
    """A value the reply must have, as text; raises WeChatError where it is missing or empty."""
    value = reply.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise in_doubt(f"the reply has no {name}")
    return str(value)


def seconds_of(reply: Mapping[str, object], name: str) -> int:
    """A lifetime in seconds, 1 to a year."""
    value = reply.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 31_536_000:
        raise in_doubt(f"the reply has no {name}")
    return value
