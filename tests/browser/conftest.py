"""A browser in front of the running site; a page that complains of itself fails its test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser.visits import Visits, visiting
from tests.people import Cast


@pytest.fixture
def visits(app: Flask, chromium: str) -> Iterator[Visits]:
    app.config["WTF_CSRF_ENABLED"] = True
    with visiting(app, chromium) as opened:
        yield opened
    assert opened.complaints == []


@pytest.fixture
def link(cast: Cast) -> str:
    """The report page of 三年级2班, as its poster opens it."""
    return f"/r/{cast.school_class(3, 2).public_link}"
