"""The ledger: the page and the file say the same, to each reader only what they may read."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from homework.cases import CaseState
from homework.class_answers import ClassAnswer
from homework.policy import Severity
from homework.wording import console_ledger as wording
from models.days.overloads import Overload
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from tests.handlers.pages.console.conftest import OVER, Console, next_noon

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
LEDGER = "/console/ledger"


def book(console: Console, person: StaffMember, path: str = f"{LEDGER}/ledger.xlsx") -> Any:
    answer = console.of(person).get(path)
    assert answer.status_code == 200, answer.status_code
    return load_workbook(io.BytesIO(answer.data))


def lines(console: Console, person: StaffMember, path: str = f"{LEDGER}/ledger.xlsx") -> list[Any]:
    """The cases of the file without its header, as dictionaries by column."""
    sheet = book(console, person, path)[wording.CASES_SHEET]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def change(console: Console, **values: object) -> None:
    console.school.store.write(
        lambda connection: connection.execute(sa.update(Overload).values(values))
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_the_file_opens_with_frozen_headers_filters_and_no_formula(
    suspected: Console, start: str
) -> None:
    change(suspected, rule_name=f'{start}HYPERLINK("http://x")')

    found = book(suspected, suspected.school.dean)

    for sheet in found.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "inlineStr", "n", "d"}
            assert all(not str(cell.value).startswith(("=", "+", "-", "@")) for cell in row)
    widths = found[wording.CASES_SHEET].column_dimensions
    assert widths["C"].width > 10


def test_days_and_moments_of_the_file_can_be_sorted_and_filtered(suspected: Console) -> None:
    suspected.press(suspected.school.dean, "/console/cases/1/confirm", way="phone")

    [line] = lines(suspected, suspected.school.dean)

    now = suspected.school.clock.now()
    assert line["作业日"].date() == now.date()
    assert line["核实时间"] == now.replace(tzinfo=None)
    sheet = book(suspected, suspected.school.dean)[wording.CASES_SHEET]
    assert (sheet["B2"].number_format, sheet["L2"].number_format) == (
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    )


def test_page_and_file_say_the_same(suspected: Console) -> None:
    suspected.press(suspected.school.dean, "/console/cases/1/confirm", way="phone")

    page = suspected.read(suspected.school.dean, LEDGER)
    [line] = lines(suspected, suspected.school.dean)

    assert (line["编号"], line["班级"], line["中间值"], line["上限"]) == (1, "三年级2班", 80, 60)
    for words in ("6/6户", "已证实", "属实:电话", "王(教导处)"):
        assert words in page, words
        assert words in line.values(), words


def test_own_teachers_read_bands_of_closed_days_and_no_checker(suspected: Console) -> None:
    teacher = suspected.school.homeroom
    [line] = lines(suspected, teacher)
    assert (line["中间值"], line["反馈"]) == (None, None)

    next_noon(suspected.school)
    suspected.press(suspected.school.dean, "/console/cases/1/confirm", way="phone")
    [line] = lines(suspected, teacher)

    assert (line["中间值"], line["反馈"]) == (80, "5–10户")
    assert line["核实人"] is None
    assert "抽查" not in book(suspected, teacher).sheetnames


def test_other_classes_are_in_nobodys_file(suspected: Console) -> None:
    stranger = suspected.school.hire(Role.HOMEROOM, "某", homeroom_class="3-1")

    assert lines(suspected, stranger) == []
    assert "三年级2班" not in suspected.read(stranger, LEDGER)


def test_a_duty_teachers_ledger_is_this_weeks(suspected: Console) -> None:
    duty = suspected.school.hire(Role.DUTY, "孙")
    assert [line["反馈"] for line in lines(suspected, duty)] == ["5–10户"]

    suspected.school.clock.forward(timedelta(days=7))

    assert lines(suspected, duty) == []


def test_what_is_confidential_is_the_principals_alone(suspected: Console) -> None:
    change(suspected, severity=Severity.CONFIDENTIAL, rule_id="gone/gone")

    assert lines(suspected, suspected.school.dean) == []
    assert len(lines(suspected, suspected.school.principal)) == 1


APPRAISAL = f"{LEDGER}/appraisal.xlsx"


@pytest.mark.parametrize(
    ("state", "answer", "was_contested", "count"),
    [
        (CaseState.CLOSED, None, False, 1),
        (CaseState.CLOSED, ClassAnswer.ADJUSTED, False, 1),
        (CaseState.CLOSED, ClassAnswer.ADJUSTED, True, 0),  # disputed first
        (CaseState.CLOSED, ClassAnswer.TWO_DAYS, True, 0),
        (CaseState.SUSPECTED, None, False, 0),
        (CaseState.REFUTED, None, False, 0),
        (CaseState.CORRECTED, None, False, 0),
    ],
)
def test_only_cured_cases_nobody_disputed_are_for_appraisal(
    suspected: Console, state: CaseState, answer: str | None, was_contested: bool, count: int
) -> None:
    now = suspected.school.clock.now()
    change(
        suspected,
        state=state,
        answer=answer,
        answered_at=now if answer else None,
        answered_by=suspected.school.homeroom.id if answer else None,
        was_contested=was_contested,
        checked_at=now,
        closed_at=now if state is CaseState.CLOSED else None,
    )

    assert len(lines(suspected, suspected.school.dean, APPRAISAL)) == count


def test_the_file_for_appraisal_is_for_few(suspected: Console) -> None:
    for person in (suspected.school.homeroom, suspected.school.leader):
        assert suspected.status(person, APPRAISAL) == 403


def test_every_export_is_noted(suspected: Console) -> None:
    book(suspected, suspected.school.dean)
    book(suspected, suspected.school.dean, APPRAISAL)

    with suspected.school.store.reading() as connection:
        acts = connection.scalars(sa.select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert [act for act in acts if act.startswith("export")] == [
        "export_ledger",
        "export_appraisal",
    ]


def test_the_ledger_is_filtered_by_state_grade_and_class(suspected: Console) -> None:
    suspected.school.evening(4, 1, OVER)
    suspected.school.tick()
    dean = suspected.school.dean

    for query, count in (
        ("", 2),
        ("?of=3", 1),
        ("?of=4-1", 1),
        ("?of=6", 0),
        ("?state=suspected", 2),
        ("?state=closed", 0),
        ("?span=year", 2),
    ):
        assert len(lines(suspected, dean, f"{LEDGER}/ledger.xlsx{query}")) == count, query
    for query in ("?of=x", "?state=x", "?span=x", "?before=x"):
        assert suspected.status(dean, LEDGER + query) == 404, query
