"""A parent's words read as a homework report (读懂家长的话): pure, for chat, form and register alike."""

from homework.reading.answers import read_answer
from homework.reading.class_names import read_class_names
from homework.reading.corrections import read_correction
from homework.reading.durations import read_minutes
from homework.reading.merging import merge_reports
from homework.reading.reader import read_report
from homework.reading.short import read_chat, subjects_named
from homework.reading.two_classes import words_of_class
from homework.reading.values import (
    Answer,
    Ask,
    ClassName,
    Intent,
    Reading,
    SaidDate,
    Span,
    Stage,
)
from homework.reading.vocabulary import VOCABULARY, Vocabulary

__all__ = [
    "VOCABULARY",
    "Answer",
    "Ask",
    "ClassName",
    "Intent",
    "Reading",
    "SaidDate",
    "Span",
    "Stage",
    "Vocabulary",
    "merge_reports",
    "read_answer",
    "read_chat",
    "read_class_names",
    "read_correction",
    "read_minutes",
    "read_report",
    "subjects_named",
    "words_of_class",
]
