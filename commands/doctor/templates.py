"""Templates (模板): whether the account has them, and whether what we say fits their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commands.doctor.findings import Finding, bad, good, note
from wechat.account import Template
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
    if not may(kind, Capability.TEMPLATE_MESSAGE):
        return
    if ALERT not in templates:
        yield bad(f"{about} 模板", "没有配置 [account.templates.alert],教导处收不到模板消息")
    else:
        yield _template(f"{about} 模板 alert", templates[ALERT], client.templates)
    if ALERT_NOTICE in templates:
        named = f"{about} 模板 {ALERT_NOTICE}"
        if may(kind, Capability.SUBSCRIPTION_NOTICE):
            yield _template(named, templates[ALERT_NOTICE], client.notice_templates)
        else:
            yield note(named, "这种账号发不了订阅通知,这一项用不上")
    for purpose in sorted(templates.keys() - {ALERT, ALERT_NOTICE}):
        yield bad(f"{about} 模板 {purpose}", "程序没有这个用途,请改成 alert 或 alert_notice")


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
