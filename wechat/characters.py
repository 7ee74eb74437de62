"""One rule for the characters that no store and no XML takes (控制字符)."""

from __future__ import annotations

import re

# XML 1.0 forbids these, PostgreSQL refuses NUL, UTF-8 cannot carry a lone surrogate. Everything
# else a person typed stays as it is: emoji, zero-width joiners, marks of direction.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D}) + b"\x7f"


def clean_text(text: str) -> str:
    """The text without characters XML forbids and with `\\n` as its only line end."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text
