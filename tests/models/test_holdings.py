"""What is held of people: every column is declared, with what for and how long, and nothing more."""

from __future__ import annotations

import re
from pathlib import Path

from homework.consent import CONSENT_VERSION
from models.holdings.columns import Holding, Whose, as_markdown, undeclared
from models.holdings.everything import HOLDINGS
from models.tables import Base

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "privacy.md"
ASSESSMENT = DOCUMENT.with_name("pia.md")
HOW = "declare it in models/holdings/of_*.py, then: python -m models.holdings.everything > docs/privacy.md"
NEVER = ("phone", "mobile", "id_card", "address", "nickname", "avatar", "unionid", "pupil", "ip")


def test_every_column_is_declared_before_it_is_used() -> None:
    assert undeclared(HOLDINGS, Base.metadata.tables.values()) == [], HOW


def test_a_column_that_nobody_declared_is_found() -> None:
    [reports] = [each for each in HOLDINGS if each.table == "report"]
    less = Holding(reports.table, reports.title, reports.whose, reports.held, rest="id")

    assert undeclared([less], [Base.metadata.tables["report"]]) == ["report.school_id"]


def test_nothing_is_declared_twice() -> None:
    columns = [f"{each.table}.{name}" for each in HOLDINGS for name in each.columns]

    assert sorted(set(columns)) == sorted(columns)


def test_what_is_held_of_a_person_says_what_for_and_how_long() -> None:
    for each in HOLDINGS:
        assert bool(each.held) is (each.whose is not Whose.NOBODY), each.table
        for part in each.held:
            assert part.what, each.table
            assert part.why, each.table
            assert re.search(r"\d|立即", part.keep.words), (each.table, part.keep)


def test_no_column_asks_for_more_than_the_purpose_needs() -> None:
    names = [column.name for table in Base.metadata.tables.values() for column in table.c]

    assert [name for name in names if any(word in name.split("_") for word in NEVER)] == []


def test_the_document_is_the_list() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(HOLDINGS), HOW


def test_the_impact_assessment_speaks_of_every_kind_that_is_held_of_parents() -> None:
    written = ASSESSMENT.read_text(encoding="utf-8")

    of_parents = [each.title for each in HOLDINGS if each.whose is Whose.PARENT]
    assert [title for title in of_parents if title not in written] == []
    assert f"第 {CONSENT_VERSION} 版" in written
