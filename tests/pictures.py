"""The pictures of docs/pictures (截图): `python -m tests.pictures` takes them anew.

They are taken of the real programs, so that the README never shows what no longer exists.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect, sync_playwright

from commands.demo import start_schedulers
from commands.demo.evening import Play
from commands.demo.history import write_history
from commands.demo.home import Demo
from tests.browser.launching import launch
from tests.browser.story import DEAN, PHONE, Phone, class_address
from tests.gallery.story import tell_story
from tests.gallery.taking import Camera, serving
from tests.gallery.walls import everyday_wall
from tests.processes.conftest import running_demo

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
_SEED = 7
_COLOURS = 200


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium: install Debian's chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder) / "demo", schedulers=0) as running,
        sync_playwright() as playwright,
    ):
        # The weeks behind the school count its cases, and the README names the evening's.
        write_history(running.demo, print)
        start_schedulers(running.children, running.demo, tick=2.0)
        play = Play(running.demo, _SEED)
        play.play(lambda progress: None)
        browser = launch(playwright, chromium)
        take_all(browser, running.demo, play.progress.number)
        take_gallery(browser, Path(folder))
    join_overview()
    return 0


def take_all(browser: Browser, demo: Demo, number: int | None) -> None:
    """The front page, a form, and the local WeChat's wall with the evening's case in hand."""
    front = browser.new_page(viewport={"width": 1280, "height": 1036}, reduced_motion="reduce")
    front.goto(demo.url)
    save(front, "front")
    phone = {"viewport": PHONE, "device_scale_factor": 2}
    form = browser.new_page(**phone)  # type: ignore[arg-type]  # a plain dict of its own options
    form.goto(class_address(demo, "3-2"))
    tap(form, "chinese", 20)
    tap(form, "maths", 40)
    save(form, "form")
    wall = browser.new_page(viewport={"width": 1770, "height": 980})
    wall.goto(demo.wechat_url)
    expect(wall.locator("#clock")).not_to_be_empty()
    dean = Phone(wall, DEAN)
    dean.say(f"收到{number}", "由您核实")
    dean.say(f"核实{number} 电话", "已证实")
    dean.say(f"公示{number}", "已公示")
    save(wall, "phones")


def take_gallery(browser: Browser, folder: Path) -> None:
    """The console and the hall of a school that has seen everything."""
    school = tell_story(folder / "school")
    with serving(school) as base:
        camera = Camera(browser, school, base, FOLDER)
        save(camera.open("/console", "dean", PHONE["width"], scale=2), "console")
        case = f"/console/cases/{school.case('3-2')}"
        save(camera.open(case, "dean", 1280), "case")
    with serving(everyday_wall(folder / "wall")) as base:
        for name, width, height in (("hall", 1920, 1080), ("hall-portrait", 1080, 1920)):
            hall = browser.new_page(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            hall.goto(f"{base}/hall/shifan")
            save(hall, name)


def tap(page: Page, subject: str, minutes: int) -> None:
    page.locator(f"label:has(input[name='m-{subject}'][value='{minutes}'])").click()


def save(page: Page, name: str) -> None:
    """Take a picture and make it small enough for git."""
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB")
        small.thumbnail((1280, 1280))
        small.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def join_overview() -> None:
    """One picture for the README: what a parent sees, what the 教导处 sees, what the hall reads."""
    height, gap = 720, 28
    pictures = []
    for name in ("form", "console", "hall"):
        with Image.open(FOLDER / f"{name}.png") as picture:
            whole = picture.convert("RGB")
        tall = height if name != "hall" else round(height * 0.9)
        pictures.append(whole.resize((round(whole.width * tall / whole.height), tall)))
    width = sum(each.width for each in pictures) + gap * 4
    canvas = Image.new("RGB", (width, height + 2 * gap), "#e9e6df")
    draw, left = ImageDraw.Draw(canvas), gap
    for each in pictures:
        top = gap + (height - each.height) // 2
        draw.rectangle((left - 1, top - 1, left + each.width, top + each.height), outline="#c9c5bb")
        canvas.paste(each, (left, top))
        left += each.width + gap
    canvas.quantize(_COLOURS, dither=Image.Dither.NONE).save(FOLDER / "overview.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
