"""Everyone of a school's week (一周里的人): their phones on the wall, and the pages they open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import requests
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from bench.school_week import SchoolWeek
from commands.demo.account import NAMES
from simulator.browser import OWNER_HEADER, USER_AGENT
from tests.browser.launching import launch
from tests.browser.story import Phone
from tests.patience import PATIENCE


class WeekPeople:
    """Everyone's phone and screen, in one browser."""

    def __init__(self, week: SchoolWeek, browser: Browser) -> None:
        self.week, self.browser = week, browser
        self._phones: dict[str, BrowserContext] = {}
        self.wall = browser.new_page(viewport={"width": 1600, "height": 900})
        self._pin()
        self.wall.goto(week.demo.wechat_url)

    def _pin(self) -> None:
        people = [{"openid": "oParentChen", "name": "小陈爸爸"}]
        pins = f"{self.week.demo.wechat_url}/sim/pins"
        requests.post(pins, json={"people": people}, timeout=PATIENCE).raise_for_status()

    def phone(self, name: str) -> Phone:
        """The chat of this person's phone on the wall."""
        return Phone(self.wall, name)

    def scan(self, openid: str, scene: str) -> None:
        """Point this phone's camera at a poster."""
        address = f"{self.week.demo.wechat_url}/sim/people/{openid}/scan"
        requests.post(address, json={"scene": scene}, timeout=PATIENCE).raise_for_status()

    def on_phone(self, address: str, name: str) -> Page:
        """A page as WeChat's browser opens it on a phone of 390 pixels; WeChat knows whose it is."""
        if name not in self._phones:
            owner = next((openid for openid, full in NAMES.items() if full.startswith(name)), "")
            self._phones[name] = self.browser.new_context(
                viewport={"width": 390, "height": 844},
                has_touch=True,
                user_agent=USER_AGENT,
                extra_http_headers={OWNER_HEADER: owner},
            )
        return self._opened(self._phones[name].new_page(), address)

    def on_a_strangers_phone(self, address: str) -> Page:
        """The same on a phone that has never been here."""
        context = self.browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, user_agent=USER_AGENT
        )
        return self._opened(context.new_page(), address)

    def on_computer(self, address: str, width: int = 1280, height: int = 800) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": height})
        return self._opened(context.new_page(), address)

    def _opened(self, page: Page, address: str) -> Page:
        page.goto(address)
        return page

    def see_push(self, name: str, *holds: str) -> Locator:
        """Wait for today's push that holds these words."""
        today = f"{self.week.now:%Y}年{self.week.now.month}月{self.week.now.day}日"
        cards = self.phone(name).article.locator(".card", has_text=today)
        for words in holds:
            cards = cards.filter(has_text=words)
        push = cards.last
        expect(push).to_be_visible()
        return push

    def follow_push(self, name: str, *holds: str) -> Page:
        """Tap today's push that holds these words: its page, with nothing to type."""
        address = self.see_push(name, *holds).locator("a.card-more").get_attribute("href")
        assert address is not None
        return self._entered(self.on_phone(address, name))

    def console(self, name: str, path: str) -> Page:
        """This person's phone on a page of the console."""
        return self._entered(self.on_phone(f"{self.week.demo.url}{path}", name))

    def case(self, name: str, number: int) -> Page:
        return self.console(name, f"/console/cases/{number}")

    def console_on_computer(self, name: str, path: str) -> Page:
        """The same on a computer, which asks for a code from the chat."""
        page = self.on_computer(f"{self.week.demo.url}{path}")
        code = "".join(page.locator(".code").inner_text().split())
        self.phone(name).say(code, "已登录")
        return self._console(page)

    def _entered(self, page: Page) -> Page:
        """The first time on a phone, one tap says that it is whose WeChat it is."""
        way_in = page.get_by_role("link", name="用微信进入")
        expect(page.locator("header.top").or_(way_in)).to_be_visible()
        if way_in.is_visible():
            way_in.tap()
        return self._console(page)

    def _console(self, page: Page) -> Page:
        expect(page.locator("header.top")).to_be_visible()
        return page

    def wait_on_page(self, page: Page, words: str) -> None:
        """Look again until the page says this: another process is still at work on it."""

        def is_there() -> bool:
            page.reload()
            return words in page.locator("main").inner_text()

        self.week.until(is_there)

    def register(self, page: Page, chinese: str, maths: int) -> None:
        """The monitor's half minute at the classroom's computer."""
        page.locator(f'.chip:has([name="m-0"][value="{chinese}"])').click()
        page.locator('[name="x-1"]').fill(str(maths))
        page.locator('[name="c-1"]').fill("练习册12-13页")
        page.get_by_role("button", name=re.compile("^保存登记")).last.click()
        expect(page.get_by_role("status")).to_contain_text("已登记")

    def report(self, address: str, chinese: str, maths: str) -> None:
        """A family's four taps, the last of them 发送."""
        page = self.on_a_strangers_phone(address)
        for subject, minutes in (("chinese", chinese), ("maths", maths)):
            page.locator(f"label:has(input[name='m-{subject}'][value='{minutes}'])").tap()
        page.locator("button.bar__send").tap()
        expect(page.locator("body")).to_contain_text("已记下")
        page.context.close()

    def take(self, page: Page) -> None:
        page.get_by_role("button", name="收到").tap()
        expect(page.locator(".said")).to_contain_text("由您核实")

    def draw_calls(self, page: Page) -> None:
        page.get_by_role("button", name="抽电话顺序").tap()
        expect(page.locator("#calls li").first).to_be_visible()

    def note_call(self, page: Page, outcome: str) -> None:
        before = page.locator("#calls .what").count()
        page.locator("#calls form.quick:visible").get_by_role("button", name=outcome).tap()
        expect(page.locator("#calls .what")).to_have_count(before + 1)

    def confirm(self, page: Page, way: str) -> None:
        page.locator("summary", has_text="核实").first.tap()
        page.locator("form.ways button", has_text=way).first.tap()
        expect(page.locator(".said")).to_contain_text("已证实")


@contextmanager
def school_week(folder: Path, chromium: str, begins: datetime) -> Iterator[WeekPeople]:
    """A school that has just begun its week, everyone's phone on; all gone afterwards."""
    week = SchoolWeek(folder, begins)
    try:
        week.start()
        with sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            yield WeekPeople(week, browser)
            browser.close()
    finally:
        week.stop()
