"""What comes after the check on a case's page (督办后半): answer, calls, notice, measuring again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from handlers.pages.console.cards import person_words
from handlers.pages.console.found import Found
from handlers.pages.console.scope import Sight, Viewer
from homework.calls import OUTCOME_WORDS, CallOutcome, CallTally, tally
from homework.cases import CLEARED, ENDS, MOVES, CaseState, Move
from homework.class_answers import ANSWER_WORDS, ANSWERABLE, answer_words
from homework.days import SHANGHAI
from homework.policy import Severity
from homework.rectifications import file_number
from homework.report import Subject
from homework.views import FLOOR, subject_split
from homework.wording import console_cases as wording
from models.cases.answering import may_answer
from models.cases.calls import calls_of
from models.cases.moves import LEADING_GROUP, PUBLISHERS
from models.cases.rectifications import Rectification, find_rectification
from models.cases.rectifying import may_reply
from models.cases.relapses import find_relapsed
from models.cases.remeasuring import begins_after, measure_again
from models.cases.views import assignments_of
from models.database.base import AnyRow
from models.registers.revisions import standing_register
from models.schools import ClassKey
from models.staff.people import Role, find_staff

_CALLERS = LEADING_GROUP | {Role.DUTY}
_USUAL = (Subject.CHINESE, Subject.MATHS, Subject.ENGLISH)
_PRESUMED = 2


@dataclass(frozen=True, slots=True)
class AnswerPanel:
    """The class's answer and, for who may give it, the five to tap."""

    words: str
    at: str
    may_answer: bool
    choices: Sequence[tuple[str, str]] = tuple(ANSWER_WORDS.items())


@dataclass(frozen=True, slots=True)
class CallLine:
    """One family to ring, by its number on the class list."""

    place: int
    list_number: int
    outcome: str
    is_next: bool
    is_again: bool


@dataclass(frozen=True, slots=True)
class CallPanel:
    """The call list: those rung so far and the next one; `size` where nothing is drawn yet."""

    is_drawn: bool
    size: int
    lines: Sequence[CallLine]
    found: CallTally
    outcomes: Sequence[tuple[str, str]] = tuple(OUTCOME_WORDS.items())


@dataclass(frozen=True, slots=True)
class NoticePanel:
    """The 整改通知书 of the case's chain, or what is needed to send one."""

    number: str = ""
    void: str = ""  # why it is owed no more: its case was found not to hold
    subjects: str = ""
    until: str = ""
    is_late: bool = False
    replies: Sequence[tuple[str, str]] = ()  # the words, and whose and when
    talk: str = ""
    talk_by: str = ""
    rounds: int = 1
    may_issue: bool = False
    may_reply: bool = False
    may_talk: bool = False
    offered: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True, slots=True)
class CurePanel:
    """Measuring again: days kept of those needed."""

    words: str
    kept: int
    needed: int
    may_close: bool
    needs_look: bool


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything after the check; a panel that says nothing to this person is None."""

    answer: AnswerPanel | None
    calls: CallPanel | None
    notice: NoticePanel | None
    cure: CurePanel | None
    relapse: str


def build_loop(connection: sa.Connection, viewer: Viewer, found: Found) -> Loop:
    """The panels of one case for this person."""
    if found.case.severity == Severity.CONFIDENTIAL:
        return Loop(None, None, None, None, "")
    notice = find_rectification(connection, found.case)
    return Loop(
        _answer(viewer, found),
        _calls(connection, viewer, found),
        _notice(connection, viewer, found, notice),
        _cure(connection, viewer, found, notice),
        _relapse(connection, viewer, found),
    )


def _answer(viewer: Viewer, found: Found) -> AnswerPanel | None:
    case = found.case
    may = found.state in ANSWERABLE and may_answer(viewer.person, found.school_class, case)
    if not may and case.answer is None and found.state not in ANSWERABLE:
        return None
    at = wording.clock_words(case.answered_at) if case.answered_at else ""
    return AnswerPanel(answer_words(case.answer), at, may)


def _calls(connection: sa.Connection, viewer: Viewer, found: Found) -> CallPanel | None:
    if viewer.person.role not in _CALLERS or found.sight is Sight.OWN:
        return None
    rows = calls_of(connection, found.case)
    if found.state not in (CaseState.SUSPECTED, CaseState.RESOLVED) and not rows:
        return None
    following = next((row.place for row in rows if row.outcome is None), None)
    is_open = (found.state, Move.REFUTE) in MOVES
    lines = [
        _call_line(row, row.place == following and is_open, is_open)
        for row in rows
        if row.outcome or row.place == following
    ]
    ended = tally(CallOutcome(row.outcome) for row in rows if row.outcome)
    return CallPanel(bool(rows), found.school_class.size or 0, lines, ended)


def _call_line(row: AnyRow, is_next: bool, is_open: bool) -> CallLine:
    outcome = CallOutcome(row.outcome) if row.outcome else None
    is_again = outcome is CallOutcome.NO_ANSWER and is_open
    words = OUTCOME_WORDS[outcome] if outcome else ""
    return CallLine(row.place, row.list_number, words, is_next, is_again)


def _notice(
    connection: sa.Connection, viewer: Viewer, found: Found, notice: Rectification | None
) -> NoticePanel | None:
    is_open = found.state in (CaseState.CONFIRMED, CaseState.PUBLIC)
    if notice is None:
        may = is_open and viewer.person.role in PUBLISHERS and found.sight is Sight.FULL
        return NoticePanel(may_issue=True, offered=_offered(connection, found)) if may else None
    is_open = is_open and notice.closed_at is None
    return NoticePanel(
        number=file_number(viewer.plan.rectify.prefix, notice.year, notice.number),
        void=wording.void(found.case.number) if found.state in CLEARED else "",
        subjects="、".join(notice.subject_list),
        until=wording.clock_words(notice.reply_until),
        is_late=notice.is_late(viewer.now) and not (notice.talked_at and not notice.replied_at),
        replies=_replies(connection, viewer, notice),
        talk=notice.talk,
        talk_by=_by(connection, viewer, notice.talked_by),
        rounds=notice.rounds,
        may_reply=is_open and may_reply(viewer.person, found.school_class, found.case),
        may_talk=is_open and viewer.is_leading and found.sight is Sight.FULL,
    )


def _replies(
    connection: sa.Connection, viewer: Viewer, notice: Rectification
) -> list[tuple[str, str]]:
    return [
        (each.words, f"{_by(connection, viewer, each.staff_id)} {wording.clock_words(each.at)}")
        for each in notice.replies
    ]


def _by(connection: sa.Connection, viewer: Viewer, staff_id: int | None) -> str:
    if staff_id is None:
        return ""
    return person_words(find_staff(connection, viewer.plan.id, staff_id))


def _offered(connection: sa.Connection, found: Found) -> list[tuple[str, bool]]:
    """The subjects a notice may go to: of the register and of what enough families named; the two
    heaviest are ticked."""
    case = found.case
    key = ClassKey(case.school_id, case.school_class_id)
    split = subject_split(assignments_of(connection, key, case.day))
    named = [share.subject for share in split if share.units >= FLOOR]
    saved = standing_register(connection, key, case.day)
    declared = sorted(
        saved.revision.register.entries if saved else (), key=lambda each: -each.minutes
    )
    subjects = list(dict.fromkeys([*(str(each.subject) for each in declared), *named]))
    ticked = subjects[:_PRESUMED]
    return [(each, each in ticked) for each in dict.fromkeys([*subjects, *map(str, _USUAL)])]


def _cure(
    connection: sa.Connection, viewer: Viewer, found: Found, notice: Rectification | None
) -> CurePanel | None:
    if found.state not in (CaseState.CONFIRMED, CaseState.PUBLIC):
        return None
    state = measure_again(connection, viewer.plan, found.case, notice, viewer.now)
    may = viewer.person.role in PUBLISHERS and found.sight is Sight.FULL
    has_begun = begins_after(found.case, notice) is not None
    return CurePanel(
        wording.progress_words(state, has_begun=has_begun),
        min(state.kept, state.needed),
        state.needed,
        may_close=may and state.is_cured,
        needs_look=may and state.is_due_for_a_look,
    )


def _relapse(connection: sa.Connection, viewer: Viewer, found: Found) -> str:
    case = found.case
    if case.relapsed_from is not None:
        return wording.relapsed(case.relapsed_from)
    if found.state in ENDS:
        return ""
    before = find_relapsed(connection, viewer.plan, case)
    if before is None or before.closed_at is None:
        return ""
    return wording.would_relapse(before.closed_at.astimezone(SHANGHAI).date())
