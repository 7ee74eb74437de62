"""From reports to overloads and pushes: what a tick opens, strengthens and takes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from models.days.class_days import touched
from models.days.judging import judge_day
from tests.models.conftest import School

OVER = (80, 85, 75, 90)
QUIET = (30, 35, 40)


def test_a_class_over_its_cap_is_suspected_and_told_to_those_concerned(school: School) -> None:
    school.evening(3, 2, OVER)
    school.evening(4, 1, QUIET)

    school.tick()

    assert school.cases() == {"三年级2班": "suspected"}
    assert school.pushes() == [
        ("王", "suspected", "pending"),
        ("李", "please_compare", "pending"),
        ("林", "please_compare", "pending"),
    ]


def test_one_loud_parent_in_a_quiet_class_alerts_nobody(school: School) -> None:
    school.evening(4, 1, (*QUIET, 240))

    school.tick()

    assert school.cases() == {}
    assert school.pushes() == []


def test_half_as_much_again_goes_to_the_principal_at_once(school: School) -> None:
    school.evening(3, 2, (100, 95, 110))

    school.tick()

    assert ("周", "grave", "pending") in school.pushes()


def test_ticking_again_tells_nobody_twice(school: School) -> None:
    school.evening(3, 2, OVER)

    for _ in range(3):
        school.tick()
    school.evening(3, 2, (85,))
    school.tick()

    assert [push for push in school.pushes() if push[0] == "王"] == [("王", "suspected", "pending")]


def test_a_class_nobody_touched_is_not_judged_again(school: School) -> None:
    school.evening(3, 2, OVER)
    assert len(school.tick()) == 1

    assert school.tick() == []


def test_two_schedulers_at_once_open_one_overload_and_queue_each_push_once(
    school: School,
) -> None:
    school.evening(3, 2, OVER)
    with school.store.reading() as connection:
        [waiting] = touched(connection)
    now = school.clock.now()

    with ThreadPoolExecutor(4) as pool:
        judged = list(
            pool.map(
                lambda _: school.store.write(
                    lambda connection: judge_day(connection, school.plan, waiting, now)
                ),
                range(4),
            )
        )

    assert sum(len(each.opened) for each in judged) == 1
    assert len(school.pushes()) == 3


def test_a_correction_that_ends_the_suspicion_takes_back_what_was_not_sent(
    school: School,
) -> None:
    families = school.evening(3, 2, OVER)
    school.tick()

    for family in families:
        school.says(3, 2, 30, family)
    school.tick()

    assert school.cases() == {"三年级2班": "resolved"}
    assert {state for _, _, state in school.pushes()} == {"superseded"}


def test_a_withdrawn_report_no_longer_counts(school: School) -> None:
    families = school.evening(3, 2, (*OVER, 30))
    school.tick()

    school.withdraws(3, 2, families[0])
    [judged] = school.tick()

    assert max(verdict.units for verdict in judged.verdicts) == 4


def test_below_the_quorum_an_open_suspicion_stays_open(school: School) -> None:
    families = school.evening(3, 2, (80, 85, 75))
    school.tick()

    school.withdraws(3, 2, families[0])
    school.tick()

    assert school.cases() == {"三年级2班": "suspected"}


def test_a_class_that_goes_over_again_is_news_again(school: School) -> None:
    families = school.evening(3, 2, OVER)
    school.tick()
    for family in families:
        school.says(3, 2, 30, family)
    school.tick()

    for family in families:
        school.says(3, 2, 90, family)
    school.tick()

    assert school.cases() == {"三年级2班": "suspected"}
    assert ("王", "suspected", "pending") in school.pushes()
