"""Taps on the menu: answered in the chat, and never a report lost to a finger that slipped."""

from __future__ import annotations

import pytest

from homework.wording.menu import MenuKey
from tests.handlers.chat.conftest import cast_of
from tests.handlers.wire import reports_in
from tests.people import Cast


@pytest.mark.parametrize(
    ("key", "begins"),
    [
        ("report", "点这里填最快:http://school.test/r/shifan-"),
        ("policy", "三年级2班今天适用的规定:"),
        ("mine", "11月23日(周一)您还没有反馈。"),
        ("withdraw", "11月23日(周一)您还没有反馈,没有可撤回的。"),
        ("bind", '学校发了家庭反馈条的,回"绑定"加条子上的家庭码'),
        ("help", "点这里填最快:"),
        ("我的", "11月23日(周一)您还没有反馈。"),
        ("made-by-hand", "点这里填最快:"),
    ],
)
def test_a_tap_is_answered(cast: Cast, key: str, begins: str) -> None:
    assert cast.event("张", "CLICK", key).startswith(begins)


def test_the_caps_name_their_sources_and_the_page_of_all(cast: Cast) -> None:
    said = cast.event("张", "CLICK", "policy")

    assert "不超过60分钟(国家作业管理等规定(2021))" in said
    assert said.endswith("全部规定和出处:http://school.test/policy/shifan")


def test_a_tap_on_withdraw_deletes_nothing_until_it_is_said(cast: Cast) -> None:
    cast.say("张", "数学30分钟")

    assert cast.event("张", "CLICK", "withdraw") == (
        '要删掉您说的三年级2班 11月23日(周一)的反馈,请回"撤回"。不回就一直保留。'
    )
    assert len(reports_in(cast.context.store)) == 1
    assert cast.say("张", "撤回").startswith("已撤回")
    assert reports_in(cast.context.store) == []


@pytest.mark.parametrize("key", list(MenuKey))
def test_whoever_has_no_class_yet_is_asked_for_it_or_helped(cast: Cast, key: MenuKey) -> None:
    assert cast.event("新来的", "CLICK", key)
    assert cast_of(cast.context, *cast.context.plans.values()).event("再一位", "CLICK", key)
