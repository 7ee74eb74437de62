"""Silence is data (盲区)."""

from __future__ import annotations

from datetime import date, timedelta

from homework.silence import BlindSpot, DayActivity, blind_spots

MONDAY = date(2026, 11, 2)


def days(*reports: int, flagged: tuple[int, ...] = ()) -> list[DayActivity]:
    return [
        DayActivity(MONDAY + timedelta(days=place), count, was_flagged=place in flagged)
        for place, count in enumerate(reports)
    ]


def test_a_class_that_is_heard_of_has_no_blind_spot() -> None:
    assert blind_spots(days(4, 5, 3, 6, 4)) == ()
    assert blind_spots([]) == ()


def test_no_register_by_its_time_is_a_blind_spot_where_there_should_be_one() -> None:
    assert blind_spots([DayActivity(MONDAY, 5, has_register=False)]) == (BlindSpot.NO_REGISTER,)
    assert blind_spots([DayActivity(MONDAY, 5, has_register=True)]) == ()
    assert blind_spots([DayActivity(MONDAY, 5, has_register=None)]) == ()


def test_five_school_days_without_a_report_are_a_blind_spot_four_are_not() -> None:
    assert blind_spots(days(3, 0, 0, 0, 0, 0)) == (BlindSpot.NO_REPORTS,)
    assert blind_spots(days(3, 0, 0, 0, 0)) == ()
    assert blind_spots(days(0, 0, 0, 0)) == ()  # the school has only just begun


def test_sudden_unanimity_is_a_blind_spot_habitual_unanimity_is_not() -> None:
    usual = [DayActivity(MONDAY, 8, alike=2)]
    sudden = DayActivity(MONDAY + timedelta(days=1), 8, alike=7)
    assert blind_spots([*usual, sudden]) == (BlindSpot.UNANIMOUS,)
    assert blind_spots([sudden, sudden]) == ()
    assert blind_spots([*usual, DayActivity(MONDAY, 9, alike=7)]) == ()  # 7 of 9: under 80 %
    assert blind_spots([*usual, DayActivity(MONDAY, 5, alike=5)]) == ()  # too few to wonder


def test_a_day_that_still_runs_is_not_a_silent_one() -> None:
    running = DayActivity(MONDAY + timedelta(days=9), 0, is_running=True)
    assert blind_spots([*days(3, 0, 0, 0, 0), running]) == ()
    assert blind_spots([*days(3, 0, 0, 0, 0, 0), running]) == (BlindSpot.NO_REPORTS,)
    assert blind_spots([*days(6, 8, 7, 0, flagged=(2,)), running]) == ()


def test_the_first_report_of_a_running_day_ends_a_silence() -> None:
    heard = DayActivity(MONDAY + timedelta(days=9), 1, is_running=True)
    assert blind_spots([*days(3, 0, 0, 0, 0, 0), heard]) == ()


def test_a_class_that_falls_silent_after_being_flagged_is_a_blind_spot() -> None:
    assert blind_spots(days(6, 8, 7, 1, 0, flagged=(2,))) == (BlindSpot.FELL_SILENT,)
    # What is usual was learnt before the flag; the silence itself must not become usual.
    assert BlindSpot.FELL_SILENT in blind_spots(days(6, 8, 7, 1, 0, 1, 0, 1, 1, flagged=(2,)))
    assert blind_spots(days(6, 8, 7, 1, 0)) == ()  # it was not flagged
    assert blind_spots(days(6, 8, 7, 1, flagged=(2,))) == ()  # one day is chance
    assert blind_spots(days(6, 8, 7, 1, 3, flagged=(2,))) == ()  # it still speaks
    assert blind_spots(days(2, 1, 2, 0, 0, flagged=(2,))) == ()  # it never spoke much
