"""My data (我填过的): see, correct, withdraw, download and delete what this device or follower said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import sqlalchemy as sa
from flask import Blueprint, Response, json, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from context import Context
from handlers.context import get_context
from handlers.floods import TooFast
from handlers.links import FORM_COOKIE, Visitor, read_form_field, read_link_token
from handlers.pages.device import forget_device, known_device_subject
from handlers.pages.mine.download import as_csv, as_plain
from handlers.pages.mine.sheet import answered_of, entry_of
from homework.wording import floods as wording
from models.families.own_replies import OwnReply, forget_replies, own_replies
from models.families.own_reports import OwnReport, own_reports, withdraw_own
from models.holdings.forgetting import (
    forget_as_parent,
    forget_parent,
    forget_reporter,
    withdraw_consent_of,
)

bp = Blueprint("my_data", __name__, url_prefix="/me")

_COOKIE = "hw_me"
_STAYS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Mine:
    """Everything that was said from here."""

    reports: Sequence[OwnReport]
    replies: Sequence[OwnReply]


@bp.get("")
def show_my_data() -> str:
    """Everything said from here; a link from the chat first asks for one tap."""
    context = get_context()
    token = request.args.get("t", "")
    if token:
        visitor = read_link_token(context.keys, token, context.clock.now())
        return render_template("parent/enter.html", token=token, is_valid=visitor is not None)
    visitor, now = _visitor(context), context.clock.now()
    mine = _mine(context, visitor)
    return render_template(
        "parent/my_data.html",
        entries=[entry_of(context, own, now) for own in mine.reports],
        answered=[answered_of(own, now) for own in mine.replies],
        is_follower=visitor is not None,
        is_known=bool(_subjects(context, visitor)),
    )


@bp.post("/enter")
def enter() -> BaseResponse:
    """Turn the chat's link into a cookie for half an hour."""
    context = get_context()
    now = context.clock.now()
    visitor = read_link_token(context.keys, request.form.get("t", ""), now)
    answer = redirect("/me", 303)
    if visitor is not None:
        until = int((now + _STAYS).timestamp())
        answer.set_cookie(
            _COOKIE,
            str(_signer(context).dumps([visitor.account_id, visitor.subject_id, until])),
            path="/me",
            max_age=int(_STAYS.total_seconds()),
            secure=context.base_url.startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
    return answer


@bp.post("/withdraw")
def withdraw() -> BaseResponse:
    """Delete one report of one's own; anybody else's id changes nothing."""
    context = get_context()
    number = request.form.get("report", "")
    report_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 20 else 0
    subjects = _subjects(context, _visitor(context))
    schools = list(context.plans)
    context.store.write(lambda connection: withdraw_own(connection, schools, subjects, report_id))
    return redirect("/me", 303)


@bp.post("/withdraw-reply")
def withdraw_reply() -> BaseResponse:
    """Delete one questionnaire's answers; another's handle changes nothing."""
    context = get_context()
    handle, schools = request.form.get("reply", ""), list(context.plans)
    subjects = _subjects(context, _visitor(context))
    context.store.write(
        lambda connection: forget_replies(connection, context.keys, schools, subjects, handle)
    )
    return redirect("/me", 303)


@bp.post("/withdraw-consent")
def withdraw_consent() -> BaseResponse:
    """Delete what was said and ask again before anything more is kept; the device stays known."""
    context = get_context()
    visitor = _visitor(context)
    subjects, schools = _subjects(context, visitor), list(context.plans)
    now = context.clock.now()

    def job(connection: sa.Connection) -> None:
        for subject in subjects:
            withdraw_consent_of(connection, subject, schools, now)
        forget_replies(connection, context.keys, schools, subjects)
        if visitor is not None:
            forget_as_parent(connection, visitor.account_id, visitor.subject_id)

    context.store.write(job)
    return redirect("/me/withdrawn", 303)


@bp.get("/withdrawn")
def show_withdrawn() -> str:
    """Say that consent was taken back."""
    return render_template("parent/withdrawn.html")


@bp.post("/delete")
def delete_everything() -> BaseResponse:
    """Delete every report, the reporter itself and what the chat remembers; forget the device."""
    context = get_context()
    visitor = _visitor(context)
    subjects, schools = _subjects(context, visitor), list(context.plans)

    def job(connection: sa.Connection) -> None:
        forget_replies(connection, context.keys, schools, subjects)
        for subject in subjects:
            forget_reporter(connection, subject, schools)
        if visitor is not None:
            forget_parent(connection, visitor.account_id, visitor.subject_id, schools)

    context.store.write(job)
    answer = forget_device(redirect("/me/deleted", 303))
    answer.delete_cookie(_COOKIE, path="/me")
    answer.delete_cookie(FORM_COOKIE, path="/")
    return answer


@bp.get("/deleted")
def show_deleted() -> str:
    """Say that nothing is left."""
    return render_template("parent/deleted.html")


@bp.get("/download")
def download() -> Response:
    """The same as a file: JSON, or with ?as=csv a table for Excel."""
    context = get_context()
    mine = _mine(context, _visitor(context))
    if request.args.get("as") == "csv":
        answer = Response(as_csv(mine.reports, mine.replies), mimetype="text/csv")
        name = "my-homework-reports.csv"
    else:
        plain = as_plain(mine.reports, mine.replies)
        text = json.dumps(plain, ensure_ascii=False, indent=2)
        answer = Response(text, mimetype="application/json")
        name = "my-homework-reports.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.errorhandler(CSRFError)
def start_again(error: CSRFError) -> BaseResponse:
    """A page that was open too long does nothing; the fresh one can be used at once."""
    return redirect("/me", 303)


@bp.errorhandler(TooFast)
def say_wait(error: TooFast) -> tuple[str, int, dict[str, str]]:
    """Too many at once: nothing was done, and from where to do it again."""
    token = request.form.get("t", "")
    answer = render_template(
        "error.html",
        title=wording.TITLE,
        words=wording.acted_too_fast(error.seconds, is_shared=error.is_shared),
        onward=f"/me?t={quote(token)}" if token else "/me",
        onward_words=wording.BACK_TO_MINE,
    )
    return answer, 429, {"Retry-After": str(error.seconds)}


def _visitor(context: Context) -> Visitor | None:
    try:
        account_id, subject_id, until = _signer(context).loads(request.cookies.get(_COOKIE, ""))
    except BadSignature:
        return _own_follower(context)
    now = context.clock.now().timestamp()
    return Visitor(account_id, subject_id) if now < until else _own_follower(context)


def _own_follower(context: Context) -> Visitor | None:
    """The follower whose own device this is, for the ten minutes that the form says so, too."""
    device, field = known_device_subject(context), request.cookies.get(FORM_COOKIE, "")
    if device is None or not field:
        return None
    visitor = read_form_field(context.keys, field, device, context.clock.now())
    return visitor if visitor is not None and visitor.is_own else None


def _subjects(context: Context, visitor: Visitor | None) -> list[str]:
    device = known_device_subject(context)
    follower = visitor.subject_id if visitor else None
    return [subject for subject in (device, follower) if subject is not None]


def _mine(context: Context, visitor: Visitor | None) -> _Mine:
    subjects, schools = _subjects(context, visitor), list(context.plans)
    with context.store.reading() as connection:
        return _Mine(
            own_reports(connection, schools, subjects),
            own_replies(connection, context.keys, schools, subjects),
        )


def _signer(context: Context) -> URLSafeSerializer:
    return URLSafeSerializer(context.keys.cookie, salt="my-data")
