"""Every notification of tmux 3.2 to 3.6, as a record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.tmux.control import notifications as n


@pytest.mark.parametrize(
    ("line", "record"),
    [
        (b"%output %1 a b", n.PaneOutput("%1", b"a b")),
        (b"%output %1 ", n.PaneOutput("%1", b"")),
        (b"%extended-output %1 20 : a : b", n.PaneOutput("%1", b"a : b", 20)),
        (b"%extended-output %1 20 later words : x", n.PaneOutput("%1", b"x", 20)),
        (b"%pause %2", n.Paused("%2")),
        (b"%continue %2", n.Continued("%2")),
        (b"%sessions-changed", n.SessionsChanged()),
        (b"%session-changed $3 my name", n.SessionChanged("$3", "my name")),
        (b"%session-renamed $3 n", n.SessionRenamed("$3", "n")),
        (b"%session-window-changed $3 @4", n.SessionWindowChanged("$3", "@4")),
        (b"%client-session-changed /dev/pts/3 $1 a $2", n.ClientSessionChanged("/dev/pts/3", "$1", "a $2")),
        (b"%client-detached /dev/pts/3", n.ClientDetached("/dev/pts/3")),
        (b"%window-add @1", n.WindowAdded("@1", linked=True)),
        (b"%unlinked-window-add @1", n.WindowAdded("@1", linked=False)),
        (b"%window-close @1", n.WindowClosed("@1", linked=True)),
        (b"%unlinked-window-close @1", n.WindowClosed("@1", linked=False)),
        (b"%window-renamed @1 a b", n.WindowRenamed("@1", "a b", linked=True)),
        (b"%unlinked-window-renamed @1 \xff", n.WindowRenamed("@1", "\ufffd", linked=False)),
        (b"%window-pane-changed @1 %2", n.WindowPaneChanged("@1", "%2")),
        (
            b"%layout-change @1 b25d,80x24,0,0,0 b25d,80x24,0,0,0 *",
            n.LayoutChanged("@1", "b25d,80x24,0,0,0", "b25d,80x24,0,0,0", "*"),
        ),
        (b"%layout-change @1 x", n.LayoutChanged("@1", "x", "", "")),
        (b"%pane-mode-changed %1", n.PaneModeChanged("%1")),
        (b"%subscription-changed s $0 - - - : a : b", n.SubscriptionChanged("s", "a : b")),
        (b"%subscription-changed s $0 @1 0 %2 :", n.SubscriptionChanged("s", "")),
        (b"%paste-buffer-changed buffer0", n.PasteBufferChanged("buffer0")),
        (b"%paste-buffer-deleted buffer0", n.PasteBufferDeleted("buffer0")),
        (b"%config-error f:1: bad", n.ConfigError("f:1: bad")),
        (b"%message hello", n.Message("hello")),
        (b"%exit", n.Exited("")),
        (b"%exit too far behind", n.Exited("too far behind")),
    ],
)
def test_each_kind_is_read(line, record):
    assert n.parse_notification(line) == record


@given(kind=st.sampled_from([*n._READERS, b"%output", b"%else"]), rest=st.binary(max_size=40))
def test_nothing_makes_it_fail(kind, rest):
    """What does not read as its kind is kept as it came."""
    line = kind + b" " + rest
    record = n.parse_notification(line)
    assert not isinstance(record, n.Unknown) or record.line == line
