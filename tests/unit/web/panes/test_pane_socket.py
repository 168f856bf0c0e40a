"""What is sent to many viewers of a pane is encoded once for all of them."""

from __future__ import annotations

import pytest

from webmux.events import Output
from webmux.model import Size
from webmux.panes.pane_events import FRAME, PaneOutput, PaneSnapshot
from webmux.web.panes import pane_socket

VIEWERS = 50
PICTURE = b"\x1b[31mred \x1b[0m" * 500


@pytest.mark.parametrize("deflate", [False, True])
def test_a_picture_is_encoded_once_however_many_viewers_get_it(deflate, monkeypatch):
    """Also for those who skipped output before it, who get another flag."""
    calls = []
    encode_once = pane_socket._snapshot_message

    def counted(event, *, deflate):
        calls.append(event)
        return encode_once(event, deflate=deflate)

    monkeypatch.setattr(pane_socket, "_snapshot_message", counted)
    picture = PaneSnapshot(3, 100, Size(80, 24), FRAME, 0, PICTURE)
    messages = [pane_socket.encode(picture, deflate=deflate) for _ in range(VIEWERS)]
    skipped = [pane_socket.encode(picture.skipped(), deflate=deflate) for _ in range(VIEWERS)]
    assert 2 == len(calls)
    assert 2 == len({id(message) for message in messages + skipped})


@pytest.mark.parametrize("deflate", [False, True])
def test_output_is_encoded_once_however_many_viewers_get_it(deflate):
    output = Output(0, PICTURE)
    messages = [pane_socket.encode(PaneOutput(3, output), deflate=deflate) for _ in range(VIEWERS)]
    assert 1 == len({(id(header), id(payload)) for header, payload in messages})
