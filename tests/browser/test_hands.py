"""The bench's hand: what it counts on a page, what it estimates from the counts, which goals it keeps."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bench.hand import COMPUTER, OPERATORS, PHONE, Hand, Tally
from bench.hands import GOALS, HEAD, WHO, added, middle, rows_of, write_into
from tests.browser.launching import launch
from tests.patience import PATIENCE

_PAGE = """<!doctype html><meta charset="utf-8"><p id="words">三年级2班 书面作业75分</p>
<button onclick="this.textContent = '好'">一</button><input name="words"><a href="/second.html">二</a>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text(_PAGE, encoding="utf-8")
    (tmp_path / "second.html").write_text("<!doctype html>" + "x" * 5000, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(PATIENCE)
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, COMPUTER], ids=["phone", "computer"])
def test_a_hand_counts_what_it_does(site: str, chromium: str, size: tuple[int, int]) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        hand = Hand(browser, size)
        hand.open(f"{site}/index.html")
        hand.look("#words")
        hand.decide()
        hand.tap(hand.page.locator("button"))
        hand.write(hand.page.locator("input"), "练习册12页")
        hand.follow(hand.page.locator("a"))
        tally = hand.end()
        browser.close()

    assert (tally.taps, tally.clicks) == (4, 0 if size == PHONE else 4)
    assert tally.keys == 4 * OPERATORS.keys_a_character + 2
    assert tally.characters == 11  # nine characters and two figures
    assert (tally.decisions, tally.loads) == (1, 2)
    assert tally.size > 5000
    assert tally.machine > 0


def test_the_estimate_is_the_sum_of_its_operators() -> None:
    tally = Tally(taps=3, clicks=1, keys=4, decisions=2, characters=255, machine=1.0, talk=45.0)

    taps = 1.10 + 2 * 1.10 / 1.5 + 3 * 0.20
    assert tally.human() == pytest.approx(taps + 4 * 0.50 + 2 * 1.35 + 60)
    assert tally.seconds == pytest.approx(tally.human() + 46.0)


def test_rounds_meet_in_the_middle_and_a_day_adds_up() -> None:
    rounds = [Tally(taps=each, machine=each / 10) for each in (1, 9, 2)]

    assert middle(rounds) == Tally(taps=2, machine=0.2)
    assert added(rounds).taps == 12


def test_a_goal_is_missed_by_one_tap_or_a_second() -> None:
    report = GOALS["report"]
    kept = Tally(taps=4, decisions=3)

    assert report.is_met(kept)
    assert not report.is_met(replace(kept, taps=5))
    assert not report.is_met(replace(kept, machine=10.0))
    assert set(GOALS) <= set(WHO)


def test_a_pages_table_is_written_anew_and_the_rest_of_it_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench.hands -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")

    write_into(page, [HEAD, *rows_of({"report": Tally(taps=4, decisions=3)})])

    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("<!-- end -->\nafter\n")
    assert "| 家长 | 反馈 | 4 |" in text
    assert "old" not in text
