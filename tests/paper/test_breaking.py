"""Lines of Chinese on paper break where a reader would pause, and end in full-width stops."""

from __future__ import annotations

import pytest

from homework.wording import printed
from paper.breaking import broken, halves, typeset


def test_stops_after_chinese_are_full_width_and_addresses_stay() -> None:
    assert typeset("扫一扫,十秒填完;好吗?") == "扫一扫\uff0c十秒填完\uff1b好吗\uff1f"
    assert typeset("11月19日(周四),该班") == "11月19日(周四)\uff0c该班"
    assert typeset("https://a.example/r/b?day=1,2") == "https://a.example/r/b?day=1,2"


def test_a_line_that_fits_is_left_alone() -> None:
    assert broken("不问姓名。", 5, len) == ["不问姓名。"]


def test_lines_break_after_stops_as_evenly_as_they_can() -> None:
    assert broken("甲乙丙丁,戊己,庚辛壬。", 9, len) == ["甲乙丙丁,", "戊己,庚辛壬。"]


def test_a_clause_wider_than_the_line_breaks_anywhere_but_before_a_stop() -> None:
    assert broken("甲乙丙丁戊己。", 3, len) == ["甲乙丙", "丁戊己。"]


@pytest.mark.parametrize("width", range(4, 40))
def test_nothing_is_lost_or_added(width: int) -> None:
    for words in (printed.HOW, printed.HOW_FOLLOW, printed.PRIVACY_FOLLOW, printed.SLIP_HOW):
        lines = broken(words, width, len)
        assert "".join(lines) == words
        assert all(line[0] not in ",。;:、?!" for line in lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "青岛西山新经济开发区实验学校附属第二十六初级中学分校",
            ("青岛西山新经济开发区实验学校", "附属第二十六初级中学分校"),
        ),
        ("重庆市九龙坡区第一实验小学", ("重庆市九龙坡区", "第一实验小学")),
        ("甲乙丙丁戊己庚辛", ("甲乙丙丁", "戊己庚辛")),
    ],
)
def test_a_long_name_breaks_after_a_place_or_an_institution(
    name: str, lines: tuple[str, str]
) -> None:
    assert halves(name) == lines
