"""What every sending call shares (发送): values that fit their template, what came of the call."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wechat.account import Template
from wechat.errcodes import ErrorKind
from wechat.errors import WeChatError
from wechat.fields import FieldMistake, fit_fields
from wechat.reading import Reply, confirm, text_of
from wechat.results import Sent


def template_values(template: Template, values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Our values under the template's own keys; WeChatError names the one that does not fit."""
    try:
        return fit_fields(template.fields, values)
    except FieldMistake as found:
        words = f"模板字段 {found.field} {found.reason}"
        detail = f"data.{found.field}.value"
        raise WeChatError(ErrorKind.BAD_REQUEST, words, detail=detail) from None


def mistake(words: str) -> WeChatError:
    """What is refused before anything is sent."""
    return WeChatError(ErrorKind.BAD_REQUEST, words, detail="refused before sending")


def sent_by(send: Callable[[], Reply], id_name: str | None = None) -> Sent:
    """Call, and read what came of it; `id_name` is where the reply says what it was given."""
    try:
        reply = send()
    except WeChatError as error:
        # The platform holds the same message already: what we wanted is done.
        if error.kind is ErrorKind.ALREADY_DONE:
            return Sent(is_repeat=True)
        raise
    confirm(reply)
    return Sent(text_of(reply, id_name) if id_name else "")
