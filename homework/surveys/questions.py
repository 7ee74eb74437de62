"""Questions (题目): what a questionnaire asks, of whom, and when a question is asked at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Answer: TypeAlias = int | str | tuple[str, ...]
"""One value: a key or keys of choices, whole minutes (a clock time: since 00:00), a number, a step of
a scale, or a text."""

Answers: TypeAlias = Mapping[str, Answer]
"""Question key → answer; what was not answered is not there."""

TEXT_LIMIT = 200
A_DAY = 24 * 60


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    MINUTES = "minutes"
    CLOCK = "clock"
    SCALE = "scale"
    TEXT = "text"


class Feed(StrEnum):
    """What a daily-load question tells a report, where it is not a subject's minutes."""

    AMOUNT = "homework"  # 有, 没有
    KIND = "kind"  # written, oral, both
    FINISHED = "finished"
    IRREGULARITIES = "irregularities"
    FAMILY = "family"  # 家里加的


class Respondent(StrEnum):
    """Who answers. Their answers are compared, never pooled: three people see three loads."""

    PARENT = "parent"
    PUPIL_WITH_PARENT = "pupil_with_parent"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick: `key` is stored and compared over rounds, `label` is read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Ask only where an earlier question was answered with one of these choices."""

    question: str
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `low` and `high` bound a number, minutes or a scale; `unit` stands behind a
    number; `most` limits ticks; `ends` name a scale's two ends.

    A clock's day begins at its `low`, so that of two bedtimes 0:30 is the later one: it is kept as
    24:30; its `high` is counted on in the same way, 3:00 of the next morning is 1620. `feeds` says what an answer means in a report of homework: a subject's name, or one of
    Feed.
    """

    key: str
    kind: QuestionKind
    words: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    unit: str = ""
    low: int = 0
    high: int = 0
    most: int = 0
    ends: tuple[str, str] = ("", "")
    is_required: bool = False
    condition: Condition | None = None
    only: frozenset[Respondent] = frozenset(Respondent)
    feeds: str = ""

    def label_of(self, key: str) -> str:
        """What people read for a choice's key."""
        return next((each.label for each in self.choices if each.key == key), key)

    def is_asked(self, respondent: Respondent, answers: Answers) -> bool:
        """Whether this respondent, having answered so far, is asked this."""
        if respondent not in self.only:
            return False
        if self.condition is None:
            return True
        said = answers.get(self.condition.question, ())
        chosen = set(said) if isinstance(said, tuple) else {said}
        return bool(chosen & self.condition.choices)


@dataclass(frozen=True, slots=True)
class Template:
    """A questionnaire as its TOML file says it. `days` is how long a round stays open; a template
    that `feeds_reports` is about one homework day and closes with it."""

    id: str
    title: str
    intro: str
    roles: tuple[Respondent, ...]
    questions: tuple[Question, ...]
    days: int = 7
    feeds_reports: bool = False

    def question(self, key: str) -> Question:
        """The question of that key; raises KeyError."""
        for each in self.questions:
            if each.key == key:
                return each
        raise KeyError(key)
