"""Paper registers typed into a table: read whole, or every mistake named with its line."""

from __future__ import annotations

import pytest

from homework.register_csv import COLUMNS, read_table
from homework.registers import RegisterEntry
from homework.report import Kind, Subject

HEAD = ",".join(COLUMNS)


def test_a_table_becomes_a_register_a_class() -> None:
    read = read_table(
        f"\ufeff{HEAD}\n3-2,语文,20,书面,抄写第5课,,,,\n3-2,英语,10,口头,听读,是,是,否,3\n"
        "4-1,没有作业,,,,,,,\n,,,,,,,,\n"
    )

    assert read.mistakes == ()
    assert read.registers["3-2"].entries == (
        RegisterEntry(Subject.CHINESE, 20, Kind.WRITTEN, "抄写第5课"),
        RegisterEntry(Subject.ENGLISH, 10, Kind.ORAL, "听读", True, True, False, 3),
    )
    assert read.registers["4-1"].entries == ()


def test_columns_may_stand_in_any_order_and_most_may_be_missing() -> None:
    read = read_table("分钟,班级,学科\n20,3-2,数学\n")

    assert read.registers["3-2"].entries == (RegisterEntry(Subject.MATHS, 20),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("三年二班,音标,,,,,,,", '第2行 班级"三年二班"要写成 3-2;分钟""应为 1 到'),
        ("三年二班,语文,20,,,,,,", '第2行 班级"三年二班"要写成 3-2'),
        ("3-2,奥数,20,,,,,,", '没有"奥数"这一科'),
        ("3-2,语文,半小时,,,,,,", '分钟"半小时"应为 1 到 480 的整数'),
        ("3-2,语文,481,,,,,,", '分钟"481"'),
        ("3-2,语文,20,写,,,,,", '形式"写"'),
        ("3-2,语文,20,,,也许,,,", '中午"也许"写 是 或 否'),
        ("3-2,语文,20,,,,,,6", '难度"6"'),
        ("3-2,语文,20,,,,,,\n3-2,没有作业,,,,,,,", "3-2 又写没有作业,又写了作业"),
        ("\n".join(["3-2,语文,5,,,,,,"] * 13), "3-2 多于12项"),
    ],
)
def test_a_mistake_names_its_line_and_nothing_is_read(line: str, words: str) -> None:
    read = read_table(f"{HEAD}\n{line}\n")

    assert words in "\n".join(read.mistakes)
    assert read.registers == {}


def test_a_table_without_its_columns_says_which() -> None:
    assert read_table("class,subject\n").mistakes == ("第1行缺少这几列:班级、学科、分钟",)
    assert read_table("").mistakes == ("第1行缺少这几列:班级、学科、分钟",)
