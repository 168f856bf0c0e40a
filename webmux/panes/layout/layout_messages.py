"""The JSON of Layout records: what a viewer gets when it joins, and after each change. Pure.

A message is at most 64 KiB. If a window does not fit, first the folders of its panes are left out, then their
titles and programs, then the panes that come last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from webmux.panes.layout.pane_layout import SessionLayout, WindowState, changes
from webmux.panes.pane_events import LayoutChanged

MESSAGE_MAX_BYTES = 64 * 1024
_ENVELOPE_BYTES = 64
WINDOW_MAX_BYTES = MESSAGE_MAX_BYTES - _ENVELOPE_BYTES
_WITHOUT = (("path",), ("title", "command"))


def first_messages(layout: SessionLayout, window_id: str = "") -> list[LayoutChanged]:
    """All windows, or this one: `all` with those that fit, then one message for each other window."""
    shown = layout.only(window_id).windows
    fitting, used = 0, _ENVELOPE_BYTES
    for window in shown:
        used += len(window_json(window)) + 1
        if used > MESSAGE_MAX_BYTES:
            break
        fitting += 1
    first = b",".join(window_json(window) for window in shown[:fitting])
    message = LayoutChanged("", b'{"seq":%d,"all":[%b]}' % (layout.seq, first))
    return [message, *_window_messages(layout.seq, shown[fitting:])]


def change_messages(before: SessionLayout, now: SessionLayout, window_id: str = "") -> list[LayoutChanged]:
    """What changed between two layouts, for a viewer of the session or of this one window.

    Windows come first: a pane that moved to another window is there before its old window is gone.
    """
    change = changes(before.only(window_id), now.only(window_id))
    messages = _window_messages(now.seq, change.windows)
    if change.gone_windows or change.gone_panes:
        gone = {"windows": list(change.gone_windows), "panes": list(change.gone_panes)}
        messages.append(LayoutChanged("", _json({"seq": now.seq, "gone": gone})))
    return messages


def _window_messages(seq: int, windows: Iterable[WindowState]) -> list[LayoutChanged]:
    return [
        LayoutChanged(window.id, b'{"seq":%d,"window":%b}' % (seq, window_json(window))) for window in windows
    ]


@lru_cache(maxsize=256)
def window_json(window: WindowState) -> bytes:
    """A window in JSON, at most `WINDOW_MAX_BYTES`. Cached, because all viewers get the same."""
    fields = window.fields()
    panes, text = fields["panes"], _json(fields)
    for names in _WITHOUT:
        if len(text) <= WINDOW_MAX_BYTES:
            return text
        panes = [{name: _without(pane, name, names) for name in pane} for pane in panes]
        text = _json({**fields, "panes": panes})
    fitting = len(panes)
    while len(text) > WINDOW_MAX_BYTES:
        fitting = min(fitting - 1, fitting * WINDOW_MAX_BYTES // len(text))
        text = _json({**fields, "panes": panes[:fitting]})
    return text


def _without(pane: Mapping[str, Any], name: str, names: tuple[str, ...]) -> Any:
    return "" if name in names else pane[name]


def _json(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()
