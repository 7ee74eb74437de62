"""The console's office: staff, duty roster, rules, deliveries, the log of acts."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from handlers.context import Context
from homework.policy import Severity
from homework.wording import console_office as wording
from models.days.overloads import Overload
from models.pushes.outbox import Push, PushState
from models.staff.audit import record_act
from models.staff.duty import rosters
from models.staff.people import Role, StaffMember, TypedCode, bind_staff, find_staff
from models.staff.sessions import find_session
from tests.handlers.pages.console.conftest import COOKIE, Console
from tests.people import ACCOUNT
from tests.tree import product

STAFF = "/console/staff"


def person(console: Console, one: StaffMember) -> StaffMember:
    with console.school.store.reading() as connection:
        found = find_staff(connection, one.school_id, one.id)
    assert found is not None
    return found


def code_on(page: str) -> str:
    found = re.search(r"我是 (\w{8})", page)
    assert found
    return found[1]


def binds(console: Console, code: str) -> StaffMember | None:
    now = console.school.clock.now()
    typed = TypedCode(ACCOUNT, "subject-of-the-new-one", code)
    return console.school.store.write(lambda connection: bind_staff(connection, typed, now))


def test_a_person_is_added_and_binds_with_the_code_shown_once(console: Console) -> None:
    dean = console.school.dean

    page = console.press(
        dean, STAFF, role="homeroom", name="何老师", homeroom="4-1", teaches="4-1,4-2"
    )

    added = binds(console, code_on(page))
    assert added is not None
    assert (added.role, added.homeroom_class, added.teaches) == ("homeroom", "4-1", "4-1,4-2")
    again = console.read(dean, STAFF)
    assert "何老师" in again
    assert "已绑定微信" in again
    assert "我是 " not in again.replace("我是 绑定码", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": "homeroom", "name": "何"}, wording.STAFF_REFUSAL["needs_class"]),
        ({"role": "grade_leader", "name": "何"}, wording.STAFF_REFUSAL["needs_grade"]),
        ({"role": "teacher", "name": "  "}, wording.STAFF_REFUSAL["no_name"]),
        ({"role": "teacher", "name": "何", "teaches": "三2"}, wording.STAFF_REFUSAL["bad_class"]),
        ({"role": "teacher", "name": "何", "teaches": "3-9"}, wording.STAFF_REFUSAL["bad_class"]),
        ({"role": "principal", "name": "何"}, wording.STAFF_REFUSAL["principal"]),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    console: Console, fields: dict[str, str], words: str
) -> None:
    page = console.press(console.school.dean, STAFF, **fields)

    assert words in page
    assert "<b>何</b>" not in page


def test_who_is_dismissed_is_out_at_once_and_can_be_taken_back(console: Console) -> None:
    school = console.school
    theirs = console.of(school.homeroom)
    dean = console.of(school.dean)

    left = dean.post(f"{STAFF}/{school.homeroom.id}/leave")
    page = dean.get(left.location).get_data(as_text=True)

    assert "林不再能登录" in page
    assert theirs.get("/console").location.startswith("/console/login")
    cookie = theirs.get_cookie(COOKIE)
    assert cookie is not None
    with school.store.reading() as connection:
        assert find_session(connection, cookie.value, school.clock.now()) is None
    undo = re.search(r'class="undo" method="post" action="([^"]+)"', page)
    assert undo
    assert "林已恢复" in dean.get(dean.post(undo[1]).location).get_data(as_text=True)
    assert theirs.get("/console").status_code == 200


def test_a_fresh_code_signs_the_old_phone_out(console: Console) -> None:
    school = console.school
    theirs = console.of(school.homeroom)

    console.of(school.dean).post(f"{STAFF}/{school.homeroom.id}/code")

    assert theirs.get("/console").location.startswith("/console/login")


def test_a_change_can_be_taken_back(console: Console) -> None:
    school = console.school
    dean = console.of(school.dean)

    saved = dean.post(f"{STAFF}/{school.leader.id}", data={"role": "teacher", "name": "李"})
    assert person(console, school.leader).role == Role.TEACHER
    page = dean.get(saved.location).get_data(as_text=True)
    undo = page.partition('class="undo"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo))
    dean.post(f"{STAFF}/{school.leader.id}", data=fields)

    assert person(console, school.leader).role == Role.GRADE_LEADER
    assert person(console, school.leader).grade == 3


def test_nobody_changes_their_own_office_or_the_principals(console: Console) -> None:
    school = console.school
    for one, words in (
        (school.dean, wording.STAFF_REFUSAL["own"]),
        (school.principal, wording.STAFF_REFUSAL["principal"]),
    ):
        for path, fields in (
            (f"{STAFF}/{one.id}", {"role": "teacher", "name": "某"}),
            (f"{STAFF}/{one.id}/code", {}),
            (f"{STAFF}/{one.id}/leave", {}),
        ):
            assert words in console.press(school.dean, path, **fields), path
        assert person(console, one) == one or person(console, one).left_at is None
        assert person(console, one).role == one.role


def test_staff_pages_are_the_managers_own(console: Console) -> None:
    school = console.school
    for one in (school.principal, school.homeroom, school.hire(Role.DUTY, "孙")):
        assert console.status(one, STAFF) == 403
        answer = console.of(one).post(STAFF, data={"role": "dean", "name": "某"})
        assert answer.status_code == 403
    assert console.status(school.hire(Role.ADMIN, "吴"), STAFF) == 200


def test_the_roster_is_kept_by_week_and_can_be_taken_back(console: Console) -> None:
    school = console.school
    dean = console.of(school.dean)
    ids = [str(school.leader.id), str(school.homeroom.id)]

    saved = dean.post("/console/roster/2026-11-30", data={"person": ids})
    page = dean.get(saved.location).get_data(as_text=True)

    assert "李、林" in page
    with school.store.reading() as connection:
        kept = rosters(connection, "shifan", date(2026, 11, 23), date(2026, 12, 7))
    assert kept == {date(2026, 11, 30): [school.leader.id, school.homeroom.id]}
    assert 'class="undo" method="post" action="/console/roster/2026-11-30"' in page
    dean.post("/console/roster/2026-11-30")
    assert "李、林" not in console.read(school.dean, "/console/roster")


@pytest.mark.parametrize(
    ("week", "status"),
    [("2026-11-16", 404), ("2026-11-24", 404), ("2027-03-01", 404), ("x", 404)],
)
def test_only_weeks_to_come_can_be_changed(console: Console, week: str, status: int) -> None:
    answer = console.of(console.school.dean).post(f"/console/roster/{week}")

    assert answer.status_code == status


def test_strangers_stand_on_no_roster(console: Console) -> None:
    answer = console.of(console.school.dean).post(
        "/console/roster/2026-11-30", data={"person": ["12345"]}
    )

    assert answer.status_code == 400


def test_the_rules_page_says_conflicts_sources_and_the_schools_choices(console: Console) -> None:
    page = console.read(console.school.homeroom, "/console/policy")

    for words in (
        "书面作业",
        "国家作业管理等规定(2021)",
        "本校设置",
        "至少3户",
        "班主任和年级组长",
    ):
        assert words in page, words
    assert console.status(console.school.dean, "/console/policy?day=2026-11-20") == 200
    assert console.status(console.school.dean, "/console/policy?day=x") == 404


def test_deliveries_say_who_how_and_how_far(suspected: Console) -> None:
    school = suspected.school
    page = suspected.read(school.dean, "/console/deliveries")

    assert "王(教导处)" in page
    assert "1号 三年级2班" in page
    assert "等待发送" in page
    assert "80" not in page.partition('class="log"')[2]  # no figure, no text of a push
    for state, group in ((PushState.FAILED, "lost"), (PushState.DELIVERED, "arrived")):
        school.store.write(
            lambda connection, state=state: connection.execute(  # type: ignore[misc]
                sa.update(Push).values(state=state, rung="template")
            )
        )
        assert "模板消息" in suspected.read(school.dean, f"/console/deliveries?state={group}")
        assert wording.NO_PUSHES in suspected.read(school.dean, "/console/deliveries?state=waiting")


def test_deliveries_of_a_class_one_teaches_are_not_shown(suspected: Console) -> None:
    teaching = suspected.school.hire(Role.DEAN, "钱", teaches="3-2")

    assert "三年级2班" not in suspected.read(teaching, "/console/deliveries")


def test_a_confidential_case_is_in_neither_list(suspected: Console) -> None:
    school = suspected.school
    suspected.press(school.dean, "/console/cases/1/acknowledge")
    school.store.write(
        lambda connection: connection.execute(
            sa.update(Overload).values(severity=Severity.CONFIDENTIAL)
        )
    )

    for path in ("/console/deliveries", "/console/audit"):
        assert "1号" not in suspected.read(school.dean, path), path
        assert "1号" in suspected.read(school.principal, path), path


def test_the_log_is_read_page_by_page_and_by_filter(console: Console) -> None:
    school = console.school

    def acts(connection: sa.Connection) -> None:
        for number in range(120):
            at = school.clock.now() - timedelta(minutes=number)
            record_act(
                connection, "shifan", school.leader.id, "acknowledge", at, about=str(900 + number)
            )

    school.store.write(acts)
    seen: list[str] = []
    path = f"/console/audit?who={school.leader.id}"
    while path:
        page = console.read(school.dean, path)
        seen += re.findall(r">(9\d\d|10[01]\d)号<", page)
        older = re.search(r'href="([^"]*before=\d+)">更早的', page)
        path = older[1].replace("&amp;", "&") if older else ""

    assert sorted(map(int, seen)) == list(range(900, 1020))
    assert (
        "接手核实"
        not in console.read(school.dean, "/console/audit?act=sign_in").partition('class="log"')[2]
    )
    assert wording.NO_ACTS in console.read(school.dean, "/console/audit?from=2026-11-24")


def test_the_log_is_not_for_teachers(console: Console) -> None:
    for one in (console.school.homeroom, console.school.hire(Role.RESEARCH, "郑")):
        assert console.status(one, "/console/audit") == 403


def test_every_act_that_is_recorded_has_its_words() -> None:
    found = set()
    for name, source in product():
        if name.startswith(("models/", "handlers/", "scheduler/", "commands/")):
            for call in re.findall(r"(?:record_act|_note)\(([^)]*)\)", source):
                found |= set(re.findall(r'"([a-z_]+)"', call))

    assert len(found) > 8
    assert found - set(wording.ACT) - {"reason", "way"} == set()


def test_a_school_sees_only_its_own_staff(console: Console, context: Context) -> None:
    plan = dataclasses.replace(console.school.plan, id="linju", name="邻居小学")
    context.plans[plan.id] = plan  # type: ignore[index]
    other = type(console.school)(console.school.store, plan, console.school.clock)

    for path in (f"{STAFF}/{other.homeroom.id}", f"{STAFF}/{other.homeroom.id}/leave"):
        answer = console.of(console.school.dean).post(path, data={"role": "duty", "name": "某"})
        assert answer.status_code == 404, path
    assert person(console, other.homeroom).left_at is None
