"""Which file of each agent gets which hooks. Pure.

Sources: the hook pages of the agents' own documentation, and their released programs, as of November 2026.
`tests/agents` runs some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from webmux.agents.setup import own_file
from webmux.agents.setup.hook_script import END, TIMEOUT_S, hook_command
from webmux.agents.setup.json_hooks import Group, Hooks, add, remove


class Target(NamedTuple):
    """An agent whose hooks we can write.

    `folder` is its configuration folder below the home directory. With the variable `folder_variable`, it is
    `folder_below` in the directory that this names. `added` takes the text of the file, None for no file,
    and returns the one with our hooks.
    `removed` undoes that, and returns None if the file goes. Both raise `NotJson` or `NotOurs`.
    `note` is for the user, after a change.
    """

    name: str
    title: str
    program: str
    folder: str
    folder_variable: str
    folder_below: str
    file: str
    added: Callable[[str | None], str]
    removed: Callable[[str], str | None]
    note: str

    def path(self, environment: Mapping[str, str], home: Path) -> Path:
        """The file to edit."""
        return self.config_folder(environment, home) / self.file

    def config_folder(self, environment: Mapping[str, str], home: Path) -> Path:
        """The configuration folder: if it exists, the agent is used here."""
        named = environment.get(self.folder_variable)
        return Path(named).expanduser() / self.folder_below if named else home / self.folder


def _group(agent: str, kind: str, matcher: str = "", unless: str = "", timeout: int = TIMEOUT_S) -> Group:
    handler: dict[str, Any] = {
        "type": "command",
        "command": hook_command(kind, agent, unless),
        "timeout": timeout,
    }
    return {**({"matcher": matcher} if matcher else {}), "hooks": [handler]}


CLAUDE_HOOKS: Hooks = {
    # Not "compact": that happens while it works.
    "SessionStart": [_group("claude", "idle", "startup|resume|clear")],
    "UserPromptSubmit": [_group("claude", "working")],
    "PreToolUse": [_group("claude", "working")],
    "PermissionRequest": [_group("claude", "waiting")],
    "Notification": [
        _group("claude", "waiting", "permission_prompt|elicitation_dialog"),
        # After an interruption no other event comes. It also comes after "Stop".
        _group("claude", "idle", "idle_prompt", unless="done"),
    ],
    "ElicitationResult": [_group("claude", "working")],
    # Not "PostToolUse": of several tools, one may end while another still asks.
    "PostToolBatch": [_group("claude", "working")],
    "Stop": [_group("claude", "done")],
    "StopFailure": [_group("claude", "waiting")],
    "SessionEnd": [_group("claude", END)],
}
"""Source: code.claude.com/docs/en/hooks."""


CODEX_HOOKS: Hooks = {
    "SessionStart": [_group("codex", "idle", "startup|resume|clear")],
    "UserPromptSubmit": [_group("codex", "working")],
    "PreToolUse": [_group("codex", "working")],
    "PermissionRequest": [_group("codex", "waiting")],
    "PostToolUse": [_group("codex", "working")],
    "Interrupt": [_group("codex", "idle")],
    "Stop": [_group("codex", "done")],
    "SessionEnd": [_group("codex", END)],
}
"""Source: developers.openai.com/codex/hooks; `Interrupt` from codex-rs/hooks of openai/codex."""


def _gemini(kind: str, matcher: str = "") -> Group:
    return _group("gemini", kind, matcher, timeout=TIMEOUT_S * 1000)


GEMINI_HOOKS: Hooks = {
    "SessionStart": [_gemini("idle")],
    "BeforeAgent": [_gemini("working")],
    # Comes after the question, so it also says that the question was answered.
    "BeforeTool": [_gemini("working")],
    "Notification": [_gemini("waiting", "ToolPermission")],
    "AfterTool": [_gemini("working")],
    "AfterAgent": [_gemini("done")],
    "SessionEnd": [_gemini(END)],
}
"""Source: docs/hooks/reference.md of google-gemini/gemini-cli. Its times are in milliseconds."""


class _Edits(NamedTuple):
    added: Callable[[str | None], str]
    removed: Callable[[str], str | None]


def _merged(hooks: Hooks) -> _Edits:
    return _Edits(lambda text: add(text, hooks), remove)


def _own(content: str) -> _Edits:
    return _Edits(lambda text: own_file.add(text, content), own_file.remove)


TARGETS = (
    Target(
        *("claude", "Claude Code", "claude", ".claude", "CLAUDE_CONFIG_DIR", "", "settings.json"),
        *_merged(CLAUDE_HOOKS),
        "Claude Code takes hooks up when it starts.",
    ),
    Target(
        *("codex", "Codex", "codex", ".codex", "CODEX_HOME", "", "hooks.json"),
        *_merged(CODEX_HOOKS),
        "Codex runs hooks after you trust them: it asks when it starts, and /hooks lists them.",
    ),
    Target(
        *("gemini", "Gemini CLI", "gemini", ".gemini", "GEMINI_CLI_HOME", ".gemini", "settings.json"),
        *_merged(GEMINI_HOOKS),
        "Gemini CLI takes hooks up when it starts.",
    ),
    Target(
        *("opencode", "opencode", "opencode", ".config/opencode"),
        *("XDG_CONFIG_HOME", "opencode", "plugins/webmux.js"),
        *_own(own_file.OPENCODE),
        "opencode loads plugins when it starts.",
    ),
    Target(
        *("copilot", "Copilot CLI", "copilot", ".copilot", "COPILOT_HOME", "", "hooks/webmux.json"),
        *_own(own_file.COPILOT),
        "Copilot CLI takes hooks up when it starts.",
    ),
)
