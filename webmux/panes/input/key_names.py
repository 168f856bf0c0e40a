"""The names by which tmux knows keys, as `send-keys` and `bind-key` read them. Pure.

`send-keys` types a word that is no name, letter by letter. So only a word of this grammar is sent as a name.
Source: key-string.c of 3.2a to 3.7c; those names that all of them have, without mouse keys.

Before 3.5 it also types a name letter by letter if the key has no bytes and the program has no extended keys
(cmd-send-keys.c, cmd_send_keys_inject_string). `plain_bytes` is what to type then.
"""

from __future__ import annotations

import re

from webmux.errors import BadRecord

NAME_MAX_BYTES = 24
_BASES = {"Enter": b"\r", "Tab": b"\t", "Space": b" ", "BSpace": b"\x7f", "Escape": b"\x1b"}
_WITH_BYTES = re.compile(r"(?:M-)?(?:C-[a-zA-Z@\[\\\]^_?]|C-Space|.|Enter|Tab|Space|BSpace|Escape)")
_PARTS = re.compile(r"((?:[CMS]-)*)(.+)")
_NAMED = (
    "F(?:[1-9]|1[0-2])|IC|Insert|DC|Delete|Home|End|NPage|PageDown|PgDn|PPage|PageUp|PgUp|Tab|BTab|Space|BSpace"
    "|Enter|Escape|Up|Down|Left|Right|KP[0-9/*+.-]|KPEnter"
)
_MODIFIERS = "(?:C-)?(?:M-)?(?:S-)?|(?:M-)?(?:C-)?(?:S-)?|(?:S-)?(?:M-)?(?:C-)?"
_NAME = re.compile(rf"(?:{_MODIFIERS})(?:{_NAMED}|(?P<character>[^\x00-\x20\x7f-\xa0]))")


def check_key_name(data: bytes) -> str:
    """The name of one key, such as `C-S-x` or `S-Enter`.

    Raises:
        BadRecord: tmux would not take it as the name of one key.
    """
    try:
        name = data.decode("utf-8") if len(data) <= NAME_MAX_BYTES else ""
    except UnicodeDecodeError:
        name = ""
    if not is_key_name(name):
        raise BadRecord("this is no name of a key: send one such as S-Enter, or the bytes to type")
    return name


def is_key_name(name: str) -> bool:
    """Whether tmux takes the whole text as the name of one key of a keyboard."""
    match = _NAME.fullmatch(name)
    return match is not None and (match["character"] is None or match["character"].isprintable())


def plain_bytes(name: str) -> bytes | None:
    """What a terminal without extended keys sends for a key; None if every program has bytes for it."""
    match = _PARTS.fullmatch(name)
    if match is None or _WITH_BYTES.fullmatch(name):
        return None
    modifiers, base = match[1], match[2]
    if base in _BASES:
        plain = _BASES[base]
    elif len(base) == 1:
        is_letter = base.isascii() and base.isalpha()
        plain = bytes([ord(base) & 0x1F]) if "C-" in modifiers and is_letter else base.encode()
    else:
        return None  # such as S-Up
    return b"\x1b" + plain if "M-" in modifiers else plain
