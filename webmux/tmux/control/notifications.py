"""What tmux tells a control client unasked, one record for each kind (tmux(1), CONTROL MODE; 3.2 to 3.6).

Names are text; where tmux let bytes through that are no UTF-8 they are replaced. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaneOutput:
    """A program printed; `data` still has tmux's escapes, see `webmux.tmux.control.parser.unescape`.

    `age_ms` is how long it waited in tmux, known only to clients that set `pause-after`.
    """

    pane_id: str
    data: bytes
    age_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Paused:
    """tmux sends no more output of this pane until told to continue."""

    pane_id: str


@dataclass(frozen=True, slots=True)
class Continued:
    """Output of this pane goes on."""

    pane_id: str


@dataclass(frozen=True, slots=True)
class SessionsChanged:
    """A session came or went."""


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """Our own client is attached to this session now."""

    session_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionRenamed:
    """A session has another name."""

    session_id: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionWindowChanged:
    """A session shows another window."""

    session_id: str
    window_id: str


@dataclass(frozen=True, slots=True)
class ClientSessionChanged:
    """Another client is attached to this session now."""

    client: str
    session_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ClientDetached:
    """Another client has gone."""

    client: str


@dataclass(frozen=True, slots=True)
class WindowAdded:
    """A window was made; `linked` where it belongs to the session of our own client."""

    window_id: str
    linked: bool


@dataclass(frozen=True, slots=True)
class WindowClosed:
    """A window has gone. tmux unlinks first, so `linked` is mostly False."""

    window_id: str
    linked: bool


@dataclass(frozen=True, slots=True)
class WindowRenamed:
    """A window has another name."""

    window_id: str
    name: str
    linked: bool


@dataclass(frozen=True, slots=True)
class WindowPaneChanged:
    """A window has another active pane."""

    window_id: str
    pane_id: str


@dataclass(frozen=True, slots=True)
class LayoutChanged:
    """A window's panes are arranged otherwise; only told for the session of our own client."""

    window_id: str
    layout: str
    visible_layout: str
    flags: str


@dataclass(frozen=True, slots=True)
class PaneModeChanged:
    """A pane entered or left copy mode or another mode."""

    pane_id: str


@dataclass(frozen=True, slots=True)
class SubscriptionChanged:
    """A format we subscribed to (`refresh-client -B`) has another value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PasteBufferChanged:
    """A paste buffer was made or has another content (3.4)."""

    name: str


@dataclass(frozen=True, slots=True)
class PasteBufferDeleted:
    """A paste buffer has gone (3.4)."""

    name: str


@dataclass(frozen=True, slots=True)
class ConfigError:
    """A line of tmux's configuration is wrong (3.4)."""

    message: str


@dataclass(frozen=True, slots=True)
class Message:
    """What `display-message` shows a person (3.4)."""

    text: str


@dataclass(frozen=True, slots=True)
class Exited:
    """The last line of a control client; `reason` is empty where somebody simply ended it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line of a tmux newer than this, or one that does not read as its kind should."""

    line: bytes


Notification = (
    PaneOutput
    | Paused
    | Continued
    | SessionsChanged
    | SessionChanged
    | SessionRenamed
    | SessionWindowChanged
    | ClientSessionChanged
    | ClientDetached
    | WindowAdded
    | WindowClosed
    | WindowRenamed
    | WindowPaneChanged
    | LayoutChanged
    | PaneModeChanged
    | SubscriptionChanged
    | PasteBufferChanged
    | PasteBufferDeleted
    | ConfigError
    | Message
    | Exited
    | Unknown
)


def parse_notification(line: bytes) -> Notification:
    """One line outside a block, without its line end; what does not fit is `Unknown`. Never fails."""
    kind, _, rest = line.partition(b" ")
    if kind == b"%output":
        pane, _, data = rest.partition(b" ")
        return PaneOutput(_text(pane), data) if pane[:1] == b"%" else Unknown(line)
    reader = _READERS.get(kind)
    try:
        return Unknown(line) if reader is None else reader(rest)
    except ValueError:
        return Unknown(line)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _id(sign: str, raw: bytes) -> str:
    if raw[:1] != sign.encode() or not raw[1:].isdigit():
        raise ValueError(f"no id of tmux: {raw!r}")
    return raw.decode()


def _extended_output(rest: bytes) -> PaneOutput:
    # What stands between the age and " : " is left for later versions of tmux.
    head, colon, data = rest.partition(b" : ")
    if not colon:
        head, colon, data = rest.partition(b" :")
    words = head.split(b" ")
    if not colon or len(words) < 2:
        raise ValueError("no data")
    return PaneOutput(_id("%", words[0]), data, int(words[1]))


def _session_renamed(rest: bytes) -> SessionRenamed:
    first, _, name = rest.partition(b" ")
    return SessionRenamed(_id("$", first), _text(name))


def _session_changed(rest: bytes) -> SessionChanged:
    first, _, name = rest.partition(b" ")
    return SessionChanged(_id("$", first), _text(name))


def _session_window_changed(rest: bytes) -> SessionWindowChanged:
    session, window = rest.split(b" ")
    return SessionWindowChanged(_id("$", session), _id("@", window))


def _client_session_changed(rest: bytes) -> ClientSessionChanged:
    # A client's name is a path and may hold blanks; a session's name may as well. The id parts them.
    at = rest.find(b" $")
    if at < 0:
        raise ValueError("no session")
    session, _, name = rest[at + 1 :].partition(b" ")
    return ClientSessionChanged(_text(rest[:at]), _id("$", session), _text(name))


def _window_pane_changed(rest: bytes) -> WindowPaneChanged:
    window, pane = rest.split(b" ")
    return WindowPaneChanged(_id("@", window), _id("%", pane))


def _layout_changed(rest: bytes) -> LayoutChanged:
    words = [_text(word) for word in rest.split(b" ")] + ["", ""]
    return LayoutChanged(_id("@", words[0].encode()), words[1], words[2], words[3])


def _subscription_changed(rest: bytes) -> SubscriptionChanged:
    head, colon, value = rest.partition(b" : ")
    if not colon:
        head, colon, value = rest.partition(b" :")
    if not colon:
        raise ValueError("no value")
    return SubscriptionChanged(_text(head.partition(b" ")[0]), _text(value))


def _window_renamed(*, linked: bool) -> Callable[[bytes], WindowRenamed]:
    def read(rest: bytes) -> WindowRenamed:
        window, _, name = rest.partition(b" ")
        return WindowRenamed(_id("@", window), _text(name), linked)

    return read


_READERS: dict[bytes, Callable[[bytes], Notification]] = {
    b"%extended-output": _extended_output,
    b"%pause": lambda rest: Paused(_id("%", rest)),
    b"%continue": lambda rest: Continued(_id("%", rest)),
    b"%sessions-changed": lambda rest: SessionsChanged(),
    b"%session-changed": _session_changed,
    b"%session-renamed": _session_renamed,
    b"%session-window-changed": _session_window_changed,
    b"%client-session-changed": _client_session_changed,
    b"%client-detached": lambda rest: ClientDetached(_text(rest)),
    b"%window-add": lambda rest: WindowAdded(_id("@", rest), linked=True),
    b"%unlinked-window-add": lambda rest: WindowAdded(_id("@", rest), linked=False),
    b"%window-close": lambda rest: WindowClosed(_id("@", rest), linked=True),
    b"%unlinked-window-close": lambda rest: WindowClosed(_id("@", rest), linked=False),
    b"%window-renamed": _window_renamed(linked=True),
    b"%unlinked-window-renamed": _window_renamed(linked=False),
    b"%window-pane-changed": _window_pane_changed,
    b"%layout-change": _layout_changed,
    b"%pane-mode-changed": lambda rest: PaneModeChanged(_id("%", rest)),
    b"%subscription-changed": _subscription_changed,
    b"%paste-buffer-changed": lambda rest: PasteBufferChanged(_text(rest)),
    b"%paste-buffer-deleted": lambda rest: PasteBufferDeleted(_text(rest)),
    b"%config-error": lambda rest: ConfigError(_text(rest)),
    b"%message": lambda rest: Message(_text(rest)),
    b"%exit": lambda rest: Exited(_text(rest)),
}
