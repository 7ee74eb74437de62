"""The cases of the demo's past (督办的经过): who did what on which day, through the school's own functions."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from homework.calls import CallOutcome
from homework.cases import CheckWay
from homework.class_answers import ClassAnswer
from homework.registers import RegisterEntry
from homework.report import Kind, Subject
from models.cases.acts import acknowledge, confirm, publish, refute
from models.cases.answering import answer
from models.cases.calls import draw_calls, record_call
from models.cases.moves import Act
from models.cases.rectifying import issue, reply
from models.days.overloads import Overload
from models.registers.teacher_entries import save_teacher_entries
from models.schools import ClassKey, SchoolClass

SCHOOL_DAYS = 10
TODAY = SCHOOL_DAYS
"""The place of today, after the school days before it (0 to 9)."""

DEAN = "教导处"
_CALLS = (CallOutcome.OVER, CallOutcome.NO_ANSWER, CallOutcome.OVER, CallOutcome.OVER)
_CLASS_SIZE = 42


@dataclass(frozen=True, slots=True)
class Episode:
    """A class that is over on one evening (`place`); `is_declared` where its register says so too."""

    slug: str
    place: int
    is_declared: bool = False


EPISODES = (
    Episode("5-2", 0),
    Episode("4-2", 2),
    Episode("6-4", 4, is_declared=True),
    Episode("3-3", 6),
    Episode("5-4", 8, is_declared=True),
    Episode("6-2", 9),
)
"""One cured, one refuted, one measured again, one corrected, one in the hall, one to be checked now.
None is a class that an evening's first play finds over its cap: it would be a relapse."""

Doing = Callable[[sa.Connection, Act], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person does about a class's case: on which day of the past, at what time."""

    place: int
    hour: int
    minute: int
    who: str
    slug: str
    do: Doing


def _take(connection: sa.Connection, act: Act) -> object:
    return acknowledge(connection, act)


def _ring(connection: sa.Connection, act: Act) -> object:
    draw_calls(connection, act, _CLASS_SIZE, random.Random(act.number))
    return [record_call(connection, act, place, outcome) for place, outcome in enumerate(_CALLS, 1)]


def _confirm(way: CheckWay, words: str = "") -> Doing:
    return lambda connection, act: confirm(connection, act, way, words)


def _refute(reason: str) -> Doing:
    return lambda connection, act: refute(connection, act, reason)


def _answer(choice: ClassAnswer) -> Doing:
    return lambda connection, act: answer(connection, act, choice)


def _publish(connection: sa.Connection, act: Act) -> object:
    return publish(connection, act)


def _issue(*subjects: Subject) -> Doing:
    return lambda connection, act: issue(connection, act, subjects)


def _reply(words: str) -> Doing:
    return lambda connection, act: reply(connection, act, words)


DEEDS: Sequence[Deed] = (
    # 五年级2班: rung, confirmed, shown, told to mend it, mended, closed by the days kept.
    Deed(0, 20, 45, DEAN, "5-2", _take),
    Deed(1, 9, 30, DEAN, "5-2", _ring),
    Deed(1, 9, 50, DEAN, "5-2", _confirm(CheckWay.PHONE)),
    Deed(1, 10, 20, "陈老师", "5-2", _answer(ClassAnswer.ADJUSTED)),
    Deed(1, 12, 10, DEAN, "5-2", _publish),
    Deed(1, 14, 0, DEAN, "5-2", _issue(Subject.CHINESE, Subject.MATHS)),
    Deed(2, 9, 10, "陈老师", "5-2", _reply("期末模拟卷改到课堂上做;语文、数学隔天布置书面作业。")),
    # 四年级2班: what the families added themselves.
    Deed(2, 20, 50, DEAN, "4-2", _take),
    Deed(3, 10, 0, DEAN, "4-2", _refute("含家庭自加")),
    # 六年级4班: its own register says so; being measured again.
    Deed(5, 7, 50, DEAN, "6-4", _take),
    Deed(5, 9, 40, DEAN, "6-4", _confirm(CheckWay.REGISTER)),
    Deed(5, 10, 30, "何老师", "6-4", _answer(ClassAnswer.TWO_DAYS)),
    Deed(5, 12, 10, DEAN, "6-4", _publish),
    Deed(5, 14, 10, DEAN, "6-4", _issue(Subject.MATHS)),
    Deed(7, 9, 0, "何老师", "6-4", _reply("数学练习册与试卷不在同一天布置,由组长排表。")),
    # 三年级3班: shown, then found not to hold.
    Deed(6, 20, 55, DEAN, "3-3", _take),
    Deed(7, 9, 30, DEAN, "3-3", _confirm(CheckWay.OWN_WORD)),
    Deed(7, 12, 10, DEAN, "3-3", _publish),
    Deed(8, 9, 0, "李老师", "3-3", _answer(ClassAnswer.TWO_DAYS)),
    Deed(8, 15, 0, DEAN, "3-3", _refute("是两天的量")),
    # 五年级4班: in the hall now, its notice sent this morning.
    Deed(8, 20, 50, DEAN, "5-4", _take),
    Deed(9, 9, 20, DEAN, "5-4", _confirm(CheckWay.IN_CLASS)),
    Deed(9, 10, 40, "郑老师", "5-4", _answer(ClassAnswer.ADJUSTED)),
    Deed(9, 12, 10, DEAN, "5-4", _publish),
    Deed(TODAY, 9, 0, DEAN, "5-4", _issue(Subject.CHINESE, Subject.MATHS)),
    # 六年级2班: taken this morning, still to be checked.
    Deed(TODAY, 7, 45, DEAN, "6-2", _take),
)


def newest_case(connection: sa.Connection, key: ClassKey) -> int:
    """The number of a class's newest case; raises NoResultFound where it has none."""
    query = (
        sa.select(Overload.number)
        .where(
            Overload.school_id == key.school_id,
            Overload.school_class_id == key.school_class_id,
        )
        .order_by(Overload.day.desc(), Overload.number.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one()


def enter_own(connection: sa.Connection, school_class: SchoolClass, act: Act) -> None:
    """The teachers of the class that waits to be checked have said what they set."""
    own = (
        RegisterEntry(Subject.CHINESE, 20, Kind.WRITTEN, "阅读题两页"),
        RegisterEntry(Subject.MATHS, 35, Kind.WRITTEN, "练习册12-13页"),
    )
    key = ClassKey(act.plan.id, school_class.id)
    save_teacher_entries(connection, key, act.now.date(), (act.person.id, own), act.now)
