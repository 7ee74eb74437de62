"""Questionnaires at the console: who starts one, who reads what of it, and what never leaves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from clock import SHANGHAI, FrozenClock
from context import Context
from homework.surveys import Respondent
from models.pushes.outbox import Push
from models.schools import save_school
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from models.staff.sensitive import tell_last_month
from models.surveys.questionnaires import Survey
from models.surveys.replies import answering, save_reply, split_texts
from models.surveys.rounds import Launch, start_survey, template_of
from tests.handlers.pages.console.conftest import Console
from tests.rounds import EVERY_KIND, FAMILIES, again, every_kind, start


def staff(console: Console, role: Role, **details: object) -> StaffMember:
    return console.school.hire(role, role, **details)


def fill(
    context: Context,
    console: Console,
    survey: Survey,
    of: str,
    loads: Iterable[str],
    role: Respondent = Respondent.PARENT,
) -> None:
    """Replies of one class (or "" for teachers), straight into the store."""
    grade, _, number = of.partition("-")
    found = console.school.class_of(int(grade), int(number)) if of else None
    template = template_of(survey)
    now = context.clock.now()
    for index, load in enumerate(loads):
        who = answering(
            context.keys,
            survey,
            found.id if found else None,
            f"{of}{role}{index}",
            f"device:{of}{role}{index}",
        )
        said = split_texts(
            context.keys,
            template,
            role,
            {"load": load, "minutes": 40 + index, "suggestion": f"=话{of}{index}"},
        )
        context.store.write(partial(save_reply, who=who, said=said, now=now))


@pytest.fixture
def dean(console: Console) -> StaffMember:
    return staff(console, Role.DEAN)


def test_the_dean_starts_a_round_and_gets_a_code_a_class(
    console: Console, dean: StaffMember, context: Context
) -> None:
    browser = console.of(dean)

    answer = browser.post(
        "/console/surveys",
        data={"template": "weekly-sleep", "grade": ["3", "4"], "role": ["parent"]},
    )

    page = browser.get(answer.location).get_data(as_text=True)
    assert page.count("http://school.test/q/shifan-") == 8
    assert "三年级2班" in page
    picture = page.split('<img src="')[1].split('"')[0]
    assert browser.get(picture).data.startswith(b"\x89PNG")
    assert "进行中" in console.read(dean, "/console/surveys")
    with context.store.reading() as connection:
        acts = connection.scalars(sa.select(AuditEntry.act)).all()
    assert "start_survey" in acts


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"template": "weekly-sleep", "grade": ["3"], "role": []}, "请至少选一个年级和一种身份"),
        (
            {"template": "weekly-sleep", "grade": [], "role": ["parent"]},
            "请至少选一个年级和一种身份",
        ),
        (
            {"template": "weekly-sleep", "grade": ["9"], "role": ["teacher"]},
            "请至少选一个年级和一种身份",
        ),
    ],
)
def test_a_round_that_asks_nobody_does_not_begin(
    console: Console, dean: StaffMember, fields: dict[str, str], words: str
) -> None:
    assert words in console.press(dean, "/console/surveys", **fields)


def test_a_round_is_prepared_for_a_later_day(
    console: Console, dean: StaffMember, context: Context, clock: FrozenClock
) -> None:
    browser = console.of(dean)
    fields = {"template": "weekly-sleep", "grade": "3", "role": "parent", "opens": "2026-11-30"}

    links = browser.get(browser.post("/console/surveys", data=fields).location)

    assert "11月30日(周一)07:00起" in links.get_data(as_text=True)
    begins = datetime(2026, 11, 30, 7, 0, tzinfo=SHANGHAI)
    assert again(context, 1).opens_at == begins
    for path in ("/console/surveys", "/console/surveys/1"):
        early = console.read(dean, path)
        assert "未开始" in early
        assert "进行中" not in early
    assert "11月30日(周一)07:00开始" in console.read(dean, "/console/surveys/1")

    clock.jump(begins)
    for path in ("/console/surveys", "/console/surveys/1"):
        assert "进行中" in console.read(dean, path)


def test_a_round_that_has_not_begun_is_cancelled(console: Console, dean: StaffMember) -> None:
    fields = {"template": "weekly-sleep", "grade": "3", "role": "parent", "opens": "2026-11-30"}
    console.press(dean, "/console/surveys", **fields)
    assert "取消这一轮" in console.read(dean, "/console/surveys/1")

    assert "已取消这一轮,没有人填过" in console.press(dean, "/console/surveys/1/close")
    assert "还有一轮没截止" not in console.press(dean, "/console/surveys", **fields)


@pytest.mark.parametrize(
    "opens",
    ["2026-13-45", "明天", "2026-11-22", "2027-01-23"],
    ids=["no day", "words", "yesterday", "in 61 days"],
)
def test_a_first_day_that_cannot_be_is_answered_and_nothing_begins(
    console: Console, dean: StaffMember, opens: str
) -> None:
    fields = {"template": "weekly-sleep", "grade": "3", "role": "parent", "opens": opens}

    assert "请填今天起60天以内的日期" in console.press(dean, "/console/surveys", **fields)
    assert "还没有问卷" in console.read(dean, "/console/surveys")


def test_a_second_round_waits_for_the_first_to_end(
    console: Console, dean: StaffMember, context: Context
) -> None:
    fields = {"template": "weekly-sleep", "grade": "3", "role": "parent"}
    console.press(dean, "/console/surveys", **fields)
    assert "还有一轮没截止" in console.press(dean, "/console/surveys", **fields)

    console.press(dean, "/console/surveys/1/close")

    assert "每周睡眠与锻炼 第2轮" in console.press(dean, "/console/surveys", **fields)
    assert again(context, 2).round == 2


def test_an_open_round_shows_the_school_in_batches_and_no_class(
    console: Console, dean: StaffMember, context: Context
) -> None:
    survey = start(context)
    fill(context, console, survey, "3-2", ["heavy"] * 9)
    assert "家长:不足5份或能倒推,不显示" in console.read(dean, "/console/surveys/1")

    fill(context, console, survey, "3-1", ["fit"])

    page = console.read(dean, "/console/surveys/1")
    assert "家长:5份" in page  # ten have come; the last five wait for the end
    assert "of=3-2" not in page
    assert console.status(dean, "/console/surveys/1?of=3-2") == 404


def closed(console: Console, context: Context) -> Survey:
    """Grade 3: 3-1 seven, 3-2 six, 3-3 three families; five pupils of 3-2; suggestions."""
    survey = start(context)
    fill(context, console, survey, "3-1", ["fit"] * 5 + ["heavy"] * 2)
    fill(context, console, survey, "3-2", ["heavy"] * 6)
    fill(context, console, survey, "3-3", ["heavy"] * 3)
    fill(context, console, survey, "3-2", ["fit"] * 5, Respondent.PUPIL_WITH_PARENT)
    console.school.clock.forward(timedelta(days=9))
    console.beat()
    return survey


def test_a_small_class_is_hidden_and_another_with_it(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)

    assert "家长:16份" in console.read(dean, "/console/surveys/1?of=g3")
    assert "家长:7份" in console.read(dean, "/console/surveys/1?of=3-1")
    assert "家长:不足5份" in console.read(dean, "/console/surveys/1?of=3-3")
    # 16 - 7 - 6 would be the three of 3-3.
    assert "家长:不足5份" in console.read(dean, "/console/surveys/1?of=3-2")
    assert "孩子和家长一起:5份" in console.read(dean, "/console/surveys/1?of=3-2")


def test_roles_stand_beside_one_another_and_are_never_pooled(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)

    page = console.read(dean, "/console/surveys/1")

    assert "69% · 11份" in page  # of sixteen parents
    assert "100% · 5份" in page  # of five pupils
    assert "21份" not in page


def test_a_homeroom_teacher_reads_the_own_class_after_the_end_rounded_and_without_words(
    console: Console, context: Context
) -> None:
    survey = start(context)
    fill(context, console, survey, "3-1", ["fit"] * 5 + ["heavy"] * 2)
    teacher = staff(console, Role.HOMEROOM, homeroom_class="3-1")
    assert console.status(teacher, "/console/surveys/1") == 404
    console.school.clock.forward(timedelta(days=9))

    page = console.read(teacher, "/console/surveys/1")

    assert "约70%" in page
    assert "7份" not in page
    assert "=话" not in page
    for elsewhere in ("all", "g3", "3-2"):
        assert console.status(teacher, f"/console/surveys/1?of={elsewhere}") == 404


@pytest.mark.parametrize("role", [Role.HOMEROOM, Role.TEACHER, Role.GRADE_LEADER, Role.DUTY])
def test_only_the_leading_group_starts_ends_exports_and_compares(
    console: Console, context: Context, role: Role
) -> None:
    start(context)
    person = staff(console, role)
    browser = console.of(person)

    for path in ("/console/surveys", "/console/surveys/1/close"):
        assert browser.post(path, data={"template": "weekly-sleep"}).status_code == 403
    for path in ("links", "export.csv", "export.xlsx"):
        assert browser.get(f"/console/surveys/1/{path}").status_code == 403
    assert browser.get("/console/surveys/rounds/every-kind").status_code == 403


def test_words_are_for_the_leading_group_and_never_from_a_class_they_teach(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)
    teaching = staff(console, Role.DEPUTY, teaches="3-2")

    assert "=话3-20" in say_why(console, dean)
    page = say_why(console, teaching)
    assert "=话3-10" in page
    assert "=话3-20" not in page


def say_why(console: Console, person: StaffMember, reason: str = "准备家长会") -> str:
    """The results as they are once a reason was given."""
    return console.press(person, "/console/surveys/1/words", reason=reason)


def test_words_are_hidden_until_somebody_says_what_for_and_each_time_is_noted(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)
    deputy = staff(console, Role.DEPUTY)

    assert "=话" not in console.read(dean, "/console/surveys/1")
    assert "请写一句为什么要看" in say_why(console, dean, "  ")
    assert "=话" not in console.read(dean, "/console/surveys/1")
    assert "=话3-20" in say_why(console, dean)
    assert "=话" not in console.read(deputy, "/console/surveys/1")  # a reason is a person's own

    context.clock.forward(timedelta(minutes=31))  # type: ignore[attr-defined]
    assert "=话" not in console.read(dean, "/console/surveys/1")
    page = console.read(console.school.principal, "/console/audit?act=sensitive")
    assert page.count("查阅问卷原话</td>") + page.count("查阅问卷原话 <small>") == 1
    assert "准备家长会" in page


def test_the_principal_reads_on_the_months_first_school_day_what_was_read_in_the_last(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)
    said = context.clock.now().date()
    say_why(console, dean)
    console.of(dean).get("/console/surveys/1/export.csv")

    def told(day: date) -> list[str]:
        now = datetime.combine(day, time(7, 5), SHANGHAI)
        context.store.write(lambda c: tell_last_month(c, console.school.plan, now))
        with context.store.reading() as connection:
            rows = connection.execute(sa.select(Push.recipient, Push.fields)).all()
        mine = f"staff:{console.school.principal.id}"
        found = [(row.recipient, row.fields["text"]) for row in rows]
        return [text for to, text in found if to == mine and "留痕月报" in text]

    calendar = console.school.plan.calendar
    last = said.replace(day=1)
    firsts = []
    for _ in range(2):  # the first school day of each of the two months after
        last = (last + timedelta(days=32)).replace(day=1)
        firsts.append(calendar.next_school_day(last - timedelta(days=1)))
    first, later = firsts
    assert told(calendar.previous_school_day(first)) == []
    [text] = told(first)
    assert told(calendar.next_school_day(first)) == [text]
    assert f"{said.year}年{said.month}月" in text
    assert "查阅问卷原话1次" in text
    assert "导出问卷1次" in text
    assert told(later) == [text]  # nothing was read in that month: nothing is said of it


def test_an_export_holds_what_the_page_holds_and_no_formula(
    console: Console, dean: StaffMember, context: Context
) -> None:
    from openpyxl import load_workbook

    closed(console, context)
    browser = console.of(dean)
    without = load_workbook(io.BytesIO(browser.get("/console/surveys/1/export.xlsx").data))
    assert without.sheetnames == ["汇总"]
    say_why(console, dean)

    text = browser.get("/console/surveys/1/export.csv").get_data().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(browser.get("/console/surveys/1/export.xlsx").data))

    rows = list(csv.reader(io.StringIO(text)))
    assert ["全校", "家长", "作业量怎么样?", "偏多", "11", "69", "16", ""] in rows
    assert [row[3] for row in rows if row[:2] == ["三年级2班", "家长"]] == [
        "不足5份或能倒推,不显示"
    ] * 6
    assert book.sheetnames == ["汇总", "原话"]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(cell.value == "'=话3-20" for cell in cells)


def test_rounds_stand_beside_one_another(
    console: Console, dean: StaffMember, context: Context
) -> None:
    closed(console, context)
    second = start(context)
    fill(context, console, second, "3-1", ["fit"] * 10)

    page = console.read(dean, "/console/surveys/rounds/every-kind")

    assert "第1轮:16份" in page
    assert "第2轮:5份" in page


def test_a_round_of_another_school_is_not_found(
    console: Console, dean: StaffMember, context: Context
) -> None:
    other = replace(context.plans["shifan"], id="other", name="别的小学")
    now = context.clock.now()
    launch = Launch(every_kind(), EVERY_KIND, frozenset({3}), FAMILIES)

    def begin(connection: sa.Connection) -> None:
        save_school(connection, other, now.date())
        start_survey(connection, other, launch, now)

    context.store.write(begin)

    assert console.status(dean, "/console/surveys/1") == 404
    assert "每种题一道" not in console.read(dean, "/console/surveys")
