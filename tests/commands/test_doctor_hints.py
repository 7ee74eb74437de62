"""What the doctor says where nothing can be asked: fonts, web login's domain, one-time messages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands.doctor import machine
from commands.doctor.accounts import _MAY
from commands.doctor.findings import Health
from commands.doctor.menu import _login
from commands.doctor.templates import _one_time
from paper.fonts import BOLD, REGULAR
from tests.people import account_for_tests
from wechat.account import Account, AccountKind, Template
from wechat.results import MenuButton

HOME = "https://zuoye.example.edu.cn"


def test_a_missing_or_broken_font_is_red_and_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "FOLDER", tmp_path)
    (tmp_path / f"{REGULAR}.ttf").write_bytes(b"\x00\x01\x00\x00 a font")
    (tmp_path / f"{BOLD}.ttf").write_bytes(b"<html>not found</html>")

    found = machine._printing()

    assert found.health is Health.BAD
    assert f"缺 {BOLD}.ttf" in found.words
    assert "make assets" in found.words

    (tmp_path / f"{BOLD}.ttf").write_bytes(b"\x00\x01\x00\x00 a font")
    assert machine._printing().health is Health.GOOD


def test_a_button_that_asks_who_taps_names_the_domain_to_register() -> None:
    asks = MenuButton("作业反馈", "view", "", f"{HOME}/o/main")
    opens = MenuButton("我填过的", "view", "", f"{HOME}/me")

    (found,) = _login("菜单", [opens, asks], HOME)

    assert "“网页授权域名”里要有 zuoye.example.edu.cn" in found.words
    assert list(_login("菜单", [opens], HOME)) == []


def _account(kind: AccountKind, *, has_template: bool) -> Account:
    templates = {"remind": Template("R")} if has_template else {}
    return replace(account_for_tests(), kind=kind, templates=templates)


@pytest.mark.parametrize(
    ("kind", "has_template", "words"),
    [
        (AccountKind.VERIFIED_SERVICE, False, "周一收不到"),
        (AccountKind.VERIFIED_SUBSCRIPTION, True, "点开链接同意一次"),
        (AccountKind.TEST, True, "用不上"),
        (AccountKind.PERSONAL, False, None),
    ],
)
def test_the_template_of_reminders_is_explained_where_it_matters(
    kind: AccountKind, has_template: bool, words: str | None
) -> None:
    found = list(_one_time(_account(kind, has_template=has_template), "公众号"))

    assert [each.health for each in found] == ([Health.NOTE] if words else [])
    assert words is None or words in found[0].words


def test_every_kind_of_account_is_told_what_it_may() -> None:
    assert set(_MAY) == set(AccountKind)
