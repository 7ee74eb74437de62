"""The class register's page: thirty seconds, no login, no scripts; warned before anything is exposed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from clock import SHANGHAI, FrozenClock
from homework.plan import Balancer, RegisterPlan, SchoolPlan
from homework.wording import register as wording
from models.database.store import Store
from models.pushes.outbox import Push, PushState
from models.registers.revisions import MOST_REVISIONS, standing_register
from models.schools import ClassKey
from tests.models.conftest import School

AFTERNOON = datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI)
OVER = {"s-0": "语文", "m-0": "30", "s-1": "数学", "x-1": "45", "c-1": "练习册"}
WITHIN = {"s-0": "语文", "m-0": "30", "s-1": "数学", "m-1": "20", "c-1": "练习册"}


@pytest.fixture
def school(context: object, store: Store, plan: SchoolPlan, clock: FrozenClock) -> School:
    made = School(store, plan, clock)
    clock.jump(AFTERNOON)
    return made


class Classroom:
    """The computer of 三年级2班."""

    def __init__(self, client: FlaskClient, school: School) -> None:
        self.client, self.school = client, school
        self.path = f"/register/{school.class_of(3, 2).desk_link}"

    def read(self, path: str | None = None) -> str:
        answer = self.client.get(path or self.path)
        assert answer.status_code == 200, answer.status_code
        return answer.get_data(as_text=True)

    def save(self, fields: dict[str, str]) -> str:
        """Save and read the page it leads to."""
        answer = self.client.post(self.path, data=fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self.read(answer.location)

    def status(self, fields: dict[str, str]) -> tuple[int, str]:
        answer = self.client.post(self.path, data=fields)
        return answer.status_code, answer.get_data(as_text=True)

    def standing_minutes(self) -> int:
        key = ClassKey("shifan", self.school.class_of(3, 2).id)
        with self.school.store.reading() as connection:
            found = standing_register(connection, key, self.school.day)
        assert found is not None
        return found.revision.register.all_minutes

    def texts(self) -> list[tuple[str, str]]:
        """Who was told what, of what was not taken back."""
        with self.school.store.reading() as connection:
            rows = connection.execute(
                sa.select(Push.recipient, Push.fields, Push.state).order_by(Push.id)
            ).all()
        names = {
            f"staff:{each.id}": each.name for each in (self.school.leader, self.school.homeroom)
        }
        return [
            (names[row.recipient], row.fields["text"])
            for row in rows
            if row.state != PushState.SUPERSEDED
        ]

    def sent(self) -> None:
        """Everything that waits goes out."""
        with_time = {"state": PushState.SENT, "sent_at": self.school.clock.now()}
        waiting = Push.state == PushState.PENDING
        self.school.store.write(
            lambda connection: connection.execute(sa.update(Push).where(waiting).values(with_time))
        )


@pytest.fixture
def classroom(client: FlaskClient, school: School) -> Classroom:
    return Classroom(client, school)


def test_a_register_is_saved_and_the_page_says_what_it_adds_up_to(classroom: Classroom) -> None:
    page = classroom.save(WITHIN)

    assert "已登记:合计50分钟。" in page
    assert "16:00 合计50分钟" in page
    assert classroom.texts() == []


def test_no_homework_is_one_press(classroom: Classroom) -> None:
    assert "已登记:没有作业。" in classroom.save({"none": "1"})


def test_no_homework_beside_filled_rows_is_asked_once_and_loses_nothing(
    client: FlaskClient, school: School
) -> None:
    path = f"/register/{school.class_of(3, 2).desk_link}"

    asked = client.post(path, data={**WITHIN, "none": "1"})
    page = asked.get_data(as_text=True)

    assert asked.status_code == 422
    assert wording.FILLED_ALL_THE_SAME in unescape(page)
    assert 'name="none" value="sure"' in page
    assert "已登记" not in client.get(path).get_data(as_text=True)
    sure = client.post(path, data={**WITHIN, "none": "sure"}, follow_redirects=True)
    assert "已登记:没有作业。" in sure.get_data(as_text=True)


def test_a_register_over_the_cap_is_told_to_who_can_still_mend_it(classroom: Classroom) -> None:
    page = classroom.save(OVER)

    assert "已登记:合计75分钟,超过60。请现在就告诉班主任,16:40前可以改。" in page
    text = (
        "三年级2班今天登记合计75分钟,超过60。16:40前可调整,调整好就不留超标记录。"
        "减一项最省:数学练习册从45分钟减到30分钟。"
    )
    assert sorted(classroom.texts()) == [("李", text), ("林", text)]
    assert "减一项最省:数学练习册从45分钟减到30分钟。" in page


def test_the_one_that_yielded_on_friday_does_not_yield_on_monday(classroom: Classroom) -> None:
    clock = classroom.school.clock
    clock.jump(datetime(2026, 11, 20, 15, 0, tzinfo=SHANGHAI))
    classroom.save({"s-0": "语文", "x-0": "100", "s-1": "数学", "x-1": "100"})
    classroom.save({"s-0": "语文", "x-0": "100", "s-1": "数学", "x-1": "10"})
    clock.jump(AFTERNOON)

    classroom.save(OVER)

    assert "减一项最省:语文从30分钟减到15分钟。" in classroom.texts()[-1][1]


def test_what_was_mended_in_time_leaves_no_finding(classroom: Classroom) -> None:
    classroom.save(OVER)
    classroom.sent()
    classroom.school.clock.forward(timedelta(minutes=20))

    page = classroom.save(WITHIN)

    assert "已登记:合计50分钟。" in page
    mended = "三年级2班今天的登记已调整,合计50分钟,不超上限,不留超标记录。"
    assert sorted(classroom.texts()[-2:]) == [("李", mended), ("林", mended)]
    classroom.school.clock.jump(datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI))
    classroom.school.tick()
    assert classroom.school.cases() == {}


def test_a_warning_nobody_was_sent_yet_is_taken_back_and_nobody_is_bothered(
    classroom: Classroom,
) -> None:
    classroom.save(OVER)
    classroom.save(WITHIN)

    assert classroom.texts() == []


def test_saying_the_same_again_is_no_revision_and_no_second_warning(classroom: Classroom) -> None:
    classroom.save(OVER)

    page = classroom.save(OVER)

    assert page.count("<li>") == 1
    assert len(classroom.texts()) == 2


def test_after_the_hour_a_register_is_late_and_says_so(classroom: Classroom) -> None:
    classroom.school.clock.jump(datetime(2026, 11, 23, 16, 40, tzinfo=SHANGHAI))

    page = classroom.save(OVER)

    assert "16:40 合计75分钟(迟登)" in page
    assert "前可以改" not in page
    assert "已过16:40,请与各科老师核对。" in classroom.texts()[0][1]


def test_after_the_hour_a_register_cannot_be_talked_down(classroom: Classroom) -> None:
    classroom.save(OVER)
    classroom.school.clock.jump(datetime(2026, 11, 23, 21, 0, tzinfo=SHANGHAI))

    page = classroom.save(WITHIN)

    assert "21:00 合计50分钟(迟登)" in page
    assert classroom.standing_minutes() == 75


def test_after_the_hour_what_came_later_is_added(classroom: Classroom) -> None:
    classroom.save(WITHIN)
    classroom.school.clock.jump(datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI))

    classroom.save(OVER)

    assert classroom.standing_minutes() == 75


def test_a_day_may_be_registered_until_the_next_noon(classroom: Classroom) -> None:
    classroom.school.clock.jump(datetime(2026, 11, 24, 11, 59, tzinfo=SHANGHAI))
    assert "补登 11月23日(周一)" in classroom.read()
    page = classroom.save({**WITHIN, "day": "2026-11-23"})
    assert "11:59 合计50分钟(迟登)" in page

    classroom.school.clock.jump(datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI))
    status, page = classroom.status({**OVER, "day": "2026-11-23"})

    assert status == 409
    assert "11月23日(周一)的登记已经截止。" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "还没有填。"),
        ({"s-0": "语文", "c-0": "抄写"}, "估计要写几分钟?"),
        ({"s-0": "语文", "x-0": "很久"}, "分钟写 1 到 480 的整数"),
        ({"s-0": "语文", "x-0": "481"}, "分钟写 1 到 480 的整数"),
        ({"s-0": "语文", "x-0": "0"}, "分钟写 1 到 480 的整数"),
        ({"s-5": "", "x-5": "20"}, "这一行是哪一科?"),
        ({"s-5": "奥数", "x-5": "20"}, "这一行是哪一科?"),
        (
            {
                f"{name}-{key}": value
                for key in range(13)
                for name, value in (("s", "数学"), ("x", "5"))
            },
            "项数太多了",
        ),
    ],
)
def test_a_mistake_comes_back_beside_its_row(
    classroom: Classroom, fields: dict[str, str], words: str
) -> None:
    status, page = classroom.status(fields)

    assert status == 422
    assert words in page
    with classroom.school.store.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM register")) == 0


def test_full_width_minutes_and_their_unit_are_read(classroom: Classroom) -> None:
    assert "合计35分钟" in classroom.save({"s-0": "语文", "x-0": "35分钟"})


def test_what_was_saved_comes_back_into_the_form(classroom: Classroom) -> None:
    fields = {
        "s-0": "语文", "x-0": "25", "c-0": "抄写<b>", "k-0": "oral", "optional-0": "1",
        "s-5": "语文", "m-5": "10", "elsewhere-5": "1", "d-5": "4",
    }  # fmt: skip
    page = classroom.save(fields)

    assert 'name="x-0" value="25"' in page
    assert 'value="抄写&lt;b&gt;"' in page
    assert re.search(r'name="k-0" value="oral" checked', page)
    assert re.search(r'name="optional-0" value="1" checked', page)
    assert re.search(r'name="elsewhere-5" value="1" checked', page)
    assert "已登记:合计10分钟。" in page, "what is optional is not counted"


def test_a_wrong_desk_code_opens_nothing(classroom: Classroom) -> None:
    own = classroom.school.class_of(3, 2)
    for code in ("x", "shifan-0000", f"linju-{own.desk_code}", own.desk_code, own.public_link):
        answer = classroom.client.get(f"/register/{code}")
        assert answer.status_code == 404, code
        assert "要现在的登记码" in answer.get_data(as_text=True)
        assert classroom.client.post(f"/register/{code}", data=OVER).status_code == 404, code


def test_a_classroom_that_plays_with_it_is_stopped_in_words(classroom: Classroom) -> None:
    for number in range(MOST_REVISIONS):
        classroom.save({"s-0": "语文", "x-0": str(number + 1)})

    status, page = classroom.status({"s-0": "语文", "x-0": "60"})

    assert status == 429
    assert "今天改得太多次了" in page


def test_the_school_decides_who_balances(classroom: Classroom, plan: SchoolPlan) -> None:
    context = classroom.client.application.extensions["homework"]
    context.plans[plan.id] = replace(plan, register=RegisterPlan(balancer=Balancer.HOMEROOM))

    classroom.save(OVER)

    assert [name for name, _ in classroom.texts()] == ["林"]


def test_a_page_that_stood_open_too_long_keeps_what_was_filled_in(
    app: Flask, classroom: Classroom
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    status, page = classroom.status({"s-0": "语文", "x-0": "35"})

    assert status == 400
    assert "请再按一次保存" in page
    assert 'name="x-0" value="35"' in page
