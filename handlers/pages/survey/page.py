"""The questionnaire's page (问卷): no login, once a unit, changed until it closes, no script needed."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from context import Context
from handlers.context import get_context
from handlers.floods import WRONG_CODES, TooFast, client_address, require_pace
from handlers.pages.device import device_subject, forget_device
from handlers.pages.refusing import has_said_nothing
from handlers.pages.survey.door import open_link
from handlers.pages.survey.sheet import Filled, Opened, fields_of, page_of, understood
from homework.consent import CONSENT_VERSION
from homework.days import SHANGHAI
from homework.surveys import Answers, Respondent, read_answers
from homework.wording import surveys as wording
from homework.wording.pages import too_fast
from models.database.writer import NotCommitted
from models.schools import ClassKey
from models.staff.people import hash_secret
from models.surveys.feed import Fed, feed_report
from models.surveys.replies import (
    Answering,
    Saved,
    answering,
    answers_of,
    code_unit,
    find_own,
    save_reply,
    split_texts,
    unit_of,
)
from models.surveys.rounds import is_code

bp = Blueprint("survey", __name__)

_WRITE_SECONDS = 8.0
_PREFIX = "a-"


@bp.get("/q/<link>")
def show_form(link: str) -> str | tuple[str, int]:
    """The questions, filled with what this device has answered."""
    context, opened = get_context(), open_link(link)
    if _is_closed(context, opened):
        return _show_closed(opened)
    if _is_early(context, opened):
        return _show_early(opened)
    code = _clean_code(request.args.get("code", ""))
    with context.store.reading() as connection:
        who = _who(connection, context, opened, device_subject(context), code)
        own = find_own(connection, who)
        is_guess = own is None and _is_guess(connection, opened, code)
    if is_guess:
        # A code shows what was answered with it, so trying them out is slowed here, too.
        require_pace(WRONG_CODES, client_address(context), is_shared=True)
    if own is None:
        return _render(opened, Filled(code=code, role=_only_role(opened)))
    fields = fields_of(opened.template, answers_of(context.keys, own))
    return _render(opened, Filled(fields, own.role, code, is_edit=True))


@bp.post("/q/<link>")
def submit(link: str) -> BaseResponse | str | tuple[str, int]:
    """Keep the answers, then send the browser to the receipt; mistakes come back beside theirs."""
    context, opened = get_context(), open_link(link)
    if _is_early(context, opened):
        return _show_early(opened), 409
    filled = _sent(opened)
    mistakes = dict(_wrong_person(context, opened, filled))
    answers: Answers = {}
    if filled.role:
        read = read_answers(opened.template, Respondent(filled.role), filled.fields)
        answers, mistakes = read.answers, mistakes | read.mistakes
    if mistakes:
        return _again(opened, filled, mistakes), 422
    if request.form.get("consent", str(CONSENT_VERSION)) != str(CONSENT_VERSION):
        return _again(opened, filled, {"form": wording.CONSENT_CHANGED}), 409
    try:
        saved = _save(context, opened, filled, answers)
    except NotCommitted:
        return _again(opened, filled, {"form": wording.TRY_AGAIN}), 503
    if saved is Saved.CLOSED:
        return _show_closed(opened)
    if saved is Saved.UNIT_ANSWERED:
        return _again(opened, filled, {"form": wording.CODE_USED}), 409
    code = f"?code={filled.code}" if filled.code else ""
    return redirect(f"{opened.path}/done{code}", 303)


@bp.get("/q/<link>/done")
def show_receipt(link: str) -> BaseResponse | str:
    """What was understood, and until when it can be changed."""
    context, opened = get_context(), open_link(link)
    code = _clean_code(request.args.get("code", ""))
    with context.store.reading() as connection:
        own = find_own(connection, _who(connection, context, opened, device_subject(context), code))
    if own is None:
        return redirect(opened.path, 303)
    page = page_of(opened, Filled(role=own.role, code=code))
    lines = understood(opened.template, answers_of(context.keys, own))
    is_closed = _is_closed(context, opened)
    return render_template("survey/receipt.html", page=page, lines=lines, is_closed=is_closed)


@bp.get("/q/<link>/no")
def show_refused(link: str) -> BaseResponse:
    """不填: nothing was kept of what stood in the form; a browser that never said anything is forgotten."""
    opened = open_link(link)
    page = page_of(opened, Filled(code=_clean_code(request.args.get("code", ""))))
    answer = make_response(render_template("survey/refused.html", page=page))
    return forget_device(answer) if has_said_nothing() else answer


@bp.errorhandler(CSRFError)
def say_page_waited(error: CSRFError) -> tuple[str, int]:
    """The form's token did not fit: show the form again, everything typed still in it."""
    opened = open_link((request.view_args or {})["link"])
    words = wording.PAGE_WAITED + ("" if request.cookies else wording.NO_COOKIES)
    device_subject(get_context())
    return _again(opened, _sent(opened), {"form": words}), 400


@bp.errorhandler(TooFast)
def say_wait(error: TooFast) -> tuple[str, int, dict[str, str]]:
    """Too many at once: the form again, everything typed still in it, and how long to wait."""
    opened = open_link((request.view_args or {})["link"])
    words = too_fast(error.seconds, is_shared=error.is_shared)
    answer = _again(opened, _sent(opened), {"form": words})
    return answer, 429, {"Retry-After": str(error.seconds)}


@bp.errorhandler(NotFound)
def say_no_survey(error: NotFound) -> tuple[str, int]:
    """A link that leads nowhere: what may be the matter, and where to go on."""
    page = {"title": wording.NO_SURVEY_HERE, "words": wording.NO_SURVEY_WHY}
    return render_template("parent/ended.html", **page), 404


def _is_closed(context: Context, opened: Opened) -> bool:
    return context.clock.now() >= opened.survey.closes_at


def _is_early(context: Context, opened: Opened) -> bool:
    return context.clock.now() < opened.survey.opens_at


def _clean_code(text: str) -> str:
    return text.strip().lower()[:16]


def _only_role(opened: Opened) -> str:
    return opened.roles[0] if len(opened.roles) == 1 else ""


def _sent(opened: Opened) -> Filled:
    """The form as it was sent."""
    role = request.form.get("role", _only_role(opened))
    return Filled(
        fields={
            name.removeprefix(_PREFIX): values
            for name, values in request.form.lists()
            if name.startswith(_PREFIX)
        },
        role=role if role in opened.roles else "",
        code=_clean_code(request.form.get("code", "")) if opened.survey.needs_code else "",
    )


def _wrong_person(context: Context, opened: Opened, filled: Filled) -> dict[str, str]:
    mistakes = {} if filled.role else {"role": wording.NO_ROLE}
    if not opened.survey.needs_code:
        return mistakes
    if not filled.code:
        return mistakes | {"code": wording.CODE_NEEDED}
    with context.store.reading() as connection:
        is_known = not _is_guess(connection, opened, filled.code)
    if not is_known:
        require_pace(WRONG_CODES, client_address(context), is_shared=True)
    return mistakes if is_known else mistakes | {"code": wording.CODE_UNKNOWN}


def _is_guess(connection: sa.Connection, opened: Opened, code: str) -> bool:
    if not (opened.survey.needs_code and code):
        return False
    return not is_code(connection, opened.path.removeprefix("/q/"), code)


def _who(
    connection: sa.Connection, context: Context, opened: Opened, subject_id: str, code: str
) -> Answering:
    class_id = opened.school_class.id if opened.school_class else None
    if opened.survey.needs_code:
        unit = code_unit(hash_secret(code))
    else:
        key = None if class_id is None else ClassKey(opened.plan.id, class_id)
        unit = unit_of(connection, key, subject_id)
    return answering(context.keys, opened.survey, class_id, subject_id, unit)


def _save(context: Context, opened: Opened, filled: Filled, answers: Answers) -> Saved:
    """Write the reply, and with it the day's report where the round is about a day's load."""
    subject, now = device_subject(context), context.clock.now()
    said = split_texts(context.keys, opened.template, Respondent(filled.role), answers)

    def job(connection: sa.Connection) -> Saved:
        who = _who(connection, context, opened, subject, filled.code)
        own = find_own(connection, who)
        saved = save_reply(connection, who, said, now)
        if saved is Saved.KEPT and opened.school_class is not None:
            before = answers_of(context.keys, own) if own is not None else {}
            fed = Fed(opened.survey, opened.template, opened.school_class, before, answers)
            feed_report(connection, opened.plan, fed, subject, now)
        return saved

    return context.store.write(job, _WRITE_SECONDS)


def _again(opened: Opened, filled: Filled, mistakes: dict[str, str]) -> str:
    return _render(opened, Filled(filled.fields, filled.role, filled.code, mistakes))


def _render(opened: Opened, filled: Filled) -> str:
    device_subject(get_context())  # the device's cookie goes out with the form
    return render_template(
        "survey/form.html", page=page_of(opened, filled), words=wording, version=CONSENT_VERSION
    )


def _show_closed(opened: Opened) -> tuple[str, int]:
    return _say(opened, wording.closed_at(opened.survey.closes_at.astimezone(SHANGHAI))), 410


def _show_early(opened: Opened) -> str:
    return _say(opened, wording.not_yet(opened.survey.opens_at.astimezone(SHANGHAI)))


def _say(opened: Opened, sentence: str) -> str:
    return render_template("survey/said.html", page=page_of(opened, Filled()), sentence=sentence)
