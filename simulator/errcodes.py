"""Return codes (返回码) and how the platform words a refusal."""

from __future__ import annotations

import secrets
from typing import Any

# The platform's JSON has no schema we could lean on: every endpoint answers its own shape.
Json = dict[str, Any]

WORDS: dict[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40007: "invalid media_id",
    40009: "invalid media size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40025: "invalid sub button name size",
    40029: "invalid code",
    40030: "invalid refresh_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40037: "invalid template_id",
    40125: "invalid appsecret",
    40130: "invalid openid list size, at least two openid",
    40163: "code been used",
    40164: "invalid ip",
    40243: "appsecret is frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41006: "media_id missing",
    41008: "missing code",
    42001: "access_token expired",
    42002: "refresh_token expired",
    42003: "oauth_code expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api freq out of limit",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45047: "out of response count limit",
    45056: "tag count out of limit",
    45059: "tag amount out of limit for this user",
    45065: "clientmsgid exist",
    45067: "clientmsgid size out of limit",
    45109: "api removed",
    45157: "tag name exist",
    45158: "tag name too long",
    45159: "invalid tag id",
    46003: "menu no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    53600: "article id not exist",
    61004: "access clientip is not registered",
}


class Refusal(Exception):
    """The platform says no: an errcode, perhaps with more words and fields."""

    def __init__(self, errcode: int, words: str | None = None, **fields: Any) -> None:
        self.errcode = errcode
        self.words = WORDS.get(errcode, "unknown error") if words is None else words
        self.fields = fields
        super().__init__(f"{errcode} {self.words}")


def new_rid() -> str:
    """Return a request id as the platform prints it."""
    return "-".join(secrets.token_hex(4) for _ in range(3))


def refusal_body(refusal: Refusal, rid: str) -> Json:
    """Return what the platform would print for it."""
    return {
        "errcode": refusal.errcode,
        "errmsg": f"{refusal.words} rid: {rid}",
        **refusal.fields,
    }
