"""`admin-link` (登录链接): a one-time link into the console, for who cannot use the chat yet."""

from __future__ import annotations

import argparse

from models.staff.console_sessions import make_entry_link
from models.staff.people import Role, StaffMember, staff_of
from opening import NotReady, add_config, load, open_context, pick_school

_FIRST = (Role.DEAN, Role.ADMIN, Role.DEPUTY, Role.PRINCIPAL)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--school", help="学校 id;只有一所时可省略")
    parser.add_argument("--name", help="给谁;默认教导处")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    with context.store.reading() as connection:
        person = _pick(list(staff_of(connection, plan.id)), arguments.name)
    now = context.clock.now()
    token = context.store.write(
        lambda connection: make_entry_link(connection, plan.id, person.id, now)
    )
    print(f"{plan.name} {person.name} 的登录链接(30 分钟内有效,只能用一次):")
    print(context.address(f"/console/enter?t={token}"))
    return 0


def _pick(staff: list[StaffMember], name: str | None) -> StaffMember:
    if name is not None:
        for person in staff:
            if person.name == name:
                return person
        raise NotReady(f"没有叫“{name}”的教职工。已有:{'、'.join(each.name for each in staff)}")
    for role in _FIRST:
        for person in staff:
            if person.role == role:
                return person
    raise NotReady("还没有教导处。先运行:python app.py staff add --role dean --name 教导处")
