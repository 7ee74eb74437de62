"""Paper days at the console: sheets to print, a table taken in whole or not at all."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from werkzeug.test import TestResponse

from clock import SHANGHAI
from homework.wording import console_register as wording
from models.registers.revisions import Source, registers_on
from models.staff.people import Role, StaffMember
from tests.handlers.pages.console.conftest import Console

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
PAPER = "/console/registers/paper"
TABLE = "班级,学科,分钟\n3-2,语文,20\n3-2,数学,30\n4-1,没有作业,\n"


def take_in(
    console: Console, person: StaffMember, table: str | bytes, day: str = "2026-11-23"
) -> TestResponse:
    content = table.encode() if isinstance(table, str) else table
    data = {"day": day, "file": (io.BytesIO(content), "paper.csv")}
    return console.of(person).post(PAPER, data=data, content_type="multipart/form-data")


def saved(console: Console) -> list[tuple[int, bool, Source]]:
    school = console.school
    with school.store.reading() as connection:
        found = registers_on(connection, school.plan.id, school.day).values()
    return sorted(
        (each.revision.register.all_minutes, each.revision.is_late, each.source) for each in found
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_taken_in_and_late_is_shown(console: Console, encoding: str) -> None:
    dean = console.school.dean

    answer = take_in(console, dean, TABLE.encode(encoding))

    assert answer.status_code == 303
    assert saved(console) == [(0, True, Source.PAPER), (50, True, Source.PAPER)]
    page = console.read(dean, "/console/registers")
    assert "2个班已登记,其中2个迟登;另有22个班未登记" in page
    assert page.count("迟登</span>") == 2


def test_one_mistake_and_nothing_is_taken_in(console: Console) -> None:
    answer = take_in(console, console.school.dean, TABLE + "9-9,数学,5\n3-3,数学,x\n")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "第5行" not in page  # 9-9 is written as a class is
    assert "第6行" in page
    assert saved(console) == []
    strangers = take_in(console, console.school.dean, TABLE + "5-9,数学,5\n")
    assert "没有 5-9 班" in strangers.get_data(as_text=True)
    assert saved(console) == []


def test_a_homeroom_teacher_types_in_their_own_class_only(console: Console) -> None:
    teacher = console.school.homeroom

    assert take_in(console, teacher, TABLE).status_code == 422
    assert saved(console) == []
    assert take_in(console, teacher, "班级,学科,分钟\n3-2,语文,20\n").status_code == 303
    assert len(saved(console)) == 1


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24", "2026-11-19", "x", ""])
def test_a_day_that_is_not_open_takes_nothing(console: Console, day: str) -> None:
    assert take_in(console, console.school.dean, TABLE, day).status_code == 422
    assert saved(console) == []


def test_a_file_that_is_none_is_said(console: Console) -> None:
    dean = console.school.dean

    assert wording.EMPTY_FILE in take_in(console, dean, "班级,学科,分钟\n").get_data(as_text=True)
    assert take_in(console, dean, b"\x00\xff\xfe" * 50).status_code == 422
    answer = console.of(dean).post(PAPER, data={"day": "2026-11-23"})
    assert wording.NO_FILE in answer.get_data(as_text=True)


def test_before_its_hour_paper_is_not_late(console: Console) -> None:
    console.school.clock.jump(datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI))
    take_in(console, console.school.dean, TABLE)

    assert [late for _, late, _ in saved(console)] == [False, False]


def test_blank_sheets_are_two_days_a_class_with_its_rules(console: Console) -> None:
    sheets = console.read(console.school.dean, "/console/registers/sheets")
    own = console.read(console.school.homeroom, "/console/registers/sheets")

    assert sheets.count("<section>") == 48
    assert own.count("<section>") == 2
    assert "三年级2班 作业登记表" in own
    assert "书面作业不超过60分钟" in own
    assert "<style" not in own  # the policy allows none


def test_paper_is_not_for_who_balances_nothing(console: Console) -> None:
    for role in (Role.DUTY, Role.TEACHER):
        assert console.status(console.school.hire(role, "某"), PAPER) == 403
