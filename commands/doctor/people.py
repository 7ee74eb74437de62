"""Who can be told (收得到提醒的人): red when a suspected class would alert nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from commands.doctor.findings import Finding, bad, good, note
from commands.doctor.templates import ALERT
from context import Context
from homework.plan import SchoolPlan
from models.pushes.recipients import find_recipient
from models.staff.people import Role, StaffMember, staff_of
from wechat.account import AccountKind
from wechat.capabilities import Capability, may

_LEADING = (Role.DEAN, Role.DEPUTY, Role.RESEARCH, Role.ADMIN, Role.DUTY, Role.PRINCIPAL)


def examine(context: Context, plan: SchoolPlan) -> Iterator[Finding]:
    """The school's second channels, each of its leading people, and whether anyone hears."""
    about = f"{plan.name} 提醒"
    channels = [_channel(about, place, url) for place, url in enumerate(plan.channels, start=1)]
    yield from channels
    with context.store.reading() as connection:
        people = [each for each in staff_of(connection, plan.id) if each.role in _LEADING]
        bound = [find_recipient(connection, plan.id, each.id) is not None for each in people]
    reachable = 0
    for person, is_bound in zip(people, bound, strict=True):
        finding = _person(context, plan, person, is_bound)
        reachable += finding.health == "✓"
        yield finding
    if reachable == 0 and not any(each.health == "✓" for each in channels):
        yield bad(
            about,
            "发现超标时谁也通知不到:请在 [school.channels] 里填群机器人、邮箱;"
            "公众号有接口的,也可以用 staff add 添加教导处并让他发绑定码",
        )


def _channel(about: str, place: int, url: str) -> Finding:
    import apprise  # late: it reads two hundred plug-ins

    # What it says of an address it does not know holds the address, and that is a password.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    scheme = url.partition("://")[0]
    made = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if made is None:
        return bad(about, f"第{place}个通知渠道({scheme}://…)apprise 不认识,请查写法")
    return good(about, f"第{place}个通知渠道 {scheme}")


def _person(context: Context, plan: SchoolPlan, person: StaffMember, is_bound: bool) -> Finding:
    about = f"{plan.name} 提醒"
    own = context.accounts.get(plan.account_id)
    if not is_bound and own is not None and own.kind is AccountKind.LINK:
        todo = "用 admin-link 打印的链接登录管理台,提醒走群机器人或邮箱"
        return note(about, f"{person.name}({person.role})不能绑定:公众号没有接口(link),{todo}")
    if not is_bound:
        todo = "请让他在公众号里发 我是 <绑定码>(staff add 会打印)"
        return note(about, f"{person.name}({person.role})还没有绑定微信,{todo}")
    account = context.accounts.get(person.account_id or "")
    if account is not None:
        if may(account.kind, Capability.TEMPLATE_MESSAGE) and ALERT in account.templates:
            return good(about, f"{person.name} 收模板消息")
        if may(account.kind, Capability.CUSTOMER_SERVICE):
            words = "只在他说话后的 48 小时内收得到客服消息,其余在下次对话时显示"
            return note(about, f"{person.name}:{words}")
    return note(about, f"{person.name}:这种账号不能主动发消息,提醒在下次对话时显示")
