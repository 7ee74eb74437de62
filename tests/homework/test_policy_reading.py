"""A policy pack (政策包) is read whole or refused with its line and the reason."""

from __future__ import annotations

from datetime import date

import pytest

from homework.policy import (
    Bound,
    BrokenPack,
    DayKind,
    Level,
    Severity,
    Statistic,
    asked_burdens,
    asks_difficulty,
    read_pack,
)
from homework.report import Burden, Subject
from tests.homework.situations import PACKS, pack, rules

GOOD = """\
title = "本校规定"
short = "本校"
level = "school"
source = "校发〔2026〕1号"

[[rule]]
id = "written"
name = "书面作业"
clause = "第一条"
quote = "不超过50分钟"
grades = [4, 3]
measure = "written_minutes"
statistic = "ceiling"
limit = 50
severity = "hard"
valid_from = 2026-09-01
"""
ANOTHER = """
[[rule]]
id = "second"
name = "书面作业"
clause = "第二条"
quote = "不超过40分钟"
grades = [3]
measure = "written_minutes"
statistic = "ceiling"
limit = 40
severity = "hard"
"""


def test_a_pack_of_a_school_is_read() -> None:
    read = read_pack("ours", GOOD)
    (rule,) = read.rules
    assert (read.name, read.short, read.level) == ("ours", "本校", Level.SCHOOL)
    assert (rule.pack, rule.pack_title, rule.grades, rule.limit) == ("ours", "本校规定", (3, 4), 50)
    assert (rule.statistic, rule.severity) == (Statistic.CEILING, Severity.HARD)
    assert (rule.bound, rule.days, rule.valid_from) == (
        Bound.AT_MOST,
        DayKind.ANY,
        date(2026, 9, 1),
    )
    assert rule.source == "校发〔2026〕1号"


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('title = "本校规定"', 'title = "本校规定', 1, "TOML"),
        ("limit = 50", "limit = = 50", 14, "TOML"),
        ('short = "本校"', "", 1, "short"),
        ('level = "school"', 'level = "village"', 3, "village"),
        ('source = "校发〔2026〕1号"', 'sauce = "校发〔2026〕1号"', 4, "sauce"),
        ('source = "校发〔2026〕1号"', "", 6, "source"),
        ('id = "written"', "", 6, "id"),
        ('quote = "不超过50分钟"', 'quote = ""', 10, "quote"),
        ("grades = [4, 3]", "grades = [3, 10]", 11, "10"),
        ("grades = [4, 3]", "grades = [true]", 11, "年级"),
        ("grades = [4, 3]", "grades = []", 11, "grades"),
        ('measure = "written_minutes"', 'measure = "pages"', 12, "pages"),
        ('statistic = "ceiling"', 'statistic = "mean"', 13, "mean"),
        ("limit = 50", "limit = -1", 14, "limit"),
        ("limit = 50", "limit = true", 14, "limit"),
        ("limit = 50", "limit = 50.5", 14, "limit"),
        ('severity = "hard"', 'severity = "harsh"', 15, "harsh"),
        ("valid_from = 2026-09-01", 'valid_from = "2026-09-01"', 16, "日期"),
        ("valid_from = 2026-09-01", "valid_from = 2026-09-01T08:00:00", 16, "日期"),
        ("valid_from = 2026-09-01", "valid_from = 2026-09-01\nvalid_to = 2026-08-01", 17, "失效"),
        ("valid_from = 2026-09-01", "per_evening = true", 6, "most_evenings"),
        ("valid_from = 2026-09-01", 'per_evening = "yes"', 16, "true"),
        ("valid_from = 2026-09-01", 'subjects = ["语文"]', 16, "subjects"),
        ("valid_from = 2026-09-01", 'breach = "ranking"', 16, "breach"),
        ('measure = "written_minutes"', 'measure = "breach"\nbreach = "shouting"', 13, "shouting"),
        ('measure = "written_minutes"', 'measure = "breach"\nbreach = "ranking"', 15, "limit = 0"),
        ('measure = "written_minutes"', 'measure = "group_subjects"', 6, "subjects"),
    ],
)
def test_a_broken_pack_is_refused_with_its_line_and_the_reason(
    old: str, new: str, line: int, word: str
) -> None:
    assert old in GOOD
    with pytest.raises(BrokenPack) as refused:
        read_pack("ours", GOOD.replace(old, new, 1))
    assert (refused.value.line, word in refused.value.reason) == (line, True), refused.value
    assert str(refused.value).startswith(f"第{line}行:")


def test_a_pack_without_rules_is_refused() -> None:
    with pytest.raises(BrokenPack, match=r"\[\[rule\]\]"):
        read_pack("ours", GOOD.split("\n[[rule]]")[0])


def test_a_pack_that_contradicts_itself_is_refused_with_both_lines() -> None:
    with pytest.raises(BrokenPack) as refused:
        read_pack("ours", GOOD + ANOTHER)
    assert refused.value.line == 26
    assert "第14行" in refused.value.reason
    assert "50" in refused.value.reason
    assert "40" in refused.value.reason


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("grades = [3]", "grades = [5]", "other grades"),
        ('statistic = "ceiling"', 'statistic = "typical"', "平均 40, 最多 50"),
        ("limit = 40", 'limit = 40\ndays = "days_off"', "other days"),
        ("limit = 40", "limit = 40\nvalid_to = 2026-08-31", "until the other begins"),
    ],
)
def test_two_limits_that_can_both_be_kept_are_no_contradiction(
    old: str, new: str, remark: str
) -> None:
    assert len(read_pack("ours", GOOD + ANOTHER.replace(old, new)).rules) == 2, remark


def test_a_minimum_above_the_cap_is_a_contradiction() -> None:
    minimum = ANOTHER.replace("limit = 40", 'limit = 51\nbound = "at_least"')
    with pytest.raises(BrokenPack, match="不少于 51"):
        read_pack("ours", GOOD + minimum)


def test_two_rules_with_one_id_are_refused() -> None:
    twin = ANOTHER.replace('"second"', '"written"').replace("grades = [3]", "grades = [6]")
    with pytest.raises(BrokenPack, match="重复") as refused:
        read_pack("ours", GOOD + twin)
    assert refused.value.line == 19


def test_a_group_is_kept_in_the_order_of_subjects() -> None:
    group = GOOD.replace(
        'measure = "written_minutes"', 'measure = "group_subjects"\nsubjects = ["数学", "语文"]'
    )
    (rule,) = read_pack("ours", group).rules
    assert rule.subjects == (Subject.CHINESE, Subject.MATHS)
    assert rule.key == "group:语文+数学"


@pytest.mark.parametrize(
    "name",
    ["national-2021", "moe-2025", "shanghai-2025", "chongqing", "plan-p1", "plan-p2", "plan-p3"],
)
def test_every_shipped_rule_has_clause_quote_and_source(name: str) -> None:
    shipped = pack(name)
    assert shipped.rules
    for rule in shipped.rules:
        assert rule.clause, rule.id
        assert 2 <= len(rule.quote) <= 40, rule.id
        assert rule.rows, rule.id
        if shipped.level is not Level.SCHOOL:
            assert rule.source.startswith("http"), rule.id


def test_no_pack_is_shipped_untested() -> None:
    assert len(list(PACKS.glob("*.toml"))) == 7


def test_only_the_plan_that_registers_difficulty_asks_for_it() -> None:
    p2 = pack("plan-p2")

    assert asks_difficulty([p2, pack("national-2021")], 8)
    assert not asks_difficulty([p2, pack("national-2021")], 5)
    assert not asks_difficulty([pack("national-2021")], 8)


def test_burdens_are_asked_where_a_rule_names_them_and_exams_where_one_counts_them() -> None:
    assert asked_burdens(rules("plan-p3", grade=4)) == (Burden.RANKING, Burden.EXAM)
    assert asked_burdens(rules("shanghai-2025", grade=4)) == ()
