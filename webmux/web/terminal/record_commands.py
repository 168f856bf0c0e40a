"""The least role that each record and each command of `/ws/optimized` takes; what is not named is closed."""

from __future__ import annotations

from webmux.auth.roles import Role
from webmux.wire.opcodes import Opcode

LEAST_ROLES: dict[int, Role] = {
    Opcode.INPUT: Role.OPERATOR,
    Opcode.NUMBERED_INPUT: Role.OPERATOR,
    Opcode.ACK: Role.VIEWER,
    Opcode.RESIZE: Role.VIEWER,
    Opcode.PING: Role.VIEWER,
    Opcode.PONG: Role.VIEWER,
    Opcode.WINDOW_SWITCH: Role.OPERATOR,
    Opcode.STATS: Role.VIEWER,
    Opcode.COMMAND: Role.VIEWER,
}
"""The least role that each record takes; what is not named is unknown. Resize is only remembered."""
COMMAND_ROLES = {
    "take-size": Role.OPERATOR,
    "input-taken": Role.OPERATOR,
    "give-size": Role.OPERATOR,
    "pane": Role.VIEWER,
    "leave-copy-mode": Role.OPERATOR,
    "history": Role.VIEWER,
    "visible": Role.VIEWER,
    "used": Role.VIEWER,
    "history-find": Role.VIEWER,
    "panes": Role.VIEWER,
    "ask-control": Role.VIEWER,
    "lend-control": Role.OPERATOR,
    "end-control": Role.OPERATOR,
}
ASKING_COMMANDS = frozenset({"pane", "panes", "history", "history-find"})
"""Those that ask tmux: counted together with the requests over HTTP of whoever asks."""
