"""A round's results in the console (问卷结果): by role, grade and class, over rounds, and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, show
from handlers.pages.console.surveys import find_round
from handlers.pages.survey.panels import of_roles, of_rounds
from homework.days import SHANGHAI
from homework.surveys import QuestionKind, Scope
from homework.surveys.cells import Cell, to_csv
from homework.surveys.export import table
from homework.surveys.results import OfGrade, Whole
from homework.surveys.small_groups import FLOOR
from homework.wording import sensitive as sensitive_wording
from homework.wording import surveys as wording
from models.staff.audit import record_act
from models.staff.people import Role
from models.staff.sensitive import NoReason, ask_to_read, may_read
from models.staff.teaching import teaches
from models.surveys.reading import Place, Round, read_round
from models.surveys.results import texts_of
from models.surveys.rounds import surveys_of
from models.workbook import to_xlsx

bp = Blueprint("survey_results", __name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """A part of the school this person may read; `is_own` as its own teacher does."""

    place: Place
    is_own: bool


@bp.get("/surveys/<int:number>")
def show_results(number: int) -> str:
    """One round, in one part of the school."""
    viewer = get_viewer()
    found = _read(viewer, number)
    seen = _seen(viewer, found)
    wanted = request.args.get("of", seen[0].place.slug if seen else "")
    chosen = next((each for each in seen if each.place.slug == wanted), None)
    if chosen is None:
        abort(404)
    survey, results = found.survey, found.results
    opens, closes = (at.astimezone(SHANGHAI) for at in (survey.opens_at, survey.closes_at))
    return show(
        "survey.html",
        survey=survey,
        title=wording.round_words(survey.title, survey.round),
        span=wording.span_words(opens, closes),
        is_open=found.is_open,
        is_early=viewer.now < survey.opens_at,
        state=wording.state_words(viewer.now, opens, closes),
        later=wording.opens_later(opens),
        is_leading=viewer.is_leading,
        seen=seen,
        chosen=chosen,
        counts=_counts(found, chosen),
        panels=[
            of_roles(results, question, chosen.place.scope, is_own=chosen.is_own)
            for question in results.template.questions
            if question.kind is not QuestionKind.TEXT
        ],
        texts=_texts(viewer, found) if isinstance(chosen.place.scope, Whole) else [],
        must_say=isinstance(chosen.place.scope, Whole) and _has_hidden_words(viewer, found),
        why=sensitive_wording,
        say=wording,
    )


def _read(viewer: Viewer, number: int) -> Round:
    survey = find_round(viewer, number)
    with get_context().store.reading() as connection:
        return read_round(connection, survey, viewer.now)


def _seen(viewer: Viewer, found: Round) -> list[Seen]:
    """While a round is open, the whole school only: a class's figures move with one family."""
    places = (found.places[:1] if found.is_open else found.places) if viewer.is_leading else ()
    if not viewer.is_leading and not found.is_open:
        places = found.places[1:]
    sights = ((place, _sight(viewer, place)) for place in places)
    return [Seen(place, sight is Sight.OWN) for place, sight in sights if sight is not None]


def _sight(viewer: Viewer, place: Place) -> Sight | None:
    if place.school_class is not None:
        sight = viewer.sight(place.school_class, viewer.today)
        return None if sight is Sight.CHECKER else sight
    if viewer.is_leading:
        return Sight.FULL
    person = viewer.person
    is_leader = person.role == Role.GRADE_LEADER and isinstance(place.scope, OfGrade)
    return Sight.OWN if is_leader and place.slug == f"g{person.grade}" else None


def _counts(found: Round, chosen: Seen) -> list[tuple[str, str]]:
    if chosen.is_own:
        return []
    counted = (
        (role, found.results.units(role, chosen.place.scope)) for role in found.results.roles
    )
    return [
        (wording.ROLE[role], wording.HIDDEN if units is None else wording.units_words(units))
        for role, units in counted
    ]


def _texts(viewer: Viewer, found: Round) -> list[tuple[str, list[str]]]:
    """What people wrote, for the leading group after the end; never from a class they teach, and
    only to who has said what for."""
    if not _may_ever_read(viewer, found) or not _said_why(viewer, found):
        return []
    taught = {
        place.school_class.id
        for place in found.places
        if place.school_class is not None
        and teaches(viewer.person, place.school_class, viewer.today, viewer.today)
    }
    context = get_context()
    with context.store.reading() as connection:
        texts = texts_of(connection, context.keys, found.survey, taught)
    return [
        (question.words, texts[question.key])
        for question in found.results.template.questions
        if len(texts.get(question.key, ())) >= FLOOR
    ]


def _may_ever_read(viewer: Viewer, found: Round) -> bool:
    return viewer.is_leading and not found.is_open


def _said_why(viewer: Viewer, found: Round) -> bool:
    with get_context().store.reading() as connection:
        about = f"survey:{found.survey.number}"
        return may_read(connection, viewer.person, about, viewer.now)


def _has_hidden_words(viewer: Viewer, found: Round) -> bool:
    questions = found.results.template.questions
    asks = any(each.kind is QuestionKind.TEXT for each in questions)
    return asks and _may_ever_read(viewer, found) and not _said_why(viewer, found)


@bp.post("/surveys/<int:number>/words")
def show_words(number: int) -> AnyResponse:
    """Say why one reads what people wrote; noted before anything is shown."""
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(403)
    find_round(viewer, number)
    person, now = viewer.person, viewer.now
    reason, about = request.form.get("reason", ""), f"survey:{number}"
    try:
        get_context().store.write(
            lambda connection: ask_to_read(connection, person, about, reason, now)
        )
    except NoReason:
        flash(sensitive_wording.NO_REASON, "problem")
    return redirect(url_for("console.survey_results.show_results", number=number), 303)


@bp.get("/surveys/rounds/<template_id>")
def show_rounds(template_id: str) -> str:
    """Rounds of one questionnaire beside one another, for one role."""
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(403)
    with get_context().store.reading() as connection:
        surveys = [
            each
            for each in surveys_of(connection, viewer.plan.id)
            if each.template_id == template_id
        ]
        rounds = [read_round(connection, each, viewer.now) for each in reversed(surveys)]
    if not rounds:
        abort(404)
    template = rounds[-1].results.template
    role = next(
        (each for each in template.roles if each == request.args.get("role")), template.roles[0]
    )
    named = [(f"第{each.survey.round}轮", each.results) for each in rounds]
    return show(
        "survey_rounds.html",
        title=template.title,
        template_id=template_id,
        roles=[(each, wording.ROLE[each], each is role) for each in template.roles],
        panels=[
            of_rounds(named, question, role)
            for question in template.questions
            if question.kind is not QuestionKind.TEXT and role in question.only
        ],
        say=wording,
    )


@bp.get("/surveys/<int:number>/export.<any('csv', 'xlsx'):kind>")
def export(number: int, kind: str) -> Response:
    """A round's figures as a file, with the page's gaps; noted in the log of acts."""
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(403)
    found = _read(viewer, number)
    scopes: list[tuple[str, Scope]] = [
        (each.place.name, each.place.scope) for each in _seen(viewer, found) if not each.is_own
    ]
    rows = table(found.results, scopes)
    get_context().store.write(
        lambda connection: record_act(
            connection,
            viewer.plan.id,
            viewer.person.id,
            "export_survey",
            viewer.now,
            about=f"survey:{number}",
        )
    )
    if kind == "csv":
        response = Response(to_csv(rows), mimetype="text/csv")
    else:
        response = Response(to_xlsx({"汇总": rows, **_text_sheet(viewer, found)}), mimetype=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="survey-{number}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _text_sheet(viewer: Viewer, found: Round) -> dict[str, list[tuple[Cell, ...]]]:
    texts = _texts(viewer, found)
    if not texts:
        return {}
    lines: list[tuple[Cell, ...]] = [(asked, text) for asked, said in texts for text in said]
    return {"原话": [("题目", "原话"), *lines]}
