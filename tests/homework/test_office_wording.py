"""What an act was about, in the words of the log: days and classes as people say them."""

from __future__ import annotations

import pytest

from homework.wording.console_office import about_words


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("7", "7号"),
        ("staff:3", "林老师"),
        ("survey:2", "问卷2"),
        ("2026-11-23 5-2", "11月23日(周一) 五年级2班"),
        ("2026-11-23 三年级", "11月23日(周一) 三年级"),
        ("2026-11-23", "11月23日(周一)"),
        ("2026-09-01–2026-11-24", "9月1日(周二)至11月24日(周二)"),
        ("class:3-2", "三年级2班"),
        ("", ""),
    ],
)
def test_an_act_is_about_what_people_call_it(about: str, words: str) -> None:
    assert about_words(about, {3: "林老师"}) == words
