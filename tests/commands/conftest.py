"""A school at the command line: real config, real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.printed import Office


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    """三汇中学, set up and ready to print."""
    made = Office.set_up(tmp_path)
    capsys.readouterr()
    return made
