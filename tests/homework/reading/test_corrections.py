"""A correction changes what it names, and a later report of the day joins the earlier one."""

from __future__ import annotations

import pytest

from homework.reading import merge_reports, read_correction, read_report
from homework.report import Irregularity, Kind, Minutes, Report, Subject

SAID = "语文抄写20分钟 数学卷子30分钟 英语听读15分钟 家长签字"


def report(text: str) -> Report:
    return read_report(text).report


def figures(changed: Report | None) -> dict[str, int | None]:
    assert changed is not None
    return {a.subject.value: a.minutes.low if a.minutes else None for a in changed.assignments}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数学不对,是40", {"语文": 20, "数学": 40, "英语": 15}),
        ("数学不对，40分钟", {"语文": 20, "数学": 40, "英语": 15}),
        ("数学应该是40", {"语文": 20, "数学": 40, "英语": 15}),
        ("数学改成一个小时", {"语文": 20, "数学": 60, "英语": 15}),
        ("数学写错了是四十分钟", {"语文": 20, "数学": 40, "英语": 15}),
        ("英语不是15是30", {"语文": 20, "数学": 30, "英语": 30}),
        ("英语是30不是15", {"语文": 20, "数学": 30, "英语": 30}),
        ("是25不是30", {"语文": 20, "数学": 25, "英语": 15}),
        ("不是30分钟,是25分钟", {"语文": 20, "数学": 25, "英语": 15}),
        ("数学改成40,英语改成20", {"语文": 20, "数学": 40, "英语": 20}),
        ("语文没有", {"数学": 30, "英语": 15}),
        ("没有语文", {"数学": 30, "英语": 15}),
        ("今天英语没作业", {"语文": 20, "数学": 30}),
        ("去掉英语", {"语文": 20, "数学": 30}),
        ("不是语文是科学", {"科学": 20, "数学": 30, "英语": 15}),
        ("语文错了,是科学", {"科学": 20, "数学": 30, "英语": 15}),
        ("数学其实只写了10分钟", {"语文": 20, "数学": 10, "英语": 15}),
    ],
)
def test_only_what_is_named_changes(text: str, expected: dict[str, int]) -> None:
    assert figures(read_correction(text, report(SAID))) == expected


def test_a_content_is_put_right_with_its_kind() -> None:
    changed = read_correction("数学是口算不是卷子", report(SAID))

    assert changed is not None
    assert [a.content for a in changed.assignments] == ["抄写", "口算", "听读 家长签字"]
    assert changed.assignments[1].minutes == Minutes(30, 30)
    back = read_correction("语文不是抄写是背诵", report(SAID))
    assert back is not None
    assert (back.assignments[0].content, back.assignments[0].kind) == ("背诵", Kind.ORAL)


def test_a_signature_that_was_not_asked_for_is_taken_back() -> None:
    before = report(SAID)
    changed = read_correction("没有要求家长签字", before)

    assert before.irregularities == {Irregularity.PARENT_SIGN}
    assert changed is not None
    assert changed.irregularities == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "科学观察20分钟",
        "数学卷子30分钟",
        "今天真累",
        "好的",
        "物理不对,是40",
        "更正:语文10分钟",
        "",
    ],
)
def test_what_corrects_nothing_of_the_report_is_none(text: str) -> None:
    assert read_correction(text, report(SAID)) is None


def test_a_corrected_figure_lets_an_older_total_go() -> None:
    changed = read_correction("数学不对,是40", report("语文抄写 数学卷子30分钟 一共1小时"))

    assert changed is not None
    assert changed.stated_total is None


def test_the_same_subject_replaces_and_a_new_one_adds() -> None:
    merged = merge_reports(
        report("语文抄写20分钟 数学口算10分钟"), report("数学卷子30分钟 英语听读5分钟")
    )

    assert figures(merged) == {"语文": 20, "数学": 30, "英语": 5}


def test_no_homework_replaces_everything_and_is_replaced_by_homework() -> None:
    none, some = report("今天没有作业"), report("语文抄写20分钟")

    assert merge_reports(some, none) == none
    assert merge_reports(none, some) == some


def test_irregularities_of_both_reports_stay() -> None:
    merged = merge_reports(report("语文抄写20分钟 家长签字"), report("数学卷子要打印 30分钟"))

    assert merged.irregularities == {Irregularity.PARENT_SIGN, Irregularity.PRINT_AT_HOME}


def test_a_total_grows_by_a_new_subject_and_falls_with_a_replaced_one() -> None:
    old = report("语文抄写 数学卷子 一共1小时")

    assert merge_reports(old, report("英语听读10分钟")).stated_total == Minutes(70, 70)
    assert merge_reports(old, report("数学卷子30分钟")).stated_total is None
    assert merge_reports(old, report("英语听读")).stated_total is None


def test_a_merged_report_names_each_subject_where_it_stood() -> None:
    merged = merge_reports(report("语文抄写20分钟"), report("数学卷子30分钟"))

    assert [a.subject for a in merged.assignments] == [Subject.CHINESE, Subject.MATHS]
