"""Rows that nobody touched are drawn once: never with what somebody else filled in."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.people import Cast

MONDAY = "2026-11-23"
_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
_FILLED = {"m-maths": "40", "c-maths": "练习册第九页", "k-maths": "oral", "f-maths": "noon"}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_form_that_was_filled_in_leaves_everybody_elses_empty(app: Flask, cast: Cast) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    before = app.test_client().get(path).get_data(as_text=True)
    one = app.test_client()
    one.get(path)

    again = one.post(path, data={"day": MONDAY, **_FILLED, "x-english": "不知多少"})
    assert again.status_code == 422
    assert "练习册第九页" in again.get_data(as_text=True)
    assert one.post(path, data={"day": MONDAY, **_FILLED}).status_code == 303

    assert "练习册第九页" in one.get(path).get_data(as_text=True)
    after = app.test_client().get(path).get_data(as_text=True)
    assert "checked" not in after
    assert _TOKEN.sub("", after) == _TOKEN.sub("", before)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("field", list(_FILLED))
def test_one_touched_field_is_enough_to_be_shown(app: Flask, cast: Cast, field: str) -> None:
    path = f"/r/{cast.school_class(3, 2).public_link}"
    sent = {"day": MONDAY, field: _FILLED[field], "x-english": "不知多少"}

    shown = app.test_client().post(path, data=sent).get_data(as_text=True)

    assert shown.count(" checked") == (0 if field == "c-maths" else 1)
    assert ("练习册第九页" in shown) == (field == "c-maths")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_young_classes_are_asked_the_kind_first_and_older_ones_are_not(
    app: Flask, cast: Cast
) -> None:
    pages = [
        app.test_client().get(f"/r/{cast.school_class(grade, 1).public_link}").text
        for grade in (3, 1, 3, 1)
    ]

    assert ["口头、没写完、家里加的" in page for page in pages] == [True, False, True, False]
    assert pages[0].count("不选按书面算") == pages[2].count("不选按书面算") > 0
