"""A whole demo, every program a real process, for tests that kill them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.ports import free_port
from commands.demo import start_programs
from commands.demo.children import Children
from commands.demo.home import Demo
from commands.demo.school import prepare, seed, wait_until_up
from models.keys import Keys
from tests.patience import PATIENCE


class Running:
    """A demo whose dead programs come back, as under a service manager."""

    def __init__(self, demo: Demo, children: Children) -> None:
        self.demo, self.children = demo, children
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._revive, daemon=True)
        self._watch.start()

    def keys(self) -> Keys:
        """Those under which the demo's people are kept."""
        context = self.demo.open()
        context.store.close()
        return context.keys

    def end(self) -> None:
        self._stop.set()
        self._watch.join(PATIENCE)
        self.children.stop()

    def _revive(self) -> None:
        while not self._stop.wait(0.3):
            self.children.revive()


@contextmanager
def running_demo(folder: Path, schedulers: int = 1) -> Iterator[Running]:
    demo = Demo(folder, free_port(neighbours=2))
    prepare(demo)
    children = Children(folder / "log")
    start_programs(children, demo, workers=2, tick=2.0, schedulers=schedulers)
    running = Running(demo, children)
    try:
        wait_until_up(demo, within=PATIENCE)
        seed(demo)
        yield running
    finally:
        running.end()


@pytest.fixture
def demo_folder(tmp_path: Path) -> Path:
    return tmp_path / "demo"
