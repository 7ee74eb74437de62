"""The account's menu: made where the account may, never over somebody's buttons unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.printed import BASE, CONFIG, Office
from tests.local_wechat import local_wechat
from tests.simulator.conftest import SECRET, Platform
from tests.simulator.program import AES_KEY, APP_ID, ORIGINAL_ID

ACCOUNT = f"""\
id = "main"
kind = "{{kind}}"
app_id = "{APP_ID}"
app_secret = "{SECRET}"
original_id = "{ORIGINAL_ID}"
webhook_token = "ZhangWang3Ban2026"
aes_key = "{AES_KEY}"
api_base = "{{base}}"
"""
THEIRS = {"button": [{"type": "view", "name": "校园网", "url": "https://school.test/"}]}


@pytest.fixture
def wechat(tmp_path: Path) -> Iterator[Platform]:
    with local_wechat(tmp_path) as platform:
        yield platform


def office(folder: Path, wechat: Platform, kind: str) -> Office:
    if kind != "link":
        wechat.world.accounts.change(APP_ID, {"kind": kind})
    account = ACCOUNT.format(kind=kind, base=wechat.url)
    words = CONFIG.replace('id = "main"\nkind = "link"\n', account) if kind != "link" else CONFIG
    return Office.set_up(folder, words)


def menu(wechat: Platform) -> Any:
    """What the platform holds, or its errcode."""
    answer = wechat.call("/cgi-bin/menu/get")
    return answer["menu"]["button"] if "menu" in answer else answer["errcode"]


def test_a_menu_of_three_is_made_and_taken_away(
    tmp_path: Path, wechat: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    school = office(tmp_path, wechat, "verified_service")

    capsys.readouterr()
    assert school.run("menu", "--create") == 0
    warned = capsys.readouterr().out
    report, policy, mine = menu(wechat)
    assert report == {"name": "作业反馈", "type": "view", "url": f"{BASE}/o/main"}
    assert policy == {"name": "减负政策", "type": "click", "key": "policy"}
    assert [each["name"] for each in mine["sub_button"]] == [
        "我说过的",
        "撤回",
        "绑定反馈条",
        "提醒我",
        "怎么用",
    ]

    host = BASE.removeprefix("https://")
    assert f"“网页授权域名”里填 {host}" in warned
    assert "后台手工做的菜单和自动回复都会停用" in warned

    assert school.run("menu", "--create") == 0  # ours alone may be made anew
    capsys.readouterr()
    assert school.run("menu", "--delete") == 0
    assert "作业反馈(view" in capsys.readouterr().out  # what was there can be made again
    assert menu(wechat) == 46003


def test_looking_changes_nothing_and_says_what_has_to_be_set_up(
    tmp_path: Path, wechat: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    school = office(tmp_path, wechat, "verified_service")

    assert school.run("menu") == 0

    out = capsys.readouterr().out
    assert "现在没有菜单" in out
    assert "作业反馈(view" in out
    assert "服务器配置" in out
    assert f"“网页授权域名”里填 {BASE.removeprefix('https://')}" in out
    assert menu(wechat) == 46003


def test_somebody_elses_buttons_are_named_and_kept_until_one_says_so(
    tmp_path: Path, wechat: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    school = office(tmp_path, wechat, "verified_service")
    wechat.call("/cgi-bin/menu/create", THEIRS)

    assert school.run("menu", "--create") == 1
    said = capsys.readouterr()
    assert "校园网(view https://school.test/)" in said.out
    assert "1 个不是本程序的按钮" in said.err
    assert menu(wechat) == THEIRS["button"]

    assert school.run("menu", "--create", "--replace") == 0
    assert menu(wechat)[0]["name"] == "作业反馈"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("service", ()), ("verified_subscription", ()), ("verified_service", ("--no-login",))],
)
def test_where_nobody_is_asked_who_they_are_a_tap_is_answered_in_the_chat(
    tmp_path: Path,
    wechat: Platform,
    kind: str,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    school = office(tmp_path, wechat, kind)

    assert school.run("menu", "--create", *words) == 0

    assert menu(wechat)[0] == {"name": "作业反馈", "type": "click", "key": "report"}
    assert "网页授权域名" not in capsys.readouterr().out  # no button asks who taps it


@pytest.mark.parametrize("kind", ["personal", "link"])
def test_an_account_that_may_not_is_told_what_to_do_by_hand(
    tmp_path: Path, wechat: Platform, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    school = office(tmp_path, wechat, kind)

    assert school.run("menu", "--create") == 1

    out = capsys.readouterr().out
    door = next(line for line in out.splitlines() if "作业反馈 · 三汇中学" in line)
    assert "请选班级" in school.page_behind(door.partition(":")[2])
    assert "减负政策 · 三汇中学" in out
    assert not wechat.look("calls")


def test_a_refusal_is_said_in_words(
    tmp_path: Path, wechat: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    school = office(tmp_path, wechat, "service")
    wechat.world.accounts.change(APP_ID, {"kind": "personal"})

    assert school.run("menu", "--create") == 1

    assert "菜单没有办成" in capsys.readouterr().err
