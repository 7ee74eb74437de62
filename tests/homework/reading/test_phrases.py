"""Durations and class names are read from every way of saying them, and from nothing else."""

from __future__ import annotations

import pytest

from homework.reading import ClassName, Stage, read_class_names, read_minutes, read_report
from homework.report import Minutes
from tests.homework.reading.rows import rows


@pytest.mark.parametrize(("phrase", "expected"), rows("durations.txt"))
def test_a_duration_is_the_minutes_that_were_meant(phrase: str, expected: str) -> None:
    minutes = read_minutes(phrase)

    if expected == "none":
        assert minutes is None
    elif expected.endswith("+"):
        assert minutes == Minutes(int(expected[:-1]), None)
    else:
        low, _, high = expected.partition("~")
        assert minutes is not None
        assert minutes.high is not None
        assert abs(minutes.low - float(low)) < 1
        assert abs(minutes.high - float(high or low)) < 1


@pytest.mark.parametrize(("text", "expected"), rows("classes.txt"))
@pytest.mark.parametrize("carrier", ["{}", "{} 语文背诵课文20分钟"])
def test_a_class_name_is_read(text: str, expected: str, carrier: str) -> None:
    names = read_class_names(carrier.format(text))

    assert " ".join(map(written, names)) == ("" if expected == "none" else expected)


def written(name: ClassName) -> str:
    if name.grade and name.number:
        return f"{name.grade}-{name.number}"
    if name.entry_year:
        return f"{name.entry_year}级{name.number}"
    return f"{name.grade}年级" if name.grade else f"{name.number}班"


@pytest.mark.parametrize(
    ("text", "grade"),
    [("高2025级12班", 10), ("初2024级3班", 8), ("小学2023级1班", 3), ("2023级5班", None)],
)
def test_an_entry_year_is_a_grade_only_with_its_stage(text: str, grade: int | None) -> None:
    (name,) = read_class_names(text)

    assert name.grade_in(school_year=2025) == grade


def test_a_stage_is_kept() -> None:
    assert read_class_names("初一3班") == (ClassName(7, 3, None, Stage.JUNIOR),)


def test_a_class_that_was_taken_back_is_not_kept() -> None:
    reading = read_report("三年级2班 不对 是三年级3班 语文抄写20分钟")

    assert [(n.grade, n.number) for n in reading.class_names] == [(3, 3)]


@pytest.mark.parametrize("phrase", ["99999小时", "9小时", "500分钟", "100到900分钟"])
def test_no_evening_is_longer_than_eight_hours(phrase: str) -> None:
    assert read_minutes(phrase) is None
    assert read_report(f"数学卷子{phrase}").ask == "implausible_minutes"
