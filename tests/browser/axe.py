"""What axe-core (an accessibility checker that is not ours) would report of a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
_RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.map(
  (each) => [each.impact, each.id, each.nodes.map((node) => node.target.join(" ")).join(" | ")]))"""
_GRAVE = {"serious", "critical"}


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


def grave_findings(page: Page) -> list[str]:
    """Every serious or critical finding, as `rule: elements`; [] where nobody would stumble."""
    page.evaluate(_axe())  # through the debugger, so that the page's own policy stays as it is
    return [f"{rule}: {where}" for impact, rule, where in page.evaluate(_RUN) if impact in _GRAVE]
