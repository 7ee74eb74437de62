"""Reading what was printed: pages to pixels, codes by a decoder that is not ours, fonts by PDFium."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image
from pypdfium2 import raw

from app import create_app, main
from context import Context
from opening import load, open_context

DOTS_AN_INCH = 150
BASE = "https://zuoye.example.edu.cn"
CONFIG = f"""\
[site]
base_url = "{BASE}"
data_dir = "data"

[[account]]
id = "main"
kind = "link"

[[school]]
id = "sanhui"
name = "三汇中学"
account = "main"
policy = ["national-2021"]
classes = {{ "7" = 2, "8" = 2, "9" = 2 }}
"""


@dataclass(frozen=True, slots=True)
class Code:
    """One code found on a page: what it says, the side of its dark square, where it stands."""

    text: str
    side_mm: float
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Office:
    """A school's IT teacher at the command line, and browsers that open what was printed."""

    config: Path

    @classmethod
    def set_up(cls, folder: Path, words: str = CONFIG) -> Office:
        """三汇中学, ready to print."""
        config = folder / "config.toml"
        config.write_text(words, encoding="utf-8")
        office = cls(config)
        assert office.run("init") == 0
        return office

    def run(self, *words: str) -> int:
        return main([*words, "--config", str(self.config)])

    def open(self) -> Context:
        return open_context(load(self.config))

    def page_behind(self, link: str) -> str:
        """The page that a printed link opens."""
        return self.pages_behind([link])[0]

    def pages_behind(self, links: Iterable[str]) -> list[str]:
        """The pages that printed links open, each in a browser that has never been here."""
        context = self.open()
        app = create_app(context)
        pages = []
        for link in links:
            assert link.startswith(BASE), link
            answer = app.test_client().get(link.removeprefix(BASE))
            assert answer.status_code == 200, (link, answer.status_code)
            pages.append(answer.get_data(as_text=True))
        context.store.close()
        return pages


def codes_in(picture: Image.Image, dots: int = DOTS_AN_INCH) -> list[Code]:
    """Every code on a picture, from the top left to the bottom right."""
    found = []
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    for each in zxingcpp.read_barcodes(picture, formats=formats):
        at, corner = each.position.top_left, each.position.top_right
        side = (corner.x - at.x) / dots * 25.4
        found.append(Code(each.text, side, (at.y // 50, at.x)))
    return sorted(found, key=lambda code: code.place)


def codes_of(pdf: Path) -> list[list[Code]]:
    """Every code of every page, as a printer would put it on paper."""
    return [codes_in(page.render(scale=DOTS_AN_INCH / 72).to_pil()) for page in _pages(pdf)]


def texts_of(pdf: Path) -> list[str]:
    """The words of every page, as a reader would copy them."""
    return [page.get_textpage().get_text_range() for page in _pages(pdf)]


def height_of(pdf: Path, page: int, words: str) -> float:
    """How tall the first character of some words is on a page, in points."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    _, bottom, _, top = text.get_charbox(text.get_text_range().index(words))
    return float(top - bottom)


def fonts_of(pdf: Path) -> dict[str, bool]:
    """The fonts that words are set in, and whether each is inside the file."""
    found = {}
    for page in _pages(pdf):
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(each.raw)
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
            found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def picture(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes()))


def _pages(pdf: Path) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    yield from (document[number] for number in range(len(document)))
