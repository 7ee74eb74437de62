"""A running site and a browser in front of it, and what an eye would measure on its pages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.browser.launching import launch
from tests.patience import PATIENCE

# A colour that was tapped moves for an eighth of a second.
_SETTLE = """() => Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime < Infinity).map((each) => each.finished))"""

# Every visible text with its size, its place, and its contrast against what lies behind it.
_TEXTS = """() => {
  const part = (colour) => {
    const found = colour.match(/[\\d.]+/g).map(Number);
    return [found[0], found[1], found[2], found.length > 3 ? found[3] : 1];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) layers.push(part(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.closest(".unseen, script, noscript")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const under = behind(element);
    const front = over(part(getComputedStyle(element).color), under);
    const [high, low] = [light(front), light(under)].sort((a, b) => b - a);
    texts.push({ words, size: parseFloat(getComputedStyle(element).fontSize), name: element.className,
      left: box.left, top: box.top, right: box.right, bottom: box.bottom, contrast: (high + 0.05) / (low + 0.05) });
  }
  return texts;
}"""

# Rows of the wall whose lines leave them, and cards that are too low for their name.
_OVERFULL = """() => {
  const leaves = (row) => [...row.querySelectorAll("h2, p")].some((line) => {
    const inner = line.getBoundingClientRect(), outer = row.getBoundingClientRect();
    return inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
  });
  const low = (card) => card.clientHeight < 1.08 * parseFloat(getComputedStyle(card).fontSize);
  return [...document.querySelectorAll(".is-shown .row")].filter(leaves)
    .concat([...document.querySelectorAll(".is-shown .names__name")].filter(low))
    .map((each) => `overfull: ${each.textContent.trim().slice(0, 12)}`);
}"""


class Visits:
    """Opens pages; `complaints` gathers what the browser said of them (a blocked style, an error)."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.complaints: list[str] = []

    def open(self, path: str, width: int = 390, height: int = 844, **options: Any) -> Page:
        """A new visitor's page."""
        page = self.page(width, height, **options)
        page.goto(self.base + path)
        return page

    def page(self, width: int, height: int, **options: Any) -> Page:
        """A new visitor before any page is opened."""
        visitor = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        page = visitor.new_page()
        page.on("console", lambda message: self._complain(message.text))
        page.on("pageerror", lambda error: self._complain(str(error)))
        return page

    def _complain(self, words: str) -> None:
        # A refused form, and a network that a test cut, are answers and not faults of the page.
        if "Failed to load resource" not in words:
            self.complaints.append(words)


def texts(page: Page) -> list[dict[str, Any]]:
    """Every visible text: words, size, name (its class), its box, contrast."""
    page.evaluate(_SETTLE)
    found: list[dict[str, Any]] = page.evaluate(_TEXTS)
    return found


def faint(page: Page, contrast: float) -> list[tuple[str, float]]:
    """Texts fainter than that."""
    return [
        (each["words"], round(each["contrast"], 2))
        for each in texts(page)
        if each["contrast"] < contrast
    ]


def scrolls_sideways(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def crowded(page: Page) -> list[str]:
    """Texts of the board that leave the screen or run into head or foot."""
    width, height = page.viewport_size["width"], page.viewport_size["height"]  # type: ignore[index]
    head = page.locator(".head").bounding_box()
    foot = page.locator(".foot").bounding_box()
    assert head
    assert foot
    found = []
    for each in texts(page):
        inside = each["left"] >= 0 and each["right"] <= width and each["bottom"] <= height
        is_board = not each["name"].startswith(("head", "foot"))
        if is_board and each["name"]:
            inside = inside and head["y"] + head["height"] - 1 <= each["top"]
            inside = inside and each["bottom"] <= foot["y"] + 1
        if not inside:
            found.append(each["words"])
    return found + list(page.evaluate(_OVERFULL))


def stand_still(page: Page) -> Page:
    """Before it is opened: the wall neither turns nor asks again while it is measured."""
    page.add_init_script("window.setInterval = () => 0")
    return page


@contextmanager
def visiting(app: Flask, chromium: str) -> Iterator[Visits]:
    """Serve the app on a free port and open a browser, both gone afterwards."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            yield Visits(browser, f"http://127.0.0.1:{server.server_port}")
            browser.close()
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()
