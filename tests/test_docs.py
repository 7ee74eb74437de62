"""What the pages for people say of the tree and the command line is so."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from app import COMMANDS
from tests.tree import ROOT, files, text

PAGES = sorted(name for name in files() if name.endswith(".md") and (ROOT / name).exists())
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`([a-z_.]+/[\w.\-/]*|\w+\.py)`")
_MADE_HERE = {"static/vendor", "paper/vendor", "tests/vendor", "utils.py"}
"""What `make install` fetches, or we do without."""
_A_SCHOOLS = ("data/", "var/")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    assert [name for name in named_in(page, text(page) or "") if not is_there(name)] == []


def test_a_path_that_has_moved_is_found() -> None:
    gone = list(named_in("docs/a.md", "see `models/judging.py`, [this](b.md) and `models/days/`"))

    assert [name for name in gone if not is_there(name)] == ["docs/b.md", "models/judging.py"]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_is_one(page: str) -> None:
    words = text(page) or ""
    commands = set(re.findall(r"python app\.py ([a-z][a-z-]*)", words))
    benches = set(re.findall(r"-m bench\.([a-z_]+)", words))

    assert commands <= set(COMMANDS)
    assert {each for each in benches if not is_there(f"bench/{each}.py")} == set()


def test_the_deploy_guide_knows_every_command_a_school_needs() -> None:
    guide = "".join(text(f"docs/{name}.md") or "" for name in ("deploy", "scaling", "cases"))
    guide += text("docs/surveys.md") or ""

    assert {name for name in COMMANDS if not re.search(rf"\b{name}\b", guide)} == set()


def named_in(page: str, words: str) -> Iterator[str]:
    """Paths from the root: of links, and of names in code that begin with one of our folders."""
    folder = os.path.dirname(page)
    for name in _LINK.findall(words):
        if not re.match(r"\w+:", name):
            yield os.path.normpath(os.path.join(folder, name))
    for name in _PATH.findall(words):
        is_ours = (ROOT / name.partition("/")[0]).is_dir() and not name.startswith(_A_SCHOOLS)
        if "/" not in name or is_ours:
            yield name.rstrip("/")


def is_there(name: str) -> bool:
    if name in _MADE_HERE or (ROOT / name).exists():
        return True
    # A bare `test_week.py` stands in some folder of ours.
    return "/" not in name and any(each.endswith(f"/{name}") for each in files())
