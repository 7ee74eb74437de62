"""My data (我填过的): see, correct, withdraw, download and delete what this device or follower said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, json, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response as BaseResponse

from context import Context
from handlers.context import get_context
from handlers.links import Visitor, read_link_token
from handlers.pages.device import forget_device, known_device_subject
from handlers.pages.report_receipt import ticks_of
from homework.days import closes_at, day_words
from homework.report import Assignment
from homework.wording import pages as wording
from models.followers import delete_follower
from models.forgetting import forget_reporter
from models.own_reports import OwnReport, own_reports, withdraw_own
from models.staff import staff_behind
from models.survey_replies import forget_replies

bp = Blueprint("my_data", __name__, url_prefix="/me")

_COOKIE = "hw_me"
_STAYS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One report as the page shows it."""

    id: int
    class_name: str
    day_words: str
    lines: list[tuple[str, str, str]]
    no_homework: bool
    ticks: str
    edit_path: str  # empty once the day has closed


@bp.get("")
def show_my_data() -> str:
    """Everything said from here; a link from the chat first asks for one tap."""
    context = get_context()
    token = request.args.get("t", "")
    if token:
        visitor = read_link_token(context.keys, token, context.clock.now())
        return render_template("parent/enter.html", token=token, is_valid=visitor is not None)
    visitor, now = _visitor(context), context.clock.now()
    with context.store.reading() as connection:
        found = own_reports(connection, list(context.plans), _subjects(context, visitor))
    entries = [_entry(context, own, now) for own in found]
    return render_template("parent/my_data.html", entries=entries, is_follower=visitor is not None)


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


@bp.post("/delete")
def delete_everything() -> BaseResponse:
    """Delete every report, the reporter itself and what the chat remembers; forget the device."""
    context = get_context()
    visitor = _visitor(context)
    subjects, schools = _subjects(context, visitor), list(context.plans)

    def job(connection: sa.Connection) -> None:
        for subject in subjects:
            forget_reporter(connection, subject, schools)
            forget_replies(connection, context.keys, schools, subject)
        # The school still has to reach its staff, whatever they said as parents.
        if visitor is not None and not staff_behind(connection, *astuple(visitor)):
            delete_follower(connection, *astuple(visitor))

    context.store.write(job)
    answer = forget_device(redirect("/me/deleted", 303))
    answer.delete_cookie(_COOKIE, path="/me")
    return answer


@bp.get("/deleted")
def show_deleted() -> str:
    """Say that nothing is left."""
    return render_template("parent/deleted.html")


@bp.get("/download")
def download() -> Response:
    """The same as a JSON file."""
    context = get_context()
    with context.store.reading() as connection:
        subjects = _subjects(context, _visitor(context))
        found = own_reports(connection, list(context.plans), subjects)
    answer = Response(
        json.dumps({"reports": [_plain(own) for own in found]}, ensure_ascii=False, indent=2),
        mimetype="application/json",
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="my-homework-reports.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.errorhandler(CSRFError)
def start_again(error: CSRFError) -> BaseResponse:
    """A page that was open too long does nothing; the fresh one can be used at once."""
    return redirect("/me", 303)


def _visitor(context: Context) -> Visitor | None:
    try:
        account_id, subject_id, until = _signer(context).loads(request.cookies.get(_COOKIE, ""))
    except BadSignature:
        return None
    return Visitor(account_id, subject_id) if context.clock.now().timestamp() < until else None


def _subjects(context: Context, visitor: Visitor | None) -> list[str]:
    device = known_device_subject(context)
    follower = visitor.subject_id if visitor else None
    return [subject for subject in (device, follower) if subject is not None]


def _signer(context: Context) -> URLSafeSerializer:
    return URLSafeSerializer(context.keys.cookie, salt="my-data")


def _entry(context: Context, own: OwnReport, now: datetime) -> _Entry:
    plan = context.plans[own.school_class.school_id]
    is_open = now < closes_at(own.day, plan.calendar)
    report = own.report
    return _Entry(
        id=own.id,
        class_name=own.school_class.name(own.day),
        day_words=day_words(own.day),
        lines=[
            (each.subject, wording.assignment_words(each), wording.time_words(each))
            for each in report.assignments
        ],
        no_homework=report.no_homework,
        ticks="、".join(ticks_of(report)),
        edit_path=f"/r/{own.school_class.public_link}?day={own.day}" if is_open else "",
    )


def _plain(own: OwnReport) -> Mapping[str, Any]:
    report = own.report
    return {
        "class": own.school_class.name(own.day),
        "day": own.day.isoformat(),
        "changed_at": own.changed_at.isoformat(timespec="seconds"),
        "no_homework": report.no_homework,
        "assignments": [_plain_assignment(each) for each in report.assignments],
        "irregularities": sorted(report.irregularities),
        "burdens": sorted(report.burdens),
        "difficulty": report.difficulty,
    }


def _plain_assignment(assignment: Assignment) -> Mapping[str, Any]:
    minutes = assignment.minutes
    return {
        "subject": assignment.subject,
        "content": assignment.content,
        "minutes": None if minutes is None else [minutes.low, minutes.high],
        "kind": assignment.kind,
        "done_at_school": assignment.done_at_school,
        "family_added": assignment.family_added,
        "optional": assignment.is_optional,
        "slot": assignment.slot,
    }
