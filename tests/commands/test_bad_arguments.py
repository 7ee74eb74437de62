"""What a hand types wrong on the command line: one Chinese sentence, exit status 2, nothing done."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from app import COMMANDS, main
from tests.commands.printed import Office

_ENGLISH = ("invalid", "usage:", "error:", "required", "Traceback", "Errno")

BAD = [
    ("register import a.csv --day 2026-13-45", "--day 要写成日期,如 2026-11-30"),
    ("judge --day 昨天", "--day 要写成日期"),
    ("judge", "还要写:--day"),
    ("spotcheck draw --day 2026-2-30", "--day 要写成日期"),
    ("breach-report --since x", "--since 要写成日期"),
    ("audit-pack --out OUT --since x", "--since 要写成日期"),
    ("policy show --day x", "--day 要写成日期"),
    ("survey start weekly-sleep --opens x", "--opens:日期写成"),
    ("survey start no-such-one", "没有这份问卷模板"),
    ("survey start weekly-sleep --role child", "--role 没有 'child' 这一种"),
    ("survey start weekly-sleep --grade three", "--grade 要写成整数"),
    ("survey results 99", "没有99号问卷"),
    ("survey dance", "没有 'dance' 这一种"),
    ("staff add --role king --name 某", "--role 没有 'king' 这一种"),
    ("staff add --role homeroom --name 某 --class 三班", "班"),
    ("slips --class 3-2 --count many", "--count 要写成整数"),
    ("slips --all --class 3-2", "只能写一个"),
    ("slips --class 三年二班", "班级要写成"),
    ("qr --class 9-9 --out OUT", "没有 9-9 班"),
    ("qr", "还要写:--out"),
    ("qr --out FILE/posters", "路径中间是一个文件"),
    ("register sheet --class 9-9", "没有 9-9 班"),
    ("register sheet --out FILE/a.html", "这个名字是一个文件"),
    ("register import none.csv --day 2026-11-23", ""),
    ("audit-pack --out FILE", "这个名字是一个文件"),
    ("breach-report --out FILE/a.md", "这个名字是一个文件"),
    ("policy show --school nowhere", "没有学校 nowhere"),
    ("judge --day 2026-11-23 --school nowhere", "没有学校 nowhere"),
    ("serve --port 99999", "--port:端口要写 1 到 65534 的整数"),
    ("serve --port BUSY", "用不了"),
    ("serve --workers two", "--workers 要写成整数"),
    ("serve --workers 0", "要在 1 到"),
    ("serve --workers -1", "要在 1 到"),
    ("serve --workers 999", "一个核心一个就够"),
    ("scheduler --tick 0", "要写 0.05 到 600 之间的秒数"),
    ("scheduler --lease nan", "要写 0.05 到 600 之间的秒数"),
    ("scheduler --tick soon", "--tick 要写成数字"),
    ("doctor --sideways", "没有这样的参数:--sideways"),
    ("policy dance", "没有 'dance' 这一种"),
    ("policy show --day 9999-12-31", "年份要在 2000 到 2100 之间"),
    ("judge --day 0001-01-01", "年份要在 2000 到 2100 之间"),
    ("spotcheck duty --name 没有这个人", "教职工里没有 没有这个人"),
    ("staff add --role dean --name EMPTY", "称呼要写 1 到 40 个字"),
    ("staff add --role grade_leader --grade 99 --name 某", "年级要写 1 到 12"),
    ("survey results", "还要写:问卷号"),
    ("survey start", "还要写:问卷模板"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[words for words, _ in BAD])
def test_what_cannot_be_read_is_answered_in_chinese(
    office: Office, words: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("stays", encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        places = {
            "FILE": str(file),
            "OUT": str(tmp_path / "out"),
            "BUSY": str(taken.getsockname()[1]),
            "EMPTY": "",
        }
        typed = [
            re.sub("FILE|OUT|BUSY|EMPTY", lambda found: places[found[0]], word)
            for word in words.split()
        ]
        assert status([*typed, "--config", str(office.config)]) == 2

    answer = capsys.readouterr().err
    assert said in answer
    assert re.search("[一-鿿]", answer)
    assert not any(each in answer for each in _ENGLISH), answer
    assert file.read_text(encoding="utf-8") == "stays"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["demo", "--port", "65535"],
        ["demo", "--port", "21910", "--data", "/dev/null/x"],
    ],
)
def test_a_command_that_is_none_is_answered_in_chinese(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(words) == 2
    answer = capsys.readouterr().err
    assert re.search("[一-鿿]", answer)
    assert not any(each in answer for each in _ENGLISH), answer


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("policy", "还要写:show、conflicts 之一"),
        ("register", "还要写:sheet、import、desks 之一"),
        ("staff", "还要写:add、list、second-step 之一"),
        ("spotcheck", "还要写:draw、verify、duty 之一"),
        ("survey", "还要写:start、list、"),
    ],
)
def test_a_command_that_says_half_is_told_the_other_half(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status([words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_explains_itself_in_chinese(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法:python app.py {name}")
    assert not any(each in told for each in ("usage", "positional", "options:", "show this"))


def status(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as end:
        return int(str(end.code))
