"""The icon: asked for by every browser, on every page, and there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)


def test_no_browser_is_told_404_for_an_icon(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")

    assert answer.status_code == 200
    assert answer.mimetype == "image/x-icon"
    assert "max-age" in answer.headers["Cache-Control"]
