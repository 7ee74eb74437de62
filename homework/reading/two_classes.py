"""A message about two classes (说到两个班): which of its words are whose."""

from __future__ import annotations

from homework.reading.class_names import find_class_names
from homework.reading.text import normalise
from homework.reading.values import ClassName


def words_of_class(text: str, name: ClassName) -> tuple[str, str]:
    """What a message about two classes says of this one, and what it says of the others; the whole
    and nothing where it names no two, or does not say which words are whose."""
    plain = normalise(text)
    found = find_class_names(plain.matched)
    if len({each.name for each in found}) < 2:
        return text, ""
    ends = [each.start for each in found[1:]] + [len(plain.shown)]
    parts = [(each, plain.shown[each.start : end]) for each, end in zip(found, ends, strict=True)]
    if any(len(part) - (each.end - each.start) < _LEAST_SAID for each, part in parts):
        return text, ""
    own = [part for each, part in parts if _is_same(each.name, name)]
    others = [part for each, part in parts if not _is_same(each.name, name)]
    return (" ".join(own), " ".join(others)) if own else (text, "")


_LEAST_SAID = 4
"""三年级2班和五年级1班都是…: what stands between the two is no report."""


def _is_same(said: ClassName, name: ClassName) -> bool:
    return said.number == name.number and said.grade in (None, name.grade)
