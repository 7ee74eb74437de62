"""A teacher's own entry (教师登记): 登记 3-2 数学 口算20分钟, read as a parent's words are."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers.chat.conversation import Chat
from handlers.chat.router import Router
from handlers.chat.vocabulary import vocabulary_of
from homework.days import closes_at, day_words
from homework.plan import SchoolPlan
from homework.reading import read_report
from homework.registers import Register
from homework.school import class_slug
from homework.teaching import entries_from, joined
from homework.wording import teacher_entry as wording
from homework.wording.staff_register import RegisterOver, over_text
from models.registers.revisions import Filing, Source, TooManyRevisions, standing_register
from models.registers.teacher_entries import save_teacher_entries
from models.registers.warnings import file_register, with_changes
from models.schools import SchoolClass, classes_of
from models.staff.audit import record_act
from models.staff.people import Role, StaffMember
from wechat.message import Message

# Not among COMMANDS: a parent may begin a report with the same word.
router = Router(guard=lambda chat: bool(chat.staff))

_SLUG = re.compile(r"(?<![0-9-])([1-9])-([1-9][0-9]?)(?![0-9-])", re.ASCII)


@router.text(r"登记[。.??]?")
def explain(message: Message, chat: Chat) -> str:
    """登记, alone: how it is said."""
    return wording.NOT_READ


@router.text(r"登记[\s::,,]*([\s\S]{1,300})")
def enter(message: Message, chat: Chat) -> str:
    """Keep what a teacher set, and say what the class has now."""
    words = chat.found[1]
    mine = [(person, _classes_of(chat, person)) for person in chat.staff]
    mine = [(person, classes) for person, classes in mine if classes]
    if not mine:
        return wording.NO_CLASSES
    chosen = _chosen(chat, words, mine)
    if isinstance(chosen, str):
        return chosen
    person, school_class = chosen
    plan = chat.context.plans[person.school_id]
    reading = read_report(_SLUG.sub(" ", words), vocabulary_of(plan))
    if not reading.report.assignments:
        return wording.NOT_READ
    entries = entries_from(reading.report)
    if entries is None:
        return wording.NO_MINUTES
    day = _day(chat, plan, reading.day_offset)
    if chat.now >= closes_at(day, plan.calendar):
        return wording.CLOSED.format(day=day_words(day))
    return _keep(chat, person, Filing(plan, school_class, day, Register(entries), Source.TEACHER))


def _classes_of(chat: Chat, person: StaffMember) -> dict[str, SchoolClass]:
    """The classes this person may speak for today, by slug: those they teach, a leader's grade."""
    today = chat.now.date()
    plan = chat.context.plans[person.school_id]
    return {
        each.slug(today): each
        for each in classes_of(chat.connection, plan.id, today)
        if each.grade(today) in plan.classes
        and (
            each.slug(today) in person.own_slugs
            or (person.role == Role.GRADE_LEADER and each.grade(today) == person.grade)
        )
    }


def _chosen(
    chat: Chat, words: str, mine: list[tuple[StaffMember, dict[str, SchoolClass]]]
) -> tuple[StaffMember, SchoolClass] | str:
    """The class that is meant: the one named, else the only one; or what to ask."""
    named = _named(chat, words)
    if named is None:
        everything = [(person, each) for person, found in mine for each in found.values()]
        return everything[0] if len(everything) == 1 else wording.WHICH_CLASS
    found = [(person, classes[named]) for person, classes in mine if named in classes]
    return found[0] if found else wording.NOT_TAUGHT


def _named(chat: Chat, words: str) -> str | None:
    match = _SLUG.search(words)
    if match:
        return match[0]
    names = chat.reading.class_names if chat.reading else ()
    if len(names) == 1 and names[0].grade and names[0].number:
        try:
            return class_slug(names[0].grade, names[0].number)
        except ValueError:
            return None
    return None


def _day(chat: Chat, plan: SchoolPlan, offset: int) -> date:
    """Today's homework, from morning on: a teacher knows what will be set. 昨天 is the day before."""
    day = plan.calendar.last_school_day(chat.now.date())
    return plan.calendar.last_school_day(day + timedelta(days=offset)) if offset else day


def _keep(chat: Chat, person: StaffMember, filing: Filing) -> str:
    """Keep the entry; where the class has a register, join it, so that the sum is warned of."""
    entries, key, now = filing.register.entries, filing.key, chat.now
    connection = chat.connection
    name = filing.school_class.name(filing.day)
    standing = standing_register(connection, key, filing.day)
    whole = None
    if standing is not None:
        try:
            whole = joined(standing.revision.register, entries)
        except ValueError:
            return wording.TOO_MANY
    save_teacher_entries(connection, key, filing.day, (person.id, entries), now)
    about = f"{filing.day.isoformat()} {filing.school_class.slug(filing.day)}"
    record_act(connection, filing.plan.id, person.id, "register_teacher", now, about=about)
    said = wording.kept(name, filing.day, entries, whole)
    return said if whole is None else said + _filed(chat, filing, whole)


def _filed(chat: Chat, filing: Filing, whole: Register) -> str:
    """File the register as it is now; what to do where it no longer keeps its caps."""
    joint = Filing(filing.plan, filing.school_class, filing.day, whole, Source.TEACHER)
    if joint.excesses:
        joint = with_changes(chat.connection, joint)
    try:
        saved = file_register(chat.connection, joint, chat.now)
    except TooManyRevisions:
        return "\n" + wording.TOO_MANY
    if not joint.excesses:
        return ""
    over = RegisterOver(
        class_name=filing.school_class.name(filing.day),
        day=filing.day,
        next_day=filing.plan.calendar.next_school_day(filing.day),
        register=whole,
        excesses=joint.excesses,
        change=joint.changes[0] if joint.changes else None,
        adjust_until=filing.plan.register.adjust_until,
        is_late=saved.revision.is_late if saved else True,
    )
    return "\n" + over_text(over)
