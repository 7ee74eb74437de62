"""What was recognised where (识别说明), for `--explain`."""

from __future__ import annotations

from collections.abc import Iterator

from homework.reading.scan import Scan
from homework.reading.values import Span


def all_spans(scan: Scan) -> tuple[Span, ...]:
    """Every find of the scan, in the order of the text."""
    return tuple(sorted(_spans(scan), key=lambda s: (s.start, s.end)))


def _spans(scan: Scan) -> Iterator[Span]:
    for c in scan.classes:
        yield Span(c.start, c.end, "class", f"{c.name.grade or '?'}-{c.name.number or '?'}")
    for start, end in scan.when.spans:
        yield Span(start, end, "day", scan.text.shown[start:end])
    for at, slot in scan.slots:
        yield Span(at, at + 2, "slot", slot.value)
    for m in scan.mentions:
        yield Span(m.start, m.end, "subject", "+".join(m.subjects))
    for w in scan.words:
        yield Span(w.start, w.end, w.word.role.value, w.word.kind or "")
    for d in scan.durations:
        high = "" if d.high is None else f"{d.high:g}"
        yield Span(d.start, d.end, "minutes", f"{d.low:g}-{high}")
    for i in scan.irregularities:
        yield Span(i.start, i.end, "irregularity", i.what.value)
