"""What the reader hands back (读取结果): the report, how sure it is, and the one question to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from homework.report import Report


class Intent(StrEnum):
    """What the writer wanted; only the first three say something of homework to keep."""

    REPORT = "report"
    NO_HOMEWORK = "no_homework"
    CORRECTION = "correction"  # 更正…: replaces everything said before for the day
    QUESTION_ABOUT_HOMEWORK = "question_about_homework"  # 今天作业是什么
    WHO_REPORTED = "who_reported"  # 谁举报的
    QUESTION = "question"
    COMPLAINT = "complaint"
    NOTICE = "notice"  # an exam, a meeting, marks, a list of names, an advert
    GREETING = "greeting"
    THANKS = "thanks"
    OTHER = "other"


class Ask(StrEnum):
    """The one question to ask back; where several are open, the first of this list wins."""

    TWO_CLASSES = "two_classes"
    IMPLAUSIBLE_MINUTES = "implausible_minutes"
    SUBJECT = "subject"
    MISSING_MINUTES = "missing_minutes"


class Stage(StrEnum):
    """School stages, where a class name says one (小学、初中、高中)."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


FIRST_GRADE = {Stage.PRIMARY: 1, Stage.JUNIOR: 7, Stage.SENIOR: 10}


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class as a person wrote it; what was not said is None.

    三年级2班 is grade 3, number 2; 2023级5班 is entry year 2023, number 5, and its grade depends on
    the stage of the school.
    """

    grade: int | None
    number: int | None
    entry_year: int | None = None
    stage: Stage | None = None

    def grade_in(self, school_year: int) -> int | None:
        """The grade in the school year that began in autumn of `school_year`; None if unknowable."""
        if self.grade is not None or self.entry_year is None or self.stage is None:
            return self.grade
        grade = FIRST_GRADE[self.stage] + school_year - self.entry_year
        return grade if 1 <= grade <= 12 else None


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A calendar date in the message (3月6日, 2026/3/10); the year is None where it was not said."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One recognised stretch of the normalised text, for `--explain`."""

    start: int
    end: int
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader understood of one message.

    `report` is empty where nothing was recognised; `is_report` is False for questions, complaints,
    greetings, adverts and nonsense. `asked_about` are indexes into `report.assignments`. `assumed`
    are machine-readable words: `kind:0` (the kind of assignment 0 was not said), `unit` (minutes were
    written as bare figures), `abridged` (too long: only what looked like homework was read), `one_day`
    (two days were said: only the assignments of one, today's or the last, are in the report).
    """

    report: Report = field(default_factory=Report)
    is_report: bool = False
    class_names: tuple[ClassName, ...] = ()
    day_offset: int = 0  # -1 for 昨天, -2 for 前天
    said_weekday: int | None = None  # 1 Monday … 7 Sunday
    ask: Ask | None = None
    asked_about: tuple[int, ...] = ()
    assumed: tuple[str, ...] = ()
    intent: Intent = Intent.OTHER
    spans: tuple[Span, ...] = ()
    said_date: SaidDate | None = None
    normalised: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer merged into the report it completes, and what is still open."""

    report: Report
    ask: Ask | None = None
    asked_about: tuple[int, ...] = ()
