"""Words that decide a case carry the six digits where the school asks for a second step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from context import Context
from homework.second_step import MOST_TRIES, STEP_SECONDS, code_at
from homework.wording import console_second_step as wording
from models.database.store import Store
from models.staff.people import Role, StaffMember
from models.staff.second_steps import begin_enrolment, find_step, secret_of, spend_code
from tests.handlers.chat.conftest import Evening, cast_of
from tests.people import Cast

OVER = [80, 80, 90, 70, 50]


@pytest.fixture
def guarded(context: Context, cast: Cast, evening: Evening) -> Cast:
    """Case 1 of 三年级2班, in a school that asks its deans for a second step."""
    evening("三年级2班", OVER)
    plan = replace(context.plans["shifan"], second_step=frozenset({Role.DEAN}))
    return cast_of(context, plan)


def dean(cast: Cast) -> StaffMember:
    with cast.context.store.reading() as connection:
        query = sa.select(*StaffMember.__table__.c).where(StaffMember.role == Role.DEAN)
        return StaffMember(**connection.execute(query).one()._mapping)


def enrol(cast: Cast) -> bytes:
    """Set the dean's authenticator up; its secret."""
    context, person = cast.context, dean(cast)
    context.store.write(lambda c: begin_enrolment(c, context.keys, person))
    with context.store.reading() as connection:
        step = find_step(connection, person)
    assert step is not None
    secret = secret_of(context.keys, step)
    now = context.clock.now()
    context.store.write(lambda c: spend_code(c, context.keys, person, code(cast, secret), now))
    return secret


def code(cast: Cast, secret: bytes) -> str:
    return code_at(secret, int(cast.context.clock.now().timestamp()) // STEP_SECONDS)


def test_a_word_without_the_digits_decides_nothing(guarded: Cast) -> None:
    enrol(guarded)

    assert guarded.say("王", "收到1").startswith("1号由您核实。")
    for words in ("核实1 电话", "误报1 登记有误", "公示1", "整改1 语文", "销号1"):
        assert guarded.say("王", words) == wording.chat_asks(words)
    assert "待核实" in guarded.say("王", "今日")


def test_a_code_decides_once_and_is_no_part_of_the_reason(guarded: Cast, store: Store) -> None:
    secret = enrol(guarded)
    guarded.context.clock.forward(timedelta(minutes=2))  # type: ignore[attr-defined]
    shown = code(guarded, secret)

    assert guarded.say("王", f"核实1 电话 {shown}").startswith("已证实")
    assert guarded.say("王", f"误报1 登记有误 {shown}") == wording.WRONG

    guarded.context.clock.forward(timedelta(minutes=2))  # type: ignore[attr-defined]
    said = guarded.say("王", f"误报1 登记有误,{code(guarded, secret)}")
    assert said.startswith("已记为误报:三年级2班不成立(登记有误)")
    with store.reading() as connection:
        kept = connection.execute(sa.text("SELECT reason, found FROM overload_check")).all()
    assert shown not in str(kept)


def test_guessing_in_the_chat_is_stopped(guarded: Cast) -> None:
    secret = enrol(guarded)
    guarded.context.clock.forward(timedelta(minutes=2))  # type: ignore[attr-defined]
    right = code(guarded, secret)
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(MOST_TRIES):
        assert guarded.say("王", f"公示1 {wrong}") == wording.WRONG
    assert guarded.say("王", f"公示1 {right}") == wording.WAIT


def test_who_has_to_set_it_up_first_is_told_so(guarded: Cast) -> None:
    assert guarded.say("王", "公示1 123456") == wording.CHAT_MUST_ENROL


def test_without_a_second_step_six_digits_are_part_of_the_reason(
    cast: Cast, evening: Evening
) -> None:
    evening("三年级2班", OVER)

    assert "(登记 123456)" in cast.say("王", "误报1 登记 123456")
