"""Texts of notifications. Pure. Lines of a terminal are included only if the user asked for them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import quote

NAME_MAX_CHARS = 64
PATH_MAX_CHARS = 1024
"""A longer path, of a session that was made outside of WebMux, is left out of the message."""
LINES_MAX = 5
LINES_MAX_CHARS = 300
"""A notification shows little more, and a message has room for 4 KiB in all."""
ACTIONS_MAX = 2
"""Browsers show no more buttons."""
ACTION_MAX_CHARS = 40
_FIRST_OPTION = re.compile(r"[\W_]*1[.)] ")
MINUTE_S = 60
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Happening:
    """A bell, the end of a command or of the task of an agent that took long, or an agent that waits.

    `window`, `command` and `agent` are names, perhaps empty.
    """

    kind: Literal["bell", "done", "waiting"]
    session_id: str
    session: str
    window_id: str = ""
    window: str = ""
    command: str = ""
    seconds: float = 0.0
    pane_id: str = ""
    agent: str = ""
    since: int = 0
    again: bool = False
    """A repeated one must alert again."""
    count: int = 0
    """How many agents wait: the number on the icon of an installed app."""

    @property
    def urgency(self) -> str:
        """A bell or an agent wakes a phone that sleeps (RFC 8030 section 5.3)."""
        return "normal" if self.kind == "done" else "high"

    @property
    def subject(self) -> str:
        """What has one notification at a time: a session, or the pane of an agent that waits."""
        return self.pane_id if self.kind == "waiting" else self.session_id

    @property
    def episode(self) -> str:
        """What a page that notifies the same has as well; empty for a bell and a command."""
        if not self.pane_id:
            return ""
        return str(self.since) if self.kind == "waiting" else f"{self.pane_id} {self.since}"

    @property
    def topic(self) -> str:
        """See `topic_of`."""
        return topic_of(self.subject)


def topic_of(subject: str) -> str:
    """One for each subject: a new message replaces an undelivered one (RFC 8030 section 5.4)."""
    digest = hashlib.sha256(subject.encode()).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def tag_of(subject: str) -> str:
    """What identifies the notification of a subject in a browser; as `tagOf` of the pages."""
    return f"webmux:{subject}"


class Asked(NamedTuple):
    """The question of an agent. `options` have the key that chooses each, and its label."""

    lines: str
    digest: str
    options: tuple[tuple[str, str], ...] = ()


def payload(
    happening: Happening,
    *,
    names: bool = True,
    lines: str = "",
    asked: Asked | None = None,
    may_answer: bool = False,
) -> str:
    """The JSON for the service worker; without `names` it says only that something happened.

    `lines` are the last lines of the screen, or those of the question `asked`. With `may_answer` the
    notification has buttons for two of its options, but only if it shows the question.
    """
    path = f"/s/{quote(happening.session, safe='')}"
    if happening.kind == "waiting":
        path += f"?answer={happening.pane_id[1:]}" + (f"&digest={asked.digest}" if asked else "")
    leads = names and len(path) <= PATH_MAX_CHARS
    fields: dict[str, object] = {
        "title": shown(happening.session) if names else "WebMux",
        "body": "\n".join(filter(None, [sentence(happening), shown_lines(lines)]))
        if names
        else _PLAIN["agent" if happening.kind == "done" and happening.pane_id else happening.kind],
        "tag": tag_of(happening.subject),
        "path": path if leads else "/",
        "window": happening.window_id if leads else "",
    }
    if happening.pane_id:
        fields |= {"episode": happening.episode, "again": happening.again, "count": happening.count}
        if asked and may_answer and leads and shown_lines(lines):
            actions = [{"action": key, "title": label} for key, label in two_of(asked.options)]
            fields |= {"pane": happening.pane_id[1:], "digest": asked.digest, "actions": actions}
    return json.dumps(fields, ensure_ascii=False)


def above_menu(lines: Sequence[str], options: Sequence[object]) -> Sequence[str]:
    """The lines of a question without its menu, if that leaves some: a notification has little room.

    `withoutMenu` of the page does the same.
    """
    first = max((at for at, line in enumerate(lines) if _FIRST_OPTION.match(line)), default=0)
    return lines[:first] if options and first > 0 else lines


def two_of(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The options for two buttons: the first Yes and the first No, or the first two."""
    shortened = [(key, shown(label)[:ACTION_MAX_CHARS]) for key, label in options]
    chosen = [
        next((one for one in shortened if re.match(rf"{word}\b", one[1], re.IGNORECASE)), None)
        for word in ("yes", "no")
    ]
    found = [one for one in chosen if one is not None]
    return found if len(found) == ACTIONS_MAX else shortened[:ACTIONS_MAX]


def withdrawal(subject: str, count: int = 0) -> str:
    """Has the service worker close the notification of a subject. Older workers show its text instead."""
    text = {"title": "WebMux", "body": "An agent goes on.", "path": "/", "window": ""}
    return json.dumps({**text, "withdraw": True, "tag": tag_of(subject), "count": count})


def test_payload() -> str:
    """A message that proves that messages arrive."""
    fields = {"title": "WebMux", "body": "Notifications work.", "tag": "webmux:test", "path": "/settings"}
    return json.dumps({**fields, "window": "", "test": True})


test_payload.__test__ = False  # type: ignore[attr-defined]  # not a test of pytest


def notice_payload(text: str) -> str:
    """A message of a program to its user. A second one does not replace it."""
    fields = {"title": "WebMux", "body": shown_lines(text), "tag": tag_of(text), "path": "/", "window": ""}
    return json.dumps(fields)


def sentence(happening: Happening) -> str:
    """`Bell in sh`, `make ended after 12 min in build`, `claude needs you in api`, `claude is done`."""
    where = f" in {shown(happening.window)}" if happening.window else ""
    if happening.kind == "waiting":
        return f"{shown(happening.agent) or 'An agent'} needs you{where}"
    if happening.kind == "bell":
        return f"Bell{where}"
    if happening.pane_id:
        return f"{shown(happening.agent) or 'An agent'} is done{where}"
    command = shown(happening.command) or "A command"
    return f"{command} ended after {span(happening.seconds)}{where}"


def span(seconds: float) -> str:
    """`42 s`, `12 min`, `3 h`."""
    if seconds < MINUTE_S:
        return f"{int(seconds)} s"
    return f"{int(seconds // MINUTE_S)} min" if seconds < HOUR_S else f"{int(seconds // HOUR_S)} h"


def shown(name: str) -> str:
    """A name for display: bounded, without control, format and bidirectional characters."""
    text = _visible(name)
    return text if len(text) <= NAME_MAX_CHARS else text[: NAME_MAX_CHARS - 1] + "…"


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def shown_lines(text: str) -> str:
    """The last lines of a screen that are not empty, cleaned as by `shown`; bounded."""
    lines = [_visible(line).strip() for line in text.split("\n")]
    return "\n".join([line for line in lines if line][-LINES_MAX:])[-LINES_MAX_CHARS:]


_PLAIN = {
    "bell": "A bell rang in one of your sessions.",
    "done": "A command has ended.",
    "agent": "An agent is done.",
    "waiting": "An agent needs you.",
}
