"""Headless Chromium as every browser test starts it."""

from __future__ import annotations

from playwright.sync_api import Browser, Playwright

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
    return playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
