"""Halls of the gallery (画廊的大厅): schools with so many public findings, and walls in trouble."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from homework.cases import CheckWay
from homework.class_answers import ClassAnswer
from homework.plan import Publication, PublicationMode
from homework.report import Kind
from models.cases.acts import confirm, publish, refute
from models.cases.answering import answer
from models.days.overloads import Overload
from models.hall.notices import Notice
from tests.gallery.school import NOW, School
from tests.people import plan_for_tests

_PLAN = plan_for_tests(publication=Publication(PublicationMode.FORMAL, answer_until=None))
_OVER = (70, 80, 80, 90)
_WITHIN = (35, 40, 45, 50, 35, 40)
COUNTS = (0, 1, 6, 7, 20)


def wall_with(folder: Path, findings: int, *, kept: int = 0, is_trial: bool = False) -> School:
    """A school of which so many classes are found over, and so many within, on one evening."""
    publication = replace(_PLAN.publication, mode=PublicationMode.TRIAL)
    plan = replace(_PLAN, publication=publication) if is_trial else _PLAN
    school = School(folder, replace(plan, classes={grade: 12 for grade in range(1, 7)}))
    school.at(NOW.date(), 19, 30)
    slugs = [slug for slug in school.classes if slug[0] > "2"]
    chosen = slugs[:: max(1, len(slugs) // max(1, findings))][:findings]
    rest = [slug for slug in slugs if slug not in chosen][: kept + 1]
    for slug in chosen:
        school.report(slug, _OVER)
    for slug in rest[:kept]:
        school.report(slug, _WITHIN)
    if kept:
        school.report(rest[-1], _OVER)  # one is still being checked
    school.tick()
    for slug in () if is_trial else chosen:
        school.do("dean", slug, confirm, CheckWay.REGISTER)
        school.do("dean", slug, publish)
    school.tick()
    return school


def everyday_wall(folder: Path) -> School:
    """What a hall reads on most evenings: findings and an answer, a correction, kept classes, two
    of them with practical homework."""
    school = wall_with(folder, 3, kept=8)
    school.do("dean", "4-5", refute, "其中30分钟为家庭自加")
    school.do("leader", "3-1", answer, ClassAnswer.AT_SCHOOL)
    for slug in ("3-3", "3-6"):
        school.register(slug, (15, 20), Kind.PRACTICAL)
    return school


def wordy_wall(folder: Path) -> School:
    """Three findings under the longest name a rule has, with the longest that stands beside one."""
    school = wall_with(folder, 3)
    school.do("leader", "3-1", answer, ClassAnswer.AT_SCHOOL)
    wordy = {"rule_name": "周末和节假日作业", "measured": 250, "permitted": 180}
    school.store.write(lambda connection: connection.execute(sa.update(Notice).values(wordy)))
    relapsed = {"relapsed_from": NOW.date() - timedelta(days=13)}
    school.store.write(lambda connection: connection.execute(sa.update(Overload).values(relapsed)))
    return school


def grow_stale(school: School, minutes: int) -> School:
    """The scheduler has been silent for so long."""
    school.clock.forward(timedelta(minutes=minutes))
    return school
