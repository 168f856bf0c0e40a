"""The accessibility faults that axe-core finds in a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
RUN = """async (tags) => {
  const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags } });
  const told = (nodes) => nodes.map((one) => one.html.slice(0, 160));
  return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: told(nodes) }));
}"""


@cache
def _source() -> str:
    return AXE.read_text()


def findings(page: Page, impacts: tuple[str, ...] = GRAVE) -> list[dict[str, Any]]:
    """The rules that the page breaks as it is now, of these impacts, with the elements concerned."""
    # Evaluated, not added as a script: our policy allows none but ours.
    page.evaluate(_source())
    found: list[dict[str, Any]] = page.evaluate(RUN, RULES)
    return [one for one in found if one["impact"] in impacts]
