"""`python -m tests.gallery OUT [--only NAME …]`: a picture of every page on every screen, to be looked at.

One contact sheet a page: four widths in the light, two in the dark; the halls one picture each.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.launching import launch
from tests.gallery.pages import DEMO, console_pages, public_pages
from tests.gallery.story import tell_story
from tests.gallery.taking import Camera, hall_pictures, serving


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="pages whose name begins so")
    arguments = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium: install Debian's chromium", file=sys.stderr)
        return 2
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser, folder = launch(playwright, chromium), Path(name)
        only = tuple(arguments.only)
        if not only or any(not each.startswith("hall") for each in only):
            school = tell_story(folder / "school")
            with serving(school) as base:
                camera = Camera(browser, school, base, arguments.out, only)
                for picture in (*console_pages(school), *public_pages(school)):
                    camera.take_sheet(picture)
            with serving(school, is_demo=True) as base:
                Camera(browser, school, base, arguments.out, only).take_sheet(DEMO)
        hall_pictures(browser, folder, arguments.out, only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
