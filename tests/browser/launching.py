"""Headless Chromium as every browser test starts it: it waits for a page however long that takes."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.patience import PATIENCE, wait_until

PATIENCE_MS = 1000 * PATIENCE

# Without these the browser looks up its maker's hosts at every start.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start the machine's own Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    browser = playwright.chromium.launch(
        executable_path=chromium, args=list(_QUIET), timeout=PATIENCE_MS
    )
    browser.on("context", lambda context: context.set_default_timeout(PATIENCE_MS))
    return browser


def wait_until_true(page: Page, expression: str) -> None:
    """Not `page.wait_for_function`: where it is not true at once, that asks again with an eval in the
    page, which our pages' policy forbids."""
    wait_until(lambda: page.evaluate(expression))
