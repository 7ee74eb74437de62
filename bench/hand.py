"""One person's hand (一只手): a page in Chromium that counts taps, keys, loads, bytes and waiting.

The human part is an estimate, by the keystroke-level model; only the counts and the machine's time are
measured. `Operators` says whose figures it uses.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Locator, Page

PHONE = (390, 844)
COMPUTER = (1280, 800)
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Mobile/15E148 MicroMessenger/8.0.68(0x1800442b) NetType/WIFI Language/zh_CN"
)
_OWNER = "X-Sim-Openid"
_PATIENCE = 60_000


@dataclass(frozen=True, slots=True)
class Operators:
    """Seconds of the keystroke-level model: Card, Moran and Newell, "The keystroke-level model for
    user performance time with interactive systems", CACM 23 (1980) 396–410, table 2.

    A tap or click is pointing and a press and release; a finger has half as much throughput again as a
    mouse (MacKenzie, "Fitts' throughput and the remarkable case of touch-based target selection", HCII
    2015), so that `point` is a third less on glass. A key is their "typing random letters". Reading is Trauzettel-Klosinski and Dietz, IOVS 53 (2012) 5452–5461:
    255 Chinese characters a minute, aloud. That a Chinese character takes four keys is our assumption.
    """

    point: float = 1.10
    point_on_glass: float = 1.10 / 1.5
    press: float = 0.20
    key: float = 0.50
    decide: float = 1.35
    read: float = 60 / 255
    keys_a_character: int = 4


OPERATORS = Operators()
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_READ = re.compile(r"[\u4e00-\u9fff]|[0-9]+")


@dataclass(slots=True)
class Tally:
    """What one piece of work took. `machine` and `talk` in seconds; talk is on the telephone."""

    taps: int = 0
    clicks: int = 0  # of the taps, those with a mouse
    keys: int = 0
    decisions: int = 0
    characters: int = 0
    loads: int = 0
    size: int = 0
    machine: float = 0.0
    talk: float = 0.0

    def human(self, of: Operators = OPERATORS) -> float:
        """Seconds of eyes, head and hand, estimated."""
        pointing = self.clicks * of.point + (self.taps - self.clicks) * of.point_on_glass
        hand = pointing + self.taps * of.press + self.keys * of.key
        return hand + self.decisions * of.decide + self.characters * of.read

    @property
    def seconds(self) -> float:
        """From the first look to the last answer: estimated, measured, and the calls."""
        return self.human() + self.machine + self.talk


class Hand:
    """A person before one page. Every act waits until the page that answers has loaded."""

    def __init__(self, browser: Browser, size: tuple[int, int], openid: str = "") -> None:
        is_phone = size == PHONE
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            has_touch=is_phone,
            user_agent=WECHAT if is_phone else None,
            extra_http_headers={_OWNER: openid} if openid else {},
        )
        self._openid = openid
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(_PATIENCE)
        self.tally = Tally()
        self._is_phone = is_phone
        wire = self._context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", self._count_bytes)
        self.page.on("response", self._count_load)

    def _count_bytes(self, event: dict[str, Any]) -> None:
        self.tally.size += int(event["encodedDataLength"])

    def _count_load(self, response: Any) -> None:
        is_page = response.request.is_navigation_request() and response.status < 300
        self.tally.loads += is_page

    def open(self, address: str, *, by_tap: bool = True) -> None:
        """Open a page: by one tap on a push or a bookmark, or by a camera that needs none."""
        if by_tap:
            self._count_tap()
        if self._openid:  # a phone on which its owner has been before
            site = "/".join(address.split("/")[:3])
            self._context.add_cookies([{"name": "hw-wechat", "value": "1", "url": site}])
        self._wait(lambda: self.page.goto(address, wait_until="load"))

    def look(self, *parts: str) -> None:
        """Read these parts of the page, every character and figure once."""
        for part in parts:
            words = self.page.locator(part).first.inner_text()
            self.tally.characters += len(_READ.findall(words))

    def decide(self) -> None:
        """Make up one's mind, or call a figure to mind."""
        self.tally.decisions += 1

    def tap(self, what: Locator) -> None:
        """Tap something that changes this page only."""
        self._count_tap()
        self._wait(what.tap if self._is_phone else what.click)

    def follow(self, what: Locator) -> None:
        """Tap something that leads to another page."""
        self._count_tap()

        def press() -> None:
            with self.page.expect_navigation(wait_until="load"):
                what.tap() if self._is_phone else what.click()

        self._wait(press)

    def write(self, where: Locator, words: str) -> None:
        """Tap a field and type into it."""
        self.tap(where)
        hanzi = len(_HANZI.findall(words))
        self.tally.keys += hanzi * OPERATORS.keys_a_character + len(words) - hanzi
        where.fill(words)

    def talk(self, seconds: float) -> None:
        """A telephone call, of a length that is assumed."""
        self.tally.talk += seconds

    def end(self) -> Tally:
        self._context.close()
        return self.tally

    def _count_tap(self) -> None:
        self.tally.taps += 1
        self.tally.clicks += not self._is_phone

    def _wait(self, act: Any) -> None:
        began = time.perf_counter()
        act()
        self.tally.machine += time.perf_counter() - began
