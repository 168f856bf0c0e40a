"""The locale of the shell, or of the server: what new tmux servers and all their programs inherit."""

from __future__ import annotations

import locale
import re
import sys
from dataclasses import dataclass

from webmux.doctor.finding import Findings, Inputs, error, ok

_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
_UTF8 = re.compile(r"utf-?8", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Locale:
    """Facts of the locale in effect."""

    charset: str
    """As the C library names it, such as `UTF-8` or `ANSI_X3.4-1968`."""
    variable: str
    """The variable that decides; empty if none is set."""
    value: str


def charset_of(value: str) -> str:
    """`utf-8` if the name of a locale says so, otherwise `other`."""
    return "utf-8" if _UTF8.search(value) else "other"


def gather(inputs: Inputs) -> Locale:
    """Read the environment and what the C library made of it. Never waits."""
    name = next((one for one in _VARIABLES if inputs.environ.get(one)), "")
    return Locale(locale.nl_langinfo(locale.CODESET), name, inputs.environ.get(name, "") if name else "")


def check(inputs: Inputs) -> Findings:
    """See `judge`."""
    return judge(gather(inputs), sys.platform)


def judge(facts: Locale, platform: str = "linux") -> Findings:
    """Whether programs in a new tmux server will use UTF-8.

    Without any variable Python itself sets LC_CTYPE to UTF-8, and tmux inherits it (PEP 538).
    """
    setting = f"{facts.variable}={facts.value}" if facts.variable else "no variable of the locale"
    if charset_of(facts.charset) == "utf-8":
        return [ok("locale", f"The locale uses UTF-8 ({setting}).")]
    utf8 = "en_US.UTF-8" if platform == "darwin" else "C.UTF-8"
    fix = f"export {facts.variable or 'LC_CTYPE'}={utf8}"
    if charset_of(facts.value) == "utf-8":
        cause = f"The locale {facts.value} is not installed: programs in tmux do not use UTF-8."
        return [error("locale-missing", cause, fix)]
    return [
        error("locale", f"The locale is not UTF-8 ({setting}): programs in tmux garble other letters.", fix)
    ]
