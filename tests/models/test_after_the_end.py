"""What is over stays over: no reply and no talk on a case that was found not to hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from homework.cases import CheckWay
from homework.report import Subject
from models.cases.acts import ActRefused, Refusal, confirm, publish, refute
from models.cases.moves import Act
from models.cases.rectifications import Rectification
from models.cases.rectifying import issue, record_talk, reply
from tests.models.conftest import School

Write = Callable[[sa.Connection, Act, str], Rectification]


@pytest.mark.parametrize("write", [reply, record_talk])
@pytest.mark.parametrize("is_shown", [True, False])
def test_a_refuted_case_takes_neither_a_reply_nor_a_talk(
    school: School, write: Write, *, is_shown: bool
) -> None:
    school.evening(3, 2, (80, 85, 75, 90))
    school.tick()
    act = school.act(school.dean, 1)
    school.store.write(lambda c: confirm(c, act, CheckWay.REGISTER))
    school.store.write(lambda c: issue(c, act, [Subject.MATHS]))
    if is_shown:
        school.store.write(lambda c: publish(c, act))
    school.store.write(lambda c: refute(c, act, "登记有误"))

    person = school.homeroom if write is reply else school.dean
    with pytest.raises(ActRefused) as refused:
        school.store.write(lambda c: write(c, school.act(person, 1), "数学改隔天"))

    assert refused.value.refusal is Refusal.WRONG_STATE
