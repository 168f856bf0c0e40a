"""Answers programs that ask for colours with the theme of a viewer, once: tmux answers, or we do.

Native panes have no terminal that tmux could ask. It answers with colours that the program or the user set in
tmux. Otherwise, tmux before 3.4 says nothing, so we type the answer: by a buffer, because keys would be
copied to synchronized panes, and a pane in a mode would take them. tmux 3.4 and newer take a control client
for a terminal of black on black. Since 3.5 it takes the right colours from us (`refresh-client -r`). It keeps
them as long as there is a control client, and prefers them to those of a terminal. So we report none while a
terminal is attached.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import partial
from weakref import WeakKeyDictionary, WeakValueDictionary

from webmux.panes.input.colour_queries import BACKGROUND, FOREGROUND, ColourQuery, ColourScan, Rgb, Theme
from webmux.panes.pane_link import PaneLink
from webmux.tmux.control.parser import Reply
from webmux.tmux.server import Tmux
from webmux.tmux.version import traits

BUFFER = f"webmux-colours-{os.getpid()}"
_LIST_CLIENTS = ("list-clients", "-F", "#{client_control_mode} #{client_tty}")
UNANSWERED_MAX = 64
"""A program that asks faster than tmux replies gets no answer."""

_ANSWERING: WeakKeyDictionary[Tmux, WeakValueDictionary[int, ColourAnswers]] = WeakKeyDictionary()
"""A pane may be in two sessions; only the first one answers it."""


class Themes:
    """The themes of the viewers of a session. Nothing here switches."""

    def __init__(self) -> None:
        self._of: dict[object, Theme] = {}
        self._last: Theme | None = None

    def set(self, viewer: object, theme: Theme) -> None:
        """A viewer has this theme now."""
        self._of[viewer] = self._last = theme

    def leave(self, viewer: object) -> None:
        """A viewer has left."""
        self._of.pop(viewer, None)

    def current(self, owner: object) -> Theme | None:
        """That of the owner of the size, or the one that was set last; it outlives its viewer."""
        return self._of.get(owner, self._last)


class ColourAnswers:
    """Of the panes of one session. `theme` returns the colours of its viewers. Nothing here switches."""

    def __init__(self, tmux: Tmux, theme: Callable[[], Theme | None]) -> None:
        self._tmux = tmux
        self._theme = theme
        self._link: PaneLink | None = None
        self._scan = ColourScan()
        self._unanswered = 0
        self._claims = _ANSWERING.setdefault(tmux, WeakValueDictionary())

    def listen(self, link: PaneLink) -> None:
        """Hear all output of this link, from its start."""
        self._link = link
        self._unanswered = 0
        link.overhear = self._on_output

    def report(self, panes: Collection[int]) -> None:
        """Have tmux answer for these panes, if it can: they are new, or the theme is."""
        theme = self._theme()
        if theme is None or not panes or self._link is None:
            return
        if traits(self._link.version).takes_reported_colours:
            self._link.fire(_LIST_CLIENTS, done=partial(self._report, set(panes), theme))

    def _report(self, panes: Collection[int], theme: Theme, replies: list[Reply] | None) -> None:
        if self._link is None or not replies or self._has_terminal(replies[-1]):
            return
        for pane in panes:
            for number in (FOREGROUND, BACKGROUND):
                answer = ColourQuery(number, b"\x1b\\").answer(theme.colour(number) or (0, 0, 0))
                self._link.fire(("refresh-client", "-r", f"%{pane}:{answer.decode()}"))

    def forget(self, pane: int) -> None:
        """The pane is gone, or in another session now."""
        self._scan.forget(pane)
        if self._claims.get(pane) is self:
            del self._claims[pane]

    def _on_output(self, pane: int, data: bytes) -> None:
        for query in self._scan.feed(pane, data):
            theme = self._theme()
            colour = None if theme is None else theme.colour(query.colour)
            if colour is not None and self._claims.setdefault(pane, self) is self:
                self._ask(pane, query, colour)

    def _ask(self, pane: int, query: ColourQuery, colour: Rgb) -> None:
        """Ask tmux whether it has an answer itself."""
        if self._link is None or self._unanswered >= UNANSWERED_MAX:
            return
        self._unanswered += 1
        styles = "#{window-style} #{window-active-style}"
        self._link.fire(
            ("display-message", "-p", "-t", f"%{pane}", styles),
            _LIST_CLIENTS,
            done=partial(self._answer, pane, query, colour),
        )

    def _answer(self, pane: int, query: ColourQuery, colour: Rgb, replies: list[Reply] | None) -> None:
        self._unanswered -= 1
        if self._link is None or not replies or not replies[-1].ok:
            return
        styled = any(word in line for line in replies[0].lines for word in (b"fg=", b"bg="))
        terminal = self._has_terminal(replies[-1])
        if tmux_answers(self._link.version, query.colour, styled=styled, terminal=terminal):
            return
        how = ("-r", "-d", "-S") if traits(self._link.version).cleans_pastes else ("-r", "-d")
        self._link.fire(
            ("set-buffer", "-b", BUFFER, "--", query.answer(colour).decode()),
            ("paste-buffer", *how, "-b", BUFFER, "-t", f"%{pane}"),
        )

    def _has_terminal(self, clients: Reply) -> bool:
        """Whether a terminal is attached that WebMux did not attach."""
        listed = {line[2:].decode("utf-8", "replace") for line in clients.lines if line.startswith(b"0 ")}
        return bool(listed - self._tmux.own_ttys())


def tmux_answers(version: str, colour: int, *, styled: bool, terminal: bool) -> bool:
    """Whether tmux answers a query by itself, or may: by `window-style`, or by an attached terminal."""
    if colour in (FOREGROUND, BACKGROUND):
        return styled or traits(version).answers_default_colours
    return terminal and traits(version).asks_terminals_for_palette
