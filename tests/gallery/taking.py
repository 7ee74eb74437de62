"""The gallery's camera (拍照): pages in Chromium, contact sheets of them with Pillow."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from models.staff.sessions import begin_session
from tests.gallery.pages import Picture
from tests.gallery.school import School
from tests.gallery.walls import COUNTS, everyday_wall, grow_stale, wall_with
from tests.patience import PATIENCE

COOKIE = "hw-console"
_SCREENS = {
    "-desk": ((1280, "light"),),
    "-desk-dark": ((1280, "dark"),),
    "-phone": ((390, "light"), (320, "light"), (390, "dark")),
    "-tablet": ((768, "light"),),
}
_PAPER = {"": ((794, "light"),)}
_WALLS = ((1920, 1080), (1080, 1920), (1366, 768), (3840, 2160))
_TALLEST = 3000
_GAP = 24


@contextmanager
def serving(school: School, *, is_demo: bool = False) -> Iterator[str]:
    """The school's pages on a free port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, school.app(is_demo), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()


@dataclass
class Camera:
    """Takes one school's pages into a folder; `only` are beginnings of names, empty for all."""

    browser: Browser
    school: School
    base: str
    out: Path
    only: tuple[str, ...] = ()
    cookies: dict[str, str] = field(default_factory=dict)

    def take_sheet(self, picture: Picture) -> None:
        """One picture of the page as every screen shows it, side by side."""
        if self.only and not picture.name.startswith(self.only):
            return
        sheets = _PAPER if picture.is_paper else _SCREENS
        for kind, screens in sheets.items():
            shots = [self.take(picture, width, scheme) for width, scheme in screens]
            opened = [Image.open(io.BytesIO(shot)) for shot in shots]
            _side_by_side(opened).save(self.out / f"{picture.name}{kind}.png")

    def take(self, picture: Picture, width: int, scheme: str) -> bytes:
        """The whole page at this width, as PNG."""
        page = self.open("", picture.who, width, scheme)
        try:
            if picture.is_paper:
                page.emulate_media(media="print")
            page.goto(self.base + picture.path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{picture.name}: {wide} wide at {width}")
            for each in picture.then:
                page.locator(each).first.click()
            page.wait_for_load_state()
            return page.screenshot(full_page=True)
        finally:
            page.context.close()

    def open(
        self, path: str, who: str, width: int, scheme: str = "light", scale: float = 1
    ) -> Page:
        """A new page of somebody's browser; "" opens none yet."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            reduced_motion="reduce",
            locale="zh-CN",
            device_scale_factor=scale,
        )
        if who:
            context.add_cookies([{"name": COOKIE, "value": self.session(who), "url": self.base}])
        page = context.new_page()
        if path:
            page.goto(self.base + path)
        return page

    def session(self, who: str) -> str:
        """This person's cookie; they sign in once."""
        if who not in self.cookies:
            self.cookies[who] = self._sign_in(who)
        return self.cookies[who]

    def _sign_in(self, who: str) -> str:
        person, now = self.school.staff[who], self.school.clock.now()
        session = self.school.store.write(
            lambda connection: begin_session(
                connection, person.school_id, person.id, now, "gallery"
            )
        )
        assert session is not None
        return session.cookie


def _side_by_side(shots: Sequence[Image.Image]) -> Image.Image:
    cut = [each.crop((0, 0, each.width, min(each.height, _TALLEST))) for each in shots]
    width = sum(each.width for each in cut) + _GAP * (len(cut) - 1)
    sheet = Image.new("RGB", (width, max(each.height for each in cut)), "#c020c0")
    left = 0
    for each in cut:
        sheet.paste(each, (left, 0))
        left += each.width + _GAP
    return sheet


def hall_pictures(browser: Browser, folder: Path, out: Path, only: tuple[str, ...]) -> None:
    """The hall in every state, every slide of it, on every wall."""
    made: dict[str, Callable[[Path], School]] = {
        **{f"hall-{count}": partial(wall_with, findings=count) for count in COUNTS},
        "hall-everyday": everyday_wall,
        "hall-kept": lambda at: wall_with(at, 0, kept=8),
        "hall-trial": lambda at: wall_with(at, 3, is_trial=True),
        "hall-stale": lambda at: grow_stale(everyday_wall(at), 4),
        "hall-dead": lambda at: grow_stale(everyday_wall(at), 12),
    }
    for name, make in made.items():
        if only and not name.startswith(only):
            continue
        with serving(make(folder / name)) as base:
            for width, height in _WALLS:
                _take_wall(browser, base, (width, height), out / f"{name}-{width}x{height}")


def _take_wall(browser: Browser, base: str, size: tuple[int, int], out: Path) -> None:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="zh-CN"
    )
    page.goto(f"{base}/hall/shifan")
    shots = []
    for slide in range(page.locator(".slide").count()):
        page.evaluate(f"show({slide})")
        shots.append(Image.open(io.BytesIO(page.screenshot())))
    _side_by_side(shots).save(f"{out}.png")
    page.close()
