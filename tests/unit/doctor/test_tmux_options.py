"""Options of tmux are recommended; a locale or a terminal that breaks programs is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.doctor.inputs import inputs
from webmux.doctor.finding import Finding, Level
from webmux.doctor.tmux_options import Options, config_file, judge

GOOD = Options(
    "/tmp/s",
    given=True,
    values={
        "set-clipboard": "external",
        "focus-events": "on",
        "extended-keys": "on",
        "default-terminal": "tmux-256color",
        "mouse": "off",
    },
    environment={"LANG": "de_DE.UTF-8"},
)


def found(values: dict[str, str] | None = None, **fields: object) -> list[Finding]:
    facts = replace(GOOD, values={**GOOD.values, **(values or {})}, **fields)  # type: ignore[arg-type]
    return judge(facts, 0)


def test_good_options() -> None:
    [one] = found()
    assert (Level.OK, "tmux-options") == (one.level, one.id)
    assert "mouse is off: WebMux selects panes" in one.cause
    assert "mouse is on: tmux gets clicks" in found({"mouse": "on"})[-1].cause
    assert [Level.OK] == [one.level for one in judge(replace(GOOD, values={}), 0)]


@pytest.mark.parametrize(
    ("values", "name", "line"),
    [
        ({"set-clipboard": "off"}, "tmux-clipboard", "set -s set-clipboard on"),
        ({"focus-events": "off"}, "tmux-focus", "set -s focus-events on"),
        ({"extended-keys": "off"}, "tmux-extended-keys", "set -s extended-keys on"),
        ({"default-terminal": "screen"}, "tmux-terminal", "set -s default-terminal tmux-256color"),
    ],
)
def test_an_option_that_is_recommended(values: dict[str, str], name: str, line: str) -> None:
    one = found(values)[0]
    assert (Level.WARNING, name) == (one.level, one.id)
    assert f"echo '{line}' >> ~/.tmux.conf && tmux -S /tmp/s {line.replace('set ', 'set ', 1)}" == one.fix


def test_an_option_that_ends_tmux() -> None:
    one = found({"window-size": "manual", "version": "3.3a"})[0]
    assert (Level.ERROR, "tmux-window-size") == (one.level, one.id)
    assert one.fix.endswith("tmux -S /tmp/s set -gw window-size latest")
    assert Level.OK == found({"window-size": "manual", "version": "3.7"})[0].level


def test_what_native_panes_lack_is_said() -> None:
    causes = {version: found({"version": version})[0].cause for version in ("3.3a", "3.7c", "3.8")}
    said = [("can end this tmux" in cause, "modified keys" in cause) for cause in causes.values()]
    assert [(True, True), (True, False), (False, False)] == said
    assert "has all" in causes["3.8"]
    assert Level.ERROR == found({"version": "3.2a", "remain-on-exit": "on"})[0].level
    assert Level.OK == found({"version": "3.3a", "remain-on-exit": "on"})[0].level


def test_a_terminal_that_nobody_describes() -> None:
    one = found(has_terminal=False)[0]
    assert (Level.ERROR, "tmux-terminal") == (one.level, one.id)
    assert "install" in one.fix
    assert "default-terminal" in found({"default-terminal": "my-own"}, has_terminal=False)[0].fix


@pytest.mark.parametrize(
    ("environment", "level"),
    [
        ({"LC_ALL": "C.utf8"}, None),
        ({"LC_ALL": "POSIX", "LANG": "C.UTF-8"}, Level.ERROR),
        ({"LC_CTYPE": "en_US.UTF-8", "LANG": "C"}, None),
        ({"LANG": "C"}, Level.ERROR),
        ({}, Level.WARNING),
    ],
)
def test_the_locale_of_the_server(environment: dict[str, str], level: Level | None) -> None:
    """LC_ALL before LC_CTYPE before LANG, as in locale(7)."""
    one = found(environment=environment)[0]
    assert (level, "tmux-locale") == (one.level, one.id) if level else "tmux-options" == one.id


def test_where_the_lines_belong() -> None:
    home = inputs(environ={"HOME": "/h"})
    assert "~/.tmux.conf" == config_file(home, lambda path: False)
    assert "~/.tmux.conf" == config_file(home, lambda path: True)
    assert "~/.config/tmux/tmux.conf" == config_file(home, lambda path: path == "/h/.config/tmux/tmux.conf")
