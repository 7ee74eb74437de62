"""Judging a class's day (判定): rows in, verdicts and overloads out, pushes queued, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from homework.cases import CaseState, Move, after
from homework.measures import Measures, row_of
from homework.plan import SchoolPlan
from homework.thresholds import Thresholds
from homework.verdicts import Stage, Verdict, clears, prepare_day
from models.days.class_days import Touched, lock_class_day, mark_judged
from models.days.falling import fallen, tell_fallen
from models.days.gathering import Gathered, gather
from models.days.licensing import license_findings
from models.days.overloads import (
    Overload,
    move_overload,
    open_overload,
    overloads_of,
    rule_key,
    update_finding,
)
from models.days.verdicts import replace_verdicts
from models.pushes.telling import Telling, tell_resolved, tell_suspected
from models.registers.due import declared_measures
from models.schools import ClassKey, SchoolClass, get_class


@dataclass(frozen=True, slots=True)
class JudgedDay:
    """What a tick found out about one class's day."""

    school_class: SchoolClass
    day: date
    verdicts: tuple[Verdict, ...]
    opened: tuple[Overload, ...]
    resolved: tuple[Overload, ...]


def verdicts_for(
    connection: sa.Connection,
    plan: SchoolPlan,
    school_class: SchoolClass,
    day: date,
    now: datetime | None = None,
) -> tuple[Verdict, ...]:
    """Judge a class's day from its reports and its register as they are now; changes nothing.

    At a moment (`now`) when the register may still be put right it does not speak yet.
    """
    gathered = gather(connection, ClassKey(plan.id, school_class.id), day)
    declared = declared_measures(connection, plan, school_class, day, now)
    return weigh_day(plan, school_class.grade(day), day, gathered, declared)


def weigh_day(
    plan: SchoolPlan, grade: int, day: date, gathered: Gathered, declared: Measures | None = None
) -> tuple[Verdict, ...]:
    """Judge what was gathered of a class's day, and what its register declares, by every rule."""
    ready = prepare_day(plan.packs, grade, day, plan.calendar, plan.thresholds)
    register = None if declared is None else row_of(declared)
    return ready.judge(gathered.rows, gathered.leads, register)


def judge_day(
    connection: sa.Connection,
    plan: SchoolPlan,
    touched: Touched,
    now: datetime,
    ahead: Gathered | None = None,
) -> JudgedDay:
    """Judge one touched class: keep verdicts, open and resolve overloads, queue their pushes.

    `ahead` are its reports as they were read with `touched`; they are read again where the day has
    changed since. Safe to run twice and from two processes: unique keys decide who opened an
    overload and who queued a push; what was read is marked at the version that was read.
    """
    is_current = lock_class_day(connection, touched) == touched.version
    school_class = get_class(connection, touched.key)
    if ahead is None or not is_current:
        ahead = gather(connection, touched.key, touched.day)
    declared = declared_measures(connection, plan, school_class, touched.day, now)
    grade = school_class.grade(touched.day)
    verdicts = weigh_day(plan, grade, touched.day, ahead, declared)
    opened, resolved, unsupported = _settle(connection, touched, verdicts, plan.thresholds, now)
    fell = fallen(connection, touched, unsupported)
    replace_verdicts(connection, touched.key, touched.day, verdicts, now)
    for overload in opened:
        tell_suspected(connection, Telling(plan, school_class, overload, now))
    for overload in resolved:
        tell_resolved(connection, Telling(plan, school_class, overload, now))
    for overload in fell:
        tell_fallen(connection, Telling(plan, school_class, overload, now), verdicts)
    license_findings(connection, plan, school_class, touched.day, now)
    mark_judged(connection, touched)
    return JudgedDay(school_class, touched.day, verdicts, tuple(opened), tuple(resolved))


def _settle(
    connection: sa.Connection,
    touched: Touched,
    verdicts: Sequence[Verdict],
    thresholds: Thresholds,
    now: datetime,
) -> tuple[list[Overload], list[Overload], list[Overload]]:
    """Open and resolve; returns what was opened, what was resolved, and every known overload that
    the verdicts do not bear out."""
    known = overloads_of(connection, touched.key, touched.day)
    opened: list[Overload] = []
    for verdict in verdicts:
        if verdict.stage is not Stage.SUSPECTED:
            continue
        overload = known.pop(rule_key(verdict.rule), None)
        fresh = (
            open_overload(connection, touched.key, touched.day, verdict, now)
            if overload is None
            else _strengthened(connection, overload, verdict, now)
        )
        if fresh is not None:
            opened.append(fresh)
    resolved = [
        each for each in known.values() if _resolve(connection, each, verdicts, thresholds, now)
    ]
    return opened, resolved, list(known.values())


def _strengthened(
    connection: sa.Connection, overload: Overload, verdict: Verdict, now: datetime
) -> Overload | None:
    """Bring a known overload up to date; returned only where it is news (re-opened)."""
    if overload.state == CaseState.SUSPECTED:
        stronger = verdict.units_over > overload.units_over
        update_finding(
            connection, overload, verdict, **({"strengthened_at": now} if stronger else {})
        )
        return None
    if overload.state != CaseState.RESOLVED:
        return None  # a person has decided; the figures stay as that person saw them
    state = after(CaseState.RESOLVED, Move.REOPEN)
    # News again, so its pushes need new ids: a class that was cleared must be able to alert.
    generation = overload.generation + 1
    if not move_overload(
        connection, overload, state, resolved_at=None, strengthened_at=now, generation=generation
    ):
        return None
    update_finding(connection, overload, verdict)
    return overload


def _resolve(
    connection: sa.Connection,
    overload: Overload,
    verdicts: Iterable[Verdict],
    thresholds: Thresholds,
    now: datetime,
) -> bool:
    """End a suspicion that the reports no longer bear; below the quorum the state stays as it is."""
    if overload.state != CaseState.SUSPECTED:
        return False
    current = {rule_key(verdict.rule): verdict for verdict in verdicts}.get(overload.rule_id)
    if current is not None and not clears(current, thresholds):
        return False
    state = after(CaseState.SUSPECTED, Move.RESOLVE)
    if not move_overload(connection, overload, state, resolved_at=now):
        return False
    if current is not None:
        update_finding(connection, overload, current)
    return True
