"""Native panes without tmux: a client whose replies a test gives, and rows as tmux prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webmux.signals import Signal
from webmux.tmux.control.notifications import Notification
from webmux.tmux.control.parser import Reply
from webmux.tmux.control.quoting import Command
from webmux.tmux.layout_text import with_checksum

Done = Callable[[list[Reply] | None], None]


class FakeLink:
    """Remembers the lines that were sent, and answers them when the test says so, or at once by `answer`."""

    def __init__(self, version: str = "3.3a") -> None:
        self.session_id = "$0"
        self.version = version
        self.notified: Signal[[Notification]] = Signal()
        self.lines: list[tuple[Command, ...]] = []
        self.waiting: list[Done] = []
        self.answer: Callable[[tuple[Command, ...]], list[Reply]] | None = None

    def fire(self, *commands: Command, done: Done | None = None) -> None:
        self.lines.append(commands)
        if self.answer is not None and done is not None:
            done(self.answer(commands))
        elif done is not None:
            self.waiting.append(done)

    def ask(self, groups: Sequence[Sequence[Command]], timeout_s: float = 5.0) -> list[list[Reply]]:
        assert self.answer is not None
        self.lines.extend(tuple(group) for group in groups)
        return [self.answer(tuple(group)) for group in groups]

    def reply(self, *lines: bytes, ok: bool = True) -> None:
        """Answer the line that has waited longest."""
        self.waiting.pop(0)([Reply(ok, True, lines)])


def row(window: int = 0, pane: int = 0, **given: object) -> bytes:
    """A row as tmux prints it: numbers first, then the four quoted texts."""
    has = {"index": 0, "size": "80 24", "place": "0 0 80 24", "flags": "10100", "border": "off"}
    has |= {
        "sizes": "latest",
        "layout": "80x24,0,0,0",
        "status": "on",
        "dead": "::",
        "texts": "name title sh /tmp",
    } | given
    head = f"@{window} %{pane} {has['index']} {has['size']} {has['place']} {has['flags']} {has['border']}"
    layout = with_checksum(str(has["layout"]))
    return f"{head} {has['sizes']} {has['status']} {layout} {has['dead']} {has['texts']}".encode()
