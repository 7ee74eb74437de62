"""The leading group's roster as a file and on A4 (领导小组名单): for who manages staff, never public."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, abort, render_template

from handlers.context import get_context
from handlers.pages.console.nav import manages
from handlers.pages.console.scope import Viewer
from handlers.pages.console.session import get_viewer, require_viewer
from homework.wording import console as wording
from homework.wording import console_group as group_wording
from models.staff.audit import record_act
from models.staff.leading_group import Member, members_of
from models.staff.people import StaffMember, staff_of
from models.workbook import to_xlsx

bp = Blueprint("console_group", __name__, url_prefix="/console/staff")
bp.before_request(require_viewer)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.before_request
def require_manager() -> None:
    """The same people as the page of staff that leads here."""
    if not manages(get_viewer()):
        abort(403)


@bp.get("/group")
def show_sheet() -> str:
    """The roster on A4, with a place for the seal."""
    viewer = get_viewer()
    today = viewer.today
    return render_template(
        "print/group.html",
        plan=viewer.plan,
        said=group_wording,
        members=_members(viewer),
        roles=wording.ROLE,
        today=f"{today.year}年{today.month}月{today.day}日",
    )


@bp.get("/group.xlsx")
def export() -> Response:
    """The roster as a workbook; noted in the log of acts."""
    viewer = get_viewer()
    rows = [
        (each.seat.value, each.name, wording.ROLE[each.role], each.of_grade)
        for each in _members(viewer)
    ]
    about = viewer.today.isoformat()
    get_context().store.write(
        lambda connection: record_act(
            connection, viewer.plan.id, viewer.person.id, "export_group", viewer.now, about=about
        )
    )
    book = to_xlsx({group_wording.TITLE: [group_wording.COLUMNS, *rows]})
    response = Response(book, mimetype=XLSX)
    name = group_wording.file_name(viewer.plan.id, about)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def group_panel(staff: Iterable[StaffMember]) -> dict[str, object]:
    """What the page of staff shows of the group, by the names its template uses."""
    return {"group": members_of(staff), "group_said": group_wording, "role_words": wording.ROLE}


def _members(viewer: Viewer) -> list[Member]:
    with get_context().store.reading() as connection:
        return members_of(staff_of(connection, viewer.plan.id))
