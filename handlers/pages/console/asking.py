"""请学科让一让 from a class's register: the grade leader's one tap."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from handlers.context import get_context
from handlers.pages.console.classes import find_seen_class
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer
from homework.balancing import Change
from homework.registers import Register, adjustable_until
from homework.report import Subject
from homework.wording import staff_yield as wording
from models.registers.asking_to_yield import Asking, AskRefused, ask_to_yield, leads_grade
from models.registers.revisions import Filing, revisions_of
from models.registers.warnings import with_changes
from models.schools import ClassKey
from models.staff.people import Role

bp = Blueprint("console_asking", __name__, url_prefix="/console/registers")
bp.before_request(require_viewer)

_KNOWN = {str(subject): subject for subject in Subject}


@bp.post("/<slug>/ask")
def ask(slug: str) -> Response:
    """Ask one subject of today's register to yield."""
    viewer = get_viewer()
    if viewer.person.role != Role.GRADE_LEADER:
        abort(403)
    subject = _KNOWN.get(request.form.get("subject", ""))
    if subject is None:
        abort(400)
    with get_context().store.reading() as connection:
        school_class = find_seen_class(connection, viewer, slug)
        key = ClassKey(viewer.plan.id, school_class.id)
        revisions = revisions_of(connection, key, viewer.today)
        standing = next((each for each in reversed(revisions) if each.stands), None)
        register = standing.revision.register if standing else Register(())
        filing = with_changes(connection, Filing(viewer.plan, school_class, viewer.today, register))
    asking = Asking(filing, viewer.person, subject)
    try:
        get_context().store.write(lambda connection: ask_to_yield(connection, asking, viewer.now))
    except AskRefused as refused:
        flash(wording.REFUSAL[refused.refusal], "problem")
    else:
        flash(wording.ASKED.format(subject=subject), "done")
    day = viewer.today.isoformat()
    return redirect(url_for("console_registers.show_day", slug=slug, day=day), 303)


def may_be_asked(
    viewer: Viewer, filing: Filing | None, changes: tuple[Change, ...]
) -> list[tuple[str, str]]:
    """(subject, what the button says) of every subject that could yield, to who may ask now."""
    if filing is None or filing.day != viewer.today or not leads_grade(viewer.person, filing):
        return []
    if viewer.now >= adjustable_until(filing.day, viewer.plan.register):
        return []
    subjects = dict.fromkeys(str(step.entry.subject) for each in changes for step in each.steps)
    return [(subject, wording.button(subject)) for subject in subjects]
