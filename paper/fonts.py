"""The font of what is printed (思源黑体, OFL): fetched at set-up, embedded in every PDF."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "vendor"
REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
_TRUETYPE = b"\x00\x01\x00\x00"


class FontMissing(Exception):
    """Set-up has not fetched the font; the text says what to do."""

    def __init__(self) -> None:
        super().__init__("没有找到印海报用的中文字体。请在程序所在的文件夹里运行:make assets")


def require_fonts() -> None:
    """Raise FontMissing where nothing can be printed, without loading what prints."""
    for name in (REGULAR, BOLD):
        try:
            with (FOLDER / f"{name}.ttf").open("rb") as file:
                is_font = file.read(4) == _TRUETYPE
        except OSError:
            is_font = False
        if not is_font:
            raise FontMissing


def register_fonts() -> None:
    """Make both weights known to the PDF library, once a process; raises FontMissing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for name in (REGULAR, BOLD):
        if name in pdfmetrics.getRegisteredFontNames():
            continue
        try:
            pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"{name}.ttf")))
        except (OSError, TTFError):
            raise FontMissing from None
