"""The console's registers and spot checks: who sees which, and what stays with the class."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from clock import SHANGHAI
from homework.registers import Register, RegisterEntry
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.families.reporters import Door
from models.registers.revisions import Filing, save_register
from models.reporting.intake import Said, Speaker, take_in
from models.spot_checks import salts
from models.spot_checks.drawing import draw_today, publish_seed
from models.spot_checks.findings import spot_checks_on
from models.spot_checks.salts import find_promise
from models.staff.duty import save_duty
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console, next_noon

DAY = "/console/registers/3-2/2026-11-23"
M, E = Subject.MATHS, Subject.ENGLISH


def declare(console: Console, *entries: RegisterEntry) -> None:
    school = console.school
    filing = Filing(school.plan, school.class_of(3, 2), school.day, Register(entries))
    school.store.write(lambda connection: save_register(connection, filing, school.clock.now()))


def families(console: Console, *assignments: Assignment, count: int = 5) -> None:
    school = console.school
    about = school.about(3, 2)
    for number in range(count):
        speaker = Speaker(f"said{number}", Door.CHAT)
        school.store.write(
            lambda connection, speaker=speaker: take_in(  # type: ignore[misc]  # the default binds the loop's value
                connection,
                school.plan,
                Said(speaker, about, Report(assignments), school.clock.now()),
            )
        )


def at(console: Console, hour: int) -> None:
    console.school.clock.jump(datetime(2026, 11, 23, hour, 0, tzinfo=SHANGHAI))


@pytest.fixture
def registered(console: Console) -> Console:
    """三年级2班 registered 75 minutes, mended it to 50, and five families say 40 of 数学 and more."""
    at(console, 15)
    declare(console, RegisterEntry(M, 75, content="练习册"))
    declare(console, RegisterEntry(M, 20, content="练习册"), RegisterEntry(E, 30, Kind.ORAL))
    at(console, 20)
    families(
        console,
        Assignment(M, "练习册", Minutes.exactly(40), Kind.WRITTEN),
        Assignment(M, "期末模拟卷", Minutes.exactly(30), Kind.WRITTEN),
    )
    return console


def test_the_list_says_who_registered_what(registered: Console) -> None:
    page = registered.read(registered.school.dean, "/console/registers")

    assert "合计50分钟" in page
    assert page.count("还没有登记") == 23


def test_a_homeroom_teacher_sees_the_register_of_the_own_class_only(registered: Console) -> None:
    homeroom = registered.school.homeroom

    assert "合计50分钟" in registered.read(homeroom, DAY)
    assert "三年级3班" not in registered.read(homeroom, "/console/registers")
    assert registered.status(homeroom, "/console/registers/3-3/2026-11-23") == 404


def test_what_was_put_right_in_time_is_shown_to_nobody(registered: Console) -> None:
    for person in (registered.school.dean, registered.school.homeroom, registered.school.principal):
        assert "75分" not in registered.read(person, DAY)


@pytest.mark.parametrize("who", ["homeroom", "leader"])
def test_own_teachers_read_minutes_of_closed_days_and_no_words_of_families(
    registered: Console, who: str
) -> None:
    person = getattr(registered.school, who)
    assert "少登50分钟" not in registered.read(person, DAY)

    next_noon(registered.school)
    page = registered.read(person, DAY)

    assert "少登50分钟" in page
    assert "模拟卷" not in page
    assert "5户" not in page.replace("满5户", "")


def test_four_families_are_compared_for_nobody(console: Console) -> None:
    at(console, 15)
    declare(console, RegisterEntry(M, 20))
    families(console, Assignment(M, "", Minutes.exactly(60), Kind.WRITTEN), count=4)

    assert "满5户反馈后" in console.read(console.school.dean, DAY)
    assert "少登" not in console.read(console.school.dean, DAY)


def test_a_register_over_the_cap_comes_with_changes_that_fit(console: Console) -> None:
    at(console, 16)
    declare(console, RegisterEntry(M, 45, content="练习册"), RegisterEntry(E, 30))

    page = console.read(console.school.homeroom, DAY)

    assert "合计75分钟,超过60" in page
    assert "数学练习册从45分钟减到30分钟" in page
    assert "英语从30分钟减到15分钟" in page


def test_until_its_hour_a_register_is_between_the_class_and_who_balances_it(
    console: Console,
) -> None:
    at(console, 16)
    declare(console, RegisterEntry(M, 75))
    school = console.school

    for person in (school.dean, school.principal, school.hire(Role.DUTY, "赵")):
        for path in (DAY, "/console/registers"):
            page = console.read(person, path)
            assert "75分" not in page
            assert "已登记,到点后显示" in page
            assert "超上限" not in page
    for person in (school.homeroom, school.leader):
        assert "合计75分钟" in console.read(person, DAY)
    at(console, 17)
    assert "合计75分钟" in console.read(school.dean, DAY)


def test_a_day_that_is_none_is_not_there(registered: Console) -> None:
    for day in ("2026-11-24", "2026-13-01", "1900-01-01", "x"):
        path = f"/console/registers/3-2/{day}"
        assert registered.status(registered.school.dean, path) == 404, day


def test_the_case_and_the_chat_name_the_registers_sum(registered: Console) -> None:
    registered.school.tick()
    assert registered.school.cases() == {"三年级2班": "suspected"}

    page = registered.read(registered.school.dean, "/console/cases/1")

    assert ">书面20分钟,全部合计50分钟</a>" in page


@pytest.fixture
def drawn(console: Console, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Monday's draw is made, with a salt that draws an upper grade too."""
    monkeypatch.setattr(salts, "secrets", SimpleNamespace(token_hex=lambda size: "7" * 64))
    school = console.school
    at(console, 12)
    school.store.write(lambda connection: publish_seed(connection, school.plan, school.clock.now()))
    at(console, 13)
    school.store.write(lambda connection: draw_today(connection, school.plan, school.clock.now()))
    return console


def slugs(console: Console) -> list[str]:
    school = console.school
    with school.store.reading() as connection:
        return [
            each.slug(school.day)
            for _, each in spot_checks_on(connection, school.plan.id, school.day)
        ]


def test_a_spot_check_is_one_tap(drawn: Console) -> None:
    slug = slugs(drawn)[0]

    page = drawn.press(drawn.school.dean, f"/console/spot-checks/{slug}", finding="agrees")

    assert "已记下。" in page
    assert ">与登记一致</span>" in page


def test_what_differs_needs_a_word(drawn: Console) -> None:
    path = f"/console/spot-checks/{slugs(drawn)[0]}"

    assert "请写一句看到了什么" in drawn.press(drawn.school.dean, path, finding="differs")
    assert "多一张卷子" in drawn.press(
        drawn.school.dean, path, finding="differs", note="多一张卷子"
    )


def test_a_class_that_was_not_drawn_has_no_finding(drawn: Console) -> None:
    other = next(each for each in ("1-1", "1-2", "1-3") if each not in slugs(drawn))

    page = drawn.press(drawn.school.dean, f"/console/spot-checks/{other}", finding="agrees")

    assert "这个班今天没有被抽到。" in page


def test_the_list_is_for_who_checks(drawn: Console) -> None:
    school = drawn.school
    duty, teacher = school.hire(Role.DUTY, "赵"), school.hire(Role.TEACHER, "钱")
    path = f"/console/spot-checks/{slugs(drawn)[0]}"

    assert drawn.status(duty, "/console/spot-checks") == 200
    for person in (teacher, school.homeroom, school.leader):
        page = drawn.read(person, "/console/spot-checks")
        for slug in slugs(drawn):
            grade, number = slug.split("-")
            assert drawn.school.class_of(int(grade), int(number)).name(school.day) not in page
        assert drawn.of(person).post(path, data={"finding": "agrees"}).status_code == 404
    school.store.write(
        lambda connection: save_duty(connection, school.plan.id, school.day, [teacher.id])
    )
    assert 'class="card"' in drawn.read(teacher, "/console/spot-checks")


def test_the_seed_stands_on_the_page_before_the_draw(console: Console) -> None:
    school = console.school
    at(console, 12)
    school.store.write(lambda connection: publish_seed(connection, school.plan, school.clock.now()))

    with school.store.reading() as connection:
        seed = str(connection.scalar(sa.text("SELECT seed FROM spot_seed")))
    for person in (school.dean, school.homeroom):
        page = console.read(person, "/console/spot-checks")
        assert seed in page
        assert "12:00 公布,12:30 用它抽签" in page
    assert "今天的种子已经公布" in console.read(school.dean, "/console/spot-checks")


def test_the_salt_is_hidden_until_the_draw_and_its_promise_is_not(console: Console) -> None:
    school = console.school
    at(console, 12)
    school.store.write(lambda connection: publish_seed(connection, school.plan, school.clock.now()))
    with school.store.reading() as connection:
        promise = find_promise(connection, school.plan.id, school.day)
    assert promise is not None

    before = console.read(school.dean, "/console/spot-checks")
    assert promise.salt_hash in before
    assert promise.salt not in before

    at(console, 13)
    school.store.write(lambda connection: draw_today(connection, school.plan, school.clock.now()))
    with school.store.reading() as connection:
        coming = find_promise(
            connection, school.plan.id, school.plan.calendar.next_school_day(school.day)
        )
    assert coming is not None
    after = console.read(school.dean, "/console/spot-checks")
    assert promise.salt in after
    assert coming.salt_hash in after
    assert coming.salt not in after
