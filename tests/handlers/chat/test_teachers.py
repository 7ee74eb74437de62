"""登记 in the chat: a teacher says what was set, and reads what the class has with it."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.registers import Register, RegisterEntry
from homework.report import Kind, Subject
from homework.wording import teacher_entry as wording
from models.pushes.outbox import Push
from models.registers.revisions import Filing, Source, standing_register
from models.registers.teacher_entries import teacher_entries
from models.registers.warnings import file_register
from models.reporting.reports import ReportRow
from models.schools import ClassKey
from models.staff.people import Role, TypedCode, add_staff, bind_staff
from tests.people import ACCOUNT, Cast

AFTERNOON = datetime(2026, 11, 23, 15, 30, tzinfo=SHANGHAI)


@pytest.fixture
def school(cast: Cast, clock: FrozenClock) -> Cast:
    """Monday 15:30: 何 teaches 3-2 and 3-3, 林 is homeroom teacher of 3-2."""
    clock.jump(AFTERNOON)
    joins(cast, "何", Role.TEACHER, teaches="3-2,3-3")
    joins(cast, "林", Role.HOMEROOM, homeroom_class="3-2")
    return cast


def joins(cast: Cast, name: str, role: Role, **details: object) -> None:
    context = cast.context
    subject, now = context.keys.subject_id(ACCOUNT, cast.openid(name)), context.clock.now()

    def join(connection: sa.Connection) -> None:
        _, code = add_staff(connection, "shifan", role, name, now, **details)
        bind_staff(connection, TypedCode(ACCOUNT, subject, code), now)

    context.store.write(join)


def registers(cast: Cast, *entries: RegisterEntry) -> None:
    """The class monitor of 3-2 saves the day's register."""
    context = cast.context
    filing = Filing(
        context.plans["shifan"], cast.school_class(3, 2), AFTERNOON.date(), Register(entries)
    )
    context.store.write(lambda connection: file_register(connection, filing, context.clock.now()))


def kept(cast: Cast) -> tuple[list[RegisterEntry], tuple[RegisterEntry, ...] | None]:
    """What 3-2 has today: of its teachers, and in the register that counts."""
    key = ClassKey("shifan", cast.school_class(3, 2).id)
    with cast.context.store.reading() as connection:
        told = teacher_entries(connection, key, AFTERNOON.date())
        saved = standing_register(connection, key, AFTERNOON.date())
    return told, saved.revision.register.entries if saved else None


CHINESE = RegisterEntry(Subject.CHINESE, 30, content="抄写")
MATHS = RegisterEntry(Subject.MATHS, 10, content="口算")


def test_an_entry_waits_for_a_class_that_has_not_registered(school: Cast) -> None:
    reply = school.say("何", "登记 3-2 数学口算20分钟")

    assert reply.startswith("三年级2班 11月23日(周一) 已登记:数学口算 20分钟。")
    assert "班级登记表还没有填" in reply
    assert kept(school) == ([RegisterEntry(Subject.MATHS, 20, content="口算")], None)


def test_the_class_monitor_finds_what_teachers_entered(school: Cast) -> None:
    school.say("何", "登记 3-2 数学口算20分钟")

    page = school.client.get(f"/register/{school.school_class(3, 2).desk_link}")

    assert "口算" in page.get_data(as_text=True)


def test_an_entry_joins_the_classs_register_and_says_the_sum(school: Cast) -> None:
    registers(school, CHINESE, MATHS)

    reply = school.say("何", "登记 3-2 数学口算20分钟")

    assert "全班合计50分钟" in reply
    told, entries = kept(school)
    assert [each.minutes for each in told] == [20]
    assert entries == (CHINESE, RegisterEntry(Subject.MATHS, 20, content="口算"))


def test_a_sum_over_the_cap_is_told_with_the_smallest_change(school: Cast) -> None:
    registers(school, CHINESE)

    reply = school.say("何", "登记 3-2 数学练习册40分钟")

    assert "合计70分钟,超过60。16:40前可调整" in reply
    assert "最省:" in reply
    with school.context.store.reading() as connection:
        told = connection.scalars(sa.select(Push.fields)).all()
    assert [each for each in told if "三年级2班今天登记合计70分钟" in each["text"]]


def test_a_later_word_replaces_the_subject_and_no_other(school: Cast) -> None:
    school.say("何", "登记 3-2 数学口算20分钟 英语听读10分钟")
    school.say("何", "登记 3-2 数学 练习册15分钟")

    told, _ = kept(school)

    assert {(each.subject, each.minutes) for each in told} == {
        (Subject.MATHS, 15),
        (Subject.ENGLISH, 10),
    }
    assert next(each for each in told if each.subject is Subject.ENGLISH).kind is Kind.ORAL


def test_a_homeroom_teacher_need_not_name_the_class(school: Cast) -> None:
    assert "三年级2班" in school.say("林", "登记 语文抄写15分钟")


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        ("何", "登记 数学口算20分钟", wording.WHICH_CLASS),
        ("何", "登记 4-1 数学口算20分钟", wording.NOT_TAUGHT),
        ("林", "登记 3-3 数学口算20分钟", wording.NOT_TAUGHT),
        ("何", "登记 3-2 数学口算", wording.NO_MINUTES),
        ("何", "登记 3-2 你好", wording.NOT_READ),
        ("王", "登记 3-2 数学口算20分钟", wording.NO_CLASSES),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_kept(
    school: Cast, who: str, words: str, reply: str
) -> None:
    assert school.say(who, words) == reply
    assert kept(school) == ([], None)


def test_a_closed_day_takes_nothing(school: Cast, clock: FrozenClock) -> None:
    clock.jump(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))

    assert "已经截止" in school.say("何", "登记 3-2 昨天数学口算20分钟")
    assert kept(school) == ([], None)


def test_a_parent_who_begins_with_the_same_word_reports(school: Cast) -> None:
    reply = school.say("张", "登记 数学口算20分钟")

    assert "已记" in reply
    assert kept(school) == ([], None)
    with school.context.store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(ReportRow)) == 1


def test_after_the_hour_an_entry_is_late_and_still_counts(
    school: Cast, clock: FrozenClock, context: Context
) -> None:
    registers(school, CHINESE)
    clock.jump(datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI))

    reply = school.say("何", "登记 3-2 数学练习册40分钟")

    assert "已过16:40" in reply
    key = ClassKey("shifan", school.school_class(3, 2).id)
    with context.store.reading() as connection:
        saved = standing_register(connection, key, AFTERNOON.date())
    assert saved is not None
    assert (saved.source, saved.revision.is_late) == (Source.TEACHER, True)
