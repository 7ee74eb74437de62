"""One report from the poster's link to the 教导处's phone, the check and the hall."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.launching import launch
from tests.browser.story import play_by_hand
from tests.processes.conftest import running_demo

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_three_families_taps_reach_the_hall_after_one_check(tmp_path: Path, chromium: str) -> None:
    with running_demo(tmp_path / "demo") as running, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        play_by_hand(browser, running.demo)
        browser.close()
