"""Types through tmux: makes commands that send a pane exactly these bytes. Pure."""

from __future__ import annotations

import os
import re

from webmux.tmux.control.quoting import Command

KEYS_MAX_BYTES = 200
"""`send-keys -H` takes quadratic time: longer input uses a paste buffer, hundreds of times faster."""
BUFFER = f"webmux-keys-{os.getpid()}"
PASTE_MAX_BYTES = 8192
"""Of one buffer; longer input uses several. A tmux process accepts 16 KB for one command."""

# Printable UTF-8 is sent as text; C0, DEL and invalid UTF-8 as numbers, because `-l` would encode them.
_PARTS = re.compile(
    rb"(?P<text>(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)"
    rb"|(?P<raw>.)",
    re.DOTALL,
)


def key_commands(target: str, data: bytes, *, visible_paste: bool) -> list[Command]:
    """Commands that type `data` into a pane, in order and exact for every byte.

    `visible_paste`: `paste-buffer` without `-S` makes control characters visible, see `Traits.cleans_pastes`.
    """
    if len(data) > KEYS_MAX_BYTES and b"\0" not in data:
        return _pasted(target, data, visible_paste=visible_paste)
    return sent_keys(target, data)


def sent_keys(target: str, data: bytes) -> list[Command]:
    """The same by `send-keys` alone, which tmux also copies to synchronized panes."""
    commands: list[Command] = []
    numbers: list[str] = []
    for match in _PARTS.finditer(data):
        if match.lastgroup == "raw":
            numbers.append(f"{match['raw'][0]:02x}")
            if len(numbers) < KEYS_MAX_BYTES:
                continue
        if numbers:
            commands.append(("send-keys", "-H", "-t", target, *numbers))
            numbers = []
        if match.lastgroup == "text":
            commands.append(("send-keys", "-l", "-t", target, "--", match["text"].decode()))
    if numbers:
        commands.append(("send-keys", "-H", "-t", target, *numbers))
    return commands


def _pasted(target: str, data: bytes, *, visible_paste: bool) -> list[Command]:
    how = ("-r", "-d", "-S") if visible_paste else ("-r", "-d")
    commands: list[Command] = []
    for at in range(0, len(data), PASTE_MAX_BYTES):
        text = data[at : at + PASTE_MAX_BYTES].decode("utf-8", "surrogateescape")
        commands.append(("set-buffer", "-b", BUFFER, "--", text))
        commands.append(("paste-buffer", *how, "-b", BUFFER, "-t", target))
    return commands
