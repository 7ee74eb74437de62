"""After the check, on the case's page: answer, calls, notice, reply, talk, 销号, and who may do what."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time

import pytest

from clock import SHANGHAI
from handlers.context import Context
from homework.plan import Publication, PublicationMode, RectifyPlan
from homework.registers import RegisterEntry
from homework.report import Kind
from models.staff.people import Role
from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_acts import CASE, in_hall, said, use_publication
from tests.handlers.pages.console.test_registers import E, M, declare, registered

__all__ = ["registered"]


@pytest.fixture
def confirmed(suspected: Console) -> Console:
    suspected.press(suspected.school.dean, f"{CASE}/confirm", way="register")
    return suspected


def test_the_class_answers_with_one_tap_and_everyone_reads_it(confirmed: Console) -> None:
    page = confirmed.read(confirmed.school.homeroom, CASE)
    assert page.count('name="answer"') == 5

    page = confirmed.press(confirmed.school.homeroom, f"{CASE}/answer", answer="added_at_home")

    assert said(page) == "已记下:含家庭自加。要改再点一次。"
    for person in (confirmed.school.dean, confirmed.school.principal, confirmed.school.leader):
        assert "<b>含家庭自加</b>" in confirmed.read(person, CASE)


@pytest.mark.parametrize("role", [Role.DEAN, Role.PRINCIPAL, Role.DUTY, Role.TEACHER])
def test_nobody_else_speaks_for_the_class(confirmed: Console, role: Role) -> None:
    details = {"teaches": "3-2"} if role == Role.TEACHER else {}
    person = confirmed.school.hire(role, "某", **details)

    assert 'name="answer"' not in confirmed.read(person, CASE)
    page = confirmed.press(person, f"{CASE}/answer", answer="adjusted")

    assert "本班班主任或年级组长" in said(page)
    assert "<b>属实已调整</b>" not in confirmed.read(confirmed.school.dean, CASE)


def test_an_answer_that_is_none_of_the_five_is_refused(confirmed: Console) -> None:
    browser = confirmed.of(confirmed.school.homeroom)

    for words in ("", "我们班没有超", "<b>", "1"):
        assert browser.post(f"{CASE}/answer", data={"answer": words}).status_code == 400, words


def test_a_check_against_the_register_keeps_what_the_register_said(registered: Console) -> None:
    declare(registered, RegisterEntry(M, 65, content="练习册"), RegisterEntry(E, 30, Kind.ORAL))
    registered.school.tick()

    page = registered.press(
        registered.school.dean, f"{CASE}/confirm", way="register", words="少登一张卷子"
    )

    assert "属实,登记表:书面65分钟,全部合计95分钟(迟登);少登一张卷子" in page


def draw(console: Console, size: int = 40) -> list[int]:
    console.press(console.school.dean, f"{CASE}/calls", size=str(size))
    return numbers(console)


def numbers(console: Console) -> list[int]:
    page = console.read(console.school.dean, CASE)
    return [int(each) for each in re.findall(r'class="list-number">(\d+)<', page)]


def test_calls_are_made_in_the_order_drawn_and_three_clear_answers_confirm(
    suspected: Console,
) -> None:
    dean = suspected.school.dean
    [first] = draw(suspected)
    assert 1 <= first <= 40
    assert "早已抽好" in said(suspected.press(dean, f"{CASE}/calls", size="40"))
    assert numbers(suspected) == [first]

    assert "请按顺序打" in said(suspected.press(dean, f"{CASE}/calls/5", outcome="over"))
    for place, outcome in enumerate(("over", "no_answer", "within", "over"), 1):
        page = suspected.press(dean, f"{CASE}/confirm", way="phone")
        assert "没有问够" in said(page), place
        assert said(suspected.press(dean, f"{CASE}/calls/{place}", outcome=outcome)) == "已记下。"

    # Nobody who answered is asked again; who did not may be.
    assert "请按顺序打" in said(suspected.press(dean, f"{CASE}/calls/1", outcome="within"))
    assert said(suspected.press(dean, f"{CASE}/calls/2", outcome="over")) == "已记下。"
    page = suspected.press(dean, f"{CASE}/confirm", way="phone")
    assert "已证实" in said(page)
    assert "属实,问到4户:3户说超过,1户说没超" in page
    assert len(set(numbers(suspected))) == len(numbers(suspected))


def test_calls_that_say_no_do_not_confirm(suspected: Console) -> None:
    draw(suspected)
    for place, outcome in enumerate(("within", "within", "over"), 1):
        suspected.press(suspected.school.dean, f"{CASE}/calls/{place}", outcome=outcome)

    page = suspected.press(suspected.school.dean, f"{CASE}/confirm", way="phone")

    assert "没有问够" in said(page)
    assert suspected.school.cases() == {"三年级2班": "suspected"}


@pytest.mark.parametrize(
    ("outcomes", "button"),
    [
        (("over", "within"), ""),
        (("over", "within", "over"), "问够了,记为属实"),
        (("within", "within", "over"), "问够了,记为误报"),
    ],
)
def test_three_clear_answers_offer_what_they_say(
    suspected: Console, outcomes: tuple[str, ...], button: str
) -> None:
    draw(suspected)
    for place, outcome in enumerate(outcomes, 1):
        page = suspected.press(suspected.school.dean, f"{CASE}/calls/{place}", outcome=outcome)

    offered = [words for words in ("问够了,记为属实", "问够了,记为误报") if words in page]
    assert offered == ([button] if button else [])


def test_calls_that_say_no_are_the_reason_of_a_false_alarm(suspected: Console) -> None:
    draw(suspected)
    for place, outcome in enumerate(("within", "within", "over"), 1):
        page = suspected.press(suspected.school.dean, f"{CASE}/calls/{place}", outcome=outcome)
    reason = page.partition('name="reason" value="电话')[2].partition('"')[0]

    page = suspected.press(suspected.school.dean, f"{CASE}/refute", reason=f"电话{reason}")

    assert "不成立:电话问到3户:1户说超过,2户说没超" in page
    assert "记为" not in page.partition('id="calls"')[2]


def test_who_teaches_the_class_draws_no_calls(suspected: Console) -> None:
    teacher = suspected.school.hire(Role.DEAN, "钱", teaches="3-2")

    page = suspected.press(teacher, f"{CASE}/calls", size="40")

    assert "任教这个班" in said(page)
    assert 'id="calls"' not in page


@pytest.mark.parametrize("size", ["", "0", "101", "-3", "四十", "1e2", "9" * 400])
def test_a_class_of_an_odd_size_is_refused(suspected: Console, size: str) -> None:
    browser = suspected.of(suspected.school.dean)

    assert browser.post(f"{CASE}/calls", data={"size": size}).status_code == 400


def issue(console: Console) -> str:
    browser = console.of(console.school.dean)
    answer = browser.post(f"{CASE}/issue", data={"subject": ["语文", "数学"]})
    assert answer.status_code == 303
    return browser.get(answer.location).get_data(as_text=True)


def test_a_notice_is_sent_printed_and_replied_to(confirmed: Console) -> None:
    homeroom = confirmed.school.homeroom
    assert confirmed.status(confirmed.school.dean, f"{CASE}/rectification") == 404
    assert said(issue(confirmed)) == "作改〔2026〕1号已发给相关老师,可以打印盖章。"

    sheet = confirmed.read(confirmed.school.dean, f"{CASE}/rectification")
    for words in (
        "作改〔2026〕1号",
        "三年级2班语文、数学老师(抄送班主任)",
        "11月25日 16:30",
        "盖章处",
        "每天书面作业完成时间平均不超过60分钟",
    ):
        assert words in sheet, words
    assert "户" not in sheet.partition("<article")[2]

    page = confirmed.press(homeroom, f"{CASE}/reply", words="数学练习册改隔天")
    assert "此后5个上学日复测合格即销号" in said(page)
    assert "数学练习册改隔天" in confirmed.read(confirmed.school.dean, CASE)
    page = confirmed.press(confirmed.school.dean, f"{CASE}/talk", words="商定每天错开")
    assert said(page) == "座谈已记下。"


def test_a_reply_is_the_addressed_teachers_and_a_notice_the_deans(confirmed: Console) -> None:
    homeroom, dean = confirmed.school.homeroom, confirmed.school.dean
    assert "教导处、副校长或校长" in said(
        confirmed.press(homeroom, f"{CASE}/issue", subject="语文")
    )
    assert said(confirmed.press(dean, f"{CASE}/reply", words="改了")) == "这一步由" + (
        "通知书上的学科教师、班主任或年级组长来做,您的身份只能查看。"
    )
    issue(confirmed)
    assert "怎么调整" in said(confirmed.press(homeroom, f"{CASE}/reply", words=" "))


def test_a_subject_nobody_teaches_is_refused(confirmed: Console) -> None:
    browser = confirmed.of(confirmed.school.dean)

    assert browser.post(f"{CASE}/issue", data={"subject": ["巫术"]}).status_code == 400
    page = confirmed.press(confirmed.school.dean, f"{CASE}/issue")
    assert said(page) == "请先点选涉及的学科。"


def test_days_kept_close_the_case_and_the_hall_says_so(
    suspected: Console, context: Context
) -> None:
    use_publication(
        suspected, context, Publication(mode=PublicationMode.FORMAL, answer_until=time(12, 0))
    )
    plan = replace(suspected.school.plan, rectify=RectifyPlan(remeasure_days=1))
    context.plans[plan.id] = suspected.school.plan = plan  # type: ignore[index]
    school = suspected.school
    suspected.press(school.dean, f"{CASE}/confirm", way="register")
    school.clock.jump(datetime(2026, 11, 24, 20, 0, tzinfo=SHANGHAI))
    school.evening(3, 2, (30, 40, 35, 50, 45))
    school.tick()
    assert "暂不能销号" in said(suspected.press(school.dean, f"{CASE}/close"))
    assert "已有0个上学日未超标,满1个即销号" in suspected.read(school.dean, CASE)

    school.clock.jump(datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI))
    page = suspected.press(school.dean, f"{CASE}/close")

    assert said(page).startswith("已销号")
    # The finding stood from Tuesday noon; that it is cured stands from now, for three days more.
    school.clock.jump(datetime(2026, 11, 27, 12, 0, tzinfo=SHANGHAI))
    assert in_hall(suspected) == ["shown"]
    school.clock.jump(datetime(2026, 11, 30, 12, 0, tzinfo=SHANGHAI))
    assert in_hall(suspected) == []


def test_a_second_teacher_replies_beside_the_first(confirmed: Console) -> None:
    school = confirmed.school
    other = school.hire(Role.TEACHER, "孙", teaches="3-2")
    issue(confirmed)
    confirmed.press(other, f"{CASE}/reply", words="语文抄写减半")
    assert "再补一条" in confirmed.read(school.homeroom, CASE)

    page = confirmed.press(school.homeroom, f"{CASE}/reply", words="数学练习册改隔天")

    assert said(page) == "回复已记下,共2条,先前的都保留。复测仍从第一条算起。"
    sheet = confirmed.read(school.dean, f"{CASE}/rectification")
    for place in (page, confirmed.read(school.dean, CASE), sheet):
        assert place.index("语文抄写减半") < place.index("数学练习册改隔天")
    assert "孙(" in page
    assert "林(" in page


def test_a_notice_of_a_case_that_does_not_hold_is_void(confirmed: Console) -> None:
    dean = confirmed.school.dean
    issue(confirmed)
    void = "已作废:1号经复核不成立,不用再整改和回复。"
    assert void not in confirmed.read(dean, CASE)
    assert "已作废" not in confirmed.read(dean, f"{CASE}/rectification")

    confirmed.press(dean, f"{CASE}/refute", reason="含家庭自加")

    page = confirmed.read(confirmed.school.homeroom, CASE)
    assert void in page
    assert "再补一条" not in page
    assert "怎么调整" not in page
    assert "已作废" in confirmed.read(dean, f"{CASE}/rectification")


def test_a_second_notice_is_not_sent_and_the_first_is_quoted(confirmed: Console) -> None:
    issue(confirmed)
    pushed = confirmed.school.pushes()

    words = said(issue(confirmed))

    assert words.startswith("没有再发:11月23日20:00王已发作改〔2026〕1号,语文、数学,")
    assert "请那位老师也在这里回复" in words
    assert confirmed.school.pushes() == pushed
