"""整改 from the console: the class's answer, the notice, its reply, a talk, 销号, and the A4 sheet."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from handlers.context import get_context
from handlers.pages.console.acts import find_visible, perform
from handlers.pages.console.session import get_viewer
from homework.cases import CLEARED
from homework.class_answers import ClassAnswer, answer_words
from homework.days import SHANGHAI, day_words
from homework.rectifications import file_number
from homework.report import Subject
from homework.wording import console_cases as wording
from homework.wording.console_group import roster_line
from models.cases.answering import answer
from models.cases.checks import checks_of
from models.cases.moves import Act
from models.cases.rectifications import find_rectification
from models.cases.rectifying import close, issue, notice_number, record_talk, reply
from models.staff.leading_group import members_of
from models.staff.people import staff_of

bp = Blueprint("rectification", __name__)

_KNOWN = {str(subject): subject for subject in Subject}


@bp.post("/cases/<int:number>/answer")
def answer_case(number: int) -> Response:
    """说明: the class's word, one of five."""
    try:
        choice = ClassAnswer(request.form.get("answer", ""))
    except ValueError:
        abort(400)
    said = wording.SAID["answer"].format(words=answer_words(choice))
    return perform(number, lambda connection, act: answer(connection, act, choice), lambda _: said)


@bp.post("/cases/<int:number>/issue")
def issue_notice(number: int) -> Response:
    """整改: send the notice to the teachers of the ticked subjects."""
    names = request.form.getlist("subject")
    if not set(names) <= set(_KNOWN):
        abort(400)
    subjects = [_KNOWN[name] for name in names]

    def do(connection: sa.Connection, act: Act) -> str:
        return notice_number(act, issue(connection, act, subjects))

    return perform(number, do, lambda file: wording.SAID["issue"].format(number=file))


@bp.post("/cases/<int:number>/reply")
def reply_notice(number: int) -> Response:
    """回复: what was changed."""
    words = request.form.get("words", "")
    days = get_viewer().plan.rectify.remeasure_days
    return perform(
        number,
        lambda connection, act: reply(connection, act, words),
        lambda notice: wording.reply_said(len(notice.replies), days),
    )


@bp.post("/cases/<int:number>/talk")
def note_talk(number: int) -> Response:
    """座谈: what was agreed."""
    words = request.form.get("words", "")
    return perform(
        number,
        lambda connection, act: record_talk(connection, act, words),
        lambda _: wording.SAID["talk"],
    )


@bp.post("/cases/<int:number>/close")
def close_case(number: int) -> Response:
    """销号: the days are full, or somebody looked where too few families spoke."""
    looked = request.form.get("words", "")
    return perform(
        number,
        lambda connection, act: close(connection, act, looked),
        lambda _: wording.SAID["close"],
    )


@bp.get("/cases/<int:number>/rectification")
def show_sheet(number: int) -> str:
    """The 整改通知书 on A4, with a place for the seal; 404 where none was sent."""
    viewer = get_viewer()
    found = find_visible(viewer, number)
    with get_context().store.reading() as connection:
        notice = find_rectification(connection, found.case)
        if notice is None:
            abort(404)
        checks = checks_of(connection, found.case.school_id, found.case.id)
        group = members_of(staff_of(connection, viewer.plan.id))
    confirmed = [check for check in checks if check.is_confirmed]
    issued_at = notice.issued_at.astimezone(SHANGHAI)
    return render_template(
        "print/rectification.html",
        plan=viewer.plan,
        notice=notice,
        void=wording.void(number) if found.state in CLEARED else "",
        number=file_number(viewer.plan.rectify.prefix, notice.year, notice.number),
        case=found.case,
        class_name=found.class_name,
        rule=found.rule,
        day=day_words(found.case.day),
        group=roster_line(viewer.plan.name, [(each.seat, each.name) for each in group]),
        way=confirmed[-1].way if confirmed else None,
        until=wording.clock_words(notice.reply_until),
        answer=answer_words(found.case.answer),
        replies=[(each.words, wording.clock_words(each.at)) for each in notice.replies],
        issued=f"{issued_at.year}年{issued_at.month}月{issued_at.day}日",
    )
