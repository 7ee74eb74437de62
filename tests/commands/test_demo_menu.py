"""The demo's menu: three buttons on every phone, each of which leads somewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands.demo.menu import make_menu
from context import Context
from tests.local_wechat import local_wechat
from tests.people import ACCOUNT, Cast
from tests.simulator.conftest import SECRET
from tests.simulator.program import APP_ID


def at(context: Context, api_base: str) -> Context:
    account = replace(
        context.accounts[ACCOUNT], app_id=APP_ID, app_secret=SECRET, api_base=api_base
    )
    return replace(context, accounts={ACCOUNT: account})


def test_every_phone_has_the_three_buttons(cast: Cast, context: Context, tmp_path: Path) -> None:
    with local_wechat(tmp_path) as wechat:
        make_menu(at(context, wechat.url))

        (account,) = wechat.look("wall")["accounts"]
    buttons = account["menu"]["button"]
    assert [each["name"] for each in buttons] == ["作业反馈", "减负政策", "我的"]
    for leaf in (leaf for each in buttons for leaf in each.get("sub_button") or [each]):
        if leaf["type"] == "view":
            assert cast.client.get(leaf["url"].removeprefix(context.base_url)).status_code == 302
        else:
            assert cast.event("张", "CLICK", leaf["key"])


def test_a_demo_whose_wechat_refuses_goes_on(
    context: Context, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with local_wechat(tmp_path, kind="personal") as wechat:
        make_menu(at(context, wechat.url))

    assert "no menu" in caplog.text
