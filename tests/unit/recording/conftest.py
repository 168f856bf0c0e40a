"""A directory for recordings, and a session's mirror fed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import FakeSource
from webmux.hub.hub import Hub, HubLimits
from webmux.model import Size

SIZE = Size(80, 24)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "recordings"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture
def source() -> FakeSource:
    """Like a mirror: it has its own size and can paint its screen."""
    source = FakeSource(SIZE)
    source.resizable = False
    source.painted = b"painted"
    return source


@pytest.fixture
def hub(source: FakeSource) -> Iterator[Hub]:
    hub = Hub(source, HubLimits(queue_max_frames=8))
    yield hub
    hub.close()
