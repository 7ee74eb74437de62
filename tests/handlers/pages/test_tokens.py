"""One set of colours: a page's style sheet names what `tokens.css` defines, and paints nothing of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "static"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
_DEFINED = re.compile(r"(--[a-z0-9-]+):")
_USED = re.compile(r"var\((--[a-z0-9-]+)\)")
_PAINTED = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(")
_SHEETS = (
    "console",
    "console-cases",
    "console-surveys",
    "register",
    "front",
    "hall",
)


def _style(name: str) -> str:
    return re.sub(
        r"/\*.*?\*/", "", (STATIC / f"{name}.css").read_text(encoding="utf-8"), flags=re.S
    )


@pytest.mark.parametrize("name", _SHEETS)
def test_every_colour_a_page_names_is_defined(name: str) -> None:
    style = _style(name)

    assert set(_USED.findall(style)) <= set(_DEFINED.findall(TOKENS + style))


@pytest.mark.parametrize("name", _SHEETS)
def test_a_page_paints_with_the_common_colours(name: str) -> None:
    paper = {"#fff", "#000"}  # what is printed, and what lies under a QR code

    assert set(_PAINTED.findall(_style(name))) <= paper


def test_the_dark_page_names_no_colour_that_the_light_one_lacks() -> None:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")

    assert set(_DEFINED.findall(dark)) <= set(_DEFINED.findall(light))
