"""Reading a policy pack (政策包) out of TOML text; a broken one is refused with its line and reason."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

from homework.policy.contradictions import contradiction
from homework.policy.fields import (
    RefusedField,
    Table,
    read_breach,
    read_choice,
    read_day,
    read_flag,
    read_grades,
    read_strings,
    read_subjects,
    read_text,
    read_whole,
    refuse_unknown,
)
from homework.policy.rules import (
    Bound,
    DayKind,
    Level,
    Measure,
    PolicyPack,
    Rule,
    Severity,
    Statistic,
)

_PACK_KEYS = frozenset("title short level source valid_from valid_to asks_difficulty rule".split())
_RULE_KEYS = frozenset(
    "id name clause quote source grades measure statistic limit severity bound days subjects breach"
    " per_evening most_evenings valid_from valid_to needs_person note rows".split()
)
_HEADER = re.compile(r"\s*\[\[\s*rule\s*\]\]")
_WHERE = re.compile(r"\(at line (\d+)")


class BrokenPack(Exception):
    """A pack that cannot be used; `line` counts from 1, `reason` is for the IT teacher."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"第{line}行:{reason}")
        self.line = line
        self.reason = reason


def read_pack(name: str, text: str) -> PolicyPack:
    """Read one pack; raises BrokenPack for syntax, unknown keys, missing fields or contradictions."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenPack(
            _syntax_line(error, text), "不是正确的 TOML,请检查引号、等号和方括号"
        ) from None
    try:
        pack = _read_head(name, table)
    except RefusedField as refused:
        raise BrokenPack(_line_of(text, None, refused.key), refused.reason) from None
    rules = []
    for index, entry in enumerate(_rule_tables(table)):
        try:
            rules.append(_read_rule(entry, pack, table))
        except RefusedField as refused:
            raise BrokenPack(_line_of(text, index, refused.key), refused.reason) from None
    _refuse_contradictions(rules, text)
    return replace(pack, rules=tuple(rules))


def _read_head(name: str, table: Table) -> PolicyPack:
    """The pack as it is before its rules are read."""
    refuse_unknown(table, _PACK_KEYS)
    return PolicyPack(
        name,
        read_text(table, "title"),
        read_text(table, "short"),
        read_choice(table, "level", Level, None),
        rules=(),
        asks_difficulty=read_flag(table, "asks_difficulty"),
    )


def _read_rule(entry: Table, pack: PolicyPack, table: Table) -> Rule:
    refuse_unknown(entry, _RULE_KEYS)
    both = {**{key: table[key] for key in _INHERITED if key in table}, **entry}
    measure = read_choice(entry, "measure", Measure, None)
    rule = Rule(
        id=read_text(entry, "id"),
        pack=pack.name,
        pack_title=pack.title,
        level=pack.level,
        name=read_text(entry, "name"),
        clause=read_text(entry, "clause"),
        quote=read_text(entry, "quote"),
        source=read_text(both, "source"),
        grades=read_grades(entry),
        measure=measure,
        statistic=read_choice(entry, "statistic", Statistic, None),
        limit=read_whole(entry, "limit", None),
        severity=read_choice(entry, "severity", Severity, None),
        bound=read_choice(entry, "bound", Bound, Bound.AT_MOST),
        days=read_choice(entry, "days", DayKind, DayKind.ANY),
        subjects=read_subjects(entry, measure),
        breach=read_breach(entry, measure),
        per_evening=read_flag(entry, "per_evening"),
        most_evenings=read_whole(entry, "most_evenings", 1),
        valid_from=read_day(both, "valid_from"),
        valid_to=read_day(both, "valid_to"),
        needs_person=read_flag(entry, "needs_person"),
        note=read_text(entry, "note") if "note" in entry else "",
        rows=read_strings(entry, "rows"),
    )
    _refuse_nonsense(rule)
    return rule


_INHERITED = ("source", "valid_from", "valid_to")


def _refuse_nonsense(rule: Rule) -> None:
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        raise RefusedField("valid_to", "失效日期早于生效日期")
    if rule.per_evening and rule.most_evenings < 2:
        raise RefusedField(
            "most_evenings", "按天折算的规则要写明最多折算几天(most_evenings,至少 2)"
        )
    if rule.measure is Measure.BREACH and (rule.limit, rule.statistic) != (0, Statistic.ANY):
        raise RefusedField("limit", '违规情形只能写 limit = 0、statistic = "any"')


def _refuse_contradictions(rules: list[Rule], text: str) -> None:
    seen: dict[str, int] = {}
    for index, rule in enumerate(rules):
        if rule.id in seen:
            raise BrokenPack(_line_of(text, index, "id"), f"规则编号 {rule.id} 重复")
        for earlier in rules[:index]:
            clash = contradiction(earlier, rule)
            if clash is not None:
                first = _line_of(text, seen[earlier.id], "limit")
                reason = f"与第{first}行的规则 {earlier.id} 矛盾:{clash}"
                raise BrokenPack(_line_of(text, index, "limit"), reason)
        seen[rule.id] = index


def _rule_tables(table: Table) -> list[Table]:
    entries = table.get("rule")
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BrokenPack(1, "没有规则:至少要有一段 [[rule]]")
    return entries


def _syntax_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    where = _WHERE.search(str(error))
    return int(where[1]) if where else max(1, len(text.splitlines()))


def _line_of(text: str, index: int | None, key: str) -> int:
    """The line of `key` in the rule with that index (None: before any rule), else where it begins."""
    first, begins, passed = 1, -1 if index is None else index, -1
    for number, line in enumerate(text.splitlines(), start=1):
        if _HEADER.match(line):
            passed += 1
            if passed == begins:
                first = number
        if passed == begins and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return first
