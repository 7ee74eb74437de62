"""A school's week (一所学校的一周) in a real browser, from the register on Monday to the relapse.

Read it from top to bottom. Every program is a real process; their clock is moved from hour to hour;
nobody does anything that they could not do with a thumb, a keyboard or the chat.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from bench.school_week import moment
from paper.breaking import typeset
from tests.browser.week_people import WeekPeople, school_week

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.slow]

DEAN, HOMEROOM, PRINCIPAL = "王主任(教导处)", "林老师", "周校长"
ZHANG, CHEN = "小张妈妈", "小陈爸爸"
CLASS = "三年级2班"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[WeekPeople]:
    """Monday, ten to four: the last lesson begins."""
    folder = tmp_path_factory.mktemp("week") / "demo"
    with school_week(folder, chromium, moment(11, 23, 15, 50)) as everyone:
        yield everyone


@pytest.fixture(scope="module")
def published(people: WeekPeople) -> WeekPeople:
    """Tuesday, noon: what was found on Monday stands in the hall."""
    monday_afternoon(people)
    monday_evening(people)
    tuesday_noon(people)
    return people


def test_what_parents_say_on_monday_stands_in_the_hall_on_tuesday(published: WeekPeople) -> None:
    [finding] = published.week.hall()["findings"]

    assert (finding["class"], finding["measured"], finding["permitted"]) == (CLASS, 80, 60)
    assert finding["answer"] == "在校已完成大部分"


def test_the_class_gets_better_and_the_hall_says_so(published: WeekPeople) -> None:
    two_classes_are_drawn_and_looked_at(published)
    a_notice_is_sent_and_answered(published)
    another_class_is_found_innocent(published)
    a_finding_turns_out_wrong_and_is_corrected(published)
    three_days_are_kept(published)
    it_is_back(published)
    the_ledger_has_it_all(published)


def monday_afternoon(people: WeekPeople) -> None:
    week = people.week

    # Ten to four. The monitor types in what was set today: 75 minutes, where 60 are allowed.
    desk = people.on_computer(week.desk("3-2"))
    people.register(desk, chinese="30", maths=45)
    expect(desk.get_by_role("status")).to_contain_text("合计75分钟,超过60")
    expect(desk.get_by_role("status")).to_contain_text("16:40前可以改")

    # The homeroom teacher's phone says so at once; the page behind it, the smallest change that fits.
    warning = people.follow_push(HOMEROOM, "登记75分(上限60)")
    expect(warning.locator("main")).to_contain_text("最省的调整")
    expect(warning.locator("main")).to_contain_text("数学练习册12-13页")

    # Nobody changes anything, and twenty to five goes by.
    people.week.at(moment(11, 23, 16, 45))
    desk.reload()
    expect(desk.locator("body")).to_contain_text("合计75分钟")


def monday_evening(people: WeekPeople) -> None:
    week = people.week
    printed = week.command("slips", "--class", "3-2", "--count", "40", "--csv").stdout
    slip = printed.splitlines()[1].rpartition(",")[2]

    # Half past seven. Two families scan the poster, one has the slip from the school bag.
    week.at(moment(11, 23, 19, 30))
    people.report(week.poster("3-2"), chinese="30", maths="40")
    people.report(week.poster("3-2"), chinese="30", maths="60")
    people.report(slip, chinese="40", maths="40")
    # Two more say it in the chat, in their own words.
    people.scan("oParentZhang", week.scene("3-2"))
    people.phone(ZHANG).say("语文抄写第5课30分钟,数学练习册40分钟", "共70分钟")
    people.scan("oParentChen", week.scene("3-2"))
    people.phone(CHEN).say("语文半小时 数学五十分钟", "共80分钟")

    # The homeroom teacher is asked to compare, and reads no figure. The 教导处 reads every figure, and
    # a tap on the alert leads to the case: it is theirs.
    asked = people.see_push(HOMEROOM, "请核对")
    assert "分" not in asked.inner_text()
    case = people.follow_push(DEAN, CLASS, "待核实")
    people.wait_on_page(case, "5户反馈,5户超过60分")
    people.take(case)
    case.get_by_role("link", name="今日待办").click()
    expect(case.locator("#case-1")).to_contain_text("由您核实")

    # What did the class register, what do families say, subject by subject?
    case.locator("#case-1 header a").click()
    case.get_by_role("link", name="合计75分钟").click()
    reckoning = case.locator("section", has_text="与家长反馈对账")
    expect(reckoning).to_contain_text("数学")
    expect(reckoning).to_contain_text("45分")
    case.go_back()

    # Three families are rung, in the order the program drew.
    people.draw_calls(case)
    for outcome in ("说超过", "没接通", "说超过", "说超过"):
        people.note_call(case, outcome)
    expect(case.locator("#calls")).to_contain_text("问到3户:3户说超过,0户说没超")
    case.get_by_role("button", name="问够了,记为属实").tap()
    expect(case.locator(".said")).to_contain_text("已证实")

    # Ten minutes on, the homeroom teacher answers with one tap, and can do nothing else to it.
    week.at(moment(11, 23, 19, 45))
    own = people.follow_push(HOMEROOM, "请说明")
    own.get_by_role("button", name="在校已完成大部分").tap()
    expect(own.locator(".said")).to_contain_text("已记下:在校已完成大部分")
    assert own.locator("form[action$='/confirm'], form[action$='/refute']").count() == 0
    people.phone(HOMEROOM).say("误报1 没有的事", "这一步由教导处或学校领导来做")
    assert own.request.get(f"{week.demo.url}/console/classes/3-3").status == 404

    # Nor may the 教导处 be quicker than the class: until noon the hall knows of a number only.
    people.phone(DEAN).say("公示1", "说明时间还没到")
    hall = people.on_computer(f"{week.demo.url}/hall/shifan", 1920, 1080)
    expect(hall.locator("body")).to_contain_text("1个班级正在核实")
    assert CLASS not in hall.locator("body").inner_text()
    hall.context.close()


def tuesday_noon(people: WeekPeople) -> None:
    # The screen in the hall has been on all morning. At twelve it turns by itself.
    week = people.week
    week.at(moment(11, 24, 11, 50))
    hall = people.on_computer(f"{week.demo.url}/hall/shifan", 1920, 1080)
    assert CLASS not in hall.locator("body").inner_text()
    week.at(moment(11, 24, 12, 0))
    expect(hall.locator("#board")).to_contain_text(CLASS)
    expect(hall.locator("#board")).to_contain_text("书面作业约80分钟")
    expect(hall.locator("#board")).to_contain_text(typeset("班级说明:在校已完成大部分"))
    hall.context.close()


def two_classes_are_drawn_and_looked_at(people: WeekPeople) -> None:
    people.week.at(moment(11, 24, 12, 35))
    page = people.follow_push(DEAN, "今天抽查2个班")
    cards = page.locator("article.card:has(button)")
    expect(cards).to_have_count(2)
    cards.first.get_by_role("button", name="与登记一致").tap()
    expect(page.locator(".said")).to_contain_text("已记下")
    cards.first.locator("input[name=note]").fill("登记没有数学,学生说有一张卷子")
    cards.first.get_by_role("button", name="与登记不一致").tap()
    expect(page.locator(".said")).to_contain_text("已记下")

    # Anyone may draw again and compare.
    again = people.week.command("spotcheck", "verify", "--day", "2026-11-24")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "再抽一次结果相同" in again.stdout


def a_notice_is_sent_and_answered(people: WeekPeople) -> None:
    week = people.week

    # One o'clock. The 整改通知书 goes to the subjects concerned, and to the printer.
    week.at(moment(11, 24, 13, 10))
    case = people.case(DEAN, 1)
    case.get_by_role("button", name="发整改通知书").tap()
    expect(case.locator(".said")).to_contain_text("示小作改〔2026〕1号")
    case.get_by_role("link", name="打印通知书").tap()
    expect(case.locator("body")).to_contain_text("整改通知书")
    expect(case.locator("body")).to_contain_text("数学")
    case.emulate_media(media="print")
    assert case.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1

    # The teachers say what they change; the 教导处 notes the talk.
    own = people.follow_push(HOMEROOM, "整改通知")
    own.get_by_label("怎么调整").fill("数学练习册改到隔天")
    own.get_by_role("button", name="回复").tap()
    expect(own.locator(".said")).to_contain_text("此后3个上学日复测合格即销号")
    case = people.case(DEAN, 1)
    case.get_by_text("记一次座谈").tap()
    case.get_by_label("谈了什么").fill("与语文、数学老师商定每天错开")
    case.get_by_role("button", name="记下").tap()
    expect(case.locator(".said")).to_contain_text("座谈已记下")


def another_class_is_found_innocent(people: WeekPeople) -> None:
    # Tuesday evening, 五年级1班: loud, but most of it was bought by the families themselves.
    people.week.at(moment(11, 24, 19, 30))
    people.week.families_report("5-1", 70, 75, 80, 85, 90)
    case = people.follow_push(DEAN, "五年级1班", "待核实")
    case.locator("summary", has_text="误报").tap()
    case.get_by_role("button", name="含家庭自加").tap()
    expect(case.locator(".said")).to_contain_text("误报")
    assert [each["class"] for each in people.week.hall()["findings"]] == [CLASS]


def a_finding_turns_out_wrong_and_is_corrected(people: WeekPeople) -> None:
    week = people.week

    # 三年级2班 registers what it changed, and families say the same.
    an_afternoon(people, 25)

    # Wednesday evening, 四年级1班: checked in class, and the principal does not wait for noon.
    week.at(moment(11, 25, 19, 30))
    week.families_report("3-2", 25, 30, 35, 40, 30)
    week.families_report("4-1", 70, 75, 80, 85, 90)
    case = people.follow_push(DEAN, "四年级1班", "待核实")
    people.confirm(case, "到班")
    early = people.case(PRINCIPAL, 3)
    early.locator("summary", has_text="提前公示").tap()
    early.get_by_label("为什么不等班级说明").fill("连续三天接到来电")
    early.get_by_role("button", name="公示", exact=True).tap()
    expect(early.locator(".said")).to_contain_text("四年级1班已公示")
    hall = people.on_computer(f"{week.demo.url}/hall/shifan", 1920, 1080)
    expect(hall.locator("#board")).to_contain_text("四年级1班")

    # It was two days' homework. The screen takes it back within the minute, as large as it said it.
    case.reload()
    case.locator("summary", has_text="撤下并更正").tap()
    case.get_by_role("button", name="是两天的量").tap()
    expect(case.locator(".said")).to_contain_text("大厅会显示更正")
    expect(hall.locator("#board")).to_contain_text("向四年级1班师生致歉")
    hall.context.close()


def is_kept(hall: dict[str, Any], day: str) -> bool:
    """Whether the hall says of that day, and not of the one before, that the class was within."""
    return hall["day"] == day and CLASS in [each["class"] for each in hall["kept"]]


def an_afternoon(people: WeekPeople, day: int) -> None:
    """Four o'clock: the day's draw has reached the 教导处, and the monitor types in forty minutes."""
    people.week.at(moment(11, day, 16, 0))
    people.see_push(DEAN, "今天抽查2个班")
    desk = people.on_computer(people.week.desk("3-2"))
    people.register(desk, chinese="15", maths=25)
    expect(desk.get_by_role("status")).to_have_text("已登记:合计40分钟。")
    desk.context.close()


def three_days_are_kept(people: WeekPeople) -> None:
    week = people.week
    for day in (26, 27):
        an_afternoon(people, day)
        week.at(moment(11, day, 19, 30))
        week.families_report("3-2", 25, 30, 35, 40, 30)
    week.until(lambda: is_kept(week.hall(), "2026-11-27"))

    # Monday, after twelve: Wednesday, Thursday and Friday are closed, and all three were within.
    week.at(moment(11, 30, 12, 6))
    hall = people.on_computer(f"{week.demo.url}/hall/shifan", 1920, 1080)
    week.until(lambda: [each["class"] for each in week.hall()["closed"]] == [CLASS])
    expect(hall.locator("#board")).to_contain_text("销号")
    expect(hall.locator("#board")).to_contain_text("书面作业复测合格")
    hall.context.close()


def it_is_back(people: WeekPeople) -> None:
    week = people.week
    week.at(moment(11, 30, 19, 30))
    week.families_report("3-2", 80, 85, 90, 75, 80)
    people.follow_push(DEAN, CLASS, "待核实")
    people.phone(DEAN).say("核实4 电话", "已证实")
    people.phone(PRINCIPAL).say("公示4 刚销号又超", "已公示:三年级2班")
    [finding] = [each for each in week.hall()["findings"] if each["class"] == CLASS]
    assert finding["relapsed_from"] == "2026-11-30"
    case = people.case(DEAN, 4)
    expect(case.locator("main")).to_contain_text("原来的整改重新打开")


def the_ledger_has_it_all(people: WeekPeople) -> None:
    page = people.console_on_computer(DEAN, "/console/ledger")
    with page.expect_download() as waiting:
        page.locator("a[href*='ledger.xlsx']").click()
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    sheet = book.worksheets[0]
    head, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(each["班级"], each["状态"]) for each in told] == [
        (CLASS, "已公示"),
        ("四年级1班", "已更正"),
        ("五年级1班", "误报"),
        (CLASS, "已销号"),
    ]
    assert told[-1]["班级说明"] == "在校已完成大部分"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:N5")
    assert not any(cell.startswith("=") for row in rows for cell in row)
