"""The tables of examples beside this file (例句表): one example a line, `message → meaning`."""

from __future__ import annotations

from pathlib import Path

ARROW = " → "


def rows(name: str) -> list[tuple[str, str]]:
    """The examples of a table; a line break in a message is written \\n."""
    lines = (Path(__file__).with_name(name)).read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit(ARROW, 1) for line in lines if ARROW in line and not line.startswith("#"))
    return [(text.replace("\\n", "\n"), meaning) for text, meaning in pairs]
