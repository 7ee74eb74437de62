"""Cases (督办单): what may happen to an overload, from suspected to closed, as one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from homework.alerts import not_before
from homework.plan import Alerts, CheckMode, Publication, PublicationMode

if TYPE_CHECKING:
    from homework.days import SchoolCalendar


class CaseState(StrEnum):
    """Where a case stands. Only PUBLIC is ever read in the hall, and only its hour makes it so."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    PUBLIC = "public"
    CORRECTED = "corrected"
    CLOSED = "closed"
    RESOLVED = "resolved"


class Move(StrEnum):
    """What a person, the clock, or the reports themselves can do to a case."""

    CONFIRM = "confirm"
    REFUTE = "refute"
    PUBLISH = "publish"  # its hour has come
    PUBLISH_EARLY = "publish_early"
    CLOSE = "close"
    RESOLVE = "resolve"  # the class is no longer over its cap
    REOPEN = "reopen"


class Need(StrEnum):
    """What a move takes besides the state it begins in."""

    CHECK = "check"  # recorded with it: who, when, how
    REASON = "reason"
    HOUR = "hour"  # the class had its time to answer
    PRINCIPAL = "principal"
    CURED = "cured"  # measured again and found within, day after day


class CheckWay(StrEnum):
    """How a check was done (核实方式)."""

    REGISTER = "register"
    PHONE = "phone"
    OWN_WORD = "own_word"
    IN_CLASS = "in_class"
    TWO_DAYS = "two_days"  # nobody: the school chose check = "two-days"


CHECK_WAY_WORDS = {
    "登记表": CheckWay.REGISTER,
    "电话": CheckWay.PHONE,
    "自述": CheckWay.OWN_WORD,
    "到班": CheckWay.IN_CLASS,
}
"""What staff type after 核实 N."""

MOST_SIGNS = {
    "核实": 140,
    "误报": 200,
    "公示": 200,
    "转校长": 60,
    "回复": 400,
    "座谈": 400,
    "销号": 400,
}
"""How much a person may write behind a word; more is refused, never cut. What a check finds stands
in its column behind what the register or the calls say."""

MOVES: dict[tuple[CaseState, Move], CaseState] = {
    (CaseState.SUSPECTED, Move.CONFIRM): CaseState.CONFIRMED,
    (CaseState.SUSPECTED, Move.REFUTE): CaseState.REFUTED,
    (CaseState.SUSPECTED, Move.RESOLVE): CaseState.RESOLVED,
    (CaseState.RESOLVED, Move.REOPEN): CaseState.SUSPECTED,
    # A person may find a breach real, or not, though later reports no longer show it.
    (CaseState.RESOLVED, Move.CONFIRM): CaseState.CONFIRMED,
    (CaseState.RESOLVED, Move.REFUTE): CaseState.REFUTED,
    (CaseState.CONFIRMED, Move.REFUTE): CaseState.REFUTED,
    (CaseState.CONFIRMED, Move.PUBLISH): CaseState.PUBLIC,
    (CaseState.CONFIRMED, Move.PUBLISH_EARLY): CaseState.PUBLIC,
    (CaseState.CONFIRMED, Move.CLOSE): CaseState.CLOSED,  # checked during the trial, and cured
    (CaseState.PUBLIC, Move.REFUTE): CaseState.CORRECTED,
    (CaseState.PUBLIC, Move.CLOSE): CaseState.CLOSED,
}
"""The allowed moves. There is no way to PUBLIC but through CONFIRMED, and none out of what a person
found not to hold: a class that was cleared is not accused of the same day again."""

NEEDS: dict[Move, frozenset[Need]] = {
    Move.CONFIRM: frozenset({Need.CHECK}),
    Move.REFUTE: frozenset({Need.CHECK, Need.REASON}),
    Move.PUBLISH: frozenset({Need.HOUR}),
    Move.PUBLISH_EARLY: frozenset({Need.PRINCIPAL, Need.REASON}),
    Move.CLOSE: frozenset({Need.CURED}),
    Move.RESOLVE: frozenset(),
    Move.REOPEN: frozenset(),
}

CLEARED = frozenset({CaseState.REFUTED, CaseState.CORRECTED})
"""A person found it not to hold; a notice sent about it is void."""

ENDS = CLEARED | {CaseState.CLOSED}
"""Nothing more is owed; a relapse is a new case in the same chain."""


class MoveNotAllowed(Exception):
    """The case does not stand where this move begins, or `missing` what the move takes."""

    def __init__(
        self, state: CaseState, move: Move, missing: frozenset[Need] = frozenset()
    ) -> None:
        super().__init__(f"{move} from {state}, missing {sorted(missing)}")
        self.state = state
        self.move = move
        self.missing = missing


def after(state: CaseState, move: Move, given: Collection[Need] = ()) -> CaseState:
    """The state a move leads to, with what it is given; raises MoveNotAllowed."""
    to = MOVES.get((state, move))
    if to is None:
        raise MoveNotAllowed(state, move)
    missing = NEEDS[move].difference(given)
    if missing:
        raise MoveNotAllowed(state, move, missing)
    return to


NOTICE_SCHOOL_HOURS = timedelta(hours=2)
_MORNING = time(8, 0)
USUAL_ALERTS = Alerts()
SHOWN_SCHOOL_DAYS = 3


@dataclass(frozen=True, slots=True)
class PublicHours:
    """From when to when (exclusive) a notice stands in the hall."""

    begins_at: datetime
    ends_on: date


def public_hours(
    confirmed_at: datetime,
    publication: Publication,
    calendar: SchoolCalendar,
    alerts: Alerts = USUAL_ALERTS,
) -> PublicHours:
    """When a finding confirmed now may be read in the hall.

    At once where the school gives no answer hour; else at `answer_until` of the next school day,
    a school day later where that would leave the class less than two school hours to answer: they
    count from the morning, or from the end of the quiet hours, since the class may hear no sooner.
    Shown for three school days, the first included.
    """
    begins_at = confirmed_at
    if publication.answer_until is not None:
        day = calendar.next_school_day(confirmed_at.date())
        begins_at = datetime.combine(day, publication.answer_until, confirmed_at.tzinfo)
        morning = datetime.combine(day, _MORNING, confirmed_at.tzinfo)
        if begins_at - not_before(morning, alerts) < NOTICE_SCHOOL_HOURS:
            day = calendar.next_school_day(day)
            begins_at = datetime.combine(day, publication.answer_until, confirmed_at.tzinfo)
    return shown_hours(begins_at, calendar)


def shown_hours(begins_at: datetime, calendar: SchoolCalendar) -> PublicHours:
    """Three school days from a moment on, the first included: findings, corrections and 销号 alike."""
    first = begins_at.date()
    day = first if calendar.is_school_day(first) else calendar.next_school_day(first)
    for _ in range(SHOWN_SCHOOL_DAYS):
        day = calendar.next_school_day(day)
    return PublicHours(begins_at, day)


def names_classes(publication: Publication) -> bool:
    """Whether the hall may name a class at all: never during the trial (试运行)."""
    return publication.mode is PublicationMode.FORMAL


def needs_check(publication: Publication) -> bool:
    """Whether only a person's check licenses publication."""
    return publication.check is CheckMode.REQUIRED
