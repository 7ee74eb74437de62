"""A large school's whole printing: every one of its codes is read (make nightly)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.printed import CONFIG, Office, codes_of

CLASSES, FAMILIES = 36, 45
pytestmark = pytest.mark.slow


@pytest.fixture
def large(tmp_path: Path) -> Office:
    """Six grades of six classes."""
    classes = ", ".join(f'"{grade}" = 6' for grade in range(1, 7))
    return Office.set_up(tmp_path, CONFIG.replace('"7" = 2, "8" = 2, "9" = 2', classes))


def test_every_poster_and_every_slip_is_read_and_is_the_only_one(
    large: Office, tmp_path: Path
) -> None:
    out, paper = tmp_path / "out", tmp_path / "slips.pdf"

    assert large.run("qr", "--out", str(out)) == 0
    assert large.run("slips", "--new-year", "--count", str(FAMILIES), "--out", str(paper)) == 0

    posters = [code.text for page in codes_of(out / "posters.pdf") for code in page]
    slips = [code.text for page in codes_of(paper) for code in page]
    assert len(set(posters)) == len(posters) == CLASSES + 1
    assert len(set(slips)) == len(slips) == CLASSES * FAMILIES
    assert len(large.pages_behind([*posters, *slips])) == CLASSES * (FAMILIES + 1) + 1
