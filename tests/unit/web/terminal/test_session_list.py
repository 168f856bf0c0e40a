"""The fields of each session in a list."""

from __future__ import annotations

import pytest

from webmux.model import Session, Size, Window
from webmux.web.terminal.session_list import session_fields, short_path

SESSION = Session("$0", "one", 1, 2, 3, 2, Size(80, 24), "1-1", "vim", "/srv/x")


def test_alerts_are_counts_of_the_windows_of_that_session() -> None:
    windows = [
        Window("@0", "$0", 0, "a", active=True, panes=1, bell=True, command="build.sh"),
        Window("@1", "$0", 1, "b", active=False, panes=1, bell=True, done=True),
        Window("@2", "$1", 0, "c", active=True, panes=1, bell=True, silence=True),
    ]
    fields = session_fields(SESSION, windows, viewers=2, recording=True)
    assert {"bell": 2, "activity": 0, "silence": 0, "done": 1} == fields["alerts"]
    assert ("$0", 3, "build.sh", "/srv/x", 2, True) == tuple(
        fields[name] for name in ("id", "attached", "command", "path", "viewers", "recording")
    )


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/home/ann", "~"),
        ("/home/ann/src", "~/src"),
        ("/home/anna", "/home/anna"),
        ("/home", "/home"),
        ("", ""),
    ],
)
def test_the_home_folder_is_abbreviated(path: str, short: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann/")
    assert short == short_path(path)
    monkeypatch.setenv("HOME", "/")
    assert path == short_path(path)
