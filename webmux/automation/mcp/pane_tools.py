"""The tools, and the request to our HTTP interface that each of them is. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]
Request = tuple[str, str, Json | None]
"""Method, path and body."""

WAIT_S = 30
_PANE = re.compile(r"%?(0|[1-9][0-9]{0,9})", re.ASCII)


class BadArguments(Exception):
    """A tool was called with arguments that it does not take."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: what an agent reads about it, the schema of its arguments, and its request."""

    description: str
    properties: Mapping[str, Json]
    required: tuple[str, ...]
    request: Callable[[Json], Request]

    def listed(self, name: str) -> Json:
        """As `tools/list` has it."""
        schema = {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }
        return {"name": name, "description": self.description, "inputSchema": schema}

    def request_of(self, arguments: Any) -> Request:
        """The request of one call. The server checks the values.

        Raises:
            BadArguments: an argument is missing or unknown.
        """
        if not isinstance(arguments, dict):
            raise BadArguments("arguments must be an object")
        unknown, missing = set(arguments) - set(self.properties), set(self.required) - set(arguments)
        if unknown or missing:
            what = (
                f"unknown: {', '.join(sorted(unknown))}"
                if unknown
                else f"missing: {', '.join(sorted(missing))}"
            )
            raise BadArguments(f"arguments {what}")
        return self.request(arguments)


def _path(arguments: Json, verb: str, **query: Any) -> str:
    match = _PANE.fullmatch(str(arguments["pane"]))
    if match is None:
        raise BadArguments("pane must be an id of tmux, such as %12")
    sent = {name: value for name, value in query.items() if value is not None}
    return f"/api/panes/{match[1]}/{verb}" + (f"?{urlencode(sent)}" if sent else "")


def _send(arguments: Json) -> Request:
    body = {name: value for name, value in arguments.items() if name != "pane"}
    return "POST", _path(arguments, "send"), body


def _wait(arguments: Json) -> Request:
    goals = arguments["for"]
    if not isinstance(goals, list) or not all(isinstance(goal, str) for goal in goals):
        raise BadArguments("for must be a list of goals")
    query = {"for": ",".join(goals), **{name: arguments.get(name) for name in ("text", "seconds", "timeout")}}
    return "GET", _path(arguments, "wait", **query), None


def wait_s(arguments: Any) -> float:
    """How long a call may take, in seconds."""
    given = arguments.get("timeout", WAIT_S) if isinstance(arguments, dict) else WAIT_S
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else WAIT_S


_TEXT: Json = {"type": "string"}
_PANE_ID: Json = {"type": "string", "description": "tmux's id of the pane, such as %12"}
TOOLS: Mapping[str, Tool] = {
    "list": Tool(
        "List all tmux panes: id, session, window, size, command, and what a coding agent in it does.",
        {},
        (),
        lambda arguments: ("GET", "/api/panes", None),
    ),
    "read_screen": Tool(
        "Read the text that a pane shows now, or the last lines of its history and screen.",
        {"pane": _PANE_ID, "lines": {"type": "integer", "minimum": 1, "maximum": 2000}},
        ("pane",),
        lambda arguments: ("GET", _path(arguments, "screen", lines=arguments.get("lines")), None),
    ),
    "send": Tool(
        "Type into a pane: text as one paste, or keys by tmux's names. Enter is pressed only if you ask.",
        {
            "pane": _PANE_ID,
            "text": _TEXT,
            "keys": {"type": "array", "items": _TEXT, "description": "such as C-c, Escape, Up"},
            "enter": {"type": "boolean", "description": "press Enter afterwards"},
            "leave_mode": {"type": "boolean", "description": "end copy mode first"},
        },
        ("pane",),
        _send,
    ),
    "wait": Tool(
        "Wait until a pane shows a text, is quiet, its command or agent is done, or its agent asks.",
        {
            "pane": _PANE_ID,
            "for": {"type": "array", "items": {"enum": ["text", "quiet", "done", "waiting"]}, "minItems": 1},
            "text": _TEXT,
            "seconds": {"type": "integer", "minimum": 1, "maximum": 600, "description": "how long quiet"},
            "timeout": {"type": "integer", "minimum": 0, "maximum": 600, "default": WAIT_S},
        },
        ("pane", "for"),
        _wait,
    ),
    "new_session": Tool(
        "Create a tmux session with a shell, or with a command.",
        {"name": _TEXT, "cwd": _TEXT, "command": _TEXT},
        (),
        lambda arguments: ("POST", "/api/sessions", arguments),
    ),
    "notify": Tool(
        "Send a short message to the devices of your user.",
        {"text": _TEXT},
        ("text",),
        lambda arguments: ("POST", "/api/notify", arguments),
    ),
}
