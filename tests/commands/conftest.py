"""A school at the command line: real config, real database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clock import SystemClock
from tests.commands.printed import Office
from tests.conftest import EVENING


@pytest.fixture(scope="module", autouse=True)
def monday_evening(request: pytest.FixtureRequest) -> Iterator[None]:
    """A command's clock says Monday evening, whatever day and hour the tests run at; not where
    real programs take part, which have clocks of their own."""
    if request.node.get_closest_marker("processes"):
        yield
        return
    began = time.monotonic()

    def now(clock: SystemClock) -> datetime:
        return EVENING + timedelta(seconds=time.monotonic() - began) + clock.offset

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", now)
        yield


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """三汇中学, set up and ready to print."""
    made = Office.set_up(tmp_path)
    capsys.readouterr()
    return made
