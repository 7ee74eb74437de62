"""The demo's past fortnight: a school that has lived, nobody written to, one case to be checked."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from commands.demo import clear_away, history
from commands.demo.history import write_history
from commands.demo.home import Demo
from commands.demo.past_cases import SCHOOL_DAYS
from commands.demo.school import prepare
from context import Context
from homework.board import Standing
from homework.cases import CaseState
from models.cases.rectifications import Rectification
from models.days.class_days import touched
from models.days.judging import judge_day
from models.days.overloads import Overload, number_to_come
from models.days.silence import blind_classes
from models.days.trends import TrendDay
from models.hall.board import board_facts
from models.pushes.outbox import Push, PushState
from models.registers.revisions import RegisterRow
from models.schools import classes_of
from models.spot_checks.records import SpotCheck, SpotFinding
from models.surveys.results import replies_to
from models.surveys.rounds import surveys_of

ROOT = Path(__file__).resolve().parent.parent.parent


def lived(folder: Path, port: int = 18290) -> Demo:
    demo = Demo(folder, port)
    prepare(demo)
    assert write_history(demo) == SCHOOL_DAYS
    return demo


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """A demo's school at its evening, before anybody has said anything of today."""
    return lived(tmp_path_factory.mktemp("past") / "demo").open()


def count(context: Context, table: type, *where: sa.ColumnElement[bool]) -> int:
    with context.store.reading() as connection:
        query = sa.select(sa.func.count()).select_from(table).where(*where)
        return int(connection.execute(query).scalar_one())


def test_trends_and_registers_have_something_to_show(context: Context) -> None:
    now = context.clock.now()
    with context.store.reading() as connection:
        classes = classes_of(connection, "shifan", now.date())
        blind = blind_classes(connection, context.plans["shifan"], classes, now.date(), now)

    assert count(context, TrendDay) > 100
    assert count(context, TrendDay, TrendDay.declared.is_not(None)) > 100
    assert count(context, RegisterRow) > 150
    assert 0 < len(blind) < len(classes) / 3  # the evening's grid has something to say


def test_each_way_of_a_case_has_been_walked_once(context: Context) -> None:
    with context.store.reading() as connection:
        rows = connection.execute(
            sa.select(Overload.state, Overload.answer).order_by(Overload.number)
        ).all()
        notices = connection.execute(
            sa.select(Rectification.closed_at, Rectification.replied_at).order_by(
                Rectification.year, Rectification.number
            )
        ).all()

    assert [row.state for row in rows] == [
        CaseState.CLOSED,
        CaseState.REFUTED,
        CaseState.PUBLIC,
        CaseState.CORRECTED,
        CaseState.PUBLIC,
        CaseState.SUSPECTED,
    ]
    assert [bool(row.answer) for row in rows] == [True, False, True, True, True, False]
    assert [(bool(closed), bool(replied)) for closed, replied in notices] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_the_hall_shows_a_finding_a_correction_and_a_cure(context: Context) -> None:
    with context.store.reading() as connection:
        facts = board_facts(connection, context.plans["shifan"], context.clock.now())

    assert sorted(each.standing for each in facts.findings) == sorted(
        (Standing.CHECKED, Standing.CORRECTED, Standing.CLOSED)
    )


def test_the_evenings_own_case_is_the_one_the_readme_names(context: Context) -> None:
    with context.store.reading() as connection:
        number = number_to_come(connection, "shifan", context.clock.now().date())

    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for words in (f"`收到{number}`", f"`核实{number} 电话`", f"`公示{number}`"):
            assert words in text, (name, words)


def test_what_was_drawn_was_looked_at_and_one_register_was_not_quite_true(
    context: Context,
) -> None:
    assert count(context, SpotCheck, SpotCheck.finding == SpotFinding.AGREES) > SCHOOL_DAYS
    assert count(context, SpotCheck, SpotCheck.finding == SpotFinding.DIFFERS) == 1


def test_two_rounds_of_a_questionnaire_can_be_compared(context: Context) -> None:
    with context.store.reading() as connection:
        rounds = surveys_of(connection, "shifan")
        classes = classes_of(connection, "shifan", context.clock.now().date())
        replies = [len(replies_to(connection, each, classes)) for each in rounds]

    assert len({each.template_id for each in rounds}) == 1
    assert [each >= 90 for each in replies] == [True, True]


def test_nobody_is_written_to_and_nothing_is_left_to_be_judged(context: Context) -> None:
    """A scheduler that starts now finds the past done: no alert, no new case."""
    sent = (PushState.DELIVERED, PushState.ACKNOWLEDGED)
    before = count(context, Push), count(context, Overload)
    assert count(context, Push, Push.state.not_in(sent)) == 0

    with context.store.reading() as connection:
        waiting = touched(connection)
    now = context.clock.now()
    for each in waiting:
        context.store.write(partial(judge_day, plan=context.plans["shifan"], touched=each, now=now))

    assert (count(context, Push), count(context, Overload)) == before
    assert {each.day for each in waiting} <= {now.date()}


def test_a_demo_that_goes_on_keeps_its_own_past_and_another_has_the_same(tmp_path: Path) -> None:
    first, second = lived(tmp_path / "a"), lived(tmp_path / "b", 18292)
    assert write_history(first) == 0

    told = []
    for demo in (first, second):
        context = demo.open()
        with context.store.reading() as connection:
            told.append(
                connection.execute(
                    sa.select(
                        Overload.day, Overload.state, Overload.measured, Overload.answer
                    ).order_by(Overload.number)
                ).all()
            )
        context.store.close()
    assert told[0] == told[1]


def test_a_school_year_that_has_just_begun_has_no_case_of_the_year_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = Demo(tmp_path / "demo", 18294)
    prepare(demo)
    whole = history._days
    monkeypatch.setattr(history, "_days", lambda plan, today: whole(plan, today)[-3:])

    assert write_history(demo) == 3

    context = demo.open()
    assert count(context, RegisterRow) > 50
    assert count(context, Overload) == 0
    context.store.close()


def test_days_of_the_school_year_before_are_left_out(context: Context) -> None:
    plan = context.plans["shifan"]

    assert [each.month for each in history._days(plan, date(2026, 9, 4))] == [9, 9, 9]
    assert len(history._days(plan, date(2026, 11, 24))) == SCHOOL_DAYS


def test_a_past_that_was_interrupted_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = Demo(tmp_path / "demo", 18294)
    prepare(demo)
    whole_day = history._Past.day

    def stop_on_the_third(past: history._Past, place: int, day: date) -> object:
        if place == 2:
            raise KeyboardInterrupt
        return whole_day(past, place, day)

    monkeypatch.setattr(history._Past, "day", stop_on_the_third)
    with pytest.raises(KeyboardInterrupt):
        write_history(demo)

    clear_away(demo, keep=True)

    assert "这次从头开始" in capsys.readouterr().out
    assert not demo.data_dir.exists()


def test_a_past_that_is_whole_is_kept(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    assert context.data_dir is not None
    demo = Demo(context.data_dir, 18290)

    clear_away(demo, keep=True)

    assert demo.config_path.exists()
    assert capsys.readouterr().out == ""
