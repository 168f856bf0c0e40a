"""What people call a browser, from its User-Agent; the same as static/js/lib/browser-name.js."""

from __future__ import annotations

import re

# The order matters: most browsers name others as well.
_BROWSERS = (
    (r"\bEdg(?:e|A|iOS)?/", "Edge"),
    (r"\bOPR/|\bOpera\b", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\b(?:Firefox|FxiOS)/", "Firefox"),
    (r"\b(?:HeadlessChrome|Chrome|CriOS|Chromium)/", "Chrome"),
    (r"\bVersion/.*\bSafari/", "Safari"),
    (r"^curl/", "curl"),
)
_SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b|\bMacintosh\b", "macOS"),
    (r"\bLinux\b|\bX11\b", "Linux"),
)
OTHER_MAX_CHARS = 40


def browser_name(agent: str) -> str:
    """Such as "Chrome on Linux"; the printable start of an unknown agent."""
    browser, system = (_name_in(table, agent) for table in (_BROWSERS, _SYSTEMS))
    if browser and system:
        return f"{browser} on {system}"
    other = "".join(character for character in agent[:OTHER_MAX_CHARS] if character.isprintable())
    return browser or (f"A browser on {system}" if system else other or "Unknown browser")


def _name_in(table: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, agent)), "")
