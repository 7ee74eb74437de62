"""The daily draw: its seed first, no class twice in a round, blind ones first, and again by anyone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from homework.plan import RegisterPlan, SchoolPlan
from homework.registers import Register, RegisterEntry
from homework.report import Subject
from homework.spotchecks import Pot, draw
from models.database.store import Store
from models.pushes.outbox import Push
from models.registers.revisions import Filing, save_register
from models.spot_checks.drawing import draw_today, find_draw, find_seed, publish_seed, words_in
from models.spot_checks.findings import (
    Looked,
    SpotRefusal,
    SpotRefused,
    record_finding,
    spot_checks_on,
)
from models.spot_checks.records import SpotCheck, SpotDraw, SpotFinding, SpotPromise, SpotSeed
from models.spot_checks.salts import find_promise
from models.spot_checks.verifying import Verified, verify_draw
from models.staff.duty import on_duty, save_duty
from models.staff.people import Role, StaffMember
from tests.models.conftest import School


@pytest.fixture
def school(store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    clock.jump(datetime(2026, 11, 23, 15, 0, tzinfo=SHANGHAI))
    return School(store, plan, clock)


def noon(school: School) -> None:
    """Go to 12:00 of the next school day and publish its seed."""
    now = school.clock.now()
    day = school.plan.calendar.next_school_day(now.date())
    school.clock.jump(datetime(day.year, day.month, day.day, 12, 0, tzinfo=SHANGHAI))
    school.store.write(lambda connection: publish_seed(connection, school.plan, school.clock.now()))


def drawn(school: School) -> list[str]:
    """Draw half an hour later; the slugs."""
    school.clock.forward(timedelta(minutes=30))
    school.store.write(lambda connection: draw_today(connection, school.plan, school.clock.now()))
    with school.store.reading() as connection:
        return [
            each.slug(school.day)
            for _, each in spot_checks_on(connection, school.plan.id, school.day)
        ]


def declare(school: School, minutes: int) -> None:
    entry = RegisterEntry(Subject.MATHS, minutes)
    filing = Filing(school.plan, school.class_of(3, 2), school.day, Register((entry,)))
    school.store.write(lambda connection: save_register(connection, filing, school.clock.now()))


def test_nothing_is_drawn_before_its_seed_is_written_down(school: School) -> None:
    assert drawn(school) == []


def test_two_classes_are_drawn_once(school: School) -> None:
    noon(school)

    first = drawn(school)

    assert len(first) == 2
    assert drawn(school) == first


def test_no_class_is_drawn_twice_before_all_had_their_turn(school: School) -> None:
    days = []
    for _ in range(13):
        noon(school)
        days.append(drawn(school))

    first_round = [slug for day in days[:12] for slug in day]
    assert len(first_round) == len(set(first_round)) == 24
    assert set(days[12]) <= set(first_round)


def test_a_blind_class_is_drawn_first_though_it_had_its_turn(school: School) -> None:
    quiet = school.class_of(5, 3)
    for _ in range(6):
        for grade in range(1, 7):
            for number in range(1, 5):
                if (grade, number) != (5, 3):
                    school.evening(grade, number, (30,))
        noon(school)

    assert drawn(school)[0] == quiet.slug(school.day)


def test_a_school_draws_as_many_classes_of_as_many_grades_as_it_chose(school: School) -> None:
    school.plan = replace(school.plan, register=RegisterPlan(spot_classes=3, spot_grades=1))
    noon(school)

    found = drawn(school)

    assert len(found) == 3
    assert len({slug[0] for slug in found}) == 1


def test_the_seed_hangs_on_what_the_classes_declared(school: School) -> None:
    declare(school, 30)
    noon(school)
    with school.store.reading() as connection:
        seed = find_seed(connection, school.plan.id, school.day)

    assert seed is not None
    assert seed.lines.split("\n")[0].startswith("3-2|1|")
    assert len(seed.lines.split("\n")) == 3


def test_anyone_can_draw_a_day_again(school: School) -> None:
    declare(school, 30)
    noon(school)
    drawn(school)

    with school.store.reading() as connection:
        verified = verify_draw(connection, school.plan, school.day)
        nothing = verify_draw(connection, school.plan, school.day - timedelta(days=1))

    assert verified is not None
    assert verified.matches
    assert nothing is None


@pytest.mark.parametrize(
    "change",
    [
        sa.update(SpotDraw).values(drawn="1-1,1-2"),
        sa.update(SpotSeed).values(seed="0" * 64),
        sa.text("UPDATE register_entry SET minutes = 31"),
        sa.update(SpotDraw).values(drawn_at=datetime(2026, 11, 24, 11, 59, tzinfo=SHANGHAI)),
        sa.update(SpotDraw).values(salt="0" * 64),
        sa.update(SpotDraw).values(salt=None),
        sa.update(SpotPromise).values(salt_hash="0" * 64),
        sa.delete(SpotPromise),
        sa.update(SpotPromise).values(promised_at=datetime(2026, 11, 24, 12, 1, tzinfo=SHANGHAI)),
    ],
    ids=[
        "another class",
        "another seed",
        "a register rewritten",
        "drawn before the seed",
        "another salt",
        "no salt",
        "another promise",
        "no promise",
        "promised after the seed",
    ],
)
def test_a_draw_that_was_tampered_with_is_found(school: School, change: sa.Executable) -> None:
    declare(school, 30)
    noon(school)
    drawn(school)
    school.store.write(lambda connection: connection.execute(change))

    with school.store.reading() as connection:
        verified = verify_draw(connection, school.plan, school.day)

    assert verified is not None
    assert not verified.matches


def verified(school: School) -> Verified:
    with school.store.reading() as connection:
        found = verify_draw(connection, school.plan, school.day)
    assert found is not None
    return found


def test_the_salt_is_promised_with_the_draw_before_and_no_registers_yet(school: School) -> None:
    noon(school)
    assert len(drawn(school)) == 2
    assert verified(school).salt_kept
    assert not verified(school).promised_before  # the first day: with its seed

    following = school.plan.calendar.next_school_day(school.day)
    with school.store.reading() as connection:
        promise = find_promise(connection, school.plan.id, following)
    assert promise is not None
    assert promise.promised_at == school.clock.now()
    declare(school, 30)  # the register that the next seed will hash
    noon(school)
    drawn(school)

    assert verified(school).matches
    assert verified(school).promised_before
    assert verified(school).stored.salt == promise.salt


def test_the_seed_alone_tells_nobody_the_draw(school: School) -> None:
    """What was public at noon does not draw the classes that were drawn."""
    same = 0
    for _ in range(8):
        noon(school)
        slugs = drawn(school)
        found = verified(school)
        stored = found.stored
        pot = Pot(*map(words_in, (stored.classes, stored.had_turn, stored.blind)))
        same += list(draw(found.seed.seed, school.day, pot).drawn) == slugs

    assert same < 8  # one of twenty a day is chance


def test_draws_from_before_there_were_salts_still_verify(school: School) -> None:
    declare(school, 30)
    noon(school)
    school.store.write(lambda connection: connection.execute(sa.delete(SpotPromise)))
    drawn(school)

    assert verified(school).stored.salt is None
    assert verified(school).matches


def test_who_is_on_duty_gets_the_list_and_nobody_else(school: School) -> None:
    duty = school.hire(Role.DUTY, "赵")
    teacher = school.hire(Role.TEACHER, "钱", teaches="1-1")
    noon(school)
    school.store.write(
        lambda connection: save_duty(connection, school.plan.id, school.day, [teacher.id])
    )

    slugs = drawn(school)

    with school.store.reading() as connection:
        rows = connection.execute(sa.select(Push.recipient, Push.fields)).all()
        assert [row.recipient for row in rows] == [f"staff:{teacher.id}"]
        later = school.day + timedelta(days=7)
        assert [each.id for each in on_duty(connection, school.plan.id, later)] == [duty.id]
    assert len(slugs) == 2
    assert rows[0].fields["text"].startswith("【抽查】今天抽到")


def found(school: School, person: StaffMember, finding: SpotFinding, note: str = "") -> str:
    with school.store.reading() as connection:
        check, school_class = spot_checks_on(connection, school.plan.id, school.day)[0]
    looked = Looked(school.plan, person, school.day, school_class.id, finding, note)
    try:
        school.store.write(
            lambda connection: record_finding(connection, looked, school.clock.now())
        )
    except SpotRefused as refused:
        return str(refused.refusal)
    return "recorded"


def test_a_finding_is_recorded_once_by_a_person_who_does_not_teach_the_class(
    school: School,
) -> None:
    noon(school)
    slug = drawn(school)[0]
    own = school.hire(Role.DUTY, "孙", teaches=slug)

    assert found(school, school.homeroom, SpotFinding.AGREES) == SpotRefusal.NOT_ALLOWED
    assert found(school, own, SpotFinding.AGREES) == SpotRefusal.TEACHES
    assert found(school, school.dean, SpotFinding.DIFFERS) == SpotRefusal.NO_NOTE
    assert found(school, school.dean, SpotFinding.DIFFERS, "多一张卷子") == "recorded"
    assert found(school, school.dean, SpotFinding.AGREES) == SpotRefusal.ALREADY
    with school.store.reading() as connection:
        row = connection.execute(
            sa.select(SpotCheck.finding, SpotCheck.note).where(SpotCheck.finding.is_not(None))
        ).one()
        assert tuple(row) == (SpotFinding.DIFFERS, "多一张卷子")
        assert find_draw(connection, school.plan.id, school.day) is not None
