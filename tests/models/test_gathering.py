"""Reports read ahead of a tick: whose they are, what is left out, and what a change in between does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from homework.measures import MEASURE_FIELDS
from models.days.class_days import Touched, touched
from models.days.gathering import Gathered, gather, gather_touched, units_on
from models.days.judging import judge_day
from models.days.verdicts import verdicts_on
from tests.models.conftest import School

_WRITTEN = MEASURE_FIELDS.index("written_low")


def read_ahead(school: School, **limits: int) -> dict[Touched, Gathered]:
    with school.store.reading() as connection:
        return dict(gather_touched(connection, touched(connection), **limits))


def minutes(found: Gathered) -> list[int]:
    return sorted(row[_WRITTEN] for row in found.rows)


def test_every_touched_class_is_read_with_its_own_reports(school: School) -> None:
    school.evening(3, 2, (20, 30))
    school.evening(4, 1, (50,))

    ahead = read_ahead(school)

    by_class = {each.key.school_class_id: minutes(found) for each, found in ahead.items()}
    assert by_class == {school.class_of(3, 2).id: [20, 30], school.class_of(4, 1).id: [50]}


def test_a_class_with_two_touched_days_is_never_mixed_up(school: School) -> None:
    school.evening(3, 2, (20, 30))
    school.clock.forward(timedelta(days=1))
    school.evening(3, 2, (90,))

    ahead = read_ahead(school)

    for each, found in ahead.items():
        assert minutes(found) == ([90] if each.day == school.day else [20, 30])
    assert len(school.tick()) == 2


def test_a_class_whose_rows_would_not_fit_whole_is_left_out(school: School) -> None:
    school.evening(3, 2, (20, 30))
    school.evening(4, 1, (50, 60))

    assert len(read_ahead(school, most=3)) == 1


def test_a_report_between_reading_and_judging_is_judged_too(school: School) -> None:
    school.evening(3, 2, (80, 85))
    ((waiting, ahead),) = read_ahead(school).items()
    school.evening(3, 2, (75, 90))

    judge = partial(
        judge_day, plan=school.plan, touched=waiting, now=school.clock.now(), ahead=ahead
    )
    judged = school.store.write(judge)

    assert max(each.units for each in judged.verdicts) == 4
    with school.store.reading() as connection:
        assert len(touched(connection)) == 1, "it changed since: the next tick looks again"


def test_a_day_whose_reports_were_all_withdrawn_is_judged_as_empty(school: School) -> None:
    (who,) = school.evening(3, 2, (80,))
    school.tick()
    school.withdraws(3, 2, who)

    assert read_ahead(school) == {}
    (judged,) = school.tick()

    assert all(each.units == 0 for each in judged.verdicts)
    with school.store.reading() as connection:
        assert {row.units for row in verdicts_on(connection, school.plan.id, school.day)} == {0}


def test_one_class_read_alone_is_what_the_stream_gives(school: School) -> None:
    school.evening(3, 2, (20, 30, 40))
    ((waiting, ahead),) = read_ahead(school).items()

    with school.store.reading() as connection:
        alone = gather(connection, waiting.key, waiting.day)
        units = units_on(connection, waiting.key, waiting.day)

    judged = len(ahead.rows[0])
    assert sorted(tuple(row[:judged]) for row in alone.rows) == sorted(map(tuple, ahead.rows))
    assert [each.counts for each in units] == [True] * 3
