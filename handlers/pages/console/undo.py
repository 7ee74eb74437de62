"""Taking the last act back (撤销): a button beside the sentence that says what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from flask import session

_KEY = "undo"


def offer_undo(path: str, fields: Iterable[tuple[str, str]] = ()) -> None:
    """Offer, on the next page, a button that posts these fields to one of our own paths."""
    session[_KEY] = {"path": path, "fields": [list(each) for each in fields]}


def take_undo() -> dict[str, Any] | None:
    """What can be taken back on this page; offered once."""
    # The session is a signed cookie: what it holds is what `offer_undo` put there.
    return cast("dict[str, Any] | None", session.pop(_KEY, None))
