"""The rules inside the console (规则): what holds on a day, where packs disagree, the school's choices."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, request

from handlers.pages.console.session import get_viewer, require_viewer, show
from handlers.pages.policy import rule_groups, rules_by_grade
from homework.days import day_words
from homework.plan import SchoolPlan
from homework.policy import conflicts
from homework.wording.console_policy import choices

bp = Blueprint("console_policy", __name__, url_prefix="/console/policy")
bp.before_request(require_viewer)


@bp.get("/")
@bp.get("")
def show_policy() -> str:
    """The rules of a day (?day=2026-11-20; today unless asked), conflicts first."""
    viewer = get_viewer()
    plan, day = viewer.plan, _asked_day(viewer.today)
    return show(
        "policy.html",
        page="policy",
        day=day,
        day_words=day_words(day),
        groups=rule_groups(rules_by_grade(plan, day)),
        conflicts=[each.sentence for each in conflicts(plan.packs, sorted(plan.classes), day)],
        packs=[pack.title for pack in plan.packs],
        warning=_warning(plan, day),
        choices=choices(plan),
    )


def _asked_day(today: date) -> date:
    text = request.args.get("day", "")
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if not 2000 <= day.year <= today.year + 1:
        abort(404)
    return day


def _warning(plan: SchoolPlan, day: date) -> str:
    return plan.calendar.warning(day) or ""
