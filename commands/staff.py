"""`staff` (教职工): add a person and print the one-time code, or list who is there."""

from __future__ import annotations

import argparse

from homework.school import read_slug
from models.staff import Role, add_staff, staff_of
from opening import NotReady, add_config, load, open_context, pick_school


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("add", "list"):
        action = actions.add_parser(name)
        add_config(action)
        action.add_argument("--school", help="学校 id;只有一所时可省略")
        if name == "add":
            action.add_argument("--role", required=True, choices=[role.value for role in Role])
            action.add_argument("--name", required=True, help="称呼,例如 教导处")
            action.add_argument("--grade", type=int, help="年级组长的年级")
            action.add_argument("--class", dest="homeroom", help="班主任的班级,例如 3-2")
            action.add_argument("--teaches", default="", help="任课班级,例如 3-2,3-3")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    if arguments.action == "list":
        with context.store.reading() as connection:
            for person in staff_of(connection, plan.id):
                bound = "已绑定" if person.subject_id else "未绑定"
                print(f"{person.role:13} {person.name} {bound}")
        return 0
    details = _details(arguments)
    role = Role(arguments.role)
    now = context.clock.now()
    _, code = context.store.write(
        lambda connection: add_staff(connection, plan.id, role, arguments.name, now, **details)
    )
    print(f"绑定码:{code}")
    print(f"请{arguments.name}在公众号里发送:我是 {code}(14 天内有效,只能用一次)")
    return 0


def _details(arguments: argparse.Namespace) -> dict[str, object]:
    slugs = [each.strip() for each in arguments.teaches.split(",") if each.strip()]
    try:
        for slug in [*slugs, *([arguments.homeroom] if arguments.homeroom else [])]:
            read_slug(slug)
    except ValueError:
        raise NotReady("班级要写成 年级-班号,例如 3-2") from None
    if arguments.role == Role.HOMEROOM and not arguments.homeroom:
        raise NotReady("班主任要写明班级:--class 3-2")
    if arguments.role == Role.GRADE_LEADER and not arguments.grade:
        raise NotReady("年级组长要写明年级:--grade 3")
    return {
        "grade": arguments.grade,
        "homeroom_class": arguments.homeroom,
        "teaches": ",".join(slugs),
    }
