"""An evening by hand, in a real browser: parents tap, the 教导处 types, the hall reads."""

from __future__ import annotations

import requests
from playwright.sync_api import Browser, Page, expect

from commands.demo.home import Demo
from paper.breaking import typeset
from tests.patience import PATIENCE

PHONE = {"width": 390, "height": 844}
DEAN = "王主任(教导处)"
HOMEROOM = "林老师"


def class_address(demo: Demo, slug: str) -> str:
    """What the class's poster leads to."""
    links = requests.get(f"{demo.url}/demo/classes.json", timeout=PATIENCE).json()
    return str(links[slug]["address"])


def report_by_taps(browser: Browser, address: str, chinese: int, maths: int) -> str:
    """One family's device: two minutes chips and the button. Returns the thanks it reads."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(address)
    tap_minutes(page, "chinese", chinese)
    tap_minutes(page, "maths", maths)
    page.locator("button.bar__send").tap()
    # The form's own chips hold the same figures: only the thanks say that it arrived.
    expect(page.locator("body")).to_contain_text("已记下")
    words = page.locator("body").inner_text()
    context.close()
    return words


def tap_minutes(page: Page, subject: str, minutes: int) -> None:
    """Tap one minutes chip of a subject."""
    page.locator(f"label:has(input[name='m-{subject}'][value='{minutes}'])").tap()


class Phone:
    """One phone on the local WeChat's wall."""

    def __init__(self, page: Page, name: str) -> None:
        self.article = page.locator("article.phone", has=page.locator(".owner-name", has_text=name))

    def expect_text(self, text: str) -> None:
        """Wait until the chat shows this."""
        expect(self.article.locator(".chat")).to_contain_text(text)

    def say(self, text: str, answer: str) -> None:
        """Type, send, and wait for an answer that contains these words."""
        self.article.locator(".composer input[type=text], .composer textarea").first.fill(text)
        self.article.locator(".composer .send").click()
        self.expect_text(answer)

    def tap(self, words: str) -> None:
        """Tap words of the newest message that stand for an answer."""
        self.article.locator(".chat a", has_text=words).last.click()


def expect_in_hall(page: Page, demo: Demo, class_name: str) -> None:
    """Open the hall and wait until it reads this class."""
    page.goto(f"{demo.url}/hall/shifan")
    expect(page.locator("body")).to_contain_text(class_name)


def play_by_hand(browser: Browser, demo: Demo) -> None:
    """From the poster's link to the hall: three families, an alert, a check, one word."""
    address = class_address(demo, "3-2")
    for chinese, maths in ((40, 40), (30, 60), (40, 30)):
        words = report_by_taps(browser, address, chinese, maths)
        assert str(chinese) in words, words
        assert str(maths) in words, words
    wall = browser.new_page(viewport={"width": 1440, "height": 900})
    wall.goto(demo.wechat_url)
    dean = Phone(wall, DEAN)
    dean.expect_text("书面作业")
    dean.say("收到1", "由您核实")
    dean.say("核实1 电话", "已证实")
    homeroom = Phone(wall, HOMEROOM)
    homeroom.say("说明1", "怎么说明")
    homeroom.tap("在校已完成大部分")
    homeroom.expect_text("已记:三年级2班 在校已完成大部分")
    dean.say("公示1", "公示")
    hall = browser.new_page(viewport={"width": 1920, "height": 1080})
    expect_in_hall(hall, demo, "三年级2班")
    expect(hall.locator("body")).to_contain_text(typeset("班级说明:在校已完成大部分"))
    wall.close()
    hall.close()
