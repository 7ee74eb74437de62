"""The audit's papers and a breach report, on a school with data in it: right counts, nobody named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app import main
from opening import load, open_context
from tests.commands.test_commands import CONFIG
from tests.models.conftest import School

FAMILIES = 7


@pytest.fixture
def config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """三汇中学 with seven families of 7-1 that reported, and three of the staff."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    assert main(["init", "--config", str(path)]) == 0
    for role, name in (("dean", "教导处甲"), ("principal", "周校长"), ("admin", "管理员")):
        assert main(["staff", "add", "--role", role, "--name", name, "--config", str(path)]) == 0
    capsys.readouterr()
    context = open_context(load(path))
    plan = next(iter(context.plans.values()))
    school = School.__new__(School)  # without the staff that its own set-up hires
    school.store, school.plan, school.clock = context.store, plan, context.clock  # type: ignore[assignment]
    for index in range(FAMILIES):
        school.says(7, 1, 60 + index, f"openid-canary-{index}")
    return path


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_breach_report_counts_who_is_concerned(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["breach-report", "--config", str(config)]) == 0
    words = capsys.readouterr().out

    assert f"家长一方(手机或微信):{FAMILIES} 个。教职工:3 人。" in words
    [reports] = [line for line in words.splitlines() if line.startswith("| 家长 | 作业反馈")]
    assert f"| {FAMILIES} | {FAMILIES} |" in reports
    assert "编号对不上任何一个人" in words
    assert "canary" not in words


def test_before_anything_was_there_nothing_leaked(
    config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "leak.md"
    more = ["--until", "2020-01-01", "--keys", "--out", str(out), "--config", str(config)]

    assert main(["breach-report", *more]) == 0

    words = out.read_text(encoding="utf-8")
    assert "家长一方(手机或微信):0 个" in words
    assert "按实名泄露处理" in words
    assert "作业反馈" not in words


def test_the_audits_papers_are_all_there_and_name_no_parent(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack"

    assert main(["audit-pack", "--out", str(out), "--config", str(config)]) == 0

    names = sorted(path.name for path in out.iterdir())
    assert [name[0] for name in names] == ["0", "1", "2", "3", "4", "5"]
    held = {row["种类"]: row for row in table(out / "3-保存与删除.csv")}
    assert held["作业反馈"]["人数"] == str(FAMILIES)
    assert held["教职工名册"]["行数"] == held["教职工名册"]["人数"] == "3"
    columns = {(row["表"], row["列"]): row for row in table(out / "2-表结构.csv")}
    assert columns["report", "total_low"]["种类"] == "作业反馈"
    assert columns["report", "difficulty"]["记什么"].startswith("班级、作业日、用时")
    assert columns["staff_member", "school_id"]["记什么"] == "不含个人信息"
    assert held["反馈里的各项作业"]["人数"] == "不分人"
    readme = (out / "0-说明.md").read_text(encoding="utf-8")
    assert "还没有运行过" in readme
    assert "逐条记录和用途,共0条" in readme
    for path in out.iterdir():
        assert "canary" not in path.read_text(encoding="utf-8-sig")


def test_what_people_read_stands_in_the_papers_with_its_reason(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.staff.people import staff_of
    from models.staff.sensitive import ask_to_read

    context = open_context(load(config))
    plan = next(iter(context.plans.values()))
    now = context.clock.now()
    with context.store.reading() as connection:
        dean = staff_of(connection, plan.id)[0]
    context.store.write(
        lambda connection: ask_to_read(connection, dean, "survey:1", "=1+1 准备听证会", now)
    )
    out = tmp_path / "pack"

    assert main(["audit-pack", "--out", str(out), "--config", str(config)]) == 0

    [row] = table(out / "5-查阅与导出.csv")
    assert (row["谁"], row["做了什么"]) == ("教导处甲(教导处)", "查阅问卷原话")
    assert row["关于"] == "问卷1"
    assert row["用途"] == "=1+1 准备听证会".join(["'", ""])
    [counted] = table(out / "4-访问记录汇总.csv")
    assert counted["次数"] == "1"
