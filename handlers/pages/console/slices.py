"""A long list of a page, cut into pages (翻页) by a number in the address: ?steps=2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

T = TypeVar("T")
SIZE = 20


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of a list: what stands on it, how many there are in all, which page of how many."""

    name: str
    items: Sequence[T]
    count: int
    page: int
    last: int

    def link(self, page: int) -> str:
        """The address of another page of this list."""
        return f"{request.path}?{self.name}={page}#{self.name}"


def cut(name: str, items: Sequence[T]) -> Slice[T]:
    """The page of `items` that the address asks for; the first where it asks for none there is."""
    last = max(1, -(-len(items) // SIZE))
    asked = request.args.get(name, "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    page = page if 1 <= page <= last else 1
    return Slice(name, items[(page - 1) * SIZE : page * SIZE], len(items), page, last)
