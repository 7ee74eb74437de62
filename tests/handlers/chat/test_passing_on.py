"""转校长 N: the 教导处 passes a case on from the alert itself, and the principal reads why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from homework.alerts import Reason
from homework.wording import passing_on
from models.days.overloads import Overload
from models.pushes.outbox import Push
from models.staff.audit import AuditEntry
from models.staff.people import Role
from tests.handlers.chat.conftest import Evening
from tests.handlers.chat.test_staff_words import OVER, hire
from tests.people import Cast


@pytest.fixture
def alerted(cast: Cast, evening: Evening) -> Cast:
    """Case 1 of 三年级2班 is suspected; 王 is the 教导处, 高 the principal."""
    cast.say("高", f"我是 {hire(cast, '高', Role.PRINCIPAL)}")
    evening("三年级2班", OVER)
    return cast


def rows(cast: Cast, *columns: Any, where: Any = None) -> Sequence[Any]:
    with cast.context.store.reading() as connection:
        return connection.execute(
            sa.select(*columns).where(sa.true() if where is None else where)
        ).all()


def passed(cast: Cast) -> Sequence[Any]:
    return rows(cast, Push.fields, Push.audience, where=Push.reason == Reason.PASSED_ON)


def test_the_principal_reads_who_what_and_why(alerted: Cast) -> None:
    said = alerted.say("王", "转校长1 两周内第三次,建议约谈")

    assert said == passing_on.done(1, "三年级2班")
    ((fields, audience),) = passed(alerted)
    assert audience == "principal"
    assert fields["text"].startswith("【转校长】教导处转来1号:三年级2班 11月23日(周一) 书面作业")
    assert "待核实。原因:两周内第三次,建议约谈。可回:核实1 登记表" in fields["text"]
    assert fields["template"]["stage"] == "请您定"
    assert fields["path"] == "/console/cases/1"
    assert [each.act for each in rows(alerted, AuditEntry.act) if each.act == "pass_on"]


def test_the_principal_acts_on_it(alerted: Cast) -> None:
    alerted.say("王", "转校长 1")

    assert "1号" in alerted.say("高", "今日")
    assert alerted.say("高", "核实1 登记表").startswith("已证实")


def test_it_stays_with_who_passed_it_on_and_nobody_else_is_asked(alerted: Cast) -> None:
    alerted.say("王", "转校长1")

    ((taken_at, taken_by),) = rows(alerted, Overload.acknowledged_at, Overload.acknowledged_by)
    assert taken_at is not None
    assert taken_by is not None


def test_twice_is_said_once(alerted: Cast) -> None:
    alerted.say("王", "转校长1")

    assert alerted.say("王", "转校长1 再说一次") == passing_on.ALREADY
    assert len(passed(alerted)) == 1


def test_without_a_principal_it_is_said_so(cast: Cast, evening: Evening) -> None:
    evening("三年级2班", OVER)

    assert cast.say("王", "转校长1") == passing_on.NO_PRINCIPAL
    assert passed(cast) == []


def test_what_is_over_is_not_passed_on(alerted: Cast) -> None:
    alerted.say("王", "误报1 含家庭自加30分钟")

    assert alerted.say("王", "转校长1").startswith("1号现在是:已记为误报")
    assert passed(alerted) == []


def test_the_principal_has_nobody_to_pass_it_on_to(alerted: Cast) -> None:
    assert alerted.say("高", "转校长1") == passing_on.IS_PRINCIPAL


@pytest.mark.parametrize("person", ["李", "张"])
def test_a_classs_own_teachers_and_parents_pass_nothing_on(alerted: Cast, person: str) -> None:
    said = alerted.say(person, "转校长1")

    assert "校长批示" not in said
    assert said != passing_on.IS_PRINCIPAL
    assert passed(alerted) == []


def test_alone_it_asks_for_the_number_and_help_names_it(alerted: Cast) -> None:
    assert alerted.say("王", "转校长").startswith("请带上编号")
    assert "转校长3 原因" in alerted.say("王", "帮助")
