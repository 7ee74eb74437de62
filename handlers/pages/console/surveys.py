"""Questionnaires in the console (问卷): the list, starting and ending a round, its links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from handlers.context import get_context
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, show
from homework.days import SHANGHAI
from homework.school import grade_name
from homework.surveys import Respondent
from homework.surveys.windows import FURTHEST_DAYS, may_open_on
from homework.wording import surveys as wording
from models.staff.audit import record_act
from models.surveys.questionnaires import Survey
from models.surveys.rounds import (
    AlreadyOpen,
    Launch,
    NobodyAsked,
    close_survey,
    find_survey,
    links_of,
    start_survey,
    surveys_of,
)
from models.surveys.templates import shipped_templates
from paper.codes import picture

bp = Blueprint("surveys", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One round in the list."""

    number: int
    title: str
    roles: str
    span: str
    is_open: bool
    is_early: bool
    state: str
    template_id: str
    rounds: int


@bp.get("/surveys")
def show_list() -> str:
    """Every round this person may read; the leading group may start one."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        surveys = surveys_of(connection, viewer.plan.id)
    lines = [
        _line(viewer, each) for each in surveys if viewer.is_leading or viewer.now >= each.closes_at
    ]
    open_now = {line.template_id for line in lines if line.is_open}
    return show(
        "surveys.html",
        lines=lines,
        say=wording,
        templates=[
            (each.template, each.template.id in open_now) for each in shipped_templates().values()
        ]
        if viewer.is_leading
        else [],
        grades=[(grade, grade_name(grade)) for grade in sorted(viewer.plan.classes)],
        compared=_compared(lines) if viewer.is_leading else [],
        days=(viewer.today, viewer.today + timedelta(days=FURTHEST_DAYS)),
    )


def _line(viewer: Viewer, survey: Survey) -> Line:
    opens, closes = (at.astimezone(SHANGHAI) for at in (survey.opens_at, survey.closes_at))
    return Line(
        number=survey.number,
        title=wording.round_words(survey.title, survey.round),
        roles="、".join(wording.ROLE[role] for role in survey.roles.split(",")),
        span=wording.span_words(opens, closes),
        is_open=viewer.now < survey.closes_at,
        is_early=viewer.now < survey.opens_at,
        state=wording.state_words(viewer.now, opens, closes),
        template_id=survey.template_id,
        rounds=survey.round,
    )


def _compared(lines: list[Line]) -> list[Line]:
    """The newest round of every questionnaire that has had more than one."""
    newest: dict[str, Line] = {}
    for line in lines:
        newest.setdefault(line.template_id, line)
    return [line for line in newest.values() if line.rounds > 1]


@bp.post("/surveys")
def start() -> BaseResponse:
    """Begin a round of a shipped questionnaire and show its links."""
    viewer = _leading()
    file = shipped_templates().get(request.form.get("template", ""))
    if file is None:
        abort(404)
    try:
        opens_on = _opens_on(request.form.get("opens", ""), viewer.today)
    except ValueError:
        flash(wording.bad_opening(FURTHEST_DAYS), "problem")
        return redirect(url_for("console.surveys.show_list"), 303)
    launch = Launch(
        file.template,
        file.text,
        grades=frozenset(
            grade for grade in viewer.plan.classes if str(grade) in request.form.getlist("grade")
        ),
        roles=frozenset(each for each in Respondent if each in request.form.getlist("role")),
        opens_on=opens_on,
    )
    context = get_context()
    try:
        survey = context.store.write(
            lambda connection: start_survey(connection, viewer.plan, launch, viewer.now)
        )
    except AlreadyOpen:
        flash(wording.ALREADY_OPEN, "problem")
        return redirect(url_for("console.surveys.show_list"), 303)
    except NobodyAsked:
        flash(wording.NO_TARGET, "problem")
        return redirect(url_for("console.surveys.show_list"), 303)
    _note(viewer, "start_survey", survey)
    opens = survey.opens_at.astimezone(SHANGHAI)
    is_early = survey.opens_at > viewer.now
    flash(wording.opens_later(opens) if is_early else wording.STARTED, "done")
    return redirect(url_for("console.surveys.show_links", number=survey.number), 303)


def _opens_on(text: str, today: date) -> date | None:
    """The first day as the form sends it, None for at once; raises ValueError."""
    if not text.strip():
        return None
    day = date.fromisoformat(text.strip())
    if not may_open_on(day, today):
        raise ValueError(text)
    return day


@bp.post("/surveys/<int:number>/close")
def close(number: int) -> BaseResponse:
    """End a round now."""
    viewer = _leading()
    survey = find_round(viewer, number)
    store = get_context().store
    if store.write(lambda connection: close_survey(connection, survey, viewer.now)):
        _note(viewer, "close_survey", survey)
    was_early = viewer.now < survey.opens_at
    flash(wording.CANCELLED if was_early else wording.CLOSED_NOW, "done")
    return redirect(url_for("console.survey_results.show_results", number=number), 303)


@bp.get("/surveys/<int:number>/links")
def show_links(number: int) -> str:
    """A round's links and codes, a sheet a class when printed."""
    viewer = _leading()
    survey = find_round(viewer, number)
    context = get_context()
    with context.store.reading() as connection:
        links = links_of(connection, survey)
    day = survey.opened_on
    opens, closes = (at.astimezone(SHANGHAI) for at in (survey.opens_at, survey.closes_at))
    is_early = viewer.now < survey.opens_at
    return show(
        "survey_links.html",
        survey=survey,
        title=wording.round_words(survey.title, survey.round),
        until=wording.open_between(opens, closes) if is_early else wording.open_until(closes),
        links=[
            (each.name(day) if each else "教师", link, context.address(f"/q/{link}"))
            for link, each in links
        ],
    )


@bp.get("/surveys/<int:number>/links/<link>.png")
def image(number: int, link: str) -> Response:
    """The code of one of a round's links."""
    viewer = _leading()
    survey = find_round(viewer, number)
    context = get_context()
    with context.store.reading() as connection:
        if link not in {each for each, _ in links_of(connection, survey)}:
            abort(404)
    response = Response(picture(context.address(f"/q/{link}")), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def find_round(viewer: Viewer, number: int) -> Survey:
    """The round of that number of the viewer's school; 404 for none, or one not to be read yet."""
    with get_context().store.reading() as connection:
        survey = find_survey(connection, viewer.plan.id, number)
    if survey is None or not (viewer.is_leading or viewer.now >= survey.closes_at):
        abort(404)
    return survey


def _leading() -> Viewer:
    viewer = get_viewer()
    if not viewer.is_leading:
        abort(403)
    return viewer


def _note(viewer: Viewer, act: str, survey: Survey) -> None:
    get_context().store.write(
        lambda connection: record_act(
            connection,
            viewer.plan.id,
            viewer.person.id,
            act,
            viewer.now,
            about=f"survey:{survey.number}",
        )
    )
