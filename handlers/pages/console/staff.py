"""The school's staff in the console (教职工): who works here, their classes, their one-time codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from handlers.context import get_context
from handlers.pages.console.group import group_panel
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer, show
from handlers.pages.console.undo import offer_undo
from homework.days import SHANGHAI
from homework.school import grade_name
from homework.wording import console as wording
from homework.wording import console_office as office_wording
from models.schools import classes_of
from models.staff.people import Role, StaffMember, find_staff, staff_of
from models.staff.staffing import (
    MANAGERS,
    Manager,
    Office,
    StaffRefusal,
    StaffRefused,
    amend,
    dismiss,
    hire,
    left_staff,
    read_office,
    rehire,
    renew_code,
    require_classes,
)

bp = Blueprint("console_staff", __name__, url_prefix="/console/staff")
bp.before_request(require_viewer)

GIVEN_OUT = tuple(role for role in Role if role is not Role.PRINCIPAL)
"""The roles that the console gives out."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list; `may_change` is false for oneself and for the principal."""

    id: int
    name: str
    role: Role
    role_words: str
    office: str
    binding: str
    is_bound: bool
    may_change: bool
    grade: int | None
    homeroom_class: str
    teaches: str


@bp.before_request
def require_manager() -> None:
    """These pages are the managers' own."""
    if get_viewer().person.role not in MANAGERS:
        abort(403)


@bp.get("/")
@bp.get("")
def show_list() -> str:
    """Everyone by role, a form to add somebody, and who has left."""
    viewer = get_viewer()
    with get_context().store.reading() as connection:
        people = staff_of(connection, viewer.plan.id)
        left = left_staff(connection, viewer.plan.id)
    return show(
        "staff.html",
        page="staff",
        said=office_wording,
        people=_lines(viewer, people),
        **group_panel(people),
        left=_lines(viewer, left),
        roles=[(role.value, wording.ROLE[role]) for role in GIVEN_OUT],
        grades=[(grade, grade_name(grade)) for grade in sorted(viewer.plan.classes)],
    )


def _lines(viewer: Viewer, people: Sequence[StaffMember]) -> list[PersonLine]:
    ranked = sorted(people, key=lambda each: (list(Role).index(Role(each.role)), each.id))
    return [_line(viewer, each) for each in ranked]


def _line(viewer: Viewer, person: StaffMember) -> PersonLine:
    return PersonLine(
        id=person.id,
        name=person.name,
        role=Role(person.role),
        role_words=wording.ROLE[person.role],
        office=office_wording.office_words(person.grade, person.homeroom_class, person.teaches),
        binding=_binding(viewer, person),
        is_bound=person.subject_id is not None,
        may_change=person.id != viewer.person.id and person.role != Role.PRINCIPAL,
        grade=person.grade,
        homeroom_class=person.homeroom_class or "",
        teaches=person.teaches,
    )


def _binding(viewer: Viewer, person: StaffMember) -> str:
    if person.subject_id is not None:
        return office_wording.BOUND
    if person.code_until is None or person.code_until <= viewer.now:
        return office_wording.CODE_GONE
    return office_wording.bound_until(person.code_until.astimezone(SHANGHAI))


@bp.post("/")
@bp.post("")
def add() -> AnyResponse:
    """Add a person and show their one-time code, once."""
    viewer = get_viewer()
    try:
        office = _office(viewer, request.form)
        _, code = get_context().store.write(
            lambda connection: hire(connection, _manager(viewer), office)
        )
    except StaffRefused as refused:
        return _back(refused.refusal)
    flash(office_wording.code_words(office.name, code), "code")
    return _back()


@bp.post("/<int:staff_id>")
def change(staff_id: int) -> AnyResponse:
    """Change a person's role, name or classes."""
    viewer = get_viewer()
    before = _find(viewer, staff_id)
    try:
        office = _office(viewer, request.form)
        get_context().store.write(
            lambda connection: amend(connection, _manager(viewer), staff_id, office)
        )
    except StaffRefused as refused:
        return _back(refused.refusal)
    flash(office_wording.STAFF_CHANGED, "done")
    offer_undo(url_for("console_staff.change", staff_id=staff_id), _fields(before))
    return _back()


@bp.post("/<int:staff_id>/code")
def send_code(staff_id: int) -> AnyResponse:
    """A fresh one-time code: for a new phone, or where the old one ran out."""
    viewer = get_viewer()
    person = _find(viewer, staff_id)
    try:
        code = get_context().store.write(
            lambda connection: renew_code(connection, _manager(viewer), staff_id)
        )
    except StaffRefused as refused:
        return _back(refused.refusal)
    flash(office_wording.code_words(person.name, code), "code")
    return _back()


@bp.post("/<int:staff_id>/leave")
def leave(staff_id: int) -> AnyResponse:
    """Revoke a person's access at once."""
    viewer = get_viewer()
    person = _find(viewer, staff_id)
    try:
        get_context().store.write(
            lambda connection: dismiss(connection, _manager(viewer), staff_id)
        )
    except StaffRefused as refused:
        return _back(refused.refusal)
    flash(office_wording.STAFF_DISMISSED.format(name=person.name), "done")
    offer_undo(url_for("console_staff.restore", staff_id=staff_id))
    return _back()


@bp.post("/<int:staff_id>/return")
def restore(staff_id: int) -> AnyResponse:
    """Take a dismissal back."""
    viewer = get_viewer()
    person = _find(viewer, staff_id)
    try:
        get_context().store.write(lambda connection: rehire(connection, _manager(viewer), staff_id))
    except StaffRefused as refused:
        return _back(refused.refusal)
    flash(office_wording.STAFF_RETURNED.format(name=person.name), "done")
    return _back()


def _manager(viewer: Viewer) -> Manager:
    return Manager(viewer.person, viewer.now)


def _find(viewer: Viewer, staff_id: int) -> StaffMember:
    """One person of this school; 404 for anybody else's."""
    if staff_id >= 1 << 63:
        abort(404)
    with get_context().store.reading() as connection:
        person = find_staff(connection, viewer.plan.id, staff_id)
    if person is None:
        abort(404)
    return person


def _office(viewer: Viewer, form: Mapping[str, str]) -> Office:
    try:
        role = Role(form.get("role", ""))
    except ValueError:
        abort(400)
    office = read_office(
        role,
        form.get("name", ""),
        form.get("grade", ""),
        form.get("homeroom", ""),
        form.get("teaches", ""),
    )
    with get_context().store.reading() as connection:
        require_classes(office, _slugs(connection, viewer))
    return office


def _slugs(connection: sa.Connection, viewer: Viewer) -> set[str]:
    classes = classes_of(connection, viewer.plan.id, viewer.today)
    return {
        each.slug(viewer.today)
        for each in classes
        if each.grade(viewer.today) in viewer.plan.classes
    }


def _fields(person: StaffMember) -> list[tuple[str, str]]:
    return [
        ("role", person.role),
        ("name", person.name),
        ("grade", str(person.grade or "")),
        ("homeroom", person.homeroom_class or ""),
        ("teaches", person.teaches),
    ]


def _back(refusal: StaffRefusal | None = None) -> AnyResponse:
    if refusal is not None:
        flash(office_wording.STAFF_REFUSAL[refusal], "problem")
    return redirect(url_for("console_staff.show_list"), 303)
