"""Three weeks at the gallery's school (画廊的三周): a case in every state on a Monday evening."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from pathlib import Path
from random import Random

import sqlalchemy as sa

from homework.calls import CallOutcome
from homework.cases import CheckWay
from homework.class_answers import ClassAnswer
from homework.days import closes_at
from homework.plan import Publication, PublicationMode
from homework.report import Subject
from models.cases.acts import acknowledge, confirm, refute
from models.cases.answering import answer
from models.cases.calls import draw_calls, record_call
from models.cases.clock import publish_due
from models.cases.cures import close_cured
from models.cases.rectifying import issue, record_talk, reply
from models.days.trends import save_trend_day, trend_rows
from models.spot_checks.drawing import draw_today, publish_seed
from models.spot_checks.findings import Looked, record_finding, spot_checks_on
from models.spot_checks.records import SpotFinding
from tests.gallery.office import furnish
from tests.gallery.school import NOW, School
from tests.people import plan_for_tests

PLAN = plan_for_tests(
    publication=Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0)),
    packs=("national-2021", "shanghai-2025"),
)
_DAYS = 15
_OVER = (80, 85, 75, 90, 95, 70)
_WITHIN = (35, 40, 45, 50, 35, 40)
_SUSPECTED: dict[str, dict[date, tuple[int, ...]]] = {
    "5-1": {date(2026, 11, 10): _OVER},
    "4-3": {date(2026, 11, 18): (70, 75, 80, 65, 70)},
    "6-2": {date(2026, 11, 19): (85, 80, 95, 75, 90, 80)},
    "5-3": {date(2026, 11, 19): (75, 80, 85, 20)},
}
_BUSY = {(NOW.date(), "3-2"), (NOW.date(), "6-4")}


def tell_story(folder: Path) -> School:
    """The school on its Monday evening."""
    school = School(folder, PLAN)
    days = [PLAN.calendar.previous_school_day(NOW.date())]
    while len(days) < _DAYS:
        days.append(PLAN.calendar.previous_school_day(days[-1]))
    for day in days[::-1]:
        _past_day(school, day)
    _monday(school)
    furnish(school)
    return school


def _past_day(school: School, day: date) -> None:
    _noon(school, day)
    school.at(day, 16)
    for slug in school.classes:
        if school.luck.random() < 0.9:
            school.register(slug, _declared(slug, day))
    school.at(day, 19, 30)
    for place, slug in enumerate(school.classes):
        special = _SUSPECTED.get(slug, {}).get(day)
        if special is not None:
            school.report(slug, special)
        elif slug in ("5-1", "6-2", "5-3") or (place + day.toordinal()) % 3 < 2:
            usual = (0,) * 5 if slug[0] < "3" else _WITHIN[: school.luck.randint(5, 6)]
            school.report(
                slug, [each and each + school.luck.choice((-10, -5, 0, 5)) for each in usual]
            )
    school.tick()
    _what_was_done(school, day)


def _declared(slug: str, day: date) -> tuple[int, ...]:
    """What the class's register says: nothing written in grades 1 and 2, a busy day where it was."""
    if slug[0] < "3":
        return ()
    is_busy = day in _SUSPECTED.get(slug, {}) or (day, slug) in _BUSY
    return (25, 40, 10) if is_busy else (15, 20, 10)


def _noon(school: School, day: date) -> None:
    """The day before closes: trends are kept, cured cases closed, two classes drawn."""
    now = school.at(day, 12, 5)
    before = PLAN.calendar.previous_school_day(day)

    def job(connection: sa.Connection) -> None:
        publish_due(connection, PLAN, now)
        close_cured(connection, PLAN, now)
        publish_seed(connection, PLAN, now)
        if now >= closes_at(before, PLAN.calendar):
            save_trend_day(connection, PLAN, before, trend_rows(connection, PLAN, before), now)

    school.store.write(job)
    now = school.at(day, 12, 35)
    school.store.write(partial(draw_today, plan=PLAN, now=now))
    with school.store.reading() as connection:
        drawn = spot_checks_on(connection, PLAN.id, day)
    for place, (check, _) in enumerate(drawn):
        if day == NOW.date() and place:
            continue  # one is still to be looked at
        finding = SpotFinding.DIFFERS if day.day == 18 and not place else SpotFinding.AGREES
        note = "登记表少记一张数学卷子" if finding is SpotFinding.DIFFERS else ""
        looked = Looked(PLAN, school.staff["duty"], day, check.school_class_id, finding, note)
        school.store.write(partial(record_finding, looked=looked, now=now))


def _what_was_done(school: School, day: date) -> None:
    if day.day == 10:
        school.do("dean", "5-1", confirm, CheckWay.REGISTER)
        school.do("fifth", "5-1", answer, ClassAnswer.ADJUSTED)
    if day.day == 11:
        school.do("dean", "5-1", issue, (Subject.MATHS,))
        school.do("fifth", "5-1", reply, "练习册改为隔天")
        school.do("dean", "5-1", record_talk, "与数学老师谈过:练习册隔天布置")
    if day.day == 18:
        school.do("dean", "4-3", confirm, CheckWay.PHONE)
    if day.day == 19:
        school.do("dean", "6-2", confirm, CheckWay.REGISTER)
        school.do("sixth", "6-2", answer, ClassAnswer.AT_SCHOOL)
        school.do("dean", "5-3", refute, "是两天的量")
    if day.day == 20:
        school.do("dean", "4-3", refute, "其中30分钟为家庭自加")
        school.do("dean", "6-2", issue, (Subject.CHINESE, Subject.MATHS))


def _monday(school: School) -> None:
    day = NOW.date()
    _noon(school, day)
    school.at(day, 16)
    for slug in school.classes:
        if slug not in ("4-4", "6-3"):
            school.register(slug, _declared(slug, day))
    school.at(day, 19, 40)
    school.report("3-2", (80, 85, 75, 90, 95, 70, 80, 65, 50))
    school.report("4-1", (70, 75, 90, 80))
    school.report("6-4", _OVER)
    school.report("2-1", (20, 25, 15, 20))
    school.report("3-1", (30, 75))
    for slug in ("1-1", "1-2", "2-2"):
        school.report(slug, (0, 0, 0, 0, 0))
    for slug in ("3-3", "3-4", "4-2", "5-1", "5-2", "5-4", "6-1"):
        school.report(slug, _WITHIN)
    school.at(day, 19, 55)
    school.tick()
    school.do("dean", "4-1", acknowledge)
    school.do("dean", "4-1", draw_calls, 42, Random(3))
    for place, outcome in enumerate((CallOutcome.OVER, CallOutcome.NO_ANSWER), 1):
        school.do("dean", "4-1", record_call, place, outcome)
    school.at(day, 20, 10)
    school.do("dean", "6-4", confirm, CheckWay.REGISTER)
    school.at(day, 20, 30)
    school.tick()
