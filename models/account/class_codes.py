"""Codes that follow the account (关注码): one of WeChat's for each class, made once and kept."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.database.base import Base
from models.schools import ClassKey


class ClassCode(Base):
    """What a class's code of one account leads to; another app_id is another account's code.

    The platform gives an account 100,000 codes for good, and takes none back.
    """

    __tablename__ = "class_code"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "school_class_id"], ["school_class.school_id", "school_class.id"]
        ),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    school_class_id: Mapped[int] = mapped_column(primary_key=True)
    app_id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(255))


def codes_of(connection: sa.Connection, school_id: str, app_id: str) -> Mapping[int, str]:
    """What each class's code of an account leads to, by the class's id."""
    rows = connection.execute(
        sa.select(ClassCode.school_class_id, ClassCode.url).where(
            ClassCode.school_id == school_id, ClassCode.app_id == app_id
        )
    )
    return {row.school_class_id: row.url for row in rows}


def save_code(connection: sa.Connection, key: ClassKey, app_id: str, url: str) -> str:
    """Keep a class's new code; returns the one that stands, an earlier one where there is one."""
    known = codes_of(connection, key.school_id, app_id).get(key.school_class_id)
    if known is not None:
        return known
    connection.execute(
        sa.insert(ClassCode).values(
            school_id=key.school_id, school_class_id=key.school_class_id, app_id=app_id, url=url
        )
    )
    return url
