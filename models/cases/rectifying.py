"""What is done about a confirmed case (整改): the notice, its reply, a talk, and 销号 at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from homework.alerts import Reason
from homework.cases import CaseState, Move, Need, PublicHours, shown_hours
from homework.rectifications import Progress, file_number, reply_until
from homework.report import Subject
from homework.wording import staff_cases as wording
from homework.wording import staff_refusals
from models.cases.moves import (
    LEADING_GROUP,
    PUBLISHERS,
    Act,
    ActRefused,
    Done,
    Refusal,
    found_case,
    move_case,
    require,
    require_checker,
)
from models.cases.pushes import tell_addressed, tell_own_teachers
from models.cases.rectifications import (
    Rectification,
    Reply,
    find_rectification,
    next_number,
    update_rectification,
)
from models.cases.remeasuring import measure_again
from models.database.base import new_id
from models.days.overloads import Overload
from models.hall.notices import Maker, drop_unshown, find_live_notice, save_notice
from models.pushes.telling import Telling
from models.schools import SchoolClass
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember, find_staff

MOST_WORDS = 400
MOST_REPLIES = 20
_OPEN = frozenset({CaseState.CONFIRMED, CaseState.PUBLIC})


def may_reply(person: StaffMember, school_class: SchoolClass, case: Overload) -> bool:
    """Who is addressed: whoever teaches the class, its homeroom teacher, its grade leader."""
    if school_class.slug(case.day) in person.taught_slugs:
        return True
    return person.role == Role.GRADE_LEADER and person.grade == school_class.grade(case.day)


def issue(connection: sa.Connection, act: Act, subjects: Sequence[Subject]) -> Rectification:
    """整改 N: send the notice to the class's teachers of these subjects. Raises ActRefused.

    One chain of cases has one notice; asked again, it is said what that one says.
    """
    case, school_class = found_case(connection, act)
    require(act.person.role in PUBLISHERS, Refusal.NOT_ALLOWED, case)
    require(case.state in _OPEN, Refusal.WRONG_STATE, case)
    require(bool(subjects), Refusal.NO_REASON, case)
    known = find_rectification(connection, case)
    if known is not None:
        by = find_staff(connection, act.plan.id, known.issued_by)
        sent = staff_refusals.Sent(
            notice_number(act, known), by.name if by else "", known.issued_at
        )
        words = staff_refusals.issued_before(sent, known.subject_list, known.reply_until)
        raise ActRefused(Refusal.ISSUED_BEFORE, case, words)
    notice = _insert(connection, act, case, subjects)
    number = notice_number(act, notice)
    record_act(connection, act.plan.id, act.person.id, "issue", act.now, about=str(case.number))
    telling = Telling(act.plan, school_class, case, act.now)
    text = wording.rectify(telling.finding, number, notice.subject_list, notice.reply_until)
    tell_addressed(connection, telling, Reason.RECTIFY, text)
    return notice


def _insert(
    connection: sa.Connection, act: Act, case: Overload, subjects: Sequence[Subject]
) -> Rectification:
    year = act.now.year
    values = {
        "school_id": case.school_id,
        "id": new_id(),
        "overload_id": case.first_id,
        "year": year,
        "number": next_number(connection, case.school_id, year),
        "subjects": ",".join(dict.fromkeys(str(each) for each in subjects)),
        "issued_by": act.person.id,
        "issued_at": act.now,
        "reply_until": reply_until(act.now, act.plan.rectify, act.plan.calendar),
        "reply": "",
        "talk": "",
        "rounds": 1,
    }
    connection.execute(sa.insert(Rectification).values(values))
    return Rectification(**values)


def notice_number(act: Act, notice: Rectification) -> str:
    """示小作改〔2026〕3号."""
    return file_number(act.plan.rectify.prefix, notice.year, notice.number)


def reply(connection: sa.Connection, act: Act, words: str) -> Rectification:
    """回复 N: what was changed, by who was addressed; from here the days are counted.

    A later word, whoever's, stands beside it; the same one said twice is one. Raises ActRefused.
    """
    case, school_class = found_case(connection, act)
    require(may_reply(act.person, school_class, case), Refusal.NOT_ALLOWED, case)
    require(case.state in _OPEN, Refusal.WRONG_STATE, case)
    notice = _open_notice(connection, case)
    require(bool(words.strip()), Refusal.NO_REASON, case)
    said = words.strip()[:MOST_WORDS]
    if any((each.staff_id, each.words) == (act.person.id, said) for each in notice.replies):
        return notice
    require(len(notice.replies) < MOST_REPLIES, Refusal.TOO_MANY_REPLIES, case)
    _add_reply(connection, notice, Reply(act.person.id, act.now, said))
    about = str(case.number)
    record_act(connection, act.plan.id, act.person.id, "reply", act.now, about=about, words=said)
    return notice


def _add_reply(connection: sa.Connection, notice: Rectification, new: Reply) -> None:
    if not notice.replies:
        update_rectification(
            connection, notice, reply=new.words, replied_by=new.staff_id, replied_at=new.at
        )
        return
    entry = {"by": new.staff_id, "at": new.at.isoformat(), "words": new.words}
    before = (notice.added_replies or {}).get("replies", [])
    update_rectification(connection, notice, added_replies={"replies": [*before, entry]})


def record_talk(connection: sa.Connection, act: Act, words: str) -> Rectification:
    """座谈 N: what was agreed, by the leading group; stands for a reply. Raises ActRefused."""
    case, _ = found_case(connection, act)
    require(act.person.role in LEADING_GROUP, Refusal.NOT_ALLOWED, case)
    require(case.state in _OPEN, Refusal.WRONG_STATE, case)
    notice = _open_notice(connection, case)
    require(bool(words.strip()), Refusal.NO_REASON, case)
    update_rectification(
        connection,
        notice,
        talk=words.strip()[:MOST_WORDS],
        talked_by=act.person.id,
        talked_at=notice.talked_at or act.now,
    )
    record_act(connection, act.plan.id, act.person.id, "talk", act.now, about=str(case.number))
    return notice


def _open_notice(connection: sa.Connection, case: Overload) -> Rectification:
    notice = find_rectification(connection, case)
    require(notice is not None and notice.closed_at is None, Refusal.NO_NOTICE, case)
    assert notice is not None
    return notice


def close(connection: sa.Connection, act: Act, looked: str = "") -> tuple[Done, Progress]:
    """销号 N: the class has kept its caps for the days the school set. Raises ActRefused.

    Where too few families spoke for twice as long, the person may say what they saw in the class
    instead (`looked`); never somebody who teaches it.
    """
    case, school_class = found_case(connection, act)
    require_checker(act, case, school_class)
    require(act.person.role in PUBLISHERS, Refusal.NOT_ALLOWED, case)
    notice = find_rectification(connection, case)
    found = measure_again(connection, act.plan, case, notice, act.now)
    has_looked = found.is_due_for_a_look and bool(looked.strip())
    given = {Need.CURED} if found.is_cured or has_looked else frozenset[Need]()
    telling = Telling(act.plan, school_class, case, act.now)
    hours = close_case(connection, telling, given, act.person.id)
    record_act(
        connection,
        act.plan.id,
        act.person.id,
        "close",
        act.now,
        about=str(case.number),
        looked=looked,
    )
    return Done(case, school_class, hours), found


def close_case(
    connection: sa.Connection, telling: Telling, given: Collection[Need], closed_by: int
) -> PublicHours | None:
    """Close a case and its notice. A finding the hall showed is cured there as visibly: for three
    school days; those hours, or None. Raises ActRefused."""
    case, now = telling.overload, telling.now
    move_case(connection, case, Move.CLOSE, given, closed_at=now, closed_by=closed_by)
    notice = find_rectification(connection, case)
    if notice is not None and notice.closed_at is None:
        update_rectification(connection, notice, closed_at=now)
    hours = None
    live = find_live_notice(connection, case)
    if live is not None and live.begins_at <= now:
        hours = shown_hours(now, telling.plan.calendar)
        save_notice(connection, case, hours, Maker(closed_by, now))
    drop_unshown(connection, case, now)
    text = wording.closed(telling.finding, telling.plan.rectify.remeasure_days)
    tell_own_teachers(connection, telling, Reason.CLOSED, text)
    return hours
