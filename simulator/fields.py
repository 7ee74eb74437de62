"""What each typed field of a template may hold (模板字段类型)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from simulator.errcodes import Refusal

SHOWN_CHARACTERS = 20

_DATE = r"\d{4}(年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
_TIME = r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?"
_MOMENT = rf"({_DATE} ?)?{_TIME}"
_DAY = rf"{_DATE}( ?{_TIME})?"
_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf·]"

# thing2 → thing: the number only tells two fields of one type apart.
_KEY = re.compile(r"([a-z_]+?)\d+")

_PATTERNS: dict[str, re.Pattern[str]] = {
    "thing": re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]{1,20}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": re.compile(rf"{_MOMENT}( ?~ ?{_MOMENT})?"),
    "date": re.compile(rf"{_DAY}( ?~ ?{_DAY})?"),
    "number": re.compile(r"(?=.{1,33}$)[-+]?\d{1,32}(\.\d+)?"),
    "amount": re.compile(r"[¥￥$€£]?\d{1,10}(\.\d+)?元?"),
    "phone_number": re.compile(r"[\d+\-()# *]{1,17}"),
    "car_number": re.compile(r".{1,8}"),
    "const": re.compile(r".{1,20}"),
    "phrase": re.compile(rf"{_HAN}{{1,5}}"),
    "name": re.compile(rf"{_HAN}{{1,10}}|[A-Za-z .]{{1,20}}|[A-Za-z .\u4e00-\u9fff·]{{1,10}}"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"[^\w\s]{1,5}"),
    "enum": re.compile(r".{1,20}"),
}


def read_values(data: object) -> dict[str, str]:
    """Return key → value of a message's `data`; Refusal 47003 if it has another shape."""
    if not isinstance(data, Mapping):
        raise Refusal(47003, "argument invalid! data is empty")
    values: dict[str, str] = {}
    for key, entry in data.items():
        value = entry.get("value") if isinstance(entry, Mapping) else None
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise _invalid(str(key))
        values[str(key)] = str(value)
    return values


def check_values(
    values: Mapping[str, str], keys: Mapping[str, str], enums: Mapping[str, list[str]]
) -> None:
    """Refuse a message (47003) that lacks a key of its template or breaks a type's limits."""
    for key in keys:
        if not values.get(key, "").strip():
            raise Refusal(47003, f"argument invalid! data.{key}.value is empty")
        check_value(key, values[key], enums.get(key))


def check_value(key: str, value: str, allowed: list[str] | None = None) -> None:
    """Refuse (47003) a value its key's type does not take; free keys take anything."""
    typed = _KEY.fullmatch(key)
    pattern = _PATTERNS.get(typed.group(1)) if typed else None
    if pattern is None:
        return
    if not pattern.fullmatch(value) or (allowed is not None and value not in allowed):
        raise _invalid(key)


def as_shown(value: str) -> str:
    """Return what a phone shows: without pictures, one line, cut at twenty characters."""
    plain = "".join(
        c for c in value if unicodedata.category(c) not in ("So", "Cs", "Co") and c != "\ufe0f"
    )
    return plain.replace("\r", "").replace("\n", " ")[:SHOWN_CHARACTERS]


def _invalid(key: str) -> Refusal:
    return Refusal(47003, f"argument invalid! data.{key}.value invalid")
