"""Tracks who owns the size of a session, over all of its terminals, by the rules of size_owner.py."""

from __future__ import annotations

from webmux.errors import Forbidden
from webmux.events import Event
from webmux.hub import presence
from webmux.hub.size_owner import SizePolicy, next_owner, takes_size
from webmux.hub.viewer import Viewer
from webmux.model import Size


class SizedTerminal:
    """A terminal of a session: the hub of an attached client, or the control client of native panes.

    Nothing here may switch.
    """

    @property
    def resizable(self) -> bool:
        """Whether viewers set its size."""
        raise NotImplementedError

    def resize(self, size: Size) -> None:
        """One of its viewers owns the size: use it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Make tmux use the size of this client, also over that of a terminal outside of WebMux."""
        raise NotImplementedError

    def follow(self, size: Size) -> None:
        """A viewer of another terminal owns the size; a client of this size changes no window."""
        self.resize(size)

    def client_size(self, size: Size) -> Size:
        """The size of an attached client whose window has the size that `resize` would give it here."""
        return size

    def release(self) -> None:
        """Nobody owns the size any more."""


class Sizing:
    """The owner of the size of one or more terminals. Never switches; calls are linear in the viewers.

    Viewers count in the order in which they arrived, whichever terminal they view.
    """

    def __init__(self) -> None:
        self.owner: Viewer | None = None
        self._borrowed = False
        self._here: dict[Viewer, SizedTerminal] = {}
        self._terminals: dict[SizedTerminal, None] = {}

    @property
    def client_size(self) -> Size | None:
        """The size of an attached client that shows the owner's size; None if nobody owns it."""
        return None if self.owner is None else self._here[self.owner].client_size(self.owner.size)

    # -- terminals -------------------------------------------------------------------------

    def add(self, terminal: SizedTerminal) -> None:
        """The session has this terminal from now on."""
        self._terminals[terminal] = None
        if (size := self.client_size) is not None:
            terminal.follow(size)

    def remove(self, terminal: SizedTerminal) -> None:
        """A terminal ended, and its viewers own nothing. Safe to call twice."""
        self._terminals.pop(terminal, None)
        viewers = [viewer for viewer, of in self._here.items() if of is terminal]
        for viewer in viewers:
            del self._here[viewer]
        if self.owner in viewers and self.owner is not None:
            self._inherit(self.owner)
        if viewers:
            self.send_presence()

    def move(self, terminal: SizedTerminal, to: Sizing) -> None:
        """A terminal shows another session now; its viewers go along, with the size if they own it."""
        viewers = [viewer for viewer, of in self._here.items() if of is terminal]
        owner, borrowed = self.owner, self._borrowed
        self.remove(terminal)
        for viewer in viewers:
            to._here[viewer] = terminal
        if owner in viewers and to.owner is None:
            to.owner, to._borrowed = owner, borrowed
        elif owner in viewers and owner is not None:
            owner.notify(Event("owner", {"owner": False}), "owner")
        if to.owner in viewers:
            to._terminals[terminal] = None
        else:
            to.add(terminal)

    # -- viewers ---------------------------------------------------------------------------

    def send_presence(self) -> None:
        """Send the viewers of all terminals the one list of them, with the owner."""
        presence.send(self._here, self.owner)

    def arrive(self, viewer: Viewer, terminal: SizedTerminal) -> None:
        """A viewer joins; `takes_size` decides whether it owns the size from now on."""
        free = terminal.resizable and self.owner is None
        takes = takes_size(viewer, self._here, free=free, borrowed=self._borrowed)
        if takes:
            self._pass_to(viewer, terminal, borrowed=viewer.size_policy is not SizePolicy.LEADS)
        self._here[viewer] = terminal

    def succeed(self, before: Viewer, viewer: Viewer, terminal: SizedTerminal) -> None:
        """A viewer that is about to arrive replaces `before`; if that owns the size, it passes on."""
        if self.owner is before and viewer.may_type:
            self.owner = viewer
            self._here[viewer] = terminal
            self._lead(terminal, viewer.size)

    def leave(self, viewer: Viewer) -> None:
        """A viewer left; if it owned the size, that passes to the next owner."""
        self._here.pop(viewer, None)
        if self.owner is viewer:
            self._inherit(viewer)

    def ask(self, viewer: Viewer, size: Size) -> None:
        """Store a viewer's own size; the owner's also becomes that of the terminals."""
        viewer.size = size
        if viewer is self.owner:
            self._lead(self._here[viewer], size)

    def give_to(self, viewer: Viewer) -> None:
        """Make this viewer the owner and apply its size, also over that of a terminal outside of WebMux.

        Raises:
            Forbidden: it may not type, or the terminal takes no size.
        """
        if not viewer.may_type:
            raise Forbidden("read-only: you cannot change the size")
        terminal = self._here.get(viewer)
        if terminal is None or not terminal.resizable:
            raise Forbidden("this view shows the size that the window has")
        self._pass_to(viewer, terminal, borrowed=False)
        terminal.redraw()  # so that tmux uses the size of our client, also if ours did not change

    def follow_user(self, viewer: Viewer) -> None:
        """A user types here: if another viewer of the same user owns the size, it passes to this one.

        tmux does the same with its clients by `window-size latest`. A phone only follows.
        """
        owner, terminal = self.owner, self._here.get(viewer)
        if owner is None or owner is viewer or not viewer.may_type:
            return
        if terminal is None or not terminal.resizable:
            return
        mine, theirs = viewer.person, owner.person
        is_same = not mine.guest and not theirs.guest and mine.name == theirs.name
        if is_same and viewer.size_policy is SizePolicy.LEADS:
            self._pass_to(viewer, terminal, borrowed=False)

    def take_back(self, viewer: Viewer) -> None:
        """Pass the size of this owner to the next one.

        Raises:
            Forbidden: it does not own the size, or nobody else can.
        """
        if viewer is not self.owner:
            raise Forbidden("the size is not yours to give back")
        if not next_owner(self._here, viewer):
            raise Forbidden("no other viewer could take the size")
        self._inherit(viewer)

    def _inherit(self, before: Viewer) -> None:
        if to := next_owner(self._here, before):
            self._pass_to(to, self._here[to], borrowed=to.size_policy is not SizePolicy.LEADS)
        else:
            self.owner, self._borrowed = None, False
            for terminal in self._terminals:
                terminal.release()

    def _pass_to(self, viewer: Viewer, terminal: SizedTerminal, *, borrowed: bool) -> None:
        before, self.owner, self._borrowed = self.owner, viewer, borrowed
        if before is not viewer:
            for one, owns in ((before, False), (viewer, True)):
                if one is not None and one in self._here:
                    one.notify(Event("owner", {"owner": owns}), "owner")
            self.send_presence()
        self._lead(terminal, viewer.size)

    def _lead(self, terminal: SizedTerminal, size: Size) -> None:
        terminal.resize(size)
        for other in self._terminals:
            if other is not terminal:
                other.follow(terminal.client_size(size))
