"""The wall of phones in a real browser: follow, say, read a card, open a page, tap the menu."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.launching import launch
from tests.simulator.conftest import Platform
from tests.simulator.program import Message, Program, reply_xml
from tests.simulator.test_endpoints import MENU

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        opened = launch(playwright, chromium)
        yield opened.new_page(viewport={"width": 1440, "height": 900})
        opened.close()


@pytest.fixture
def page(browser: Page, wechat: Platform) -> Page:
    people = [{"name": "王主任", "openid": "oDean"}, {"name": "张女士", "openid": "oZhang"}]
    wechat.control("pins", people=people)
    browser.goto(wechat.url)
    expect(browser.locator(".phone")).to_have_count(2)
    return browser


def test_one_follows_says_something_and_reads_the_reply(page: Page, program: Program) -> None:
    zhang = page.locator("#phone-oZhang")

    zhang.get_by_role("button", name="关注", exact=True).click()
    zhang.get_by_label("说点什么").fill("数学30分钟")
    zhang.get_by_label("说点什么").press("Enter")

    expect(zhang.locator(".theirs .bubble")).to_have_text("收到:数学30分钟")
    expect(page.locator("#phone-oDean .chat li")).to_have_count(0)


def test_a_card_arrives_by_itself(page: Page, wechat: Platform) -> None:
    wechat.control("people/oDean/follow")

    wechat.template("oDean", thing2="三年级2班")

    expect(page.locator("#phone-oDean .card-title")).to_have_text("作业量核实提醒")
    expect(page.locator("#phone-oDean .card dd").first).to_have_text("三年级2班")


def test_what_an_account_sends_is_never_read_as_html(page: Page, program: Program) -> None:
    attack = '<img src=x onerror="document.title=1"> <a href="javascript:document.title=2">点</a>'
    program.answer = lambda message: reply_xml(message, attack)
    zhang = page.locator("#phone-oZhang")

    zhang.get_by_role("button", name="关注", exact=True).click()
    zhang.locator(".theirs a").click()

    expect(zhang.locator(".theirs .bubble")).to_contain_text("<img src=x")
    assert zhang.locator(".theirs img").count() == 0
    assert zhang.locator(".theirs a").get_attribute("href") == "#"
    assert page.title() == "本地微信"


def test_a_link_opens_inside_the_phone(page: Page, wechat: Platform, program: Program) -> None:
    def answer(message: Message) -> str:
        link = f"{wechat.url}/connect/oauth2/authorize?appid=wx0"
        return reply_xml(message, f'<a href="{link}">填写今晚作业</a>')

    program.answer = answer
    zhang = page.locator("#phone-oZhang")
    zhang.get_by_role("button", name="关注", exact=True).click()

    zhang.get_by_text("填写今晚作业").click()

    inside = zhang.frame_locator("iframe")
    expect(inside.get_by_role("heading")).to_have_text("无法打开")
    zhang.get_by_role("button", name="关闭网页").click()
    expect(zhang.locator(".browser")).to_be_hidden()


def test_a_class_code_is_scanned_and_the_menu_tapped(
    page: Page, wechat: Platform, program: Program
) -> None:
    wechat.call("/cgi-bin/menu/create", MENU)
    zhang = page.locator("#phone-oZhang")
    zhang.get_by_role("button", name="扫码关注").click()
    zhang.get_by_label("二维码里的内容").fill("class_3_2")
    zhang.get_by_role("button", name="扫", exact=True).click()

    zhang.locator(".menu summary").click()
    zhang.get_by_role("button", name="撤回").click()

    expect(zhang.get_by_text("点了菜单 撤回")).to_be_visible()
    assert program.wait_for("subscribe")["EventKey"] == "qrscene_class_3_2"
    assert program.wait_for("CLICK")["EventKey"] == "undo"


def test_a_phone_can_be_added(page: Page) -> None:
    page.get_by_role("button", name="添一部手机").click()
    page.get_by_label("这部手机是谁的").fill("陈先生")
    page.get_by_role("button", name="添上").click()

    expect(page.locator(".phone .owner-name").last).to_have_text("陈先生")


def test_on_a_phones_width_nothing_scrolls_the_page_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    expect(page.locator(".phone")).to_have_count(2)

    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1440, "height": 900})

    assert wide == 320
