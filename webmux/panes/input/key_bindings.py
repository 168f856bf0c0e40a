"""tmux's key bindings for the native viewers of one session: which there are, and what a key does.

A viewer sends a table and a key. What runs is what tmux itself printed for them, never text of the viewer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from webmux.errors import BadField, TmuxError, WindowNotFound
from webmux.model import Session
from webmux.panes.input.binding_ways import Kind, Way, way_of
from webmux.panes.input.hands import Hands
from webmux.panes.input.key_names import is_key_name
from webmux.panes.input.key_table import Binding, Bindings, parse_bindings, with_notes
from webmux.tmux.control.quoting import Command
from webmux.tmux.server import Tmux

STALE_S = 30.0
"""tmux reports no change of a key table."""
KEYS_MAX = 1000
SHOWN_MAX_CHARS = 200
"""Of commands, which the page only shows."""
_MOUSE = re.compile(r"(?:[CMS]-)*(?:Mouse|Wheel|(?:Second|Double|Triple)Click)\w+")
_NOT_PRESSED = ("copy-mode", "copy-mode-vi")
_MAKES_WINDOWS = re.compile(r"\b(?:new-window|break-pane|new-session)\b")
_RESPAWNS = re.compile(r"\brespawn")
_INDEX = re.compile(r"[0-9]{1,5}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PANE = re.compile(r"%([0-9]+)")
_OPTIONS = "#{prefix} #{prefix2} #{repeat-time} #{prefix-timeout} #{focus-events} #{key-table}"
"""`prefix-timeout` is of tmux 3.5 and newer, empty before. A table may have blanks in its name."""


class KeyBindings:
    """The key tables of a session, read when they are needed, and the hands that run bindings."""

    def __init__(
        self, tmux: Tmux, session: Session, before_respawn: Callable[[], Command | None] = lambda: None
    ) -> None:
        """`before_respawn` gives a command that protects tmux; see `PaneLink.dropping`."""
        self._tmux = tmux
        self._before_respawn = before_respawn
        self._session = session
        self._hands = Hands(tmux, session)
        self._bindings: Bindings = {}
        self._prefixes: dict[str, Any] = {}
        self._read_at = float("-inf")
        self._seq = 0

    def prefixes(self) -> dict[str, Any]:
        """The options of tmux that Attached has.

        `prefix` and `prefix2` are a key or `""`. `prefix_ms` is 0 for no limit. Keys without the prefix are
        looked up in `key_table`. With `focus_events` tmux itself reports the focus of its active pane.

        Raises:
            TmuxError: tmux could not be asked.

        Switches: yes. Cost: 0.5 ms if the tables were read more than 30 s ago.
        """
        self._refresh()
        return self._prefixes

    def tables(self) -> dict[str, Any]:
        """The answer to `keys`: every key of a keyboard, by table. Raises and switches as `prefixes`."""
        self._read_at = float("-inf")
        self._refresh()
        tables: dict[str, list[dict[str, Any]]] = {"prefix": [], "root": []}
        pressed = (one for one in self._bindings.values() if one.table not in _NOT_PRESSED)
        for binding in list(pressed)[:KEYS_MAX]:
            if not _MOUSE.fullmatch(binding.key):
                tables.setdefault(binding.table, []).append(_shown(binding))
        return {**self._prefixes, "seq": self._seq, "tables": tables}

    def run(self, pane: int, table: str, key: str, answer: str | None = None) -> dict[str, Any]:
        """Do what tmux does for a key in a table, in this pane; see `binding` in docs/protocol.md.

        `answer` is what the user answered to a dialog.

        Raises:
            WindowNotFound: the session has no such pane.
            BadField: the answer does not fit.
            TmuxError: tmux could not be asked, or refused the answer.

        Switches: yes, up to 2 s.
        """
        self._refresh()
        binding = self._bindings.get((table, key)) or self._bindings.get((table, "Any"))
        if binding is None:
            return {"kind": "unknown", "seq": self._seq}
        way = way_of(binding.commands)
        if way.kind in (Kind.PLAIN, Kind.PRINTED):
            result = self._run(pane, way)
        elif way.kind is Kind.DIALOG and answer is not None:
            result = self._answer(pane, way.form, answer)
        elif way.kind is Kind.GHOST:
            result = {"kind": "ghost"}
        else:
            result = {"kind": way.kind.value, "form": way.form}
        if way.table or binding.repeat:
            result["table"] = way.table or binding.table
        if binding.repeat:
            result["repeat"] = True
        return {**result, "seq": self._seq}

    def run_text(self, pane: int, text: str) -> dict[str, Any]:
        """Do what tmux does for a command that a user typed at its prompt, in this pane; as `run`.

        Raises:
            WindowNotFound: the session has no such pane.
            TmuxError: tmux could not be asked.

        Switches: yes, up to 2 s.
        """
        self._refresh()
        way = self._way_of_text(text.strip())
        if way.kind in (Kind.PLAIN, Kind.PRINTED):
            result = self._run(pane, way)
        elif way.kind in (Kind.CLIENT, Kind.MODE):
            result = {"kind": way.kind.value, "form": way.form}
        else:
            result = {"kind": "ghost"}
        return {**result, "seq": self._seq}

    def _way_of_text(self, text: str) -> Way:
        if "\\;" in text:
            return Way(Kind.GHOST)  # between commands in what `list-keys` prints, but not in what users type
        name, _, rest = text.partition(" ")
        if not _NAME.fullmatch(name):
            return way_of(text)
        listed = self._tmux.run(("list-commands", "-F", "#{command_list_name} #{command_list_alias}"))
        aliases = self._tmux.run(("show-options", "-sv", "command-alias"))
        names = listed.split()
        if name in names or any(one.partition("=")[0].strip('"') == name for one in aliases.splitlines()):
            return way_of(text)
        longer = [one for one in names if one.startswith(name)]
        # tmux refuses the whole line, and says why.
        return way_of(f"{longer[0]} {rest}") if len(longer) == 1 else Way(Kind.PLAIN, text)

    def close(self) -> None:
        """End the client of the hands. Switches: no."""
        self._hands.close()

    # -- what runs -------------------------------------------------------------------------

    def _run(self, pane: int, way: Way) -> dict[str, Any]:
        window_id = self._window_of(pane)
        kind = "printed" if way.kind is Kind.PRINTED else "done"
        if not way.line:
            return {"kind": kind}
        if _MAKES_WINDOWS.search(way.line):
            self._tmux.check_window_size()
        first = self._before_respawn() if _RESPAWNS.search(way.line) else None
        outcome = self._hands.run(window_id, pane, way.line, first)
        if way.changes_keys:
            self._read_at = float("-inf")
            self._refresh()
        result: dict[str, Any] = {"kind": kind}
        if kind == "printed":
            result["text"] = outcome.text
        if outcome.error:
            result["error"] = outcome.error
        if outcome.active is not None:
            result["pane"] = outcome.active
        return result

    def _answer(self, pane: int, form: str, answer: str) -> dict[str, Any]:
        window_id, session_id = self._window_of(pane), self._session.id
        match form:
            case "rename-session":
                self._tmux.rename_session(session_id, answer)
            case "rename-window":
                self._tmux.rename_window(window_id, answer, session_id)
            case "confirm-kill-pane" | "confirm-kill-window" if answer != "y":
                raise BadField("answer", 'must be "y" to confirm', code="bad_answer")
            case "confirm-kill-pane":
                self._tmux.run(("kill-pane", "-t", f"%{pane}"))
            case "confirm-kill-window":
                self._tmux.kill_window(window_id)
            case "select-window":
                self._tmux.run(("select-window", "-t", f"{session_id}:{self._index(answer)}"))
            case "move-window":
                to = f"{session_id}:{self._index(answer)}"
                self._tmux.run(("move-window", "-s", f"{session_id}:{window_id}", "-t", to))
            case "describe-key":
                return {"kind": "printed", "text": self._described(answer)}
            case _:
                raise BadField("answer", "this key takes no answer: use the palette", code="bad_answer")
        return {"kind": "done", **self._active_pane()}

    def _active_pane(self) -> dict[str, int]:
        """The field `pane`; nothing if the session has ended."""
        try:
            printed = self._tmux.run(("display-message", "-p", "-t", f"{self._session.id}:", "#{pane_id}"))
        except TmuxError:
            return {}
        found = _PANE.fullmatch(printed.strip())
        return {} if found is None else {"pane": int(found[1])}

    def _index(self, answer: str) -> str:
        if not _INDEX.fullmatch(answer):
            raise BadField("answer", "must be the number of a window", code="bad_answer")
        return answer

    def _described(self, key: str) -> str:
        if not is_key_name(key):
            raise BadField("answer", "must be the name of a key, such as C-x", code="bad_answer")
        binding = self._bindings.get(("prefix", key))
        return f"{key} is not bound" if binding is None else f"{key}  {binding.note or binding.commands}"

    def _window_of(self, pane: int) -> str:
        target = f"{self._session.id}:"
        listed = self._tmux.run(("list-panes", "-s", "-t", target, "-F", "#{pane_id} #{window_id}"))
        windows = dict(line.split(" ", 1) for line in listed.splitlines() if " " in line)
        if f"%{pane}" not in windows:
            raise WindowNotFound(f"session {self._session.id} has no pane %{pane}")
        return windows[f"%{pane}"]

    # -- the tables ------------------------------------------------------------------------

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at < STALE_S:
            return
        about = ("display-message", "-p", "-t", f"{self._session.id}:", _OPTIONS)
        results = self._tmux.link.run_each(
            [[("list-keys",)], [("list-keys", "-N", "-P", "", "-T", "prefix")], [about]]
        )
        printed = []
        for result in results:
            if isinstance(result, TmuxError):
                raise result
            printed.append(result.decode("utf-8", "replace").splitlines())
        bindings = with_notes(parse_bindings(printed[0]), "prefix", printed[1])
        prefixes = _prefixes(printed[2][0] if printed[2] else "")
        if (bindings, prefixes) != (self._bindings, self._prefixes):
            self._bindings, self._prefixes = bindings, prefixes
            self._seq += 1
        self._read_at = time.monotonic()


def _prefixes(line: str) -> dict[str, Any]:
    fields = [*line.split(" ", 5), "", "", "", "", "", ""]
    prefix, prefix2, repeat_ms, prefix_ms, focus_events, key_table = fields[:6]
    return {
        "prefix": "" if prefix == "None" else prefix,
        "prefix2": "" if prefix2 == "None" else prefix2,
        "repeat_ms": int(repeat_ms) if repeat_ms.isdigit() else 0,
        "prefix_ms": int(prefix_ms) if prefix_ms.isdigit() else 0,
        "focus_events": focus_events == "1",
        "key_table": key_table or "root",
    }


def _shown(binding: Binding) -> dict[str, Any]:
    way = way_of(binding.commands)
    kind = "done" if way.kind is Kind.PLAIN else way.kind.value
    return {
        "key": binding.key,
        "repeat": binding.repeat,
        # The page types the prefix itself, in order with other keys.
        "kind": "prefix" if binding.commands == "send-prefix" else kind,
        "form": way.form,
        "table": way.table,
        "note": binding.note[:SHOWN_MAX_CHARS],
        "commands": binding.commands[:SHOWN_MAX_CHARS],
    }
