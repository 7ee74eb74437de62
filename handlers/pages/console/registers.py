"""The school's registers (作业登记): who registered today, one class's day, and what families say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, abort

from handlers.context import get_context
from handlers.pages.console.asking import may_be_asked
from handlers.pages.console.classes import find_seen_class
from handlers.pages.console.reconciled import as_read, may_read_register
from handlers.pages.console.scope import Sight, Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from homework.balancing import Change
from homework.days import SHANGHAI, day_words, homework_day
from homework.reconciled import Reconciliation, bias_by_subject
from homework.registers import RegisterEntry
from homework.teaching import ToldSubject, told_apart
from homework.wording import console_register as wording
from homework.wording.register import KIND_WORDS
from homework.wording.staff_register import excess_words, step_words
from homework.wording.teacher_entry import told_words
from models.days.reconciling import reconcile_days
from models.registers.revisions import Filing, SavedRegister, registers_on, revisions_of
from models.registers.teacher_entries import teacher_entries
from models.registers.warnings import smallest_changes
from models.schools import ClassKey, SchoolClass, classes_of
from models.staff.people import Role

bp = Blueprint("console_registers", __name__, url_prefix="/console/registers")
bp.before_request(require_viewer)

DAYS_COMPARED = 10


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class of the list: what it registered today, if it did."""

    slug: str
    name: str
    words: str
    is_over: bool
    is_late: bool
    is_missing: bool
    desk: str  # the address for the classroom's computer, "" for who may not set it up


@bp.get("/")
@bp.get("")
def show_list() -> str:
    """Every class of this person's, and what its register of the homework day adds up to."""
    viewer = get_viewer()
    day = homework_day(viewer.now, viewer.plan.calendar)
    if viewer.plan.calendar.is_school_day(viewer.today):
        day = viewer.today
    with get_context().store.reading() as connection:
        registers = registers_on(connection, viewer.plan.id, day)
        lines = [
            _class_line(viewer, each, day, registers.get(each.id))
            for each in classes_of(connection, viewer.plan.id, day)
            if each.grade(day) in viewer.plan.classes and viewer.sight(each, day) is not None
        ]
    return show(
        "registers.html",
        page="registers",
        day=day,
        day_words=day_words(day),
        lines=lines,
        tally=_tally(lines),
        may_type_in=viewer.is_leading or viewer.person.role in (Role.HOMEROOM, Role.GRADE_LEADER),
        said=wording,
    )


def _tally(lines: Sequence[ClassLine]) -> str:
    missing = sum(each.is_missing for each in lines)
    late = sum(each.is_late for each in lines)
    return wording.tally_words(len(lines) - missing, late, missing) if lines else ""


def _class_line(
    viewer: Viewer, school_class: SchoolClass, day: date, saved: SavedRegister | None
) -> ClassLine:
    slug = school_class.slug(day)
    may_read = may_read_register(viewer, school_class, day)
    may_set_up = viewer.is_leading or viewer.person.homeroom_class == slug
    return ClassLine(
        slug=slug,
        name=school_class.name(day),
        words=wording.standing_words(saved.revision if saved else None)
        if may_read
        else _sealed(saved),
        is_over=may_read and saved is not None and saved.is_over,
        is_late=saved is not None and saved.revision.is_late,
        is_missing=saved is None,
        desk=get_context().address(f"/register/{school_class.desk_link}") if may_set_up else "",
    )


def _sealed(saved: SavedRegister | None) -> str:
    return wording.NOT_YET if saved is None else wording.SEALED


@bp.get("/<slug>/<day>")
def show_day(slug: str, day: str) -> str:
    """One class's register of a day, what would mend it, and what families say of its minutes."""
    viewer = get_viewer()
    chosen = _read_day(viewer, day)
    with get_context().store.reading() as connection:
        school_class = find_seen_class(connection, viewer, slug)
        sight = viewer.sight(school_class, chosen)
        if sight is None:
            abort(404)
        key = ClassKey(viewer.plan.id, school_class.id)
        revisions = revisions_of(connection, key, chosen)
        is_sealed = bool(revisions) and not may_read_register(viewer, school_class, chosen)
        standing = None if is_sealed else _standing(revisions)
        filing = _filing(viewer, school_class, chosen, standing)
        changes = smallest_changes(connection, filing) if filing and standing else ()
        compared = _compared(connection, viewer, key, chosen)
        may_read = may_read_register(viewer, school_class, chosen)
        told = teacher_entries(connection, key, chosen) if may_read else []
    return show(
        "register.html",
        page="registers",
        name=school_class.name(chosen),
        day_words=day_words(chosen),
        standing=standing,
        is_sealed=is_sealed,
        kinds=KIND_WORDS,
        said=wording,
        excesses=_excess_words(filing),
        changes=_change_words(viewer, chosen, changes),
        slug=slug,
        asks=may_be_asked(viewer, filing, changes),
        told=[told_words(each) for each in _told_apart(standing, told)],
        late=[_late_words(each) for each in revisions if each.revision.is_late],
        compared=as_read(viewer, school_class, chosen, compared.get(chosen)),
        bias=_bias(viewer, sight, compared),
    )


def _told_apart(
    standing: SavedRegister | None, told: Sequence[RegisterEntry]
) -> Sequence[ToldSubject]:
    return told_apart(standing.revision.register if standing else None, told)


def _read_day(viewer: Viewer, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if not 2000 <= day.year <= viewer.today.year or day > viewer.today:
        abort(404)
    return day


def _standing(revisions: Sequence[SavedRegister]) -> SavedRegister | None:
    """The one that counts. What was put right in time is shown to nobody but the class itself."""
    return next((each for each in reversed(revisions) if each.stands), None)


def _filing(
    viewer: Viewer, school_class: SchoolClass, day: date, standing: SavedRegister | None
) -> Filing | None:
    if standing is None:
        return None
    return Filing(viewer.plan, school_class, day, standing.revision.register)


def _excess_words(filing: Filing | None) -> list[str]:
    if filing is None:
        return []
    return [excess_words(each, filing.register) for each in filing.excesses]


def _change_words(viewer: Viewer, day: date, changes: Sequence[Change]) -> list[str]:
    next_day = viewer.plan.calendar.next_school_day(day)
    return [
        "、".join(step_words(step, day, next_day) for step in change.steps) for change in changes
    ]


def _late_words(saved: SavedRegister) -> str:
    at = saved.revision.saved_at.astimezone(SHANGHAI)
    return wording.late_words(at, saved.revision.register, stands=saved.stands)


def _compared(
    connection: sa.Connection, viewer: Viewer, key: ClassKey, day: date
) -> dict[date, Reconciliation]:
    """This day and the school days before it, the open one last of all."""
    days = [day]
    while len(days) < DAYS_COMPARED:
        days.append(viewer.plan.calendar.previous_school_day(days[-1]))
    return reconcile_days(connection, key, days)


def _bias(
    viewer: Viewer, sight: Sight, compared: dict[date, Reconciliation]
) -> list[tuple[str, str, int]]:
    if sight is Sight.CHECKER:
        return []
    days = [each for day, each in compared.items() if sight is Sight.FULL or viewer.is_closed(day)]
    return [
        (str(subject), wording.bias_words(minutes), count)
        for subject, (minutes, count) in bias_by_subject(days).items()
    ]
