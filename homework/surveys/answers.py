"""Answers (答案): what was ticked and typed → values, every mistake beside its question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from homework.reading import read_minutes
from homework.surveys.questions import (
    A_DAY,
    Answer,
    Question,
    QuestionKind,
    Respondent,
    Template,
)
from homework.surveys.tallies import clock_words, unit_words
from homework.wording import surveys as wording

Fields = Mapping[str, Sequence[str]]
"""Question key → what was sent under it, in order."""

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:\uff1a点.]([0-5]?\d)?分?")
_HALF = re.compile(r"([01]?\d|2[0-4])点半")
_SPELT = re.compile(r"[一二两三四五六七八九十百]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Unreadable(ValueError):
    """One field cannot be an answer to its question; the text says so to whoever typed it."""


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """The answers, or what is wrong by question key; with a mistake there is nothing to keep."""

    answers: dict[str, Answer]
    mistakes: dict[str, str]


def read_answers(template: Template, respondent: Respondent, fields: Fields) -> AnswersRead:
    """Read a form. What a condition does not ask is dropped, whatever the browser sent."""
    answers: dict[str, Answer] = {}
    mistakes: dict[str, str] = {}
    for question in template.questions:
        if not question.is_asked(respondent, answers):
            continue
        sent = [each.strip() for each in fields.get(question.key, ()) if each.strip()]
        if not sent:
            if question.is_required:
                mistakes[question.key] = wording.PLEASE_ANSWER
            continue
        try:
            answers[question.key] = _read(question, sent)
        except Unreadable as unreadable:
            mistakes[question.key] = str(unreadable)
    return AnswersRead(answers, mistakes)


def _read(question: Question, sent: Sequence[str]) -> Answer:
    match question.kind:
        case QuestionKind.SINGLE:
            return _choice(question, sent[-1])
        case QuestionKind.MULTIPLE:
            return _several(question, sent)
        case QuestionKind.TEXT:
            return _text(question, sent[-1])
        case QuestionKind.CLOCK:
            return _clock(question, sent[-1])
        case QuestionKind.MINUTES:
            return _bounded(question, _minutes(sent[-1]))
        case _:
            return _bounded(question, _whole(sent[-1]))


def _choice(question: Question, key: str) -> str:
    if key not in {each.key for each in question.choices}:
        raise Unreadable(wording.NOT_A_CHOICE)
    return key


def _several(question: Question, sent: Sequence[str]) -> tuple[str, ...]:
    ticked = {_choice(question, key) for key in sent}
    if question.most and len(ticked) > question.most:
        raise Unreadable(wording.too_many(question.most))
    return tuple(each.key for each in question.choices if each.key in ticked)


def _text(question: Question, text: str) -> str:
    clean = _CONTROL.sub("", text.replace("\r\n", "\n"))
    if len(clean) > question.high:
        raise Unreadable(wording.too_long(len(clean), question.high))
    return clean


def _whole(text: str) -> int:
    # isdigit also accepts ²; a thousand digits are no number of anything.
    if not text.isdecimal() or len(text) > 6:
        raise Unreadable(wording.NUMBER_UNREADABLE)
    return int(text)


def _minutes(text: str) -> int:
    if text.isdecimal():
        return _whole(text)
    minutes = read_minutes(f"{text}分钟" if _SPELT.fullmatch(text) else text)
    if minutes is None or minutes.high != minutes.low:
        raise Unreadable(wording.MINUTES_UNREADABLE)
    return minutes.low


def _clock(question: Question, text: str) -> int:
    half = _HALF.fullmatch(text)
    found = half or _CLOCK.fullmatch(text)
    if found is None:
        raise Unreadable(wording.CLOCK_UNREADABLE)
    minute = 30 if half else int(found[2] or 0)
    since_midnight = int(found[1]) % 24 * 60 + minute
    counted_on = since_midnight if since_midnight >= question.low else since_midnight + A_DAY
    if counted_on > question.high:
        # 9:30 for half past nine in the evening is what a tired thumb picks.
        ends = clock_words(question.low), clock_words(question.high)
        raise Unreadable(wording.clock_beyond(*ends, is_next_day=question.high >= A_DAY))
    return counted_on


def _bounded(question: Question, value: int) -> int:
    if not question.low <= value <= question.high:
        unit = unit_words(question)
        raise Unreadable(wording.out_of_bounds(question.low, question.high, unit))
    return value
