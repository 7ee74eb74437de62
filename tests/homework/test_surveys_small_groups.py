"""Small groups stay hidden: nothing that can be added or subtracted is fewer than five families."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homework.surveys import Reply, Respondent, Results, Scope, Whole, read_template
from homework.surveys.results import OfClass, OfGrade
from homework.surveys.small_groups import (
    FLOOR,
    hidden_parts,
    next_batch,
    shown_while_open,
)

TEMPLATE = read_template(
    "load",
    """
title = "作业量"
intro = "一题。"
roles = ["parent"]
[[question]]
key = "load"
kind = "single"
words = "多吗?"
choices = { fit = "合适", heavy = "多" }
""",
)
LOAD = TEMPLATE.questions[0]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 5, "b": 5}, set()),  # exactly the floor is shown
        ({"a": 4, "b": 9}, {"a", "b"}),  # 13 less 9 would be the four
        ({"a": 4, "b": 9, "c": 7}, {"a", "c"}),  # the next smallest goes with it
        ({"a": 2, "b": 3, "c": 9}, {"a", "b"}),  # five together are enough
        ({"a": 0, "b": 9}, set()),  # nobody is nobody
        ({"a": 1, "b": 1}, {"a", "b"}),
        ({}, set()),
    ],
)
def test_a_small_part_is_hidden_with_whatever_would_give_it_away(
    counts: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_parts(counts) == hidden


@given(st.lists(st.integers(0, 30), max_size=8))
def test_what_is_left_after_the_shown_parts_is_nobody_or_at_least_five(sizes: list[int]) -> None:
    counts = dict(enumerate(sizes))
    total = sum(sizes)
    if total < FLOOR:
        return  # then the whole is not shown either

    rest = sum(counts[part] for part in hidden_parts(counts))

    assert rest == 0 or rest >= FLOOR


def school(sizes: dict[OfClass, int]) -> list[Reply]:
    return [
        Reply(Respondent.PARENT, {"load": "heavy"}, 0, where)
        for where, size in sizes.items()
        for _ in range(size)
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), min_size=1, max_size=3))
def test_no_sum_or_difference_of_what_is_shown_isolates_a_few(grades: list[list[int]]) -> None:
    sizes = {
        OfClass(grade, f"{grade}-{number}"): size
        for grade, classes in enumerate(grades, 1)
        for number, size in enumerate(classes, 1)
    }
    results = Results(TEMPLATE, school(sizes), is_open=False)
    scopes: list[Scope] = [Whole(), *(OfGrade(grade) for grade in range(1, 4)), *sizes]
    shown = [
        _inside(scope, sizes)
        for scope in scopes
        if results.tally(LOAD, Respondent.PARENT, scope) is not None
    ]

    # Any figure less any disjoint figures inside it.
    for whole in shown:
        parts = [each for each in shown if each < whole]
        for count in range(len(parts) + 1):
            for chosen in combinations(parts, count):
                if sum(map(len, chosen)) == len(frozenset().union(*chosen)):
                    rest = sum(sizes[each] for each in whole.difference(*chosen))
                    assert rest == 0 or rest >= FLOOR


def _inside(scope: Scope, sizes: dict[OfClass, int]) -> frozenset[OfClass]:
    match scope:
        case Whole():
            return frozenset(sizes)
        case OfGrade(grade):
            return frozenset(each for each in sizes if each.grade == grade)
        case _:
            return frozenset({scope})


def test_consecutive_views_of_an_open_round_differ_by_nobody_or_by_five() -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    draw = random.Random(seed)
    replies: list[Reply] = []
    newest: int | None = None
    seen = 0
    for _ in range(draw.randrange(1, 60)):
        size = sum(reply.batch == newest for reply in replies)
        newest = next_batch(newest, size)
        replies.append(Reply(Respondent.PARENT, {"load": "fit"}, newest))
        found = Results(TEMPLATE, replies, is_open=True).units(Respondent.PARENT, Whole()) or 0
        assert found - seen in (0, FLOOR)
        seen = found

    final = Results(TEMPLATE, replies, is_open=False).units(Respondent.PARENT, Whole()) or 0
    assert final - seen >= FLOOR or final == 0


def test_the_last_full_batch_waits_for_the_end() -> None:
    assert shown_while_open(Counter({0: 5})) == set()
    assert shown_while_open(Counter({0: 5, 1: 4})) == set()
    assert shown_while_open(Counter({0: 5, 1: 5})) == {0}
    assert shown_while_open(Counter({0: 5, 1: 5, 2: 1})) == {0}
    assert shown_while_open({}) == set()


def test_a_condition_that_few_met_hides_its_question_only() -> None:
    template = read_template(
        "two",
        """
title = "两题"
intro = "。"
roles = ["parent"]
[[question]]
key = "late"
kind = "single"
words = "晚吗?"
choices = { yes = "晚", no = "不晚" }
[[question]]
key = "nights"
kind = "number"
words = "几晚?"
when = { question = "late", choices = ["yes"] }
""",
    )
    replies = [Reply(Respondent.PARENT, {"late": "no"}, 0) for _ in range(6)]
    replies += [Reply(Respondent.PARENT, {"late": "yes", "nights": 2}, 0) for _ in range(4)]
    results = Results(template, replies, is_open=False)

    assert results.tally(template.question("late"), Respondent.PARENT, Whole()) is not None
    assert results.tally(template.question("nights"), Respondent.PARENT, Whole()) is None


def test_an_open_round_has_no_figures_of_a_grade_or_class() -> None:
    where = OfClass(3, "3-2")
    replies = [Reply(Respondent.PARENT, {"load": "fit"}, batch, where) for batch in (0, 1, 2)] * 5
    results = Results(TEMPLATE, replies, is_open=True)

    assert results.tally(LOAD, Respondent.PARENT, Whole()) is not None
    for scope in (OfGrade(3), where):
        assert results.tally(LOAD, Respondent.PARENT, scope) is None
        assert results.units(Respondent.PARENT, scope) is None
