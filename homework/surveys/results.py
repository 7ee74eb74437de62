"""Results (问卷结果): who may be shown together: by role, then grade, then class, small groups hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from homework.surveys.questions import Answer, Answers, Question, Respondent, Template
from homework.surveys.small_groups import FLOOR, hidden_parts, shown_while_open
from homework.surveys.tallies import Tally, bands_for, tally


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole school."""


@dataclass(frozen=True, slots=True)
class OfGrade:
    """One grade."""

    grade: int


@dataclass(frozen=True, slots=True)
class OfClass:
    """One class of a grade, by its slug on the day the survey opened."""

    grade: int
    slug: str


Scope: TypeAlias = Whole | OfGrade | OfClass


@dataclass(frozen=True, slots=True)
class Reply:
    """One unit's answers and where they belong; a teacher's belong to no class."""

    respondent: Respondent
    answers: Answers
    batch: int
    of_class: OfClass | None = None


class Results:
    """A round's replies, and what may be said of them.

    While a round is open, only the whole school is shown, five arrivals at a time. Roles are never
    pooled. A grade or class is shown where it and whatever could be subtracted from it have at
    least five answers to the question itself: a condition may have left fewer.
    """

    def __init__(self, template: Template, replies: Iterable[Reply], *, is_open: bool) -> None:
        self.template = template
        self.is_open = is_open
        by_role: dict[Respondent, list[Reply]] = {each: [] for each in template.roles}
        for reply in replies:
            by_role.setdefault(reply.respondent, []).append(reply)
        self._by_role = {
            role: _arrived(found) if is_open else found for role, found in by_role.items()
        }

    @property
    def roles(self) -> tuple[Respondent, ...]:
        """Who has been asked, in the template's order."""
        return self.template.roles

    def tally(self, question: Question, role: Respondent, scope: Scope) -> Tally | None:
        """The question's tally for a role in a scope; None where it must not be shown."""
        said = list(self._said(question, role))
        if not _is_shown([where for where, _ in said], scope):
            return None
        if self.is_open and not isinstance(scope, Whole):
            return None
        answers = [answer for where, answer in said if _is_in(where, scope)]
        return tally(question, answers, self._bands(question))

    def units(self, role: Respondent, scope: Scope) -> int | None:
        """How many units of a role answered anything; None where that must not be shown."""
        replies = self._by_role.get(role, [])
        wheres = [reply.of_class for reply in replies]
        if not _is_shown(wheres, scope) or (self.is_open and not isinstance(scope, Whole)):
            return None
        return sum(_is_in(reply.of_class, scope) for reply in replies)

    def _said(
        self, question: Question, role: Respondent
    ) -> Iterator[tuple[OfClass | None, Answer]]:
        for reply in self._by_role.get(role, ()):
            if question.key in reply.answers:
                yield reply.of_class, reply.answers[question.key]

    def _bands(self, question: Question) -> range:
        """The same bands for every role and scope, so that they can be compared."""
        values = [answer for role in self.roles for _, answer in self._said(question, role)]
        return bands_for(question, values)


def _arrived(replies: Sequence[Reply]) -> list[Reply]:
    shown = shown_while_open(Counter(reply.batch for reply in replies))
    return [reply for reply in replies if reply.batch in shown]


def _is_in(where: OfClass | None, scope: Scope) -> bool:
    match scope:
        case Whole():
            return True
        case OfGrade(grade):
            return where is not None and where.grade == grade
        case OfClass():
            return where == scope


def _is_shown(said: Sequence[OfClass | None], scope: Scope) -> bool:
    if len(said) < FLOOR:
        return False
    if isinstance(scope, Whole):
        return True
    if scope.grade in hidden_parts(_by_grade(said)):
        return False
    in_scope = sum(_is_in(where, scope) for where in said)
    if isinstance(scope, OfClass):
        classes = Counter(
            where.slug for where in said if where is not None and where.grade == scope.grade
        )
        return in_scope >= FLOOR and scope.slug not in hidden_parts(classes)
    return in_scope >= FLOOR


def _by_grade(said: Iterable[OfClass | None]) -> Mapping[int, int]:
    # Answers of no class are a part, too: the whole less the grades would give them away.
    return Counter(0 if where is None else where.grade for where in said)
