"""The locale: what the C library says counts, not the name alone."""

from __future__ import annotations

import pytest

from webmux.doctor.locales import Locale, judge


@pytest.mark.parametrize(
    ("charset", "variable", "value", "name", "fix"),
    [
        ("UTF-8", "LANG", "de_DE.UTF-8", "locale", ""),
        ("UTF-8", "", "", "locale", ""),
        ("ANSI_X3.4-1968", "LC_ALL", "C", "locale", "export LC_ALL=C.UTF-8"),
        ("ISO-8859-1", "LANG", "de_DE", "locale", "export LANG=C.UTF-8"),
        ("ANSI_X3.4-1968", "LC_ALL", "xx_XX.UTF-8", "locale-missing", "export LC_ALL=C.UTF-8"),
        ("US-ASCII", "", "", "locale", "export LC_CTYPE=C.UTF-8"),
    ],
)
def test_locales(charset: str, variable: str, value: str, name: str, fix: str) -> None:
    [found] = judge(Locale(charset, variable, value))
    assert (name, fix) == (found.id, found.fix)


def test_macos_has_no_c_utf8() -> None:
    [found] = judge(Locale("US-ASCII", "LANG", "C"), "darwin")
    assert "export LANG=en_US.UTF-8" == found.fix
