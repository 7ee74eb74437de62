"""Paper days and spot checks at the command line: printed, typed in whole or not at all, drawn again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app import main
from clock import SHANGHAI, FrozenClock
from commands.register import blank_sheets, import_paper
from context import Context
from homework.plan import SchoolPlan
from models.registers.revisions import Source, registers_on
from models.schools import classes_of
from opening import NotReady
from tests.commands.test_commands import CONFIG

MONDAY = datetime(2026, 11, 23, tzinfo=SHANGHAI).date()
TABLE = "班级,学科,分钟\n3-2,语文,20\n3-2,数学,30\n4-1,没有作业,\n"


def saved(context: Context) -> list[tuple[int, bool, Source]]:
    """Minutes, late or not, and how each register came."""
    with context.store.reading() as connection:
        found = registers_on(connection, "shifan", MONDAY).values()
    return sorted(
        (each.revision.register.all_minutes, each.revision.is_late, each.source) for each in found
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_paper_day_is_typed_in_once(
    context: Context,
    plan: SchoolPlan,
    clock: FrozenClock,
    tmp_path: Path,
    encoding: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "paper.csv"
    path.write_bytes(TABLE.encode(encoding))
    clock.jump(datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI))

    assert import_paper(context, plan, path, MONDAY) == 0
    assert import_paper(context, plan, path, MONDAY) == 0

    assert saved(context) == [(0, True, Source.PAPER), (50, True, Source.PAPER)]
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "11月23日(周一) 补录了 2 个班,0 个班没有变化",
        "11月23日(周一) 补录了 0 个班,2 个班没有变化",
    ]


def test_one_mistake_and_nothing_is_saved(
    context: Context, plan: SchoolPlan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "paper.csv"
    path.write_text(TABLE + "9-9,语文,20\n", encoding="utf-8")

    assert import_paper(context, plan, path, MONDAY) == 2

    assert saved(context) == []
    assert "示范小学没有 9-9 班" in capsys.readouterr().err


@pytest.mark.parametrize("day", [20, 22, 24], ids=["closed", "a Sunday", "tomorrow"])
def test_only_an_open_school_day_is_typed_in(
    context: Context, plan: SchoolPlan, tmp_path: Path, day: int
) -> None:
    path = tmp_path / "paper.csv"
    path.write_text(TABLE, encoding="utf-8")

    with pytest.raises(NotReady):
        import_paper(context, plan, path, MONDAY.replace(day=day))


def test_a_blank_sheet_has_the_rules_of_a_usual_evening(
    context: Context, plan: SchoolPlan, clock: FrozenClock
) -> None:
    clock.jump(datetime(2026, 11, 27, 9, 0, tzinfo=SHANGHAI))
    with context.store.reading() as connection:
        classes = classes_of(connection, plan.id, clock.now().date())

    page = blank_sheets(context, plan, classes)

    assert page.count("<h1>") == 48
    assert "书面作业不超过60分钟" in page
    assert "180" not in page


def test_desks_sheets_and_spot_checks_answer_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, sheet = tmp_path / "config.toml", tmp_path / "register.html"
    config.write_text(CONFIG, encoding="utf-8")
    more = ["--config", str(config)]
    assert main(["init", *more]) == 0
    capsys.readouterr()

    assert main(["register", "desks", "--class", "7-1", *more]) == 0
    assert "7-1,https://zuoye.example.edu.cn/register/sanhui-" in capsys.readouterr().out
    assert main(["register", "sheet", "--class", "7-1", "--out", str(sheet), *more]) == 0
    assert "七年级1班 作业登记表" in sheet.read_text(encoding="utf-8")
    assert main(["spotcheck", "verify", "--day", "2026-11-20", *more]) == 1
    assert "没有抽签" in capsys.readouterr().out
    assert main(["staff", "add", "--role", "duty", "--name", "赵老师", *more]) == 0
    assert main(["spotcheck", "duty", "--day", "2026-11-25", "--name", "赵老师", *more]) == 0
    assert main(["spotcheck", "duty", "--day", "2026-11-27", *more]) == 0
    assert "11月27日(周五)这一周值周:赵老师" in capsys.readouterr().out
