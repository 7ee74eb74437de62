"""A parent's words read as a report (读取作业反馈): the one function for chat, form and register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from homework.reading.assignments import draft
from homework.reading.binding import bind
from homework.reading.class_names import distinct
from homework.reading.conditions import CONDITIONS, DONE_AT_SCHOOL, FAMILY_ADDED, OPTIONAL
from homework.reading.contents import content_of
from homework.reading.drafts import Draft, Drafts
from homework.reading.duration import as_minutes
from homework.reading.evidence import is_evident
from homework.reading.intents import find_intent, says_no_homework
from homework.reading.lazy import lazy
from homework.reading.phrases import signed
from homework.reading.pieces import cut
from homework.reading.questions import ask_about
from homework.reading.scan import Scan, scan
from homework.reading.sharing import minutes_of
from homework.reading.spans import all_spans
from homework.reading.talk import is_foreign
from homework.reading.text import normalise
from homework.reading.two_days import DayOrder, find_days
from homework.reading.values import Intent, Reading
from homework.reading.vocabulary import VOCABULARY, Vocabulary
from homework.report import Assignment, Kind, Minutes, Report, Slot, Subject

MAX_ASSIGNMENTS = 40


def read_report(
    text: str, vocabulary: Vocabulary = VOCABULARY, *, explain: bool = False
) -> Reading:
    """Understand one message; never raises. `explain` fills in `spans`.

    What could not be read is left open and asked about, never guessed: an assignment without
    minutes keeps None, a figure longer than eight hours is dropped and asked back.
    """
    normal = normalise(text)
    foreign = is_foreign(normal.matched, normal.characters)
    found = scan(normal, vocabulary)
    days = find_days(found)
    drafts = Drafts() if foreign else _drafts(found, days)
    report = Report() if foreign else _report(drafts, found)
    intent = find_intent(found, report, foreign)
    classes = distinct(found.classes)
    ask, asked_about = ask_about(report, classes, _too_long(drafts))
    return Reading(
        report=report,
        is_report=intent in (Intent.REPORT, Intent.NO_HOMEWORK, Intent.CORRECTION),
        class_names=classes,
        day_offset=days.reported.offset if days else found.when.day_offset,
        said_weekday=days.reported.weekday if days else found.when.weekday,
        ask=ask,
        asked_about=asked_about,
        assumed=_assumed(report, found) + (("one_day",) if days else ()),
        intent=intent,
        spans=all_spans(found) if explain else (),
        said_date=found.when.date,
        normalised=found.text.shown,
    )


def _drafts(found: Scan, days: DayOrder | None) -> Drafts:
    pieces = cut(found)
    bind(pieces, found)
    drafts = draft(pieces, found)
    drafts.drafts = [d for d in drafts.drafts if is_evident(d, drafts, found)]
    if days is not None:
        drafts.drafts = [d for d in drafts.drafts if days.is_reported(_subject_at(d))]
    return drafts


def _subject_at(each: Draft) -> int:
    first = each.pieces[0]
    return first.mention.start if first.mention else first.start


def _report(drafts: Drafts, found: Scan) -> Report:
    assignments = tuple(_distinct(_assignments(drafts, found)))[:MAX_ASSIGNMENTS]
    total = drafts.total
    stated = as_minutes(total.low, total.high) if total else None
    if not assignments and not _speaks_of_tonight(found):
        stated = None
    kinds = frozenset(i.what for i in found.irregularities)
    if stated is None and says_none(drafts, found):
        return Report(no_homework=True, irregularities=kinds)
    return Report(assignments, stated_total=stated, irregularities=kinds)


def says_none(drafts: Drafts, found: Scan) -> bool:
    """True where the message says there is none, and names nothing with certainty beside it."""
    if len(drafts.none_set) > 1 and not drafts.drafts:
        return True  # 语文:无 数学:无
    certain = [d for d in drafts.drafts if not d.pieces[0].is_inferred or d.durations]
    return not certain and says_no_homework(found.masked)


def _speaks_of_tonight(found: Scan) -> bool:
    """作业写了两个小时, not 每天作业都要两个小时."""
    return "作业" in found.text.matched and HABIT.search(found.text.matched) is None


HABIT = lazy(r"每天|天天|每晚|经常|平时|总是|一般")


def _distinct(assignments: Iterator[Assignment]) -> list[Assignment]:
    """The same line twice is a slip of the finger, not twice the homework."""
    return list(dict.fromkeys(assignments))


def _assignments(drafts: Drafts, found: Scan) -> Iterator[Assignment]:
    said_until = 0
    at_school, kind = _all_at_school(drafts, found), _kind_of_all(drafts, found)
    has_conditions = any(c.may_occur(found.characters) for c in CONDITIONS)
    for each in drafts.drafts:
        clause = _clause(each, said_until, found) if has_conditions else ""
        said_until = each.pieces[-1].end
        subjects = [s for s in each.subjects if s not in drafts.none_set or each.has_content]
        for index, subject in enumerate(subjects):
            one = _assignment(each, (subject, index), clause, found)
            if at_school or one.kind is None and kind is not None:
                at_once = at_school or one.done_at_school
                one = replace(one, done_at_school=at_once, kind=one.kind or kind)
            yield one


def _all_at_school(drafts: Drafts, found: Scan) -> bool:
    """语文抄写、数学练习册,都在学校写完了: said at the end of all that was said, it is true of all."""
    if len(drafts.drafts) < 2 or any(each.durations for each in drafts.drafts):
        return False
    last = drafts.drafts[-1].text(found)
    at = DONE_AT_SCHOOL.pattern.search(last)
    return at is not None and ALL_BEFORE.search(last[: at.start()]) is not None


def _kind_of_all(drafts: Drafts, found: Scan) -> Kind | None:
    """语文第5课、英语第3单元,都是书面的: the kind of whatever has none of its own."""
    if len(drafts.drafts) < 2 or not ALL_SIGNS & found.characters:
        return None
    said = ALL_OF_KIND.search(drafts.drafts[-1].text(found))
    return KINDS[said.group(1)] if said else None


ALL_SIGNS = frozenset("都全均")
ALL_OF_KIND = lazy(r"(?:都|全|均)是?(口头|书面|笔头|实践|动手)(?!的?[^\d,;。 的作业]{2})")
KINDS = {
    "口头": Kind.ORAL,
    "书面": Kind.WRITTEN,
    "笔头": Kind.WRITTEN,
    "实践": Kind.PRACTICAL,
    "动手": Kind.PRACTICAL,
}
ALL_BEFORE = lazy(r"(?:都|全部?)(?:已经)?[ 是]?$")


def _clause(each: Draft, said_until: int, found: Scan) -> str:
    """The draft with what stands before it in its clause: 妈妈给加的, 选做: …"""
    start = each.pieces[0].start
    before = CLAUSE_START.search(found.masked[said_until:start])
    return (before.group() if before else "") + each.text(found)


CLAUSE_START = lazy(r"[^,;。!?\n]*$")


def _assignment(each: Draft, place: tuple[Subject, int], text: str, found: Scan) -> Assignment:
    subject, index = place
    characters = found.characters
    minutes = _minutes(each, index, found)
    at_school = minutes is None and DONE_AT_SCHOOL.is_in(text, characters)
    return Assignment(
        subject=subject,
        content=content_of(each, found, without=DONE_AT_SCHOOL if at_school else None),
        minutes=minutes,
        kind=each.kind,
        slot=_slot(each, found),
        is_optional=OPTIONAL.is_in(text, characters),
        done_at_school=at_school,
        family_added=FAMILY_ADDED.is_in(text, characters),
        minutes_included=minutes is None and (each.is_included or bool(each.durations and index)),
    )


def _minutes(each: Draft, index: int, found: Scan) -> Minutes | None:
    if not each.durations:
        return None
    shares = next((d.shares for d in each.durations if d.shares), ())
    if shares and len(each.subjects) == len(shares):
        return as_minutes(shares[index], shares[index])
    if len(each.subjects) > 1 and not any(d.is_each for d in each.durations) and index > 0:
        return None
    minutes = as_minutes(*minutes_of(each.durations, each.text(found)))
    if minutes is not None and STOPPED.is_in(each.text(found), found.characters):
        return replace(minutes, high=None)
    return minutes


# 没写完,写了40分钟 · 写了40分钟停的: it would have taken longer. 没写完的 is what was left to do.
STOPPED = signed(
    "完半停",
    lazy(r"[没未]有?[写做弄搞]完(?!的|同学)|[写做]不完(?!的)|[写做]了一半|到点[就才]?停"),
)


def _slot(each: Draft, found: Scan) -> Slot | None:
    """The part of the day said last before the assignment's end, else the first one said."""
    if not found.slots:
        return None
    end = each.pieces[-1].end
    before = [slot for at, slot in found.slots if at < end]
    return before[-1] if before else found.slots[0][1]


def _too_long(drafts: Drafts) -> bool:
    return any(d.is_too_long for each in drafts.drafts for d in each.durations)


def _assumed(report: Report, found: Scan) -> tuple[str, ...]:
    kinds = tuple(f"kind:{i}" for i, a in enumerate(report.assignments) if a.kind is None)
    units = ("unit",) if found.has_bare_figures else ()
    return kinds + units + (("abridged",) if found.text.is_abridged else ())
