"""The hall on every wall: landscape, portrait, a small screen and a large one, empty and crowded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.launching import launch
from tests.browser.visits import crowded, faint, stand_still, texts
from tests.gallery.taking import serving
from tests.gallery.walls import everyday_wall, wall_with, wordy_wall

pytestmark = [pytest.mark.browser]

SCREENS = [(1920, 1080), (1080, 1920), (1366, 768), (3840, 2160)]
NEARLY_SQUARE = [(1280, 900), (1024, 768), (1280, 1024)]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = launch(playwright, chromium)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def everyday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(everyday_wall(tmp_path_factory.mktemp("everyday"))) as base:
        yield f"{base}/hall/shifan"


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_an_everyday_wall_has_room_for_every_word(
    browser: Browser, everyday: str, width: int, height: int
) -> None:
    page = stand_still(
        browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    )
    page.goto(everyday)
    titles = []
    for slide in range(page.locator(".slide").count()):
        page.evaluate(f"show({slide})")
        titles += page.locator(".is-shown .slide__title").all_inner_texts()
        assert min(each["size"] for each in texts(page)) >= height / 40
        assert faint(page, 7.0) == []
        assert crowded(page) == []
    page.close()

    assert len(titles) == 3
    assert "实践作业" in titles[-1]


@pytest.mark.parametrize("findings", [0, 1, 6, 7, 20])
def test_any_number_of_findings_fits_every_wall(
    browser: Browser, tmp_path: Path, findings: int
) -> None:
    school = wall_with(tmp_path / "crowd", findings)
    with serving(school) as base:
        for width, height in SCREENS:
            page = stand_still(
                browser.new_page(
                    viewport={"width": width, "height": height}, reduced_motion="reduce"
                )
            )
            page.goto(f"{base}/hall/shifan")
            shown = []
            for slide in range(page.locator(".slide").count()):
                page.evaluate(f"show({slide})")
                measured = texts(page)
                names = [each for each in measured if each["name"] == "row__class"]
                shown += [each["words"] for each in names]
                assert len(names) <= 6
                assert all(each["size"] >= height / 12 for each in names)
                assert min(each["size"] for each in measured) >= height / 40
                assert faint(page, 7.0) == []
                assert crowded(page) == []
                assert page.locator("#clock").is_visible()
                assert page.locator(".foot__age").is_visible()
            assert len(set(shown)) == findings
            page.close()


def test_the_longest_rule_with_all_that_stands_beside_it_fits_every_wall(
    browser: Browser, tmp_path: Path
) -> None:
    with serving(wordy_wall(tmp_path / "wordy")) as base:
        for width, height in SCREENS + NEARLY_SQUARE:
            page = stand_still(
                browser.new_page(
                    viewport={"width": width, "height": height}, reduced_motion="reduce"
                )
            )
            page.goto(f"{base}/hall/shifan")
            measured = texts(page)
            names = [each for each in measured if each["name"] == "row__class"]
            said = [each["words"] for each in measured]
            assert said.count("周末和节假日作业约250分钟") == 3
            assert any("再次超标 · 班级说明" in each for each in said)
            assert all(each["size"] >= height / 12 for each in names)
            assert min(each["size"] for each in measured) >= height / 40
            assert crowded(page) == [], (width, height)
            page.close()
