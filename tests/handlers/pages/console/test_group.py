"""The leading group's roster: on the page of staff, on paper and in a file, and on nothing public."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from handlers.context import Context
from homework.plan import Publication, PublicationMode
from homework.wording import console_group as wording
from models.staff.audit import AuditEntry
from models.staff.people import Role, StaffMember
from paper.breaking import typeset
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_acts import CASE, use_publication
from tests.tree import product

GROUP = "/console/staff/group"
LINE = "示范小学作业管理领导小组 组长:周校长甲 副组长:吴副校长甲 组员:王主任甲、郑研究甲、李组长甲"
SEATED = ("周校长甲", "吴副校长甲", "王主任甲", "郑研究甲", "李组长甲")
OTHERS = ("林班主任乙", "何教师乙", "孙值周乙", "钱信息乙", "赵离任乙")


@pytest.fixture
def named(suspected: Console) -> Console:
    """A school whose people have names that stand nowhere else, case 1 confirmed."""
    school = suspected.school
    for person, name in (
        (school.principal, "周校长甲"),
        (school.dean, "王主任甲"),
        (school.leader, "李组长甲"),
        (school.homeroom, "林班主任乙"),
    ):
        rename(suspected, person, name)
    school.hire(Role.RESEARCH, "郑研究甲")
    school.hire(Role.DEPUTY, "吴副校长甲")
    school.hire(Role.TEACHER, "何教师乙", teaches="3-2")
    school.hire(Role.DUTY, "孙值周乙")
    school.hire(Role.ADMIN, "钱信息乙")
    gone = school.hire(Role.DEPUTY, "赵离任乙")
    suspected.press(school.dean, f"/console/staff/{gone.id}/leave")
    return suspected


def rename(console: Console, person: StaffMember, name: str) -> None:
    console.school.store.write(
        lambda connection: connection.execute(
            sa.update(StaffMember).where(StaffMember.id == person.id).values(name=name)
        )
    )


def panel(page: str) -> str:
    return page.partition('id="group"')[2].partition("</section>")[0]


def test_the_page_of_staff_names_the_group_by_seat(named: Console) -> None:
    shown = panel(named.read(named.school.dean, "/console/staff"))

    places = [shown.index(f"<b>{name}</b>") for name in SEATED]
    assert places == sorted(places)
    assert not [name for name in OTHERS if name in shown]


def test_the_sheet_and_the_file_hold_the_same_and_nobody_else(named: Console) -> None:
    sheet = named.read(named.school.dean, GROUP)
    answer = named.of(named.school.dean).get(f"{GROUP}.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.data))[wording.TITLE].values)
    assert rows[0] == wording.COLUMNS
    assert [row[1] for row in rows[1:]] == list(SEATED)
    assert rows[1][0] == "组长"
    assert rows[5][3] == "三年级"
    assert all(f">{name}</th>" in sheet for name in SEATED)
    assert not [name for name in OTHERS if name in sheet]


def test_an_export_is_noted_with_who_made_it(named: Console) -> None:
    named.of(named.school.dean).get(f"{GROUP}.xlsx")

    with named.school.store.reading() as connection:
        made = connection.scalars(
            sa.select(AuditEntry.staff_id).where(AuditEntry.act == "export_group")
        ).all()
    assert made == [named.school.dean.id]
    assert "导出领导小组名单" in named.read(named.school.dean, "/console/audit")


def test_the_notice_prints_the_group_in_one_line(named: Console) -> None:
    named.press(named.school.dean, f"{CASE}/confirm", way="register")
    named.press(named.school.dean, f"{CASE}/issue", subject="数学")

    page = named.read(named.school.dean, f"{CASE}/rectification")

    assert f'<p class="letter__group">{typeset(LINE)}</p>' in page
    assert not [name for name in OTHERS if name in page]


def test_nothing_public_names_anybody_of_the_school(named: Console, context: Context) -> None:
    use_publication(named, context, Publication(PublicationMode.FORMAL, answer_until=None))
    named.press(named.school.dean, f"{CASE}/confirm", way="register")
    named.press(named.school.dean, f"{CASE}/publish")

    hall = "/hall/shifan"
    pages = ["/", hall, f"{hall}.json", f"{hall}/print", f"{hall}/month", "/policy/shifan"]
    for path in pages:
        answer = named.browser().get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        read = answer.get_data(as_text=True)
        said = [name for name in (*SEATED, *OTHERS, wording.GROUP, "领导小组名单") if name in read]
        assert not said, (path, said)
    assert "三年级2班" in named.browser().get(f"{hall}.json").get_data(as_text=True)


def test_only_the_staff_s_own_pages_know_the_group() -> None:
    knowing = {name for name, source in product() if "leading_group" in source}

    assert knowing == {
        "handlers/pages/console/group.py",
        "handlers/pages/console/rectification.py",
    }


def test_a_school_without_a_group_prints_no_line() -> None:
    assert wording.roster_line("示范小学", []) == ""
