"""`judge` (重算): any day's totals and verdicts again, from its reports; changes nothing.

Beside each verdict stands what the scheduler stored, and what a person once decided on it: a
report that is corrected or withdrawn after publication shows here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from commands.arguments import day_of
from context import Context
from homework.days import day_words
from homework.plan import SchoolPlan
from homework.totals import DayTotal, day_total
from homework.verdicts import Outcome, Verdict
from homework.wording.console import CASE
from models.database.base import AnyRow
from models.days.gathering import units_on
from models.days.judging import verdicts_for
from models.days.overloads import Overload, overloads_on, rule_key
from models.days.verdicts import verdicts_on
from models.schools import ClassKey, SchoolClass, classes_of
from opening import add_config, load, open_context, pick_school

_WORDS = {Outcome.WITHIN: "未超标", Outcome.OVER: "超标", Outcome.UNDECIDED: "样本不足"}
_STAGES = {"lead": "线索", "suspected": "疑似"}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One class's day again. `stored` rows and `cases` by rule; a rule nobody judged has no row."""

    school_class: SchoolClass
    total: DayTotal
    verdicts: tuple[Verdict, ...]
    stored: Mapping[str, AnyRow]
    cases: Mapping[str, Overload]

    def agrees(self, verdict: Verdict) -> bool:
        """Whether what is stored is what the reports say now."""
        row = self.stored.get(rule_key(verdict.rule))
        if row is None:
            return verdict.units_total == 0  # nobody has reported: nothing was ever stored
        found = (verdict.outcome, verdict.stage, verdict.measured, verdict.units)
        return found == (row.outcome, row.stage, row.measured, row.units)

    @property
    def differing(self) -> list[Verdict]:
        return [each for each in self.verdicts if not self.agrees(each)]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--day", required=True, type=day_of, help="例如 2026-11-23")
    parser.add_argument("--json", action="store_true", help="给程序读的写法")


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0 where every stored verdict is what the reports say now."""
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    judged = recompute(context, plan, arguments.day)
    if arguments.json:
        print(json.dumps(as_json(plan, arguments.day, judged), ensure_ascii=False, indent=1))
    else:
        print_day(plan, arguments.day, judged)
    return 1 if any(each.differing for each in judged) else 0


def recompute(context: Context, plan: SchoolPlan, day: date) -> list[_Judged]:
    """Every class's verdicts as its reports give them now, beside what is stored."""
    with context.store.reading() as connection:
        rows, cases = verdicts_on(connection, plan.id, day), overloads_on(connection, plan.id, day)
        return [
            _Judged(
                each,
                day_total(units_on(connection, ClassKey(plan.id, each.id), day)),
                verdicts_for(connection, plan, each, day, context.clock.now()),
                {row.rule_id: row for row in rows if row.school_class_id == each.id},
                {case.rule_id: case for case in cases if case.school_class_id == each.id},
            )
            for each in classes_of(connection, plan.id, day)
        ]


def as_json(plan: SchoolPlan, day: date, judged: Sequence[_Judged]) -> dict[str, object]:
    return {
        "school": plan.id,
        "day": day.isoformat(),
        "agrees_with_stored": not any(each.differing for each in judged),
        "classes": [
            {
                "class": each.school_class.slug(day),
                "name": each.school_class.name(day),
                "agrees_with_stored": not each.differing,
                "total": asdict(each.total),
                "verdicts": [_verdict_json(each, verdict) for verdict in each.verdicts],
            }
            for each in judged
        ],
    }


def _verdict_json(judged: _Judged, verdict: Verdict) -> dict[str, object]:
    key = rule_key(verdict.rule)
    row, case = judged.stored.get(key), judged.cases.get(key)
    return {
        "rule": key,
        "name": verdict.rule.name,
        "outcome": verdict.outcome,
        "stage": verdict.stage,
        "measured": verdict.measured,
        "limit": verdict.limit,
        "unit": verdict.rule.unit,
        "evidence": verdict.evidence,
        "stored": row
        and {
            "outcome": row.outcome,
            "stage": row.stage,
            "measured": row.measured,
            "units": row.units,
        },
        "case": case
        and {
            "number": case.number,
            "state": case.state,
            "measured": case.measured,
            "units": case.units,
        },
    }


def print_day(plan: SchoolPlan, day: date, judged: Sequence[_Judged]) -> None:
    print(f"{plan.name} {day_words(day)}")
    for each in judged:
        print(f"{each.school_class.name(day)}  {_total_words(each.total)}")
        for verdict in each.verdicts:
            for line in _lines(each, verdict):
                print(f"    {line}")
    differing = sum(bool(each.differing) for each in judged)
    if differing:
        print(f"{differing} 个班与库里存的判定不一致,调度程序下一轮会重新判定。")
    else:
        print("重算结果与库里存的判定一致。")


def _total_words(total: DayTotal) -> str:
    """5 户反馈,书面中间值 45分钟,90%区间 40–90; an open end as 没写完."""
    words = f"{total.units} 户反馈" + (
        f",另有线索 {total.lead_units} 户" if total.lead_units else ""
    )
    spread = total.written
    if spread is None:
        return words
    high = "没写完" if spread.interval_high is None else spread.interval_high
    return f"{words},书面中间值 {spread.low}分钟,90%区间 {spread.interval_low}–{high}"


def _lines(judged: _Judged, verdict: Verdict) -> list[str]:
    """What there is to say of a rule: nothing where it is kept, stored so and never was a case."""
    key = rule_key(verdict.rule)
    case, name = judged.cases.get(key), verdict.rule.name
    now = _finding(verdict.outcome, verdict.stage, verdict.measured, verdict.rule.unit)
    lines = []
    if verdict.stage or verdict.outcome is Outcome.OVER or case is not None:
        lines.append(f"{name}{now},上限 {verdict.limit}{verdict.rule.unit}")
    if not judged.agrees(verdict):
        row = judged.stored.get(key)
        kept = "没有" if row is None else _finding(row.outcome, row.stage, row.measured, "")
        lines.append(f"{name}:库里存的是{kept},重算是{now}")
    if case is not None:
        was = "" if case.measured is None else f",当时 {case.measured}{case.unit}"
        lines.append(f"{name}:{case.number}号督办单{CASE[case.state]}{was}、{case.units} 户")
    return lines


def _finding(outcome: Outcome, stage: str | None, measured: int | None, unit: str) -> str:
    """80分钟:超标(疑似)."""
    figure = "" if measured is None else f" {measured}{unit}"
    return f"{figure}:{_WORDS[Outcome(outcome)]}{f'({_STAGES[stage]})' if stage else ''}"
