"""The month's summary for parents (家长月报): the page, and the same as a text to copy."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request

from handlers.context import get_context
from homework.plan import PublicationMode
from homework.wording import month as wording
from models.hall.month import month_facts

bp = Blueprint("hall_month", __name__, url_prefix="/hall")


@bp.get("/<school>/month")
def show_month(school: str) -> str:
    """One month (?m=2026-11), this one unless asked; counts only, for anyone."""
    context = get_context()
    plan = context.plans.get(school)
    if plan is None:
        abort(404)
    now = context.clock.now()
    first = _asked(now.date())
    with context.store.reading() as connection:
        facts = month_facts(connection, plan, first, now)
    is_trial = plan.publication.mode is not PublicationMode.FORMAL
    this_month = now.date().replace(day=1)
    return render_template(
        "hall/month.html",
        plan=plan,
        title=f"{wording.month_name(first)}{wording.TITLE}",
        sentences=wording.sentences(facts, is_trial=is_trial),
        article=wording.article(plan.name, facts, is_trial=is_trial),
        how_to=wording.HOW_TO,
        earlier=(first - timedelta(days=1)).replace(day=1),
        later=(first + timedelta(days=32)).replace(day=1) if first < this_month else None,
    )


def _asked(today: date) -> date:
    asked = request.args.get("m")
    if asked is None:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        abort(404)
    if not date(2020, 1, 1) <= first <= today:
        abort(404)
    return first
