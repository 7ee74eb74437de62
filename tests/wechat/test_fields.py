"""What each type of template field takes."""

from __future__ import annotations

import pytest

from wechat.fields import FieldMistake, fit_field, fit_fields, limit_of


@pytest.mark.parametrize(
    ("key", "value", "fitted"),
    [
        ("thing2", "三年级2班", "三年级2班"),
        ("thing2", "书" * 20, "书" * 20),
        ("thing2", "书" * 21, "书" * 19 + "…"),
        ("thing2", "一行\n又一行\x00", "一行 又一行"),
        ("thing2", "作业👍🏻好", "作业好"),
        ("thing2", "𠮷老师", "𠮷老师"),
        ("const7", "待核实", "待核实"),
        ("phrase3", "待核实", "待核实"),
        ("time4", "2026年11月23日 20:15", "2026年11月23日 20:15"),
        ("time4", "20:15", "20:15"),
        ("time4", "2026-11-23 20:15:00", "2026-11-23 20:15:00"),
        (
            "time4",
            "2026年11月23日 20:15~2026年11月23日 21:00",
            "2026年11月23日 20:15~2026年11月23日 21:00",
        ),
        ("date1", "2026年11月23日", "2026年11月23日"),
        ("number5", "80", "80"),
        ("number5", "80.5", "80.5"),
        ("amount1", "¥12.50元", "¥12.50元"),
        ("character_string1", "3-2/80", "3-2/80"),
        ("phone_number1", "021-12345678", "021-12345678"),
        ("car_number1", "沪A12345", "沪A12345"),
        ("name1", "王", "王"),
        ("letter1", "ABC", "ABC"),
        ("first", "任何内容" * 20, "任何内容" * 20),
        ("keyword1", "自由字段", "自由字段"),
    ],
)
def test_a_value_is_fitted_to_its_type(key: str, value: str, fitted: str) -> None:
    assert fit_field(key, value) == fitted


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("thing2", ""),
        ("thing2", "👍\n"),
        ("phrase3", "待教导处核实"),
        ("phrase3", "A"),
        ("time4", "晚上八点"),
        ("time4", "25:15"),
        ("time4", "٢٠:١٥"),
        ("date1", "11月23日"),
        ("number5", "80分"),
        ("number5", "8" * 33),
        ("character_string1", "三年级"),
        ("character_string1", "x" * 33),
        ("amount1", "很多"),
        ("phone_number1", "没有"),
        ("name1", "王" * 11),
        ("letter1", "A1"),
    ],
)
def test_a_value_that_would_change_its_meaning_is_refused(key: str, value: str) -> None:
    with pytest.raises(FieldMistake) as caught:
        fit_field(key, value)
    assert caught.value.field == key


def test_limits_can_be_asked_for() -> None:
    assert (limit_of("thing12"), limit_of("phrase3"), limit_of("remark")) == (20, 5, 200)


def test_a_template_gets_all_its_fields_and_only_those() -> None:
    keys = {"school_class": "thing2", "time": "time4"}
    values = {"school_class": "三年级2班", "time": "20:15", "stage": "待核实"}

    assert fit_fields(keys, values) == {
        "thing2": {"value": "三年级2班"},
        "time4": {"value": "20:15"},
    }
    with pytest.raises(FieldMistake, match="time"):
        fit_fields(keys, {"school_class": "三年级2班"})
