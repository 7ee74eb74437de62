"""Fits values into the typed fields of templates (模板字段), which the platform checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wechat.characters import clean_text


class FieldMistake(ValueError):
    """A value that cannot be made to fit: `field` is the template's key, `reason` is Chinese."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Type:
    """`limit` in characters; a value longer than that is cut if it reads as words, else refused."""

    limit: int
    is_words: bool
    pattern: re.Pattern[str] | None = None
    needs: str = ""


_DATE = r"\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_MOMENT = rf"({_DATE}( ?{_CLOCK})?|{_CLOCK})"


def _words(limit: int) -> _Type:
    return _Type(limit, is_words=True)


def _exact(limit: int, pattern: str, needs: str) -> _Type:
    return _Type(limit, is_words=False, pattern=re.compile(pattern, re.ASCII), needs=needs)


_TYPES: Mapping[str, _Type] = {
    "thing": _words(20),
    "const": _words(20),
    "phrase": _exact(5, r"[\u3400-\u9fff]+", "要 1 到 5 个汉字"),
    "name": _exact(
        20, r"[\u3400-\u9fff·]{1,10}|[A-Za-z .'-]{1,20}", "要 10 个汉字或 20 个字母以内"
    ),
    "character_string": _exact(32, r"[!-~ ]+", "要数字、字母或符号,不能有汉字"),
    "number": _exact(32, r"[+-]?\d+(\.\d+)?", "要数字"),
    "amount": _exact(14, r"[¥¥$€£]?[+-]?\d{1,10}(\.\d+)?元?", "要金额"),
    "phone_number": _exact(17, r"[\d+() #*-]+", "要电话号码"),
    "car_number": _exact(8, r"[A-Z0-9\u4e00-\u9fff]+", "要车牌号"),
    "letter": _exact(32, r"[A-Za-z]+", "要字母"),
    "symbol": _exact(5, r"[^\w\s]+", "要符号"),
    "time": _exact(64, rf"{_MOMENT}( ?~ ?{_MOMENT})?", "要 2026年1月5日 15:01 这样的时间"),
    "date": _exact(64, rf"{_DATE}( ?{_CLOCK})?( ?~ ?{_DATE}( ?{_CLOCK})?)?", "要日期"),
}
# A test account's template may name its fields anything, and does not check them.
_FREE = _words(200)
_KEY = re.compile(r"([a-z_]+?)\d+", re.ASCII)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u20e3]")
_SPACE = re.compile(r"\s+")


def limit_of(key: str) -> int:
    """How many characters a template key takes: 20 for `thing2`."""
    return _type_of(key).limit


def fit_field(key: str, value: str) -> str:
    """The value as the template's key takes it: one line, without emoji, words cut with `…`.

    Raises FieldMistake where cutting would change the meaning, or nothing is left.
    """
    kind = _type_of(key)
    text = _SPACE.sub(" ", _EMOJI.sub("", clean_text(value))).strip()
    if not text:
        raise FieldMistake(key, "是空的")
    if kind.is_words:
        return text if len(text) <= kind.limit else text[: kind.limit - 1].rstrip() + "…"
    if len(text) > kind.limit or not (kind.pattern and kind.pattern.fullmatch(text)):
        raise FieldMistake(key, f"{kind.needs},现在是“{text[:40]}”")
    return text


def fit_fields(keys: Mapping[str, str], values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The `data` of a template call: `keys` maps our names to the template's, `values` our names
    to texts. A value the school's template has no field for is left out; a field without a
    value raises FieldMistake, since the platform refuses the whole message."""
    for name, key in keys.items():
        if name not in values:
            raise FieldMistake(key, f"没有值({name})")
    return {key: {"value": fit_field(key, values[name])} for name, key in keys.items()}


def _type_of(key: str) -> _Type:
    found = _KEY.fullmatch(key)
    return _TYPES.get(found.group(1), _FREE) if found else _FREE
