"""Time-based codes, against the vectors of RFC 6238 and RFC 4226."""

from __future__ import annotations

import pytest

from homework.second_step import code_at, matching_step

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(SECRET, seconds // 30, digits=8) == code


def test_the_vectors_of_rfc_4226() -> None:
    codes = "755224 287082 359152 969429 338314 254676 287922 162583 399871 520489".split()

    assert [code_at(SECRET, step) for step in range(10)] == codes


@pytest.mark.parametrize(
    ("drift", "is_taken"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_a_phones_clock_may_be_half_a_minute_off(drift: int, is_taken: bool) -> None:
    typed = code_at(SECRET, (1_000_000_000 + drift) // 30)

    assert (matching_step(SECRET, typed, 1_000_000_000, used=0) is not None) is is_taken


def test_a_code_works_once_and_none_before_it_works_after() -> None:
    now = 1_000_000_000
    step = matching_step(SECRET, code_at(SECRET, now // 30), now, used=0)
    assert step == now // 30

    assert matching_step(SECRET, code_at(SECRET, step), now, used=step) is None
    assert matching_step(SECRET, code_at(SECRET, step - 1), now, used=step) is None
    assert matching_step(SECRET, code_at(SECRET, step + 1), now, used=step) == step + 1


@pytest.mark.parametrize("typed", ["", "287", "abcdef", "二八七零八二", "0287082", "2870822\x00"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert matching_step(SECRET, typed, 59, used=0) is None


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "\uff12\uff18\uff17\uff10\uff18\uff12"])
def test_spaces_and_full_width_digits_are_read(typed: str) -> None:
    assert matching_step(SECRET, typed, 59, used=0) == 1
