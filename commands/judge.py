"""`judge` (重算): any day's totals and verdicts again, from its reports; changes nothing."""

from __future__ import annotations

import argparse
import json
from datetime import date

from context import Context
from homework.days import day_words
from homework.plan import SchoolPlan
from homework.verdicts import Outcome, Verdict
from models.judging import verdicts_for
from models.overloads import rule_key
from models.schools import SchoolClass, classes_of
from models.verdicts import verdicts_on
from opening import add_config, load, open_context, pick_school

_WORDS = {Outcome.WITHIN: "未超标", Outcome.OVER: "超标", Outcome.UNDECIDED: "样本不足"}
_STAGES = {"lead": "线索", "suspected": "疑似"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--day", required=True, type=date.fromisoformat, help="例如 2026-11-23")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    judged = recompute(context, plan, arguments.day)
    if arguments.json:
        print(json.dumps(_as_json(plan, arguments.day, judged), ensure_ascii=False, indent=1))
    else:
        _print(plan, arguments.day, judged)
    return 0 if all(agrees for *_, agrees in judged) else 1


def recompute(
    context: Context, plan: SchoolPlan, day: date
) -> list[tuple[SchoolClass, tuple[Verdict, ...], bool]]:
    """Every class's verdicts as its reports give them now, and whether the stored ones agree."""
    with context.store.reading() as connection:
        stored: dict[tuple[int, str], tuple[object, ...]] = {
            (row.school_class_id, row.rule_id): _gist(
                row.outcome, row.stage, row.measured, row.units
            )
            for row in verdicts_on(connection, plan.id, day)
        }
        judged = []
        for school_class in classes_of(connection, plan.id, day):
            verdicts = verdicts_for(connection, plan, school_class, day, context.clock.now())
            agrees = all(
                stored.get(
                    (school_class.id, rule_key(each.rule)),
                    # Nobody has reported: nothing was ever stored, and nothing can disagree.
                    _gist(each.outcome, each.stage, each.measured, each.units)
                    if each.units_total == 0
                    else None,
                )
                == _gist(each.outcome, each.stage, each.measured, each.units)
                for each in verdicts
            )
            judged.append((school_class, verdicts, agrees))
    return judged


def _gist(outcome: object, stage: object, measured: object, units: object) -> tuple[object, ...]:
    return (outcome, stage, measured, units)


def _as_json(
    plan: SchoolPlan, day: date, judged: list[tuple[SchoolClass, tuple[Verdict, ...], bool]]
) -> dict[str, object]:
    return {
        "school": plan.id,
        "day": day.isoformat(),
        "classes": [
            {
                "class": school_class.slug(day),
                "name": school_class.name(day),
                "agrees_with_stored": agrees,
                "verdicts": [
                    {
                        "rule": rule_key(each.rule),
                        "name": each.rule.name,
                        "outcome": each.outcome,
                        "stage": each.stage,
                        "measured": each.measured,
                        "limit": each.limit,
                        "unit": each.rule.unit,
                        "evidence": each.evidence,
                    }
                    for each in verdicts
                ],
            }
            for school_class, verdicts, agrees in judged
        ],
    }


def _print(
    plan: SchoolPlan, day: date, judged: list[tuple[SchoolClass, tuple[Verdict, ...], bool]]
) -> None:
    print(f"{plan.name} {day_words(day)}")
    for school_class, verdicts, agrees in judged:
        units = max((each.units for each in verdicts), default=0)
        note = "" if agrees else "  ← 与库里存的判定不一致,等下一轮判定"
        print(f"{school_class.name(day)}  {units} 户反馈{note}")
        for each in verdicts:
            if each.stage or each.outcome is Outcome.OVER:
                stage = f"({_STAGES[each.stage]})" if each.stage in _STAGES else ""
                measured = "" if each.measured is None else f" {each.measured}{each.rule.unit}"
                print(
                    f"    {each.rule.name}{measured},上限 {each.limit}:{_WORDS[each.outcome]}{stage}"
                )
