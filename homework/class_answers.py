"""What a class says of a finding (班级说明): one of five, chosen with one tap, shown beside it."""

from __future__ import annotations

from enum import StrEnum

from homework.cases import CaseState


class ClassAnswer(StrEnum):
    """The five answers. No free text: what a class says stands in the hall."""

    TWO_DAYS = "two_days"
    AT_SCHOOL = "at_school"
    REGISTER_WRONG = "register_wrong"
    ADDED_AT_HOME = "added_at_home"
    ADJUSTED = "adjusted"


ANSWER_WORDS = {
    ClassAnswer.TWO_DAYS: "两天的量",
    ClassAnswer.AT_SCHOOL: "在校已完成大部分",
    ClassAnswer.REGISTER_WRONG: "登记有误",
    ClassAnswer.ADDED_AT_HOME: "含家庭自加",
    ClassAnswer.ADJUSTED: "属实已调整",
}
"""As people read and type them, in the order of the menu."""

ANSWERABLE = frozenset({CaseState.SUSPECTED, CaseState.CONFIRMED, CaseState.PUBLIC})
"""A class may speak from the first alert on; after its hour the answer joins the notice."""

_PUNCTUATION = " 。,.、"
_MENU = tuple(ClassAnswer)
_BY_WORDS = {words: answer for answer, words in ANSWER_WORDS.items()}


def read_answer(words: str) -> ClassAnswer | None:
    """What was typed, by its number (1–5) or by its words; None for anything else."""
    said = words.strip(_PUNCTUATION)
    if said.isascii() and said.isdecimal() and 1 <= int(said[:3]) <= len(_MENU):
        return _MENU[int(said) - 1]
    return _BY_WORDS.get(said)


def answer_words(answer: str | None) -> str:
    """An answer as it is shown; "" for none."""
    return ANSWER_WORDS[ClassAnswer(answer)] if answer else ""


def contests(answer: str | None) -> bool:
    """Whether the class disputes the finding: every answer but 属实已调整 does."""
    return answer is not None and answer != ClassAnswer.ADJUSTED


def for_appraisal(state: CaseState, was_contested: bool) -> bool:
    """Whether a case may stand in an export for appraisal: cured, and never disputed, even for a day."""
    return state is CaseState.CLOSED and not was_contested
