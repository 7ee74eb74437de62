"""The spot-check draw (抽查), which anyone can recompute."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256

from homework.spotchecks import DrawSize, Pot, closing_seed, draw, lot, promised, salted

DAY = date(2026, 11, 24)
CLASSES = [f"{grade}-{number}" for grade in range(1, 7) for number in range(1, 5)]


def test_a_draw_is_recomputed_by_hand() -> None:
    seed = closing_seed(["3-2 80", "3-1 45"])
    assert seed == sha256(b"3-1 45\n3-2 80\n").hexdigest()
    hashes = {each: sha256(f"{seed}|2026-11-24|{each}".encode()).hexdigest() for each in CLASSES}
    assert draw(seed, DAY, Pot(CLASSES)).drawn == tuple(sorted(CLASSES, key=hashes.__getitem__)[:2])
    assert lot(seed, DAY, "3-2") == hashes["3-2"]


def test_a_salt_is_checked_with_a_sha256_program() -> None:
    assert promised("ab" * 32) == sha256(b"ab" * 32).hexdigest()
    assert salted("seed", "salt") == sha256(b"seed|salt").hexdigest()


def test_the_order_in_which_classes_are_listed_changes_nothing() -> None:
    shuffled = list(CLASSES)
    random.Random(20240901).shuffle(shuffled)
    assert draw("s", DAY, Pot(shuffled)) == draw("s", DAY, Pot(CLASSES))
    assert closing_seed(["b", "a"]) == closing_seed(["a", "b"])


def test_another_seed_or_day_draws_others() -> None:
    drawn = {draw(f"seed {n}", DAY, Pot(CLASSES)).drawn for n in range(20)}
    assert len(drawn) > 15
    later = {draw("s", DAY + timedelta(days=n), Pot(CLASSES)).drawn for n in range(20)}
    assert len(later) > 15


def test_no_class_is_drawn_twice_before_all_have_had_their_turn() -> None:
    round_so_far: frozenset[str] = frozenset()
    seen: list[str] = []
    for place in range(12):
        result = draw("s", DAY + timedelta(days=place), Pot(CLASSES, round_so_far))
        seen += result.drawn
        round_so_far = result.round_after
    assert sorted(seen) == sorted(CLASSES)
    assert round_so_far == frozenset()


def test_a_round_that_ends_in_the_middle_of_a_day_goes_on_with_the_next() -> None:
    result = draw("s", DAY, Pot(["1-1", "1-2", "1-3"], {"1-1", "1-3"}))
    assert result.drawn[0] == "1-2"
    assert len(result.drawn) == 2
    assert result.round_after == {result.drawn[1]}


def test_a_class_that_left_the_school_keeps_no_round_open() -> None:
    assert len(draw("s", DAY, Pot(["1-1", "1-2"], {"1-1", "1-2", "9-9"})).drawn) == 2


def test_over_many_days_every_class_is_drawn_equally_often() -> None:
    counts: Counter[str] = Counter()
    round_so_far: frozenset[str] = frozenset()
    for place in range(240):
        result = draw("s", DAY + timedelta(days=place), Pot(CLASSES, round_so_far))
        counts.update(result.drawn)
        round_so_far = result.round_after
    assert set(counts.values()) == {20}


def test_a_blind_spot_takes_one_place_even_if_it_has_had_its_turn() -> None:
    result = draw("s", DAY, Pot(CLASSES, {"5-4"}, blind={"5-4", "2-1"}))
    assert result.drawn[0] in {"5-4", "2-1"}
    assert len(set(result.drawn)) == 2


def test_classes_come_out_of_as_many_grades_as_the_school_asks() -> None:
    for place in range(30):
        day = DAY + timedelta(days=place)
        one_grade = draw("s", day, Pot(CLASSES), DrawSize(classes=2, grades=1)).drawn
        assert len({each[0] for each in one_grade}) == 1
        four = draw("s", day, Pot(CLASSES), DrawSize(classes=4, grades=2)).drawn
        assert len(four) == 4
        assert len({each[0] for each in four}) == 2


def test_a_school_without_classes_draws_none() -> None:
    assert draw("s", DAY, Pot([])).drawn == ()
