"""What the console's pages say: the grid, leads, deliveries, trends, banners, posters."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import sqlalchemy as sa
from PIL import Image

from homework.alerts import Reason
from homework.cases import CaseState, CheckWay
from homework.views import CellState
from homework.wording import console as wording
from models.pushes.outbox import Push, PushState
from models.staff.people import Role
from paper.codes import picture as qr_picture
from tests.handlers.pages.console.conftest import OVER, Console

CASE = "/console/cases/1"


def cell(page: str, name: str) -> str:
    """State and words of a class's cell, as a screen reader hears them."""
    found = re.search(rf'class="cell (\w+)"[^>]*aria-label="{name} ([^"]*)"', page)
    assert found, name
    return f"{found[1]} {found[2].strip()}"


def test_the_grid_says_each_state_by_colour_and_word(console: Console) -> None:
    school = console.school
    school.evening(3, 2, OVER)
    school.evening(3, 3, OVER)
    school.evening(3, 4, (30, 35, 40, 45, 30))
    school.evening(4, 1, (30, 200))
    school.tick()
    school.clock.forward(timedelta(minutes=1))
    console.press(school.dean, "/console/cases/2/confirm", way="phone")

    page = console.read(school.dean, "/console")

    assert cell(page, "三年级2班") == "checking 核实中 80/60"
    assert cell(page, "三年级3班") == "over 超标 80/60"
    assert cell(page, "三年级4班") == "within 未超标 35/60"
    assert cell(page, "四年级1班") == "undecided 样本不足"
    assert cell(page, "六年级4班") == "undecided 样本不足"  # the first day proves no silence


def test_a_refuted_class_is_not_shown_as_over(suspected: Console) -> None:
    suspected.press(suspected.school.dean, f"{CASE}/refute", reason="登记有误")

    page = suspected.read(suspected.school.dean, "/console")

    assert "over" not in cell(page, "三年级2班")
    assert "checking" not in cell(page, "三年级2班")


def test_a_lead_is_listed_and_nobody_was_pushed(console: Console) -> None:
    console.school.evening(4, 1, (30, 35, 40, 45, 90))
    console.school.tick()

    page = console.read(console.school.dean, "/console")

    leads = page.partition("线索 ")[2]
    assert "四年级1班" in leads
    assert "书面作业:5户中1户超过60分钟" in leads
    assert console.school.pushes() == []
    assert "没有等待核实的班级" in page


def test_before_anyone_reported_the_page_says_what_to_do_first(console: Console) -> None:
    page = console.read(console.school.dean, "/console")

    assert "还没有收到反馈" in page
    assert "/console/posters" in page
    assert "盲区" not in page


def test_a_class_is_a_blind_spot_after_five_silent_school_days(console: Console) -> None:
    console.school.evening(3, 2, (30,))
    console.school.tick()

    console.school.clock.forward(timedelta(days=7))  # the Monday after: four days have passed
    console.beat()
    assert cell(console.read(console.school.dean, "/console"), "三年级2班") == "undecided 样本不足"

    console.school.clock.forward(timedelta(days=1))
    console.beat()
    page = console.read(console.school.dean, "/console")
    assert cell(page, "三年级2班") == "blind 盲区"
    listed = page.partition("<h2>盲区 ")[2]
    assert "三年级2班" in listed
    assert "连续5个上学日没有反馈" in listed
    assert "总览计入" not in listed


def test_a_blind_spot_whose_cell_says_more_is_listed_with_where_it_counts(
    console: Console,
) -> None:
    console.school.evening(3, 2, (80,) * 8)
    console.school.tick()

    page = console.read(console.school.dean, "/console")

    assert cell(page, "三年级2班").startswith("checking 核实中")
    listed = page.partition("<h2>盲区 ")[2]
    assert "反馈突然完全一样" in listed
    assert "(总览计入核实中)" in listed


def test_the_case_page_rests_on_evidence_clause_and_source(suspected: Console) -> None:
    page = suspected.read(suspected.school.dean, CASE)

    assert page.count('class="dot') == len(OVER)
    for words in ("上限60", "中间值80", "6户反馈,6户超过60分", "80–89", "数学", "80分钟"):
        assert words in page, words
    for words in ("每天书面作业完成时间平均不超过60分钟", "国家作业管理等规定(2021)", "原文"):
        assert words in page, words


STATE_WORDS = {
    PushState.PENDING: "等待发送",
    PushState.SENT: "已发出",
    PushState.DELIVERED: "已送达",
    PushState.UNKNOWN: "可能已送达",
    PushState.FAILED: "未送达",
    PushState.ACKNOWLEDGED: "本人已看到",
    PushState.SUPERSEDED: "不再需要",
}


def test_each_delivery_state_has_its_word(suspected: Console) -> None:
    now = suspected.school.clock.now()

    for state, words in STATE_WORDS.items():
        suspected.school.store.write(
            lambda connection, state=state: connection.execute(  # type: ignore[misc]
                sa.update(Push).values(
                    state=state, sent_at=now, is_ambiguous=state is PushState.UNKNOWN
                )
            )
        )
        deliveries = suspected.read(suspected.school.dean, CASE).partition("提醒发到哪里了")[2]
        assert "王(教导处)" in deliveries
        assert f">{words}<" in deliveries, state


def test_a_stopped_scheduler_is_told_on_every_page(suspected: Console) -> None:
    dean = suspected.school.dean
    suspected.school.clock.forward(timedelta(seconds=60))
    assert "提醒程序已停" not in suspected.read(dean, "/console")

    suspected.school.clock.forward(timedelta(seconds=1))

    for path in ("/console", CASE, "/console/classes/3-2", "/console/posters"):
        assert "提醒程序已停,最后一次运行是20:00" in suspected.read(dean, path), path


def test_alerts_that_do_not_leave_are_told_on_every_page(suspected: Console) -> None:
    school, dean = suspected.school, suspected.school.dean
    assert "一直发不出去" not in suspected.read(dean, "/console")
    refused = {"first_try_at": school.clock.now() - timedelta(minutes=10), "last_error": "模板无效"}
    school.store.write(
        lambda connection: connection.execute(
            sa.update(Push).where(Push.recipient == f"staff:{dean.id}").values(refused)
        )
    )

    for path in ("/console", CASE):
        assert "有1条提醒从19:50起一直发不出去:模板无效" in suspected.read(dean, path), path


def test_an_older_case_waits_on_the_newest_page_until_it_is_settled(suspected: Console) -> None:
    suspected.school.clock.forward(timedelta(days=1))

    page = suspected.read(suspected.school.dean, "/console")

    assert "11月24日(周二)" in page
    assert 'id="case-1"' in page
    suspected.press(suspected.school.dean, f"{CASE}/confirm", way="phone")
    assert 'id="case-1"' not in suspected.read(suspected.school.dean, "/console")
    assert 'id="case-1"' in suspected.read(suspected.school.dean, "/console?day=2026-11-23")


def test_the_day_switch_steps_over_days_without_school(suspected: Console) -> None:
    page = suspected.read(suspected.school.dean, "/console")

    assert "day=2026-11-20" in page
    assert "day=2026-11-24" not in page
    assert "day=2026-11-23" in suspected.read(suspected.school.dean, "/console?day=2026-11-22")


def test_before_noon_the_page_is_about_the_evening_before(suspected: Console) -> None:
    suspected.school.clock.forward(timedelta(hours=12))

    assert "<b>11月23日(周一)</b>" in suspected.read(suspected.school.dean, "/console")


def test_the_class_page_shows_twenty_school_days_and_the_cap(suspected: Console) -> None:
    page = suspected.read(suspected.school.dean, "/console/classes/3-2")

    assert page.count('<th scope="row">') == 20
    assert 'class="day checking"' in page
    assert '>80<span class="of">/60</span>' in page
    assert '中间值/上限 <span class="unit">分钟</span>' in page


def test_a_class_that_reports_after_its_figures_fell_is_resolved(console: Console) -> None:
    people = console.school.evening(3, 2, (80, 85, 75))
    console.school.tick()
    for who in people:
        console.school.says(3, 2, 30, who)
    console.school.tick()

    page = console.read(console.school.dean, CASE)

    assert "已解除" in page
    assert "最新反馈已不超标" in page


def test_a_reason_typed_by_staff_is_shown_as_text(suspected: Console) -> None:
    page = suspected.press(
        suspected.school.dean, f"{CASE}/refute", reason='<script>alert("x")</script>'
    )

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_every_page_carries_the_policy_and_is_not_stored(suspected: Console) -> None:
    for path in ("/console", CASE, "/console/classes/3-2", "/console/posters"):
        answer = suspected.of(suspected.school.dean).get(path)
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.get_data(as_text=True)
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert not re.search(r"<script(?! src)", page), path


def test_posters_carry_each_classs_own_link(console: Console) -> None:
    page = console.read(console.school.dean, "/console/posters")

    own = console.school.class_of(3, 2)
    assert page.count('class="poster"') == 24
    assert f"http://school.test/r/{own.public_link}" in page
    assert "不问姓名" in page


def test_a_teacher_prints_the_posters_of_their_own_classes(console: Console) -> None:
    page = console.read(console.school.homeroom, "/console/posters")

    assert page.count('class="poster"') == 1
    assert console.status(console.school.hire(Role.DUTY, "孙"), "/console/posters") == 200


def test_a_code_is_large_enough_for_print(console: Console) -> None:
    answer = console.of(console.school.dean).get("/console/posters/3-2.png")

    assert answer.mimetype == "image/png"
    picture = Image.open(io.BytesIO(answer.data))
    assert picture.width >= 500  # 6 cm at 200 dots an inch are 472
    assert answer.data != qr_picture("http://school.test/r/another")


def test_every_state_role_and_reason_has_its_word() -> None:
    for words, closed_set in (
        (wording.STATE, CellState),
        (wording.STATE_MEANS, CellState),
        (wording.CASE, CaseState),
        (wording.WAY, CheckWay),
        (wording.WAY_MEANS, CheckWay),
        (wording.ROLE, Role),
        (wording.PUSH, PushState),
        (wording.REASON, Reason),
    ):
        assert set(words) == {str(member) for member in closed_set}, closed_set
