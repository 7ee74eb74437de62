"""上周交接 on the page of duty: what the week before leaves, to who may open it."""

from __future__ import annotations

from datetime import datetime

from clock import SHANGHAI
from homework.wording.staff_handover import NOTHING
from models.staff.people import Role, StaffMember
from tests.handlers.pages.console.conftest import Console


def handover(console: Console, person: StaffMember) -> str:
    page = console.read(person, "/console/roster")
    return page.partition('id="handover"')[2].partition("</section>")[0]


def test_the_page_says_what_the_week_before_leaves(suspected: Console) -> None:
    school = suspected.school
    duty = school.hire(Role.DUTY, "孙")
    teaching = school.hire(Role.DUTY, "钱", teaches="3-2")
    assert NOTHING in handover(suspected, duty)

    school.clock.jump(datetime(2026, 12, 2, 9, 0, tzinfo=SHANGHAI))

    for person in (duty, school.dean, school.principal):
        shown = handover(suspected, person)
        assert "11月23日(周一)起一周" in shown
        assert "<li>督办1件,0件已了结,1件在办:1件待核实。</li>" in shown
        assert "1号三年级2班" in shown
        assert "80" not in shown
        assert "户" not in shown
    assert "三年级2班" not in handover(suspected, teaching)
