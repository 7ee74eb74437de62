"""A PDF being drawn (纸): words, codes and cut lines, in millimetres from the top left corner."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from paper.breaking import broken, halves, typeset
from paper.codes import runs
from paper.fonts import BOLD, REGULAR, register_fonts

A4 = (210.0, 297.0)
MM = 72 / 25.4  # points a millimetre
_LEAST_TO_BREAK = 8  # characters; a shorter name reads better small than broken


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: size in points, weight, and whether x is their middle."""

    points: float
    is_bold: bool = False
    is_centred: bool = False
    leading: float = 1.45

    @property
    def font(self) -> str:
        return BOLD if self.is_bold else REGULAR


@dataclass(frozen=True, slots=True)
class Line:
    """A straight cut from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float


class Sheet:
    """One PDF of pages of one size; raises FontMissing where set-up has not fetched the font."""

    def __init__(self, title: str, size: tuple[float, float] = A4) -> None:
        from reportlab.pdfgen.canvas import Canvas

        register_fonts()
        self.width, self.height = size
        self._out = io.BytesIO()
        # The first font named would stand in the file unembedded if it were not ours.
        self._canvas = Canvas(
            self._out,
            pagesize=(self.width * MM, self.height * MM),
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say float
            pageCompression=1,
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("作业秤")

    def words(self, text: str, x: float, baseline: float, look: Type) -> None:
        """One line of text."""
        self._canvas.setFont(look.font, look.points)
        draw = self._canvas.drawCentredString if look.is_centred else self._canvas.drawString
        draw(x * MM, self._up(baseline), typeset(text))

    def fitted(self, text: str, x: float, baseline: float, look: Type, width: float) -> Type:
        """One line, smaller where it would be wider than `width`; returns how it was set."""
        wide = self.width_of(text, look)
        if wide > width:
            look = replace(look, points=look.points * width / wide)
        self.words(text, x, baseline, look)
        return look

    def name(self, text: str, x: float, baseline: float, look: Type, width: float) -> None:
        """A name on one line, or on two that end a little below it where it would shrink too far."""
        wide = self.width_of(text, look)
        if wide * 2 <= width * 3 or len(text) < _LEAST_TO_BREAK:
            self.fitted(text, x, baseline, look, width)
            return
        lines = halves(text)
        widest = max(self.width_of(line, look) for line in lines)
        look = replace(look, points=look.points * min(1, width / widest))
        step = look.points * 1.25 / MM
        for place, line in enumerate(lines):
            self.words(line, x, baseline + (place - 0.8) * step, look)

    def block(self, text: str, x: float, baseline: float, look: Type, width: float) -> float:
        """Lines broken to `width`; returns the baseline that a next line would have."""
        for line in broken(text, width, lambda words: self.width_of(words, look)):
            self.words(line, x, baseline, look)
            baseline += look.points * look.leading / MM
        return baseline

    def width_of(self, text: str, look: Type) -> float:
        """How wide one line is."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(typeset(text), look.font, look.points)) / MM

    def code(self, link: str, x: float, y: float, side: float) -> None:
        """A QR code whose dark square is `side` wide; the caller leaves a tenth of it white around."""
        modules, stretches = runs(link)
        module = side / modules * MM
        path = self._canvas.beginPath()
        for row, column, length in stretches:
            left, bottom = x * MM + column * module, self._up(y) - (row + 1) * module
            path.rect(left, bottom, length * module, module)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def cuts(self, lines: Sequence[Line]) -> None:
        """Dashed lines to cut along."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.4)
        self._canvas.setStrokeGray(0.45)
        self._canvas.setDash(3, 3)
        for each in lines:
            self._canvas.line(each.x1 * MM, self._up(each.y1), each.x2 * MM, self._up(each.y2))
        self._canvas.restoreState()

    def rule(self, line: Line) -> None:
        """A thin line."""
        self._canvas.setLineWidth(0.5)
        self._canvas.line(line.x1 * MM, self._up(line.y1), line.x2 * MM, self._up(line.y2))

    def end_page(self) -> None:
        """Go on with a new page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The whole file."""
        self._canvas.save()
        return self._out.getvalue()

    def _up(self, y: float) -> float:
        return (self.height - y) * MM
