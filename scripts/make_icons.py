"""Draws the icons of the installed app from static/icons/favicon.svg, with the Chromium that tests use.

Run it after the drawing changed: `.venv/bin/python scripts/make_icons.py`. What it makes is in the tree:
neither set-up nor the server could draw it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
ROUNDED = (ICONS / "favicon.svg").read_text()
SQUARE = ROUNDED.replace(' rx="8"', "")
"""Without corners of its own: the system cuts it to its own shape, and leaves the middle four fifths."""
GLYPH = "\n".join(line for line in ROUNDED.splitlines() if "<rect" not in line).replace("#99f6e4", "#fff")
"""One colour on nothing, for the status bar of a phone."""
DRAWINGS = {
    "icon-192.png": (ROUNDED, 192),
    "icon-512.png": (ROUNDED, 512),
    "maskable-192.png": (SQUARE, 192),
    "maskable-512.png": (SQUARE, 512),
    "apple-touch-icon.png": (SQUARE, 180),
    "badge-96.png": (GLYPH, 96),
}


def draw(page: Page, svg: str, pixels: int, file: Path) -> None:
    page.set_viewport_size({"width": pixels, "height": pixels})
    page.set_content(f"<style>body{{margin:0}} svg{{display:block;width:100vw;height:100vh}}</style>{svg}")
    page.screenshot(path=file, omit_background=True)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, (svg, pixels) in DRAWINGS.items():
            draw(page, svg, pixels, ICONS / name)
            print(name, (ICONS / name).stat().st_size, "bytes")
        browser.close()


if __name__ == "__main__":
    main()
