"""The XML of callbacks and replies (消息格式), written and read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union
from xml.etree import ElementTree

# A tag and its text, number, or inner tags, in the order the platform writes them.
Tag = tuple[str, Union[str, int, float, "Sequence[Tag]"]]


class BadXml(Exception):
    """Not the XML a reply has to be."""


def render(tags: Sequence[Tag]) -> str:
    """Return `<xml>…</xml>`; text goes into CDATA, numbers stand bare."""
    return f"<xml>{''.join(_render(tag) for tag in tags)}</xml>"


def _render(tag: Tag) -> str:
    name, value = tag
    if isinstance(value, str):
        inside = "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    elif isinstance(value, int | float):
        inside = str(value)
    else:
        inside = "".join(_render(inner) for inner in value)
    return f"<{name}>{inside}</{name}>"


def parse(body: bytes) -> ElementTree.Element:
    """Return the root, which must be `<xml>`; BadXml for anything else."""
    if b"<!DOCTYPE" in body:
        raise BadXml("a reply has no DOCTYPE")
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadXml(f"not XML: {error}") from error
    if root.tag != "xml":
        raise BadXml(f"the root is <{root.tag}>, not <xml>")
    return root


def text_of(root: ElementTree.Element, path: str) -> str:
    """Return the text at the path, or an empty one."""
    return root.findtext(path) or ""
