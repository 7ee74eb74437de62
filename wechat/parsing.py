"""Reads the platform's XML (报文) into plain mappings, refusing what it never sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from pyexpat import ExpatError, ParserCreate

from wechat.characters import CONTROL_BYTES
from wechat.refusals import Malformed

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Parsed:
    """`fields`: every leaf by its name, deeper ones by path (`PublishEventInfo.publish_id`, first
    one wins). `groups`: the leaves of each `<List>` element, in order."""

    fields: dict[str, str] = field(default_factory=dict)
    groups: list[dict[str, str]] = field(default_factory=list)


class _Reader:
    __slots__ = ("parsed", "path", "parts", "is_leaf")

    def __init__(self) -> None:
        self.parsed = Parsed()
        self.path: list[str] = []
        self.parts: list[str] = []
        self.is_leaf = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        path = self.path
        path.append(name)
        if len(path) > MAX_DEPTH:
            raise Malformed("nested too deep")
        if len(path) == 1 and name != "xml":
            raise Malformed("the root is not <xml>")
        if name == "List":
            self.parsed.groups.append({})
        self.is_leaf = True
        self.parts = []

    def characters(self, text: str) -> None:
        self.parts.append(text)

    def end(self, name: str) -> None:
        path = self.path
        if self.is_leaf and len(path) > 1:
            text = "".join(self.parts)
            if len(path) == 2:
                self._record(name, text)
            else:
                self._record_deep(name, text)
        self.is_leaf = False
        path.pop()

    def _record(self, name: str, text: str) -> None:
        # Two senders or two texts in one delivery: which one counts must not be a matter of taste.
        if name in self.parsed.fields:
            raise Malformed("a field is repeated")
        self.parsed.fields[name] = text

    def _record_deep(self, name: str, text: str) -> None:
        self.parsed.fields.setdefault(".".join(self.path[1:]), text)
        if "List" in self.path:
            self.parsed.groups[-1].setdefault(name, text)


def _refuse_doctype(*_details: object) -> None:
    raise Malformed("has a DOCTYPE")


def parse_xml(body: bytes) -> Parsed:
    """The leaves of an `<xml>` document in UTF-8; raises Malformed, and nothing else."""
    # Control characters go first: a parent's stray byte must not cost the whole message. But a
    # zero among the first bytes is another encoding, not a stray byte.
    if b"\0" in body[:2]:
        raise Malformed("not UTF-8")
    reader = _Reader()
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body.translate(None, CONTROL_BYTES), True)
    except ExpatError as error:
        raise Malformed(f"not XML in UTF-8 (expat {error.code})") from None
    return reader.parsed
