"""The notifications of tmux 3.2 to 3.6: those that WebMux reads fields of, and all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webmux.tmux.control import notifications
from webmux.tmux.control.notifications import Notification, parse_notification
from webmux.tmux.state import watch

WITHOUT_FIELDS = (
    *("%output %1 a b", "%extended-output %1 20 : a : b", "%sessions-changed"),
    *("%session-renamed $3 n", "%session-window-changed $3 @4", "%window-add @1", "%window-close @1"),
    *("%window-renamed @1 a b", "%unlinked-window-add @1", "%unlinked-window-close @1"),
    *("%unlinked-window-renamed @1 \udcff", "%window-pane-changed @1 %2", "%layout-change @1 x y *"),
    *("%pane-mode-changed %1", "%paste-buffer-changed buffer0", "%paste-buffer-deleted buffer0"),
    "%config-error f:1: bad",
)


@pytest.mark.parametrize(
    ("line", "record"),
    [
        (b"%session-changed $3 my name", Notification("%session-changed", session_id="$3")),
        (b"%pause %2", Notification("%pause", pane="2")),
        (b"%continue %2", Notification("%continue", pane="2")),
        (
            b"%client-session-changed /dev/pts/3 $1 a $2",
            Notification("%client-session-changed", session_id="$1", client="/dev/pts/3"),
        ),
        (b"%client-detached /dev/pts/3 \xff", Notification("%client-detached", client="/dev/pts/3 \ufffd")),
        (
            b"%subscription-changed s $0 - - - : a : b",
            Notification("%subscription-changed", name="s", text="a : b"),
        ),
        (b"%subscription-changed s $0 @1 0 %2 :", Notification("%subscription-changed", name="s")),
        (b"%message a %b", Notification("%message", text="a %b")),
        (b"%exit", Notification("%exit")),
        (b"%exit too far behind", Notification("%exit", text="too far behind")),
    ],
)
def test_the_fields_of_a_kind_are_read(line, record):
    assert record == parse_notification(line)


@pytest.mark.parametrize("line", WITHOUT_FIELDS)
def test_a_kind_without_fields_is_only_named(line):
    assert Notification(line.split(" ")[0]) == parse_notification(line.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(
    "line", [b"%session-changed 3 a", b"%client-session-changed /dev/pts/3 a", b"%subscription-changed s a"]
)
def test_a_line_without_the_fields_of_its_kind_has_no_kind(line):
    assert Notification("") == parse_notification(line)


@given(kind=st.sampled_from([*notifications._FORMS, b"%output", b"%else"]), rest=st.binary(max_size=40))
def test_any_bytes_are_a_notification(kind, rest):
    assert parse_notification(kind + b" " + rest).kind in ("", kind.decode())


def test_the_watch_knows_only_kinds_of_tmux():
    kinds = {line.split(" ")[0] for line in WITHOUT_FIELDS} | {kind.decode() for kind in notifications._FORMS}
    assert kinds >= watch._LISTED_KINDS | watch._DRAWN_KINDS
