"""The school's door (全校海报的入口): a parent picks the class, and the class's form opens."""

from __future__ import annotations

import hmac

from flask import Blueprint, abort, render_template
from werkzeug.exceptions import NotFound

from handlers.context import get_context
from homework.school import grade_name
from homework.wording import pages as wording
from homework.wording import printed
from models.schools import classes_of, school_link

bp = Blueprint("school_door", __name__)


@bp.get("/s/<link>")
def show_classes(link: str) -> str:
    """Every class of the school whose poster carries this link; 404 for any other."""
    context = get_context()
    plan = context.plans.get(link.rpartition("-")[0])
    if plan is None or not hmac.compare_digest(link, school_link(context.keys, plan.id)):
        abort(404)
    today = context.clock.now().date()
    with context.store.reading() as connection:
        classes = classes_of(connection, plan.id, today)
    grades: dict[str, list[tuple[int, str]]] = {
        grade_name(grade): [] for grade in sorted(plan.classes)
    }
    for each in classes:
        if each.grade(today) in plan.classes:
            own = grades[grade_name(each.grade(today))]
            own.append((each.number, f"/r/{each.public_link}"))
    return render_template(
        "parent/school.html", school=plan.name, grades=grades, privacy=printed.PRIVACY
    )


@bp.errorhandler(NotFound)
def say_no_school(error: NotFound) -> tuple[str, int]:
    """A link that is no school's: what to scan instead."""
    return render_template("parent/ended.html", words=wording.SCHOOL_UNKNOWN), 404
