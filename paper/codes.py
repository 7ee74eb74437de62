"""QR codes (二维码): a link as squares to draw, or as a picture."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

BOX = 16  # pixels a module: 6 cm and more stay sharp at 300 dots an inch
QUIET = 4  # modules of white that the standard asks for on every side


@lru_cache(maxsize=512)
def picture(link: str) -> bytes:
    """A link as a PNG with its white margin."""
    from qrcode.image.pil import PilImage

    out = io.BytesIO()
    _code(link).make_image(image_factory=PilImage).save(out)
    return out.getvalue()


def runs(link: str) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """How many modules wide the code is, and its dark stretches: (row, first column, length)."""
    code = _code(link)
    return code.modules_count, _stretches(code.modules)


def _code(link: str) -> Any:  # qrcode ships no types
    # Late: the picture library is large, and most workers never draw a code.
    import qrcode

    # A quarter of the code may be lost to creases and stains, and it still reads.
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_Q, box_size=BOX, border=QUIET
    )
    code.add_data(link)
    code.make(fit=True)
    return code


def _stretches(modules: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for row, line in enumerate(modules):
        start = None
        for column, is_dark in enumerate([*line, False]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                yield row, start, column - start
                start = None
