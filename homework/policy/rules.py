"""What a rule is (规则): one cap, ban or minimum with its clause, quote, source and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from homework.measures import BREACH_BIT, subject_bits
from homework.report import Subject


class Measure(StrEnum):
    """What is weighed. The first group comes out of reports, the second is counted or asked."""

    WRITTEN_MINUTES = "written_minutes"
    ALL_MINUTES = "all_minutes"
    SUBJECTS = "subjects"
    WRITTEN_SUBJECTS = "written_subjects"
    GROUP_SUBJECTS = "group_subjects"  # distinct subjects of the rule's own group
    ITEMS = "items"
    WRITTEN_ITEMS = "written_items"
    NOON_ITEMS = "noon_items"
    BREACH = "breach"  # the rule's own irregularity or burden

    SLEEP_MINUTES = "sleep_minutes"
    BEDTIME = "bedtime"  # minutes after midnight
    EXERCISE_MINUTES = "exercise_minutes"
    SCHOOL_MINUTES = "school_minutes"
    FIRST_LESSON = "first_lesson"  # minutes after midnight
    FINAL_EXAMS = "final_exams"  # a term
    MIDTERM_EXAMS = "midterm_exams"  # a term
    OTHER_EXAMS = "other_exams"  # a term: weekly, monthly and unit tests
    PAPER_TESTS = "paper_tests"  # a term
    WORKBOOKS = "workbooks"  # a subject
    NO_HOMEWORK_DAYS = "no_homework_days"  # a week

    @property
    def is_reported(self) -> bool:
        """True where daily reports carry it; the rest is asked by survey or counted by staff."""
        return self in _REPORTED

    @property
    def unit(self) -> str:
        return _UNITS[self]


_REPORTED = frozenset(list(Measure)[: list(Measure).index(Measure.BREACH) + 1])
_UNITS = {
    Measure.WRITTEN_MINUTES: "分钟",
    Measure.ALL_MINUTES: "分钟",
    Measure.SUBJECTS: "科",
    Measure.WRITTEN_SUBJECTS: "科",
    Measure.GROUP_SUBJECTS: "科",
    Measure.ITEMS: "项",
    Measure.WRITTEN_ITEMS: "项",
    Measure.NOON_ITEMS: "项",
    Measure.BREACH: "次",
    Measure.SLEEP_MINUTES: "分钟",
    Measure.BEDTIME: "时刻",
    Measure.EXERCISE_MINUTES: "分钟",
    Measure.SCHOOL_MINUTES: "分钟",
    Measure.FIRST_LESSON: "时刻",
    Measure.FINAL_EXAMS: "次",
    Measure.MIDTERM_EXAMS: "次",
    Measure.OTHER_EXAMS: "次",
    Measure.PAPER_TESTS: "次",
    Measure.WORKBOOKS: "本",
    Measure.NO_HOMEWORK_DAYS: "天",
}


class Statistic(StrEnum):
    """How families' figures become a class's: typical (中间值), ceiling (最多), any one breach."""

    TYPICAL = "typical"
    CEILING = "ceiling"
    ANY = "any"


class Bound(StrEnum):
    """Whether the limit is a cap or a minimum."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Severity(StrEnum):
    """What a breach leads to."""

    HARD = "hard"
    PRINCIPLE = "principle"  # 原则上: the margin applies
    GRADE_LEADER_FIRST = "grade_leader_first"  # the week's first breach goes to the grade leader
    RECORD = "record"  # counted and shown as a trend, never a suspicion
    CONFIDENTIAL = "confidential"  # to the principal alone, never on a board


class DayKind(StrEnum):
    """On which days a rule holds."""

    ANY = "any"
    EVENING = "evening"  # a school day follows
    DAYS_OFF = "days_off"  # the last school day before a weekend or holiday
    NO_HOMEWORK_DAY = "no_homework_day"


class Level(StrEnum):
    """Who made a pack: a school may be stricter than the state, not laxer."""

    NATIONAL = "national"
    REGIONAL = "regional"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where another pack says the same thing, and with which limit."""

    pack: str
    pack_title: str
    clause: str
    quote: str
    source: str
    limit: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One cap, ban or minimum. `limit` is in the measure's unit, for the whole day.

    `per_evening` multiplies the limit by the evenings covered until school begins again; where
    these are more than `most_evenings` (a vacation) the rule is silent. `needs_person` forbids
    publication without a person's check, whatever the school chose. `also` names the other packs
    that this rule stands for after merging.
    """

    id: str
    pack: str
    pack_title: str
    level: Level
    name: str
    clause: str
    quote: str
    source: str
    grades: tuple[int, ...]
    measure: Measure
    statistic: Statistic
    limit: int
    severity: Severity
    bound: Bound = Bound.AT_MOST
    days: DayKind = DayKind.ANY
    subjects: tuple[Subject, ...] = ()
    breach: str = ""
    per_evening: bool = False
    most_evenings: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    needs_person: bool = False
    note: str = ""
    rows: tuple[str, ...] = ()
    also: tuple[Provenance, ...] = ()

    def __hash__(self) -> int:
        # Rules are keys of a cache on the hot path, and two dozen fields are slow to hash.
        return hash(self.id) ^ self.limit

    @property
    def key(self) -> str:
        """What rules of different packs are compared by."""
        if self.measure is Measure.BREACH:
            return f"breach:{self.breach}"
        if self.measure is Measure.GROUP_SUBJECTS:
            return "group:" + "+".join(self.subjects)
        return self.measure.value

    @property
    def unit(self) -> str:
        return self.measure.unit

    @property
    def bits(self) -> int:
        """The stored bits this rule looks at: its irregularity, or its group of subjects."""
        if self.measure is Measure.BREACH:
            return BREACH_BIT[self.breach]
        return subject_bits(self.subjects)

    @property
    def provenance(self) -> Provenance:
        return Provenance(
            self.pack,
            self.pack_title,
            self.clause,
            self.quote,
            self.source,
            self.limit,
            self.severity,
        )

    def is_valid_on(self, day: date) -> bool:
        """A past day is judged by the rules that were valid then; both ends are inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """A set of rules from one source (政策包); `short` names it in a sentence (国家, 重庆, 本校)."""

    name: str
    title: str
    short: str
    level: Level
    rules: tuple[Rule, ...]
    asks_difficulty: bool = False  # 量的多少和难度: families are asked 1 to 5

    def __hash__(self) -> int:
        # As with Rule: packs are part of a key, and equality still looks at every rule.
        return hash((self.name, len(self.rules)))
