"""`policy` (规则): the rules a school lives by, each with its source, and where packs disagree."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date

from commands.arguments import day_of
from context import Context
from homework.plan import SchoolPlan
from homework.policy import Rule, conflicts, effective_rules, limit_words
from homework.school import grade_name
from opening import add_config, load, open_context, pick_school

_ACTIONS = {"show": "各年级的规则和出处", "conflicts": "各套规则互相矛盾的地方"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    for name, words in _ACTIONS.items():
        action = actions.add_parser(name, help=words, description=words)
        add_config(action)
        action.add_argument("--school", help="学校 id;只有一所时可省略")
        action.add_argument("--day", type=day_of, help="例如 2026-11-23;默认今天")
        action.add_argument("--json", action="store_true", help="给程序读的写法")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    day = arguments.day or context.clock.now().date()
    if arguments.action == "show":
        return _show(plan, day, arguments.json)
    return _conflicts(context, plan, day, arguments.json)


def _show(plan: SchoolPlan, day: date, as_json: bool) -> int:
    rules = {
        grade: effective_rules(plan.packs, grade, day, plan.calendar)
        for grade in sorted(plan.classes)
    }
    if as_json:
        shown = {grade: [_rule_json(rule) for rule in each] for grade, each in rules.items()}
        print(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
        return 0
    for grade, each in rules.items():
        print(grade_name(grade))
        for rule in each:
            print(
                f"  {rule.name}:{limit_words(rule)}  {rule.pack_title} {rule.clause}“{rule.quote}”"
            )
            for other in rule.also:
                print(f"      另见 {other.pack_title} {other.clause}“{other.quote}”")
    return 0


def _rule_json(rule: Rule) -> dict[str, object]:
    return {name: _plain(value) for name, value in asdict(rule).items()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    return value


def _conflicts(context: Context, plan: SchoolPlan, day: date, as_json: bool) -> int:
    found = conflicts(plan.packs, sorted(plan.classes), day)
    if as_json:
        shown = [
            {"kind": each.kind, "grades": each.grades, "sentence": each.sentence} for each in found
        ]
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    elif not found:
        print("各套规则之间没有矛盾。")
    else:
        for each in found:
            print(each.sentence)
    return 0
