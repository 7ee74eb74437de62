"""Schools and classes (学校, 班级): who they are for life, and the links that lead to them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from homework.plan import SchoolPlan
from homework.school import class_name, class_slug, grade_on, school_year
from models.database.base import AnyRow, Base, new_id
from models.database.prepared import Prepared
from models.keys import Keys

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u to misread

CLASS_SCENE = "c_"
"""What a class's code of the WeChat account carries before the class's public link."""


class School(Base):
    """One school of the config; `account_id` is the WeChat account that speaks for it."""

    __tablename__ = "school"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    account_id: Mapped[str] = mapped_column(sa.String(40), index=True)


class SchoolClass(Base):
    """One class (班级), the same from its first September to its last day, whatever its grade."""

    __tablename__ = "school_class"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "entry_grade", "entry_year", "number"),
        sa.UniqueConstraint("school_id", "link"),
        sa.UniqueConstraint("school_id", "desk_code"),
    )

    school_id: Mapped[str] = mapped_column(sa.ForeignKey("school.id"), primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True)
    entry_grade: Mapped[int]
    entry_year: Mapped[int]
    number: Mapped[int]
    size: Mapped[int | None]
    link: Mapped[str] = mapped_column(sa.String(16))
    desk_code: Mapped[str] = mapped_column(sa.String(16))
    ended_on: Mapped[date | None]

    def grade(self, day: date) -> int:
        """The grade this class is in on a day."""
        return grade_on(self.entry_grade, self.entry_year, day)

    def name(self, day: date) -> str:
        """Its name on a day, as people say it: 三年级2班."""
        return class_name(self.grade(day), self.number)

    def slug(self, day: date) -> str:
        """Its short name on a day: 3-2."""
        return class_slug(self.grade(day), self.number)

    @property
    def public_link(self) -> str:
        """What stands behind /r/ on the class's poster."""
        return f"{self.school_id}-{self.link}"

    @property
    def scene(self) -> str:
        """What the class's own code of the WeChat account carries (场景值)."""
        return f"{CLASS_SCENE}{self.public_link}"

    @property
    def desk_link(self) -> str:
        """What stands behind /register/ on the class's own computer."""
        return f"{self.school_id}-{self.desk_code}"


@dataclass(frozen=True, slots=True)
class ClassKey:
    """Which class of which school: the key every row of a class carries."""

    school_id: str
    school_class_id: int


def school_link(keys: Keys, school_id: str) -> str:
    """What stands behind /s/ on the school's poster: readable, and not to be guessed (48 bits)."""
    return f"{school_id}-{keys.subject_id('school poster', school_id)[:12]}"


def new_link(length: int = 10) -> str:
    """Make an unguessable, readable link (50 bits at ten characters)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def save_school(connection: sa.Connection, plan: SchoolPlan, day: date) -> int:
    """Insert or update a school and the classes its plan counts; returns how many classes are new.

    A class of grade g on `day` entered the school's lowest grade g - lowest years ago. Classes
    are never deleted here: one that the plan no longer counts keeps its history.
    """
    exists = connection.scalar(sa.select(School.id).where(School.id == plan.id))
    values = {"name": plan.name, "account_id": plan.account_id}
    if exists:
        connection.execute(sa.update(School).where(School.id == plan.id).values(values))
    else:
        connection.execute(sa.insert(School).values(id=plan.id, **values))
    entry_grade = min(plan.classes, default=1)
    present = {
        (row.entry_year, row.number)
        for row in connection.execute(
            sa.select(SchoolClass.entry_year, SchoolClass.number).where(
                SchoolClass.school_id == plan.id, SchoolClass.entry_grade == entry_grade
            )
        )
    }
    new = [
        _new_class(plan, grade, number, entry_grade, day)
        for grade, count in sorted(plan.classes.items())
        for number in range(1, count + 1)
        if (school_year(day) - (grade - entry_grade), number) not in present
    ]
    if new:
        connection.execute(sa.insert(SchoolClass), new)
    return len(new)


def _new_class(
    plan: SchoolPlan, grade: int, number: int, entry_grade: int, day: date
) -> dict[str, object]:
    return {
        "school_id": plan.id,
        "id": new_id(),
        "entry_grade": entry_grade,
        "entry_year": school_year(day) - (grade - entry_grade),
        "number": number,
        "size": plan.class_sizes.get(class_slug(grade, number)),
        "link": new_link(),
        "desk_code": new_link(12),
    }


_COLUMNS = tuple(SchoolClass.__table__.c)
_NAMES = tuple(column.name for column in _COLUMNS)


def _behind(column: InstrumentedAttribute[str]) -> Prepared:
    return Prepared(
        sa.select(*_COLUMNS).where(
            SchoolClass.school_id == sa.bindparam("of_school"), column == sa.bindparam("of_link")
        )
    )


_BY_LINK, _BY_DESK = _behind(SchoolClass.link), _behind(SchoolClass.desk_code)


def find_class_by_link(connection: sa.Connection, public_link: str) -> SchoolClass | None:
    """Find the class behind a poster's link, or None."""
    return _find_behind(connection, _BY_LINK, public_link)


def find_class_by_desk(connection: sa.Connection, desk_link: str) -> SchoolClass | None:
    """Find the class behind a desk code, or None."""
    return _find_behind(connection, _BY_DESK, desk_link)


def _find_behind(
    connection: sa.Connection, query: Prepared, public_link: str
) -> SchoolClass | None:
    school_id, _, link = public_link.rpartition("-")
    row = query.first(connection, {"of_school": school_id, "of_link": link})
    return None if row is None else SchoolClass(**dict(zip(_NAMES, row, strict=True)))


def classes_of(connection: sa.Connection, school_id: str, day: date) -> Sequence[SchoolClass]:
    """A school's classes on a day, by grade and number; those that have ended are left out."""
    query = (
        sa.select(SchoolClass)
        .where(
            SchoolClass.school_id == school_id,
            sa.or_(SchoolClass.ended_on.is_(None), SchoolClass.ended_on > day),
        )
        .order_by(SchoolClass.entry_year.desc(), SchoolClass.number)
    )
    return [_detached(row) for row in connection.execute(query.with_only_columns(*_COLUMNS))]


def classes_ever(connection: sa.Connection, school_id: str) -> dict[int, SchoolClass]:
    """Every class a school ever had, by id, for what is told of the past."""
    query = sa.select(*_COLUMNS).where(SchoolClass.school_id == school_id)
    return {row.id: _detached(row) for row in connection.execute(query)}


def _detached(row: AnyRow) -> SchoolClass:
    # A plain object, not attached to any session: pages keep it after the transaction ended.
    return SchoolClass(**row._mapping)


def get_class(connection: sa.Connection, key: ClassKey) -> SchoolClass:
    """The class behind a key; raises NoResultFound."""
    query = sa.select(*_COLUMNS).where(
        SchoolClass.school_id == key.school_id, SchoolClass.id == key.school_class_id
    )
    return _detached(connection.execute(query).one())


def find_class(
    connection: sa.Connection, school_id: str, grade: int, number: int, day: date
) -> SchoolClass | None:
    """The class that people call by this grade and number on a day."""
    for school_class in classes_of(connection, school_id, day):
        if school_class.grade(day) == grade and school_class.number == number:
            return school_class
    return None
