"""The hearing's papers (听证材料): a term's confirmed cases on A4, for the leading group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, abort, render_template, request

from handlers.context import get_context
from handlers.pages.console.session import get_viewer, require_viewer
from homework.cases import CaseState
from homework.class_answers import answer_words
from homework.days import SHANGHAI, day_words
from homework.hearing import Term, terms_until
from homework.rectifications import file_number
from homework.wording import console as wording
from models.cases.hearings import HeardCase, count_refuted, heard_cases

bp = Blueprint("console_hearing", __name__, url_prefix="/console/hearing")
bp.before_request(require_viewer)


@bp.get("/")
@bp.get("")
def show_kit() -> str:
    """Agenda, cases and room for minutes; prints on A4 landscape. Says nothing of any family."""
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(404)
    terms = terms_until(viewer.today, viewer.plan.calendar)
    term = _asked(terms)
    with get_context().store.reading() as connection:
        heard = heard_cases(connection, viewer.plan.id, term.first, term.last)
        refuted = count_refuted(connection, viewer.plan.id, term.first, term.last)
    closed = sum(each.state is CaseState.CLOSED for each in heard)
    prefix = viewer.plan.rectify.prefix
    return render_template(
        "print/hearing.html",
        plan=viewer.plan,
        term=term,
        terms=terms,
        rows=[_row(each, prefix) for each in heard],
        counts={"all": len(heard), "closed": closed, "refuted": refuted},
        today=f"{viewer.today.year}年{viewer.today.month}月{viewer.today.day}日",
    )


def _asked(terms: Sequence[Term]) -> Term:
    first = request.args.get("term", terms[0].first.isoformat())
    found = next((each for each in terms if each.first.isoformat() == first), None)
    if found is None:
        abort(404)
    return found


def _row(heard: HeardCase, prefix: str) -> Mapping[str, str]:
    is_counted = heard.measured is not None and heard.permitted > 0
    notice = heard.notice
    return {
        "number": f"{heard.number}号",
        "class_name": heard.class_name,
        "day": day_words(heard.day),
        "rule": heard.rule_name,
        "measured": f"约{heard.measured}{heard.unit}" if is_counted else "有",
        "permitted": f"{heard.permitted}{heard.unit}" if is_counted else "不应有",
        "way": wording.WAY[heard.way] if heard.way else "",
        "answer": answer_words(heard.answer) or "未说明",
        "file": file_number(prefix, notice.year, notice.number) if notice else "",
        "reply": ";".join(each.words for each in notice.replies) if notice else "",
        "state": wording.CASE[heard.state],
        "closed": _closed(heard),
    }


def _closed(heard: HeardCase) -> str:
    parts = [day_words(_local(heard))] if heard.closed_at else []
    if heard.relapsed_from:
        parts.append(f"{day_words(heard.relapsed_from)}销号后复发")
    return ",".join(parts)


def _local(heard: HeardCase) -> date:
    assert heard.closed_at is not None
    return heard.closed_at.astimezone(SHANGHAI).date()
