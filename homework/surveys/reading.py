"""Questionnaire files (问卷模板): TOML text → questions, every mistake named at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from homework.report import MAX_MINUTES, Subject
from homework.surveys.questions import (
    A_DAY,
    TEXT_LIMIT,
    Choice,
    Condition,
    Feed,
    Question,
    QuestionKind,
    Respondent,
    Template,
)

# A parsed file: its values are whatever the file's author typed.
Table = Mapping[str, Any]

_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_TEMPLATE_KEYS = {"title", "intro", "roles", "days", "feeds_reports", "question"}
_QUESTION_KEYS = set(
    "key kind words choices hint unit low high most ends required when only feeds".split()
)
_CHOOSING = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
_BOUNDS = {
    QuestionKind.NUMBER: (0, 1000),
    QuestionKind.MINUTES: (0, MAX_MINUTES),
    QuestionKind.CLOCK: (0, A_DAY - 1),
    QuestionKind.SCALE: (1, 5),
    QuestionKind.TEXT: (0, TEXT_LIMIT),
}
_FEEDS = {*Feed, *Subject}
_LONGEST_SCALE = 10
_MOST_QUESTIONS = 40
_MOST_DAYS = 60
# As wide as their columns.
_LONGEST_TITLE, _LONGEST_NAME = 80, 40
_PLACE = re.compile(r"line (\d+), column (\d+)")


class TemplateMistakes(ValueError):
    """A questionnaire's file cannot be used; `mistakes` holds one sentence each, in Chinese."""

    def __init__(self, name: str, mistakes: list[str]) -> None:
        super().__init__(f"问卷模板 {name}:\n" + "\n".join(f"  {each}" for each in mistakes))
        self.mistakes = mistakes


def read_template(name: str, text: str) -> Template:
    """Read one questionnaire; `name` becomes its id. Raises TemplateMistakes."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateMistakes(name, [_broken(error)]) from error
    mistakes = [f"不认识的键 {key}" for key in table if key not in _TEMPLATE_KEYS]
    if len(name) > _LONGEST_NAME:
        mistakes.append(f"文件名太长,最多{_LONGEST_NAME}个字")
    template = Template(
        id=name,
        title=_title(table, mistakes),
        intro=_text(table, "intro", mistakes),
        roles=_roles(table, "roles", mistakes),
        questions=_questions(table.get("question", []), mistakes),
        days=_number(table, "days", 7, mistakes),
        feeds_reports=_flag(table, "feeds_reports", mistakes),
    )
    if not 1 <= template.days <= _MOST_DAYS:
        mistakes.append(f"days 要在1到{_MOST_DAYS}之间")
    mistakes += _crossed(template)
    if mistakes:
        raise TemplateMistakes(name, mistakes)
    return template


def _broken(error: tomllib.TOMLDecodeError) -> str:
    """Where the file is no TOML; the parser's own words are English."""
    place = _PLACE.search(str(error))
    where = f"第{place[1]}行第{place[2]}列附近" if place else "文件末尾"
    return f"不是有效的 TOML:{where}写错了。常见的是引号、括号没有成对,或者用了中文的引号。"


def _title(table: Table, mistakes: list[str]) -> str:
    title = _text(table, "title", mistakes)
    if len(title) > _LONGEST_TITLE:
        mistakes.append(f"title 太长,最多{_LONGEST_TITLE}个字")
    return title


def _flag(table: Table, key: str, mistakes: list[str], where: str = "") -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        mistakes.append(f"{where}{key} 写 true 或 false,不加引号")
    return value is True


def _text(table: Table, key: str, mistakes: list[str], where: str = "") -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        mistakes.append(f"{where}缺少 {key}")
        return ""
    return value.strip()


def _number(table: Table, key: str, default: int, mistakes: list[str], where: str = "") -> int:
    value = table.get(key, default)
    if type(value) is not int:
        mistakes.append(f"{where}{key} 要是整数")
        return default
    return value


def _roles(table: Table, key: str, mistakes: list[str], where: str = "") -> tuple[Respondent, ...]:
    named = table.get(key, list(Respondent))
    names = named if isinstance(named, list) else [named]
    known = [each for each in Respondent if each.value in names]
    if not known or len(known) != len(names):
        known_names = "、".join(Respondent)
        mistakes.append(f"{where}{key} 只能是 {known_names},至少一个")
    return tuple(known)


def _questions(tables: object, mistakes: list[str]) -> tuple[Question, ...]:
    if not isinstance(tables, list) or not 1 <= len(tables) <= _MOST_QUESTIONS:
        mistakes.append(f"题目 [[question]] 要有1到{_MOST_QUESTIONS}道")
        return ()
    if not all(isinstance(each, dict) for each in tables):
        mistakes.append("每道题写成 [[question]],下面一行一个键")
        return ()
    return tuple(
        _question(table, f"第{number}题 ", mistakes) for number, table in enumerate(tables, 1)
    )


def _question(table: Table, where: str, mistakes: list[str]) -> Question:
    mistakes += [f"{where}不认识的键 {key}" for key in table if key not in _QUESTION_KEYS]
    key = _text(table, "key", mistakes, where)
    if not _KEY.fullmatch(key):
        mistakes.append(f"{where}key 用小写字母、数字和下划线")
    kind = _kind(table, where, mistakes)
    low, high = _BOUNDS.get(kind, (0, 0))
    low = _number(table, "low", low, mistakes, where)
    if kind is QuestionKind.CLOCK:
        high += low  # a whole day from its beginning, where the file says no more
    return Question(
        key=key,
        kind=kind,
        words=_text(table, "words", mistakes, where),
        choices=_choices(table, kind, where, mistakes),
        hint=str(table.get("hint", "")),
        unit=str(table.get("unit", "")),
        low=low,
        high=_number(table, "high", high, mistakes, where),
        most=_number(table, "most", 0, mistakes, where),
        ends=_ends(table, kind, where, mistakes),
        is_required=_flag(table, "required", mistakes, where),
        condition=_condition(table.get("when"), where, mistakes),
        only=frozenset(_roles(table, "only", mistakes, where)),
        feeds=str(table.get("feeds", "")),
    )


def _kind(table: Table, where: str, mistakes: list[str]) -> QuestionKind:
    value = table.get("kind")
    if not isinstance(value, str) or value not in set(QuestionKind):
        mistakes.append(f"{where}kind 只能是 {'、'.join(QuestionKind)}")
        return QuestionKind.TEXT
    return QuestionKind(value)


def _ends(table: Table, kind: QuestionKind, where: str, mistakes: list[str]) -> tuple[str, str]:
    ends = table.get("ends")
    if ends is None:
        return "", ""
    if kind is not QuestionKind.SCALE:
        mistakes.append(f"{where}只有 scale 题有 ends")
    if not isinstance(ends, list) or len(ends) != 2:
        mistakes.append(where + 'ends 写成 ["最低一端", "最高一端"]')
        return "", ""
    return str(ends[0]), str(ends[1])


def _choices(
    table: Table, kind: QuestionKind, where: str, mistakes: list[str]
) -> tuple[Choice, ...]:
    named = table.get("choices", {})
    if not isinstance(named, dict):
        mistakes.append(where + 'choices 写成 { 代号 = "文字" }')
        return ()
    if kind in _CHOOSING and len(named) < 2:
        mistakes.append(f"{where}至少要有两个选项")
    if kind not in _CHOOSING and named:
        mistakes.append(f"{where}这种题没有选项")
    mistakes += [f"{where}选项代号 {key} 不合要求" for key in named if not _KEY.fullmatch(key)]
    return tuple(Choice(key, str(label)) for key, label in named.items())


def _condition(table: object, where: str, mistakes: list[str]) -> Condition | None:
    if table is None:
        return None
    if (
        not isinstance(table, dict)
        or set(table) != {"question", "choices"}
        or not isinstance(table["choices"], list)
    ):
        mistakes.append(where + 'when 写成 { question = "代号", choices = ["选项"] }')
        return None
    return Condition(str(table["question"]), frozenset(map(str, table["choices"])))


def _crossed(template: Template) -> list[str]:
    """Mistakes between questions: keys used twice, conditions that cannot come true, bounds."""
    mistakes = []
    before: dict[str, Question] = {}
    for number, each in enumerate(template.questions, 1):
        if each.key in before:
            mistakes.append(f"第{number}题 key {each.key} 重复")
        if each.condition and not _may_come_true(each.condition, before):
            mistakes.append(f"第{number}题 when 要指向前面一道选择题的选项")
        if each.kind not in _CHOOSING and not _is_plausible(each):
            mistakes.append(f"第{number}题 low、high 不合理")
        if each.most and each.kind is not QuestionKind.MULTIPLE:
            mistakes.append(f"第{number}题 只有 multiple 题有 most")
        if each.feeds and each.feeds not in _FEEDS:
            mistakes.append(f"第{number}题 feeds 不认识 {each.feeds}")
        before[each.key] = each
    return mistakes


def _is_plausible(question: Question) -> bool:
    if question.kind is QuestionKind.CLOCK:
        return 0 <= question.low < A_DAY and question.low < question.high < question.low + A_DAY
    longest = question.low + _LONGEST_SCALE if question.kind is QuestionKind.SCALE else A_DAY
    return 0 <= question.low < question.high <= longest


def _may_come_true(condition: Condition, before: Mapping[str, Question]) -> bool:
    asked = before.get(condition.question)
    if asked is None or asked.kind not in _CHOOSING or not condition.choices:
        return False
    return condition.choices <= {choice.key for choice in asked.choices}
