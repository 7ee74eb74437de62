"""The smallest change that fits: exact, fair, and said in fives."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations, product

import pytest

from homework.balancing import Change, Step, Turns, Way, count_yields, fitting_changes, yielded
from homework.policy import Rule, effective_rules, read_pack
from homework.registers import Register, RegisterEntry, excesses, weigh_entries
from homework.report import Kind, Subject
from tests.people import PACKS, plan_for_tests

MONDAY = date(2026, 11, 23)
C, M, E, S = Subject.CHINESE, Subject.MATHS, Subject.ENGLISH, Subject.SCIENCE


def rules_of(pack: str, grade: int) -> tuple[Rule, ...]:
    read = read_pack(pack, (PACKS / f"{pack}.toml").read_text())
    return effective_rules((read,), grade, MONDAY, plan_for_tests().calendar)


NATIONAL = rules_of("national-2021", 3)


def entry(
    subject: Subject, minutes: int, kind: Kind = Kind.WRITTEN, content: str = ""
) -> RegisterEntry:
    return RegisterEntry(subject, minutes, kind, content)


def register(*entries: RegisterEntry) -> Register:
    return Register(entries)


def said(change: Change) -> list[str]:
    return [
        f"{step.entry.name} {step.way} {step.minutes}".removesuffix(" 0") for step in change.steps
    ]


def test_a_register_within_its_caps_needs_no_change() -> None:
    assert fitting_changes(register(entry(C, 30), entry(M, 30)), NATIONAL, 3) == ()


def test_a_piece_that_fits_the_excess_is_moved_whole() -> None:
    over = register(entry(C, 40), entry(M, 20, content="练习册"), entry(E, 15, Kind.ORAL))

    assert said(fitting_changes(register(*over.entries, entry(S, 15)), NATIONAL, 3)[0]) == [
        "科学 move"
    ]


def test_a_long_piece_is_shortened_rather_than_lost() -> None:
    best = fitting_changes(register(entry(C, 40), entry(M, 37)), NATIONAL, 3)[0]

    assert said(best) == ["数学 shorten 20"]
    assert best.given_up == 17


def test_oral_homework_is_left_alone_where_only_written_counts() -> None:
    found = fitting_changes(register(entry(C, 70), entry(E, 60, Kind.ORAL)), NATIONAL, 3)

    assert [said(each) for each in found] == [["语文 shorten 60"]]


def test_each_subject_is_offered_once_and_the_one_that_yielded_least_comes_first() -> None:
    over = register(entry(C, 25), entry(M, 25), entry(E, 25))

    first = fitting_changes(over, NATIONAL, 3, Turns({M: 2, C: 1}))
    then = fitting_changes(over, NATIONAL, 3, Turns({M: 2, C: 1, E: 3}))

    assert [each.subjects for each in first] == [{E}, {C}, {M}]
    assert [each.subjects for each in then] == [{C}, {M}, {E}]


def test_a_subject_whose_day_of_rest_it_is_yields_first() -> None:
    over = register(entry(C, 25), entry(M, 25), entry(E, 25))

    assert fitting_changes(over, NATIONAL, 3, Turns({M: 9}, frozenset({M})))[0].subjects == {M}


def test_over_twenty_days_no_subject_always_yields() -> None:
    over = register(entry(C, 25), entry(M, 25), entry(E, 30))
    days: list[frozenset[Subject]] = []
    for _ in range(20):
        days.append(fitting_changes(over, NATIONAL, 3, Turns(count_yields(days)))[0].subjects)

    assert sorted(count_yields(days).values()) == [6, 7, 7]


def test_the_longest_piece_does_not_always_yield_though_it_alone_would_do() -> None:
    over = register(entry(C, 30), entry(M, 25), entry(E, 40))
    days: list[frozenset[Subject]] = []
    for _ in range(12):
        days.append(fitting_changes(over, NATIONAL, 3, Turns(count_yields(days)))[0].subjects)

    assert days[0] == {E}
    assert days.count(frozenset({E})) < 12
    assert frozenset({C, M}) in days


def test_a_subject_too_many_moves_one_and_shortens_none() -> None:
    over = register(entry(C, 20), entry(M, 20), entry(S, 10))

    assert all(
        step.way is Way.MOVE
        for each in fitting_changes(over, rules_of("plan-p1", 4), 4)
        for step in each.steps
    )
    assert {tuple(said(each)) for each in fitting_changes(over, rules_of("plan-p1", 4), 4)} == {
        ("语文 move",),
        ("数学 move",),
    }, "语文 and 数学 may not both be set: moving 科学 mends the count but not the group"


def test_yielding_is_counted_by_subject_and_not_by_piece() -> None:
    before = register(entry(C, 20, content="抄写"), entry(C, 10, content="朗读"), entry(M, 30))
    after = register(entry(C, 15, content="抄写"), entry(C, 15, content="朗读"), entry(M, 20))

    assert yielded(before, after) == {M}


def test_nothing_smaller_than_the_change_found_would_do() -> None:
    """Against every set of entries, each kept, moved, or shortened to any of its fives."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    tried = 0
    for _ in range(30):
        rules = chance.choice([NATIONAL, rules_of("plan-p1", 4), rules_of("national-2021", 2)])
        grade = rules[0].grades[0] if len(rules[0].grades) == 1 else 4
        over = register(*(_anything(chance) for _ in range(chance.randint(2, 5))))
        found = fitting_changes(over, rules, grade)
        if not found:
            assert not excesses(weigh_entries(over.entries, grade), rules)
            continue
        tried += 1
        assert (len(found[0].steps), _price(found[0])) == _least(over, rules, grade), over
        for each in found:
            assert not excesses(weigh_entries(_after(over, each), grade), rules)
    assert tried > 8


def _anything(chance: random.Random) -> RegisterEntry:
    kind = chance.choice([Kind.WRITTEN, Kind.WRITTEN, Kind.ORAL])
    return entry(chance.choice([C, M, E, S]), chance.choice([10, 15, 20, 30, 45]), kind)


def _after(over: Register, change: Change) -> list[RegisterEntry]:
    left = list(over.entries)
    for step in change.steps:
        left.remove(step.entry)
        if step.way is Way.SHORTEN:
            left.append(RegisterEntry(step.entry.subject, step.minutes, step.entry.kind))
    return left


def _price(change: Change) -> int:
    return change.given_up + 10 * any(step.way is Way.SHORTEN for step in change.steps)


def _least(over: Register, rules: tuple[Rule, ...], grade: int) -> tuple[int, int]:
    """The fewest entries that must yield and the lowest price then, by trying everything."""
    entries = over.entries
    for count in range(1, len(entries) + 1):
        costs = [
            gone
            for chosen in combinations(range(len(entries)), count)
            for gone in _all_ways(entries, chosen, rules, grade)
        ]
        if costs:
            return count, min(costs)
    raise AssertionError("moving everything must do")


def _all_ways(
    entries: tuple[RegisterEntry, ...], chosen: tuple[int, ...], rules: tuple[Rule, ...], grade: int
) -> list[int]:
    prices = []
    rest = [each for place, each in enumerate(entries) if place not in chosen]
    for lefts in product(*(range(0, entries[place].minutes, 5) for place in chosen)):
        kept, gone = list(rest), 10 * any(lefts)
        for place, left in zip(chosen, lefts, strict=True):
            each = entries[place]
            gone += each.minutes - left
            kept += [RegisterEntry(each.subject, left, each.kind)] if left else []
        if not excesses(weigh_entries(kept, grade), rules):
            prices.append(gone)
    return prices


@pytest.mark.parametrize("count", [12])
def test_the_longest_register_is_searched_in_time(count: int) -> None:
    subjects = [C, M, E, S]
    over = register(*(entry(subjects[place % 4], 20) for place in range(count)))

    best = fitting_changes(over, NATIONAL, 3)[0]

    assert len(best.steps) == 9
    assert best.steps[0] == Step(best.steps[0].entry, Way.MOVE)
