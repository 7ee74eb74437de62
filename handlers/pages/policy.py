"""The school's rules (减负规定): every grade's caps and bans, each with its clause and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, render_template

from handlers.context import get_context
from homework.plan import SchoolPlan
from homework.policy import Bound, Rule, conflicts, effective_rules, limit_words
from homework.school import grade_name

_CLOCK, _MINUTES = "时刻", "分钟"

bp = Blueprint("policy", __name__, url_prefix="/policy")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as people read it; `others` are the packs that say the same."""

    name: str
    limit: str
    title: str
    clause: str
    quote: str
    source: str
    others: tuple[str, ...]


@bp.get("/<school>")
def show_policy(school: str) -> str:
    """What holds today, grade by grade, and where the school's packs disagree."""
    context = get_context()
    plan = context.plans.get(school)
    if plan is None:
        abort(404)
    today = context.clock.now().date()
    grades = sorted(plan.classes)
    return render_template(
        "parent/policy.html",
        plan=plan,
        groups=rule_groups(rules_by_grade(plan, today)),
        conflicts=[each.sentence for each in conflicts(plan.packs, grades, today)],
        packs=_titles(plan),
    )


def rules_by_grade(plan: SchoolPlan, day: date) -> dict[int, tuple[Rule, ...]]:
    """The rules that hold for each grade of a school on a day."""
    return {
        grade: effective_rules(plan.packs, grade, day, plan.calendar)
        for grade in sorted(plan.classes)
    }


def rule_groups(rules: dict[int, tuple[Rule, ...]]) -> list[tuple[str, list[RuleLine]]]:
    """Grades that live by the same rules stand together: 三至六年级 once, not four times."""
    groups: dict[tuple[Rule, ...], list[int]] = {}
    for grade, each in rules.items():
        groups.setdefault(each, []).append(grade)
    return [
        ("、".join(grade_name(grade) for grade in grades), [_line(rule) for rule in each])
        for each, grades in groups.items()
    ]


def _line(rule: Rule) -> RuleLine:
    return RuleLine(
        name=rule.name,
        limit=_limit(rule),
        title=rule.pack_title,
        clause=rule.clause,
        quote=rule.quote,
        source=rule.source if rule.source.startswith(("http://", "https://")) else "",
        others=tuple(f"{other.pack_title} {other.clause}" for other in rule.also),
    )


def _limit(rule: Rule) -> str:
    if rule.limit == 0 and rule.bound is Bound.AT_MOST:
        return "不允许"
    is_cap = rule.bound is Bound.AT_MOST
    if rule.unit == _CLOCK:
        return f"{'不晚于' if is_cap else '不早于'} {limit_words(rule)}"
    word = "最多" if is_cap else "至少"
    if rule.unit == _MINUTES and not is_cap and rule.limit % 60 == 0:
        return f"{word} {rule.limit // 60} 小时"  # of sleep, of exercise: nobody counts 600 minutes
    return f"{word} {limit_words(rule)}"


def _titles(plan: SchoolPlan) -> list[str]:
    return [pack.title for pack in plan.packs]
