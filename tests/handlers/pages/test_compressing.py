"""Compression: small on the wire, the same when unpacked, and left alone where it would not help."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from tests.people import Cast

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
TAKES_GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_the_form_goes_out_small_and_unpacks_to_the_same_page(
    client: FlaskClient, cast: Cast
) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    plain = client.get(path)

    packed = client.get(path, headers=TAKES_GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 3
    assert "三年级2班" in gzip.decompress(packed.data).decode()


def test_a_style_sheet_is_compressed_too(client: FlaskClient) -> None:
    packed = client.get("/static/parent.css", headers=TAKES_GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    with client.get("/static/parent.css") as plain:
        assert gzip.decompress(packed.data) == plain.data


def test_a_browser_that_does_not_ask_gets_it_plain(client: FlaskClient) -> None:
    with client.get("/static/parent.css") as plain:
        assert "Content-Encoding" not in plain.headers


def test_the_hall_still_answers_304_to_what_it_sent_compressed(client: FlaskClient) -> None:
    first = client.get("/hall/shifan.json", headers=TAKES_GZIP)

    again = client.get(
        "/hall/shifan.json", headers={**TAKES_GZIP, "If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304


def test_replies_to_wechat_are_never_compressed(cast: Cast) -> None:
    assert "Content-Encoding" not in cast.client.get("/wechat/main", headers=TAKES_GZIP).headers
    assert cast.say("张", "帮助")
