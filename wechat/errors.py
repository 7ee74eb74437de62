"""A call to WeChat that failed (调用失败): what to do, in words, and whether it may have worked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wechat.errcodes import ErrorKind, find_errcode

_RID = re.compile(r"\brid: ?([0-9A-Za-z\-]{8,64})|hint: ?\[([^\]]{1,64})\]")
_ADDRESS = re.compile(r"(?:invalid ip|requestIP:?) ([0-9A-Fa-f.:]{2,45})")
_FIELD = re.compile(r"data\.([A-Za-z0-9_]{1,40})\.value")
_SECRET_PARAMETER = re.compile(
    r"\b((?:app)?secret|(?:access|refresh)_token|code|ticket|(?:next_)?openid)(=|%3D|\"?: ?\"?)[^&\s\"'<>]+",
    re.I,
)


class WeChatError(Exception):
    """`words` are for the operator (Chinese); `is_ambiguous`: the message may have been delivered.

    `rid` is the platform's number of the call, `address` the IP the operator has to allow,
    `field` the template key that was refused. Nothing in it holds a secret.
    """

    def __init__(
        self,
        kind: ErrorKind,
        words: str,
        *,
        errcode: int | None = None,
        is_ambiguous: bool = False,
        detail: str = "",
    ) -> None:
        super().__init__(kind, words)
        self.kind = kind
        self.words = words
        self.errcode = errcode
        self.is_ambiguous = is_ambiguous
        self.detail = detail
        self.rid = _first(_RID, detail)
        self.address = _first(_ADDRESS, detail)
        self.field = _first(_FIELD, detail)

    @property
    def is_permanent(self) -> bool:
        return self.kind is ErrorKind.PERMANENT

    @property
    def code(self) -> str:
        """What an operator needs to look the call up: kind, errcode, the platform's number of it."""
        parts = (str(self.kind), self.errcode, self.rid)
        return " ".join(str(part) for part in parts if part is not None)

    def __str__(self) -> str:
        doubt = ", may have been delivered" if self.is_ambiguous else ""
        code = "" if self.errcode is None else f" {self.errcode}"
        return f"{self.kind}{code}{doubt}: {self.words} ({self.detail})"


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return next((group for group in found.groups() if group), None) if found else None


def refused(errcode: int, errmsg: str, secrets: Iterable[str] = ()) -> WeChatError:
    """The platform said no, with a code: it did not deliver."""
    row = find_errcode(errcode)
    detail = redact(errmsg, secrets)[:300]
    address = _first(_ADDRESS, detail)
    words = f"{row.words},请在微信开发者平台的 IP 白名单里加上 {address}" if address else row.words
    return WeChatError(row.kind, words, errcode=errcode, detail=detail)


def not_sent(detail: str) -> WeChatError:
    """No byte of the request left us."""
    return WeChatError(ErrorKind.RETRY, "连不上微信服务器,稍后自动重试", detail=detail)


def in_doubt(detail: str) -> WeChatError:
    """The request left, and what came back does not say what became of it."""
    return WeChatError(
        ErrorKind.RETRY,
        "微信没有给出明确的回答,消息可能已送达",
        is_ambiguous=True,
        detail=detail,
    )


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without `secrets`, and without the values of parameters that are never logged."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return _SECRET_PARAMETER.sub(r"\1\2***", text)
