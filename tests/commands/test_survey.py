"""`survey` at the command line: start, codes, results, export, in a school's own words."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from clock import SystemClock
from homework.surveys import Respondent
from models.schools import find_class
from models.surveys.replies import Said, answering, save_reply
from models.surveys.rounds import find_survey
from opening import load, open_context
from tests.commands.test_commands import config, ready, run
from tests.rounds import EVERY_KIND

__all__ = ["config", "ready"]


def answer(config: Path, minutes: list[int]) -> None:
    """So many families of 七年级1班 answer round 1."""
    context = open_context(load(config))
    now = context.clock.now()
    with context.store.reading() as connection:
        survey = find_survey(connection, "sanhui", 1)
        found = find_class(connection, "sanhui", 7, 1, now.date())
    assert survey is not None
    assert found is not None
    for index, each in enumerate(minutes):
        who = answering(context.keys, survey, found.id, f"d{index}", f"device:{index}")
        said = Said(Respondent.PARENT, {"load": "fit", "minutes": each}, "", 1)
        context.store.write(partial(save_reply, who=who, said=said, now=now))
    context.store.close()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A questionnaire the school wrote itself."""
    path = tmp_path / "own.toml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    return path


def test_start_prints_a_link_a_class(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ready, "survey", "start", "termly-burden", "--grade", "7") == 0

    said = capsys.readouterr().out
    assert said.startswith("1号 每学期负担 进行中")
    assert [line.split()[0] for line in said.splitlines()[1:]] == ["7-1", "7-2", "教师"]
    assert "https://zuoye.example.edu.cn/q/sanhui-" in said


def test_a_round_may_be_prepared_for_a_later_day(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = SystemClock().now().date() + timedelta(days=7)
    assert run(ready, "survey", "start", "weekly-sleep", "--opens", f"{day}") == 0
    assert f"未开始 {day.month}月{day.day}日" in capsys.readouterr().out

    with pytest.raises(SystemExit):
        run(ready, "survey", "start", "weekly-sleep", "--opens", "2020-01-01")
    assert "写今天起60天以内的日期" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(ready, "survey", "start", "weekly-sleep", "--opens", "30.12.")
    assert "日期写成 2026-11-30 这样" in capsys.readouterr().err


def test_codes_come_as_csv_for_one_class(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(ready, "survey", "start", "weekly-sleep", "--class", "7-2", "--codes")
    capsys.readouterr()

    assert run(ready, "survey", "codes", "1", "--class", "7-2", "--count", "3") == 0

    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [line["class"] for line in lines] == ["7-2"] * 3
    assert all(line["url"].endswith(f"?code={line['code']}") for line in lines)
    assert len({line["code"] for line in lines}) == 3


def test_results_and_exports_hold_no_small_group(
    ready: Path, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ready, "survey", "start", str(own), "--grade", "7")
    answer(ready, [30, 40, 40, 50])
    run(ready, "survey", "close", "1")
    capsys.readouterr()

    run(ready, "survey", "results", "1", "--json")
    few = json.loads(capsys.readouterr().out)
    assert {line["选项"] for line in few} == {"不足5份或能倒推,不显示"}

    run(ready, "survey", "export", "1", "--out", str(tmp_path / "out.csv"))
    run(ready, "survey", "export", "1", "--out", str(tmp_path / "out.xlsx"))
    assert "40" not in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")


def test_results_are_said_with_their_middle(
    ready: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(ready, "survey", "start", str(own), "--grade", "7")
    answer(ready, [30, 40, 40, 50, 60])
    run(ready, "survey", "close", "1")
    run(ready, "survey", "list")
    assert "1号 每种题一道 已截止" in capsys.readouterr().out

    run(ready, "survey", "results", "1")

    said = capsys.readouterr().out
    assert "七年级1班 · 家长 · 写了多久?" in said
    assert "中间值 40分钟" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["results", "9"], "没有9号问卷"),
        (["start", "nothing"], "没有这份问卷模板"),
        (["start", "weekly-sleep", "--grade", "3"], "请至少选一个年级"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    ready: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(ready, "survey", *words)

    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_file_with_mistakes_starts_nothing(
    ready: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('title = "x"\nintro = "y"\n', encoding="utf-8")

    with pytest.raises(SystemExit):
        run(ready, "survey", "start", str(path))

    assert "题目" in capsys.readouterr().err
