"""Templates (模板): whether the account has them, and whether what we say fits their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commands.doctor.findings import Finding, bad, good, note
from models.families.reminders import PURPOSE
from wechat.account import Account, Template
from wechat.capabilities import Capability, may
from wechat.client import Client
from wechat.errors import WeChatError
from wechat.fields import FieldMistake, fit_field, limit_of

ALERT, ALERT_NOTICE = "alert", "alert_notice"
_SAYS = {
    "school_class": "三年级2班",
    "finding": "书面作业85分(上限60)",
    "stage": "待核实",
    "time": "2026年11月24日 13:00",
}
"""Our values' names, and what an alert says under each."""

_WORDS = ("school_class", "finding")
_SHORTEST = 20

Listed = Mapping[str, frozenset[str]]


def examine(client: Client, about: str) -> Iterator[Finding]:
    """The template of each purpose that this kind of account can use."""
    kind, templates = client.account.kind, client.account.templates
    yield from _one_time(client.account, about)
    if not may(kind, Capability.TEMPLATE_MESSAGE):
        return
    if ALERT not in templates:
        yield bad(
            f"{about} 模板",
            "没有配置 [account.templates.alert],教导处收不到模板消息:在公众平台“模板消息”里"
            "选一个含班级、情况、状态、时间的模板,照 config.example.toml 把编号和字段填上",
        )
    else:
        yield _template(f"{about} 模板 alert", templates[ALERT], client.templates)
    if ALERT_NOTICE in templates:
        named = f"{about} 模板 {ALERT_NOTICE}"
        if may(kind, Capability.SUBSCRIPTION_NOTICE):
            yield _template(named, templates[ALERT_NOTICE], client.notice_templates)
        else:
            yield note(named, "这种账号发不了订阅通知,这一项用不上")
    for purpose in sorted(templates.keys() - {ALERT, ALERT_NOTICE, PURPOSE}):
        words = f"程序没有这个用途,请改成 {ALERT}、{ALERT_NOTICE} 或 {PURPOSE}"
        yield bad(f"{about} 模板 {purpose}", words)


def _one_time(account: Account, about: str) -> Iterator[Finding]:
    """The template of one-time subscription messages (一次性订阅消息): no call lists it."""
    named, is_there = f"{about} 模板 {PURPOSE}", PURPOSE in account.templates
    if not may(account.kind, Capability.ONE_TIME_SUBSCRIPTION):
        if is_there:
            yield note(named, "这种账号发不了一次性订阅消息,这一项用不上,可以删掉")
    elif is_there:
        yield note(
            named,
            "没有接口可查:自己在对话里回“提醒 20:00”,点开链接同意一次;打不开就查模板ID,"
            "同意后回不来就查“业务域名”",
        )
    else:
        yield note(
            named,
            "没有配置,家长隔两天没说话就收不到提醒(周一收不到周末前定的):要的话,"
            "在公众平台“接口权限”里查一次性订阅消息的模板ID,填进 [account.templates.remind]",
        )


def _template(named: str, template: Template, list_all: Callable[[], Listed]) -> Finding:
    mistakes = _of_fields(template)
    try:
        listed = list_all()
    except WeChatError as error:
        return bad(named, ";".join([*mistakes, f"读不到模板列表:{error.words}"]))
    keys = listed.get(template.id)
    if keys is not None:
        ours = set(template.fields.values())
        mistakes += [f"模板里没有 {key} 这个字段" for key in sorted(ours - keys)]
        mistakes += [f"模板里的 {key} 没有填,微信会拒收" for key in sorted(keys - ours)]
    elif _shows_category_templates(listed):
        mistakes.append(_not_listed(template, len(listed)))
    if mistakes:
        return bad(named, ";".join(mistakes))
    if keys is None:
        return note(
            named, f"{_not_listed(template, len(listed))};类目模板有时不在列表里,发出一条才知道"
        )
    return good(named, "编号和字段都对")


def _of_fields(template: Template) -> list[str]:
    unknown = sorted(set(template.fields) - _SAYS.keys())
    mistakes = [f"程序没有 {name} 这个值,请从 fields 里去掉" for name in unknown]
    for name, says in _SAYS.items():
        key = template.fields.get(name)
        if key is None:
            continue
        if name in _WORDS and limit_of(key) < _SHORTEST:
            mistakes.append(f"{key} 太短,放不下“{says}”")
            continue
        try:
            fit_field(key, says)
        except FieldMistake as mistake:
            mistakes.append(f"{key} {mistake.reason}")
    return mistakes


def _shows_category_templates(listed: Listed) -> bool:
    """Templates of a category have typed keys; the platform leaves them out of some lists, and then
    the list says nothing about ours."""
    return any(limit_of(key) < limit_of("") for keys in listed.values() for key in keys)


def _not_listed(template: Template, count: int) -> str:
    return (
        f"公众号的模板列表({count}个)里没有 {template.id},编号不对时微信会拒收(40037):"
        "请在公众平台核对模板ID,并确认是这个公众号的"
    )
