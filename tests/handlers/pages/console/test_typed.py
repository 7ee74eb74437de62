"""What was typed at the console is shown again where it was not kept, without JavaScript too."""

from __future__ import annotations

import html

import pytest

from tests.handlers.pages.console.conftest import Console
from tests.handlers.pages.console.test_acts import CASE, said

WORDS = "含家庭自加</textarea><script>alert(1)</script>"
IDLE = 31 * 60


def test_a_session_that_ended_meanwhile_shows_what_was_typed(suspected: Console) -> None:
    browser = suspected.of(suspected.school.dean)
    suspected.school.clock.sleep(IDLE)

    answer = browser.post(f"{CASE}/refute", data={"reason": WORDS, "csrf_token": "geheim"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 401
    assert "登录已过期" in page
    assert f'readonly aria-label="您写的(只在这一页,没有保存)">\n{html.escape(WORDS)}<' in page
    assert 'href="/console/login?next=/console/cases/1" target="_blank" rel="noopener"' in page
    assert "<script" not in page
    assert "geheim" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_without_words_an_ended_session_leads_to_the_door(suspected: Console) -> None:
    browser = suspected.of(suspected.school.dean)
    suspected.school.clock.sleep(IDLE)

    answer = browser.post(f"{CASE}/acknowledge", data={"reason": " "})

    assert answer.status_code == 303
    assert "/console/login" in answer.location


def test_nobody_elses_page_puts_words_here(suspected: Console) -> None:
    suspected.app.config["WTF_CSRF_ENABLED"] = True
    answer = suspected.browser().post(f"{CASE}/refute", data={"reason": WORDS})

    assert answer.status_code == 400
    assert "含家庭自加" not in answer.get_data(as_text=True)


def test_who_came_second_reads_why_beside_what_they_wrote(suspected: Console) -> None:
    dean = suspected.school.dean
    suspected.press(dean, f"{CASE}/refute", reason="登记有误")

    answer = suspected.of(suspected.school.principal).post(
        f"{CASE}/refute", data={"reason": "是两天的量"}
    )
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "这件事刚才已有人处理过了" in page
    assert ">\n是两天的量</textarea>" in page
    assert 'href="/console/cases/1"' in page


@pytest.mark.parametrize(
    ("act", "field", "most"), [("refute", "reason", 200), ("talk", "words", 400)]
)
def test_what_is_too_long_is_refused_and_shown(
    suspected: Console, act: str, field: str, most: int
) -> None:
    words = "长" * (most + 1)
    answer = suspected.of(suspected.school.dean).post(f"{CASE}/{act}", data={field: words})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert f"写了{most + 1}个字,最多{most}个字。请缩短后再提交。" in page
    assert words in page
    assert suspected.school.cases() == {"三年级2班": "suspected"}


def test_what_just_fits_is_kept_whole(suspected: Console) -> None:
    page = suspected.press(suspected.school.dean, f"{CASE}/refute", reason="长" * 200)

    assert "误报" in said(page)
    assert "长" * 200 in page
