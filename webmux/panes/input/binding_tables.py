"""The commands of tmux as a control client can run them, and the forms of its default bindings. Pure.

Source: the `cmd-*.c` files of 3.2a to 3.7c, and what `list-keys` of each prints (tests/vectors).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PLAIN = frozenset(
    {
        "bind-key",
        "break-pane",
        "clear-history",
        "clear-prompt-history",
        "delete-buffer",
        "has-session",
        "join-pane",
        "kill-pane",
        "kill-session",
        "kill-window",
        "last-pane",
        "last-window",
        "link-window",
        "load-buffer",
        "move-pane",
        "move-window",
        "new-pane",
        "new-window",
        "next-layout",
        "next-window",
        "paste-buffer",
        "pipe-pane",
        "previous-layout",
        "previous-window",
        "rename-session",
        "rename-window",
        "resize-pane",
        "resize-window",
        "respawn-pane",
        "respawn-window",
        "rotate-window",
        "save-buffer",
        "select-layout",
        "select-pane",
        "select-window",
        "send-keys",
        "send-prefix",
        "set-buffer",
        "set-environment",
        "set-hook",
        "set-option",
        "set-window-option",
        "source-file",
        "split-window",
        "start-server",
        "swap-pane",
        "swap-window",
        "unbind-key",
        "unlink-window",
        "wait-for",
    }
)
"""Run by a control client, and print nothing."""
PRINTED = frozenset(
    {
        "list-buffers",
        "list-clients",
        "list-commands",
        "list-keys",
        "list-panes",
        "list-sessions",
        "list-windows",
        "show-buffer",
        "show-environment",
        "show-hooks",
        "show-messages",
        "show-options",
        "show-prompt-history",
        "show-window-options",
    }
)
"""They print for the user."""
CHANGE_KEYS = frozenset({"bind-key", "unbind-key", "source-file", "set-option"})
TAKE_BLOCKS = frozenset({"bind-key", "set-hook"})
"""A block is what they will run later; nothing of it runs now."""
NEEDS_MOUSE = frozenset({"send-keys", "resize-pane", "copy-mode"})
"""With -M; with -K also `send-keys` needs a client with a terminal."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "bind": "bind-key",
        "breakp": "break-pane",
        "clearhist": "clear-history",
        "confirm": "confirm-before",
        "deleteb": "delete-buffer",
        "detach": "detach-client",
        "display": "display-message",
        "if": "if-shell",
        "joinp": "join-pane",
        "killp": "kill-pane",
        "killw": "kill-window",
        "lastp": "last-pane",
        "last": "last-window",
        "movew": "move-window",
        "neww": "new-window",
        "next": "next-window",
        "pasteb": "paste-buffer",
        "prev": "previous-window",
        "rename": "rename-session",
        "renamew": "rename-window",
        "resizep": "resize-pane",
        "respawnp": "respawn-pane",
        "respawnw": "respawn-window",
        "rotatew": "rotate-window",
        "run": "run-shell",
        "selectl": "select-layout",
        "selectp": "select-pane",
        "selectw": "select-window",
        "send": "send-keys",
        "set": "set-option",
        "setb": "set-buffer",
        "setw": "set-window-option",
        "source": "source-file",
        "splitw": "split-window",
        "swapp": "swap-pane",
        "swapw": "swap-window",
        "switchc": "switch-client",
        "unbind": "unbind-key",
    }
)
WITH_VALUE: Mapping[str, str] = MappingProxyType(
    {
        "capture-pane": "bEStF",
        "choose-buffer": "FfKOt",
        "choose-tree": "FfKOt",
        "confirm-before": "cpt",
        "command-prompt": "IptT",
        "copy-mode": "st",
        "display-message": "cdtF",
        "if-shell": "t",
        "new-session": "ceFfnstxy",
        "resize-pane": "txy",
        "run-shell": "dtc",
        "send-keys": "cNt",
        "switch-client": "ctTO",
    }
)
"""Which flags of a command have a value. Others are not looked at."""

CLIENT_FORMS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("detach-client",): "detach",
        ("detach-client", "-P"): "detach",
        ("switch-client", "-n"): "next-session",
        ("switch-client", "-p"): "previous-session",
        ("switch-client", "-l"): "last-session",
        ("new-session",): "new-session",
        ("display-panes",): "display-panes",
        ("suspend-client",): "suspend",
        ("lock-client",): "lock",
        ("lock-session",): "lock",
        ("lock-server",): "lock",
        ("refresh-client",): "refresh",
        ("kill-server",): "kill-server",
    }
)
MODE_FORMS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("copy-mode",): "copy-mode",
        ("copy-mode", "-e"): "copy-mode",
        ("copy-mode", "-u"): "copy-mode-up",
        ("copy-mode", "-eu"): "copy-mode-up",
        ("choose-buffer",): "choose-buffer",
        ("choose-buffer", "-Z"): "choose-buffer",
        ("choose-tree",): "choose-tree",
        ("choose-tree", "-s"): "choose-session",
        ("choose-tree", "-w"): "choose-tree",
        ("choose-tree", "-Zs"): "choose-session",
        ("choose-tree", "-Zw"): "choose-tree",
        ("clock-mode",): "clock",
    }
)
DIALOG_FORMS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("command-prompt",): "command",
        ("-I", "#S", "rename-session %%"): "rename-session",
        ("-I", "#W", "rename-window %%"): "rename-window",
        ("-p", "index", "select-window -t :%%"): "select-window",
        ("-T", "window-target", "-p", "index", "select-window -t :%%"): "select-window",
        ("-W", "-p", "index", "select-window -t :%%"): "select-window",
        ("-T", "target", "move-window -t %%"): "move-window",
        ("-T", "move-window -t %%"): "move-window",
        ("move-window -t %%",): "move-window",
        ("find-window -Z %%",): "find-window",
        ("-k", "-p", "key", "list-keys -1N %%"): "describe-key",
    }
)
"""Of `command-prompt`: its words, the template in one form. 3.2a has `-T` without a value."""
CONFIRMED: Mapping[str, str] = MappingProxyType(
    {"kill-pane": "confirm-kill-pane", "kill-window": "confirm-kill-window"}
)
