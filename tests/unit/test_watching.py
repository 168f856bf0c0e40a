"""Changes of a path are reported."""

from __future__ import annotations

import pytest
from gevent.event import Event as Flag

from webmux.watching import watching


@pytest.mark.parametrize("happens", ["made", "replaced", "removed"])
def test_changes_of_a_path_are_reported(tmp_path, happens):
    path, told = tmp_path / "file", Flag()
    if happens != "made":
        path.write_text("old")
    with watching(path, told.set):
        if happens == "removed":
            path.unlink()
        else:
            (tmp_path / "scratch").write_text("new and longer")
            (tmp_path / "scratch").replace(path)
        assert told.wait(5)


def test_nothing_is_reported_after_the_block(tmp_path):
    told, again = Flag(), Flag()
    with watching(tmp_path / "file", told.set):
        pass
    with watching(tmp_path / "file", again.set):
        (tmp_path / "file").write_text("x")
        assert again.wait(5)
    assert not told.is_set()
