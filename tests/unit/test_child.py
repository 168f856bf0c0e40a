"""A process that nobody has yet ends with the greenlet that starts it."""

from __future__ import annotations

import gevent
import psutil
import pytest

from webmux.child import Child


def test_a_start_that_is_interrupted_leaves_no_process() -> None:
    before = {child.pid for child in psutil.Process().children()}
    caller = gevent.spawn(Child, ["sleep", "60"])
    gevent.spawn(caller.kill)  # runs when the caller first waits: for the exec
    caller.join()
    assert isinstance(caller.value, gevent.GreenletExit)
    assert {child.pid for child in psutil.Process().children()} == before


def test_a_program_that_does_not_exist_is_the_usual_error() -> None:
    with pytest.raises(FileNotFoundError):
        Child(["/nowhere/program"])
