"""Call lists (电话核实): the order drawn for one case, and how each call ended. No telephone number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from homework.calls import CallOutcome, CallTally, draw_order, tally
from homework.cases import MOVES, CaseState, Move
from models.cases.moves import Act, Refusal, found_case, require, require_checker
from models.database.base import AnyRow, Base
from models.days.overloads import Overload
from models.staff.audit import record_act

MOST_PUPILS = 100


class Call(Base):
    """One family to ring: its number on the class list, which the school keeps itself."""

    __tablename__ = "call"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["school_id", "overload_id"], ["overload.school_id", "overload.id"]
        ),
        sa.UniqueConstraint("school_id", "overload_id", "list_number"),
        sa.CheckConstraint("outcome IS NULL OR called_at IS NOT NULL", name="called_has_time"),
    )

    school_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    overload_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    list_number: Mapped[int]
    outcome: Mapped[CallOutcome | None] = mapped_column(sa.String(12))
    called_by: Mapped[int | None]
    called_at: Mapped[datetime | None]


def draw_calls(connection: sa.Connection, act: Act, size: int, chance: Random) -> bool:
    """Draw the order once; False where it was drawn before. Raises ActRefused."""
    case = _checkable(connection, act)
    if calls_of(connection, case):
        return False
    rows = [
        {"school_id": case.school_id, "overload_id": case.id, "place": place, "list_number": each}
        for place, each in enumerate(draw_order(min(size, MOST_PUPILS), chance), 1)
    ]
    connection.execute(sa.insert(Call), rows)
    record_act(
        connection, act.plan.id, act.person.id, "draw_calls", act.now, about=str(case.number)
    )
    return True


def record_call(connection: sa.Connection, act: Act, place: int, outcome: CallOutcome) -> bool:
    """Note how a call ended; False out of turn, so that nobody picks whom to ask.

    A family that did not answer may be rung again; any other outcome stands. Raises ActRefused.
    """
    case = _checkable(connection, act)
    calls = calls_of(connection, case)
    following = next((call.place for call in calls if call.outcome is None), None)
    again = {call.place for call in calls if call.outcome == CallOutcome.NO_ANSWER}
    if place != following and place not in again:
        return False
    connection.execute(
        sa.update(Call)
        .where(Call.school_id == case.school_id, Call.overload_id == case.id, Call.place == place)
        .values(outcome=outcome, called_by=act.person.id, called_at=act.now)
    )
    return True


def _checkable(connection: sa.Connection, act: Act) -> Overload:
    case, school_class = found_case(connection, act)
    require_checker(act, case, school_class)
    require((CaseState(case.state), Move.REFUTE) in MOVES, Refusal.WRONG_STATE, case)
    return case


def calls_of(connection: sa.Connection, case: Overload) -> Sequence[AnyRow]:
    """A case's calls (columns of Call) in the order drawn; none where nothing was drawn."""
    return connection.execute(
        sa.select(*Call.__table__.c)
        .where(Call.school_id == case.school_id, Call.overload_id == case.id)
        .order_by(Call.place)
    ).all()


def call_tally(connection: sa.Connection, case: Overload) -> CallTally | None:
    """What a case's calls say so far; None where no order was drawn."""
    calls = calls_of(connection, case)
    if not calls:
        return None
    return tally(CallOutcome(call.outcome) for call in calls if call.outcome)
