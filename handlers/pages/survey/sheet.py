"""What a questionnaire's page shows (问卷页面): questions with what was filled in, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from homework.days import SHANGHAI
from homework.plan import SchoolPlan
from homework.surveys import Answer, Answers, Question, QuestionKind, Respondent, Template
from homework.surveys.tallies import clock_words, unit_words, value_words
from homework.wording import surveys as wording
from models.schools import SchoolClass
from models.surveys.questionnaires import Survey

MINUTE_CHIPS = (10, 20, 30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened link: its address, the round, and the class it belongs to (None: the teachers)."""

    path: str
    plan: SchoolPlan
    survey: Survey
    template: Template
    school_class: SchoolClass | None

    @property
    def roles(self) -> tuple[Respondent, ...]:
        """Who may answer through this link."""
        is_teachers = self.school_class is None
        return tuple(
            role for role in self.template.roles if (role is Respondent.TEACHER) == is_teachers
        )


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: values by question key, the role and the code, mistakes by field."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    role: str = ""
    code: str = ""
    mistakes: Mapping[str, str] = field(default_factory=dict)
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One chip."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what is filled in; `typed` is what no chip says."""

    question: Question
    options: Sequence[Option]
    typed: str
    unit: str
    mistake: str
    only: str  # roles, where not all are asked
    only_words: str
    if_words: str  # when it is asked, for a browser that cannot hide it


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the form's template shows."""

    opened: Opened
    who: str
    about: str
    until: str
    promises: Sequence[str]
    roles: Sequence[Option]
    code: str
    asked: Sequence[Asked]
    mistakes: Mapping[str, str]
    is_edit: bool


def page_of(opened: Opened, filled: Filled) -> Page:
    """Lay out the form."""
    survey, teachers = opened.survey, opened.school_class is None
    day = survey.opened_on
    return Page(
        opened=opened,
        who="教师问卷" if opened.school_class is None else opened.school_class.name(day),
        about=wording.about_day(survey.day) if survey.day else "",
        until=wording.open_until(survey.closes_at.astimezone(SHANGHAI)),
        promises=wording.PROMISES_TEACHER if teachers else wording.PROMISES,
        roles=[Option(each, wording.ROLE[each], filled.role == each) for each in opened.roles],
        code=filled.code,
        asked=[
            _asked(each, opened, filled)
            for each in opened.template.questions
            if each.only & set(opened.roles)
        ],
        mistakes=filled.mistakes,
        is_edit=filled.is_edit,
    )


def _asked(question: Question, opened: Opened, filled: Filled) -> Asked:
    # A browser sends the empty field beside a ticked chip, too.
    values = [each for each in filled.fields.get(question.key, ()) if each.strip()]
    options = _options(question, values)
    offered = {each.value for each in options}
    narrowed = [role for role in opened.roles if role in question.only]
    is_narrow = len(narrowed) < len(opened.roles)
    return Asked(
        question=question,
        options=options,
        typed=next((each for each in reversed(values) if each not in offered), ""),
        unit=unit_words(question),
        mistake=filled.mistakes.get(question.key, ""),
        only=" ".join(narrowed) if is_narrow else "",
        only_words="、".join(wording.ROLE[each] for each in narrowed) if is_narrow else "",
        if_words=_if_words(question, opened.template),
    )


def _if_words(question: Question, template: Template) -> str:
    if question.condition is None:
        return ""
    asked = template.question(question.condition.question)
    labels = [each.label for each in asked.choices if each.key in question.condition.choices]
    return wording.asked_if(asked.words, labels)


def _options(question: Question, values: Sequence[str]) -> list[Option]:
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            return [Option(each.key, each.label, each.key in values) for each in question.choices]
        case QuestionKind.SCALE:
            steps = range(question.low, question.high + 1)
            return [Option(str(each), str(each), str(each) in values) for each in steps]
        case QuestionKind.MINUTES:
            chips = [each for each in MINUTE_CHIPS if each <= question.high]
            return [Option(str(each), str(each), values[-1:] == [str(each)]) for each in chips]
        case _:
            return []


def fields_of(template: Template, answers: Answers) -> dict[str, list[str]]:
    """Kept answers as a filled form, so that they can be changed."""
    return {
        question.key: _typed(question, answers[question.key])
        for question in template.questions
        if question.key in answers
    }


def _typed(question: Question, answer: Answer) -> list[str]:
    if isinstance(answer, tuple):
        return list(answer)
    if question.kind is QuestionKind.CLOCK and isinstance(answer, int):
        return [clock_words(answer).zfill(5)]  # a time field takes 07:05, never 7:05
    return [str(answer)]


def understood(template: Template, answers: Answers) -> list[tuple[str, str]]:
    """What was understood, question by question, for the receipt."""
    return [
        (question.words, _said(question, answers[question.key]))
        for question in template.questions
        if question.key in answers
    ]


def _said(question: Question, answer: Answer) -> str:
    if isinstance(answer, tuple):
        return "、".join(question.label_of(key) for key in answer)
    if isinstance(answer, int):
        if question.kind is QuestionKind.SCALE and all(question.ends):
            return wording.on_scale(answer, (question.low, question.high), question.ends)
        return value_words(question, answer)
    return question.label_of(answer)
