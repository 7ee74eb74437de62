"""A homework report (作业反馈): what one reporter says of one class's homework on one day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_MINUTES = 480
"""Nobody's evening is longer; a figure above this is a slip of the pen and is asked back."""

IMPLAUSIBLE_MINUTES = 240
"""Above this a figure for one evening is asked about before it counts."""


class Subject(StrEnum):
    """School subjects by their usual short names; the value is what people read."""

    CHINESE = "语文"
    MATHS = "数学"
    ENGLISH = "英语"
    ETHICS = "道法"
    SCIENCE = "科学"
    PHYSICS = "物理"
    CHEMISTRY = "化学"
    BIOLOGY = "生物"
    HISTORY = "历史"
    GEOGRAPHY = "地理"
    POLITICS = "政治"
    PE = "体育"
    MUSIC = "音乐"
    ART = "美术"
    COMPUTING = "信息"
    LABOUR = "劳动"
    OTHER = "其他"


class Kind(StrEnum):
    """What form the homework takes: caps count written homework (书面)."""

    WRITTEN = "written"
    ORAL = "oral"
    PRACTICAL = "practical"


class Slot(StrEnum):
    """When it was set for."""

    NOON = "noon"
    EVENING = "evening"
    WEEKEND = "weekend"


class Irregularity(StrEnum):
    """A way of setting homework that rules forbid or discourage (违规情形)."""

    PUNITIVE_COPY = "punitive_copy"  # 惩罚性作业、罚抄
    MECHANICAL_COPY = "mechanical_copy"  # 机械重复、大量抄写
    PARENT_MARK = "parent_mark"  # 要求家长批改
    PARENT_SIGN = "parent_sign"  # 要求家长签字
    PARENT_HELP = "parent_help"  # 要求家长完成或代劳
    GROUP_ASSIGNED = "group_assigned"  # 在QQ群、微信群布置
    GROUP_CHECKIN = "group_checkin"  # 要求群里打卡
    PRINT_AT_HOME = "print_at_home"  # 要求在家打印
    ONLINE_APP = "online_app"  # 要求用手机或App完成


class Burden(StrEnum):
    """A burden beside homework that plans forbid or count (其他负担); asked by tick, never by text."""

    NOT_MARKED = "not_marked"  # 没批改或只打勾
    TOO_HARD = "too_hard"  # 孩子不会做
    SET_OUTSIDE_CLASS = "set_outside_class"  # 不是在课堂上布置的
    OVERTIME_CLASS = "overtime_class"  # 提前上课、拖堂
    LESSON_GRAB = "lesson_grab"  # 占用音体美信息、综合实践课
    HOLIDAY_CLASS = "holiday_class"  # 节假日集体补课
    PAID_TUTORING = "paid_tutoring"  # 教师有偿补课
    RANKING = "ranking"  # 公布成绩、排名
    EXTRA_WORKBOOK = "extra_workbook"  # 一科多辅、变相征订
    EXAM = "exam"  # 今天考试了


@dataclass(frozen=True, slots=True)
class Minutes:
    """An interval of minutes, 0 to 480: `Minutes(20, 20)` is exact, `Minutes(30, None)` is not finished."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= MAX_MINUTES:
            raise ValueError(f"minutes out of range: {self.low}")
        if self.high is not None and not self.low <= self.high <= MAX_MINUTES:
            raise ValueError(f"minutes out of range: {self.low} to {self.high}")

    @classmethod
    def exactly(cls, minutes: int) -> Minutes:
        """The interval of one value."""
        return cls(minutes, minutes)

    @property
    def is_finished(self) -> bool:
        """False where the pupil stopped before the end (没写完): the true figure is higher."""
        return self.high is not None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One piece of homework (一项作业) as a person reported it.

    `minutes` is None while nobody has said how long it took; it is never guessed.
    `kind` is None where it was not said and could not be told from the words.
    """

    subject: Subject
    content: str = ""
    minutes: Minutes | None = None
    kind: Kind | None = None
    slot: Slot | None = None
    is_optional: bool = False  # 选做、分层: not counted against a cap
    done_at_school: bool = False  # 在校已写完: counts for subjects and kinds, minutes unknown
    family_added: bool = False  # 家里加的: kept apart, never counts against a class
    minutes_included: bool = (
        False  # 背诵和抄写共45分钟: its time is inside that of another of the subject
    )


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one reporter says of one class and day.

    `stated_total` is a total said for everything at once (都写完了一共1小时); it is used where the
    assignments themselves carry no minutes. `no_homework` goes with no assignment.
    """

    assignments: tuple[Assignment, ...] = ()
    no_homework: bool = False
    stated_total: Minutes | None = None
    irregularities: frozenset[Irregularity] = frozenset()
    burdens: frozenset[Burden] = frozenset()  # only where the policy asks
    difficulty: int | None = None  # 1 (easy) to 5, only where the policy asks
    unknown_minutes_accepted: bool = False  # the reporter answered 不知道: do not ask again

    def __post_init__(self) -> None:
        if self.no_homework and self.assignments:
            raise ValueError("no homework, and homework")
        if self.difficulty is not None and not 1 <= self.difficulty <= 5:
            raise ValueError(f"difficulty out of range: {self.difficulty}")
