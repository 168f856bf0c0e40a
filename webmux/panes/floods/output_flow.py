"""How the output of a pane reaches its viewers."""

from __future__ import annotations

from typing import Protocol


class HubPort(Protocol):
    """What a flow uses of the hub of its pane. Nothing here switches."""

    def publish(self, data: bytes) -> None: ...

    def on_cut(self) -> None: ...

    def refresh(self, *, cut: bool = False) -> None: ...

    def serve(self) -> None: ...


class Flow:
    """How output reaches the viewers: all of it, at once. `PaneHub.flow` can be replaced by another way.

    `held` is whether viewers get no output now, but pictures of the screen.
    """

    def __init__(self, hub: HubPort) -> None:
        self.hub = hub
        self.held = False

    @property
    def unpublished_bytes(self) -> int:
        """Output that the readers do not have yet."""
        return 0

    def on_output(self, data: bytes, string_bytes: int) -> None:
        """The pane printed this, of which so many bytes are in strings. Must not switch."""
        self.hub.publish(data)

    def flush(self) -> None:
        """Publish everything. Must not switch."""

    def on_cut(self) -> None:
        """Output is missing here: what is not published is dropped. Must not switch."""

    def on_paused(self) -> None:
        """tmux paused the pane, because we read too late. Must not switch."""
        self.hub.on_cut()
        self.hub.refresh(cut=True)

    def on_key(self) -> None:
        """Somebody typed into the pane. Must not switch."""

    def on_waiting(self) -> None:
        """A viewer in `hub.waiting` needs a snapshot. Must not switch."""
        self.hub.serve()

    def close(self) -> None:
        """The hub ends. Must not switch."""
