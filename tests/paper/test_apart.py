"""Printing apart: the same PDF, the same refusals, and nothing of it stays in the web worker."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from paper.apart import draw_apart
from paper.fonts import FontMissing

ROOT = Path(__file__).resolve().parent.parent.parent
_PRINT = """
import sys
from paper.apart import draw_apart
from paper.posters import Poster, draw_posters
poster = Poster("3-2", "三年级2班", "示范小学", "http://school.test/r/x")
made = draw_apart(draw_posters, [poster], title="海报")
print(made[:5].decode(), len(made) > 10_000, "reportlab" in sys.modules)
"""


def _draw_words(words: str) -> bytes:
    return words.encode()


def _without_font() -> bytes:
    raise FontMissing


def _mistaken(words: str) -> bytes:
    raise ValueError(words)


def test_what_is_drawn_comes_back_whole() -> None:
    assert draw_apart(_draw_words, "三年级2班" * 100_000) == ("三年级2班" * 100_000).encode()


def test_a_poster_is_printed_and_the_library_is_not_loaded() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _PRINT], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["%PDF-", "True", "False"]


def test_a_font_that_is_missing_there_is_missing_here() -> None:
    with pytest.raises(FontMissing, match="make assets"):
        draw_apart(_without_font)


def test_a_mistake_is_named_without_what_was_drawn() -> None:
    with pytest.raises(RuntimeError, match="ValueError") as failed:
        draw_apart(_mistaken, words="张三的家庭码")

    assert "张三" not in str(failed.value)
