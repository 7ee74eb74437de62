"""`staff` (教职工): add a person and print the one-time code, list who is there, undo a second step."""

from __future__ import annotations

import argparse
from functools import partial

from commands.arguments import grade_number, person_name
from context import Context
from homework.plan import SchoolPlan
from homework.school import read_slug
from models.cases.checks import NOBODY
from models.staff.people import Role, add_staff, staff_of
from models.staff.second_steps import enrolled, take_off
from opening import NotReady, add_config, load, open_context, pick_school
from wechat.account import AccountKind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("add", "list"):
        words = {"add": "添加一位,打印绑定码", "list": "列出全部"}[name]
        action = actions.add_parser(name, help=words, description=words)
        add_config(action)
        action.add_argument("--school", help="学校 id;只有一所时可省略")
        if name == "add":
            action.add_argument("--role", required=True, choices=[role.value for role in Role])
            action.add_argument("--name", required=True, type=person_name, help="称呼,例如 教导处")
            action.add_argument("--grade", type=grade_number, help="年级组长的年级")
            action.add_argument("--class", dest="homeroom", help="班主任的班级,例如 3-2")
            action.add_argument("--teaches", default="", help="任课班级,例如 3-2,3-3")
    second = actions.add_parser("second-step", help="两步验证:谁在用;手机丢了取消")
    add_config(second)
    second.add_argument("--school", help="学校 id;只有一所时可省略")
    second.add_argument("--off", metavar="称呼", help="取消这个人的两步验证,并让其已登录的网页退出")


def run(arguments: argparse.Namespace) -> int:
    context = open_context(load(arguments.config))
    plan = pick_school(context, arguments.school)
    if arguments.action == "list":
        with context.store.reading() as connection:
            for person in staff_of(connection, plan.id):
                bound = "已绑定" if person.subject_id else "未绑定"
                print(f"{person.role:13} {person.name} {bound}")
        return 0
    if arguments.action == "second-step":
        return _second_step(context, plan, arguments.off)
    details = _details(arguments)
    role = Role(arguments.role)
    now = context.clock.now()
    _, code = context.store.write(
        lambda connection: add_staff(connection, plan.id, role, arguments.name, now, **details)
    )
    print(f"绑定码:{code}")
    print(f"请{arguments.name}在公众号里发送:我是 {code}(14 天内有效,只能用一次)")
    account = context.accounts.get(plan.account_id)
    if account is not None and account.kind is AccountKind.LINK:
        print(
            "公众号现在没有接口(link),发了也收不到:"
            f"先用 python app.py admin-link --name {arguments.name} 打印的链接登录管理台"
        )
    return 0


def _second_step(context: Context, plan: SchoolPlan, name: str | None) -> int:
    """List who signs in with a second step, or take one person's away (a lost phone)."""
    with context.store.reading() as connection:
        people, using = staff_of(connection, plan.id), enrolled(connection, plan.id)
    if name is None:
        for person in people:
            asked = " 学校要求" if person.role in plan.second_step else ""
            print(
                f"{person.role:13} {person.name} {'已启用' if person.id in using else '未启用'}{asked}"
            )
        return 0
    found = [person for person in people if person.name == name]
    if not found:
        raise NotReady(f"没有叫“{name}”的教职工。先看名单:python app.py staff list")
    now = context.clock.now()
    done = [
        context.store.write(partial(take_off, person=each, now=now, by=NOBODY)) for each in found
    ]
    if not any(done):
        print(f"{name}没有启用两步验证。")
        return 1
    print(f"已取消{name}的两步验证,已登录的网页都已退出。请确认是本人,再让其重新登录、重新设置。")
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
