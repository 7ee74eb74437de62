"""Questionnaires (问卷): questions, answers, tallies, small groups hidden."""

from homework.surveys.answers import AnswersRead, read_answers
from homework.surveys.daily_load import merged, report_from
from homework.surveys.questions import (
    Answer,
    Answers,
    Choice,
    Condition,
    Question,
    QuestionKind,
    Respondent,
    Template,
)
from homework.surveys.reading import TemplateMistakes, read_template
from homework.surveys.results import Reply, Results, Scope, Whole
from homework.surveys.tallies import Share, Tally, tally

__all__ = [
    "Answer",
    "Answers",
    "AnswersRead",
    "Choice",
    "Condition",
    "Question",
    "QuestionKind",
    "Reply",
    "Respondent",
    "Results",
    "Scope",
    "Share",
    "Tally",
    "Template",
    "TemplateMistakes",
    "Whole",
    "merged",
    "read_answers",
    "read_template",
    "report_from",
    "tally",
]
