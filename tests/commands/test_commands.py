"""The command line as a school's IT teacher meets it: real config, real database, real words."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app import main
from clock import SHANGHAI
from homework.report import Assignment, Kind, Minutes, Report, Subject
from models.days.class_days import touched
from models.days.judging import judge_day
from models.families.reporters import Door
from models.reporting.intake import About, Said, Speaker, take_in
from models.schools import ClassKey, find_class
from opening import load, open_context

CONFIG = """\
[site]
base_url = "https://zuoye.example.edu.cn"
data_dir = "data"

[[account]]
id = "main"
kind = "link"

[[school]]
id = "sanhui"
name = "三汇中学"
account = "main"
policy = ["national-2021", "plan-p2"]
classes = { "7" = 2, "8" = 2, "9" = 2 }
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def ready(config: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", "--config", str(config)]) == 0
    capsys.readouterr()
    return config


def run(config: Path, *words: str) -> int:
    return main([*words, "--config", str(config)])


def test_init_says_what_it_did_and_may_be_run_again(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(config, "init") == 0
    first = capsys.readouterr().out
    assert run(config, "init") == 0
    second = capsys.readouterr().out

    assert "已生成密钥" in first
    assert "新登记 6 个" in first
    assert "已生成密钥" not in second
    assert "新登记 0 个" in second


def test_keys_are_readable_by_their_owner_only(ready: Path) -> None:
    for key in (ready.parent / "data" / "secrets").iterdir():
        assert key.stat().st_mode & 0o077 == 0


def test_a_missing_config_is_named_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path / "nowhere.toml", "judge", "--day", "2026-11-23")

    assert stopped.value.code == 2
    assert "cp config.example.toml" in capsys.readouterr().err


def test_every_mistake_of_a_config_is_told_at_once(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(CONFIG.replace("[site]", "[site]\ncolour = 1").replace('"link"', '"blog"'))

    assert run(config, "init") == 2
    told = capsys.readouterr().err
    assert "site.colour" in told
    assert "kind" in told


def test_a_command_before_init_says_to_run_init(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(config, "judge", "--day", "2026-11-23")

    assert stopped.value.code == 2
    assert "app.py init" in capsys.readouterr().err


def test_conflicts_name_the_ninth_grade(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ready, "policy", "conflicts") == 0
    words = capsys.readouterr().out
    assert run(ready, "policy", "conflicts", "--json") == 0
    found = json.loads(capsys.readouterr().out)

    assert "九年级" in words
    assert "120" in words
    assert "90" in words
    assert any(each["kind"] == "laxer" and 9 in each["grades"] for each in found)


def test_the_effective_rule_of_a_grade_is_the_strictest_with_its_source(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ready, "policy", "show", "--day", "2026-11-23", "--json") == 0
    rules = json.loads(capsys.readouterr().out)

    written = [rule for rule in rules["9"] if rule["measure"] == "written_minutes"]
    assert {rule["limit"] for rule in written} == {90}
    assert all(rule["source"] and rule["quote"] for rule in rules["9"])


def test_staff_add_prints_the_code_and_what_to_send(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "add", "--config", str(ready), "--role", "dean", "--name", "教导处"]) == 0
    words = capsys.readouterr().out
    assert main(["admin-link", "--config", str(ready)]) == 0
    link = capsys.readouterr().out

    assert "我是 " in words
    assert "https://zuoye.example.edu.cn/console/enter?t=" in link


def test_a_homeroom_teacher_without_a_class_is_refused(ready: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["staff", "add", "--config", str(ready), "--role", "homeroom", "--name", "林"])

    assert stopped.value.code == 2


def test_judging_a_day_again_agrees_with_what_was_stored(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2026, 11, 23)
    report_and_judge(ready, day)

    assert run(ready, "judge", "--day", day.isoformat(), "--json") == 0
    judged = json.loads(capsys.readouterr().out)

    ninth = next(each for each in judged["classes"] if each["class"] == "9-1")
    assert ninth["agrees_with_stored"]
    suspected = [each for each in ninth["verdicts"] if each["stage"] == "suspected"]
    assert [(each["measured"], each["limit"]) for each in suspected] == [(110, 90)]


def test_judging_again_says_when_the_stored_verdict_is_out_of_date(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date(2026, 11, 23)
    report_and_judge(ready, day)
    report(ready, day, "late", 30)

    assert run(ready, "judge", "--day", day.isoformat()) == 1
    assert "不一致" in capsys.readouterr().out


def report(config: Path, day: date, who: str, minutes: int) -> None:
    """One family's report of 九年级1班, as either door would store it."""
    context = open_context(load(config))
    plan = context.plans["sanhui"]
    with context.store.reading() as connection:
        school_class = find_class(connection, "sanhui", 9, 1, day)
    assert school_class is not None
    about = About(ClassKey("sanhui", school_class.id), 9, day)
    assignment = Assignment(Subject.MATHS, "卷子", Minutes.exactly(minutes), Kind.WRITTEN)
    now = context.clock.now().astimezone(SHANGHAI)
    context.store.write(
        lambda connection: take_in(
            connection,
            plan,
            Said(Speaker(who, Door.PAGE), about, Report(assignments=(assignment,)), now),
        )
    )
    context.store.close()


def report_and_judge(config: Path, day: date) -> None:
    for number, minutes in enumerate((100, 110, 120, 110)):
        report(config, day, f"family{number}", minutes)
    context = open_context(load(config))
    with context.store.reading() as connection:
        [waiting] = touched(connection)
    now = context.clock.now()
    context.store.write(
        lambda connection: judge_day(connection, context.plans["sanhui"], waiting, now)
    )
    context.store.close()
